// relu, whose slope below 0 is 0, and leaky_relu:
//
//     a = z for z > 0, else below · z          δ ← δ · (1 for z > 0, else below)
//
// relu is 0 wherever z > 0 does not hold, be z infinite or no number.

void NAMED(rectify)(long count, NUMBER below, const NUMBER *restrict z, NUMBER *restrict a) {
  if (below == 0)
    for (long i = 0; i < count; i++) a[i] = z[i] > 0 ? z[i] : 0;
  else
    for (long i = 0; i < count; i++) a[i] = z[i] > 0 ? z[i] : below * z[i];
}

void NAMED(rectify_slope)(long count, NUMBER below, const NUMBER *restrict z,
                          NUMBER *restrict delta) {
  for (long i = 0; i < count; i++) delta[i] *= z[i] > 0 ? 1 : below;
}
