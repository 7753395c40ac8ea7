// Numbers of the standard normal distribution (Box and Muller 1958, the cosine half), times a factor:
//
//     to(i) = factor · √(−2 ln(1 − u)) · cos 2πv     u, v in [0, 1): the next two of the stream
//
// The stream is SplitMix64 (Steele, Lea and Flood 2014), whose n-th number is a mix of start + n · golden
// ratio. Logarithm and cosine are series without branches, in double for floats as well, so that the
// loop is vectorised; each is within 2 ulp of the true value.

static INLINE uint64_t mixed(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// The 53 highest bits as a number in [0, 1).
static INLINE double fraction(uint64_t bits) { return (double)(int64_t)(bits >> 11) * 0x1p-53; }

// ln x for 2⁻⁵³ ≤ x ≤ 1:
//
//     x = 2ⁿ m, √½ ≤ m < √2     ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …), s = (m − 1)/(m + 1)
static INLINE double logarithm(double x) {
  union { double number; uint64_t bits; } m = {x};
  // What is to be taken from the exponent so that m lies there: 2⁵² of a step for each power of two.
  int64_t n = (int64_t)(m.bits - 0x3FE6A09E667F3BCD) >> 52;
  m.bits -= (uint64_t)n << 52;
  double s = (m.number - 1) / (m.number + 1), z = s * s, sum = 1.0 / 23;
#pragma clang loop unroll(full)
  for (int k = 21; k >= 3; k -= 2) sum = sum * z + 1.0 / k;
  // ln 2 in two parts, the first with so few digits that n times it is exact.
  return n * 0x1.62e42fee00000p-1 + (n * 0x1.a39ef35793c76p-33 + (2 * s + 2 * s * (z * sum)));
}

// cos x for 0 ≤ x ≤ 2π:
//
//     x = n π/2 + r, |r| ≤ π/4     cos x = cos r, −sin r, −cos r, sin r for n = 0, 1, 2, 3 (mod 4)
static INLINE double cosine(double x) {
  // Adding 1.5 · 2⁵² leaves the nearest whole number in the lowest bits.
  union { double number; uint64_t bits; } shifted = {x * 0x1.45f306dc9c883p-1 + 0x1.8p52};
  double n = shifted.number - 0x1.8p52;
  double r = (x - n * 0x1.921fb54400000p0) - n * 0x1.0b4611a626331p-34, z = r * r;
  double sine = 1, cosine = 1;
#pragma clang loop unroll(full)
  for (int k = 16; k >= 2; k -= 2) {
    sine = 1 - z * sine * (1.0 / (k * (k + 1)));
    cosine = 1 - z * cosine * (1.0 / (k * (k - 1)));
  }
  double value = shifted.bits & 1 ? r * sine : cosine;
  return (shifted.bits + 1) & 2 ? -value : value;
}

void NAMED(normals)(uint64_t start, long count, double factor, NUMBER *to) {
  const uint64_t golden = 0x9E3779B97F4A7C15;
  for (long i = 0; i < count; i++) {
    uint64_t place = start + golden * (uint64_t)(2 * i + 1);
    double u = fraction(mixed(place)), v = fraction(mixed(place + golden));
    to[i] = __builtin_sqrt(-2 * logarithm(1 - u)) * cosine(0x1.921fb54442d18p2 * v) * factor;
  }
}
