// Softmax of each sample, z and a [samples × units], safe for numbers of any size:
//
//     a(s, j) = e^(z(s, j) − h) / Σ e^(z(s, i) − h)     h = max z(s, i)
//
// The powers of all samples are one loop: a sample has too few units to fill a vector.

static INLINE NUMBER power_of_e(NUMBER x) {
  return _Generic(x, float: exponential, double: exp)(x);
}

void NAMED(softmax)(long samples, long units, const NUMBER *restrict z, NUMBER *restrict a) {
  for (long s = 0; s < samples; s++) {
    const NUMBER *row = z + s * units;
    NUMBER highest = row[0];
    for (long j = 1; j < units; j++) highest = row[j] > highest ? row[j] : highest;
    for (long j = 0; j < units; j++) a[s * units + j] = row[j] - highest;
  }
  for (long i = 0; i < samples * units; i++) a[i] = power_of_e(a[i]);
  for (long s = 0; s < samples; s++) {
    NUMBER *row = a + s * units, sum = 0;
    for (long j = 0; j < units; j++) sum += row[j];
    NUMBER factor = 1 / sum;
    for (long j = 0; j < units; j++) row[j] *= factor;
  }
}
