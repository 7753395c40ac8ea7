// Activations for many numbers, and their slopes, with a at hand:
//
//     a = f(z)          δ ← δ · f'(z)
//
// Activation.swift has the formulas of all activations; here are those that take long in vectors of 16
// bytes, or are used the most.

static INLINE NUMBER size_of(NUMBER x) {
  return _Generic(x, float: __builtin_fabsf, double: __builtin_fabs)(x);
}

static INLINE NUMBER power_of_e(NUMBER x) {
  return _Generic(x, float: exponential, double: exp)(x);
}

static INLINE NUMBER power_less_one(NUMBER x) {
  return _Generic(x, float: exponential_less_one, double: expm1)(x);
}

static INLINE NUMBER tangent(NUMBER x) {
  return _Generic(x, float: hyperbolic_tangent, double: tanh)(x);
}

static INLINE NUMBER logistic(NUMBER z) {
  NUMBER e = power_of_e(-size_of(z));
  return (z < 0 ? e : 1) / (1 + e);
}

static INLINE NUMBER softplus(NUMBER z) {
  NUMBER e = power_of_e(-size_of(z));
  return (z > 0 ? z : 0) + _Generic(e, float: logarithm_of_one_plus, double: log1p)(e);
}

// Of the normal distribution, at z.
static INLINE NUMBER distribution(NUMBER z) {
  NUMBER x = -z * (NUMBER)0.70710678118654752;
  return (NUMBER)0.5 * _Generic(x, float: complementary_error, double: erfc)(x);
}

static INLINE NUMBER density(NUMBER z) {
  return power_of_e(-z * z * (NUMBER)0.5) * (NUMBER)0.3989422804014327;
}

// What z is multiplied with in a, where that is ½ for z = 0.
static INLINE NUMBER share(NUMBER z, NUMBER a) {
  return size_of(z) > (NUMBER)1e-30 ? a / z : (NUMBER)0.5;
}

static INLINE NUMBER swish_slope(NUMBER z, NUMBER a) { return share(z, a) + a * (1 - share(z, a)); }

// tanh(softplus z) = n / (n + 2) with w = e^z, n = w (w + 2). Beyond the limit it is 1.
static INLINE NUMBER mish(NUMBER z) {
  NUMBER w = power_of_e(z > 40 ? 40 : z), n = w * (w + 2);
  return z * (n / (n + 2));
}

// t + z σ(z) (1 − t²), where 1 − t² = 4 (n + 1) / (n + 2)².
static INLINE NUMBER mish_slope(NUMBER z) {
  NUMBER w = power_of_e(z > 40 ? 40 : z), n = w * (w + 2), inverse = 1 / (n + 2);
  return n * inverse + z * (w / (1 + w)) * (4 * (n + 1) * inverse * inverse);
}

// Klambauer et al. 2017: scale, and scale · alpha.
#define SCALE (NUMBER)1.0507009873554804934
#define STEEP (NUMBER)1.7580993408473768599

#define ACTIVATIONS(FOR)                                                                          \
  FOR(relu, z > 0 ? z : 0, z > 0 ? 1 : 0)                                                         \
  FOR(leaky_relu, z > 0 ? z : alpha * z, z > 0 ? 1 : alpha)                                       \
  FOR(elu, z > 0 ? z : alpha * power_less_one(z), z > 0 ? 1 : a + alpha)                          \
  FOR(selu, z > 0 ? SCALE * z : STEEP * power_less_one(z), z > 0 ? SCALE : a + STEEP)             \
  FOR(sigmoid, logistic(z), a * (1 - a))                                                          \
  FOR(tanh, tangent(z), 1 - a * a)                                                                \
  FOR(gelu, z * distribution(z), share(z, a) + z * density(z))                                    \
  FOR(swish, z * logistic(z), swish_slope(z, a))                                                  \
  FOR(softplus, softplus(z), logistic(z))                                                         \
  FOR(mish, mish(z), mish_slope(z))

#define VALUES(name, value, slope)                                                                \
  case activation_##name:                                                                         \
    for (long i = 0; i < count; i++) {                                                            \
      NUMBER z = all_z[i];                                                                        \
      all_a[i] = value;                                                                           \
    }                                                                                             \
    return;

#define SLOPES(name, value, slope)                                                                \
  case activation_##name:                                                                         \
    for (long i = 0; i < count; i++) {                                                            \
      NUMBER z = all_z[i], a = all_a[i];                                                          \
      delta[i] *= slope;                                                                          \
    }                                                                                             \
    return;

void NAMED(activate)(activation f, long count, NUMBER alpha, const NUMBER *restrict all_z,
                     NUMBER *restrict all_a) {
  switch (f) { ACTIVATIONS(VALUES) }
}

void NAMED(apply_slope)(activation f, long count, NUMBER alpha, const NUMBER *restrict all_z,
                        const NUMBER *restrict all_a, NUMBER *restrict delta) {
  switch (f) { ACTIVATIONS(SLOPES) }
}

#undef SLOPES
#undef VALUES
#undef ACTIVATIONS
#undef STEEP
#undef SCALE
