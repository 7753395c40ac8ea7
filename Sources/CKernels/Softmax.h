// Softmax of each sample and its cross-entropy, all [samples × units], safe for numbers of any size:
//
//     a(s, j) = e^(z(s, j) − h) / Σ e^(z(s, i) − h)     h = max z(s, i)
//
// The powers of all samples are one loop: a sample has too few units to fill a vector.

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

// x where y is not 0, else 0, whatever x is: without a branch, as nobody could foresee it.
static INLINE NUMBER unless_zero(NUMBER y, NUMBER x) {
  union {
    NUMBER number;
    typeof(_Generic(x, float: (uint32_t)0, double: (uint64_t)0)) bits;
  } result = {x};
  result.bits &= -(typeof(result.bits))(y != 0);
  return result.number;
}

enum { SAMPLES = 64 };  // at once, so that their logarithms are one loop

static INLINE double some_cross_entropies(long samples, long units, const NUMBER *z,
                                          const NUMBER *a, const NUMBER *y) {
  NUMBER highest[SAMPLES], rest[SAMPLES];
  double total = 0;
  for (long s = 0; s < samples; s++) {
    const NUMBER *z_of = z + s * units, *a_of = a + s * units;
    NUMBER h = z_of[0], share = a_of[0];
    for (long j = 1; j < units; j++) {
      h = z_of[j] > h ? z_of[j] : h;
      share = a_of[j] > share ? a_of[j] : share;
    }
    highest[s] = h, rest[s] = share;
  }
  // The first part is for what is no number, of which the logarithm knows nothing.
  for (long s = 0; s < samples; s++) rest[s] = (rest[s] - rest[s]) - logarithm(rest[s]);
  for (long s = 0; s < samples; s++) {
    const NUMBER *z_of = z + s * units, *y_of = y + s * units;
    NUMBER sum = 0;
    for (long j = 0; j < units; j++)
      sum += unless_zero(y_of[j], y_of[j] * (rest[s] + (highest[s] - z_of[j])));
    total += sum;
  }
  return total;
}

// −Σ y log a = Σ y (log Σ e^z − z), where log Σ e^z = h − log(max a): exact where a is 0 or nearly 1.
// Nothing is added where y is 0, be z infinite.
double NAMED(cross_entropy)(long samples, long units, const NUMBER *z, const NUMBER *a,
                            const NUMBER *y) {
  double total = 0;
  for (long s = 0; s < samples; s += SAMPLES)
    total += some_cross_entropies(least(SAMPLES, samples - s), units, z + s * units, a + s * units,
                                  y + s * units);
  return total;
}

// Its derivative by z: a Σy − y, which is a − y for targets that sum to 1.
void NAMED(cross_entropy_slope)(long samples, long units, const NUMBER *restrict a,
                                const NUMBER *restrict y, NUMBER *restrict delta) {
  for (long s = 0; s < samples; s++, a += units, y += units, delta += units) {
    NUMBER total = 0;
    for (long j = 0; j < units; j++) total += y[j];
    for (long j = 0; j < units; j++) delta[j] = a[j] * total - y[j];
  }
}
