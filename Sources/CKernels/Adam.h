// Adam (Kingma and Ba 2015), with amsgrad (Reddi, Kale and Kumar 2018) and decoupled weight decay
// (Loshchilov and Hutter 2019), in one pass over memory:
//
//     p ← kept p        kept = 1 − lr weight_decay for adamw, else 1
//     g ← g + decay p   decay = weight_decay for adam, else 0
//     m ← m + (1 − β₁)(g − m)
//     v ← β₂ v + (1 − β₂) g²        amsgrad: the largest v so far in place of v below
//     p ← p − size · m / (√v · inverse_root + ε)
//
// with size = lr / (1 − β₁ᵗ) and inverse_root = 1 / √(1 − β₂ᵗ), by which torch divides: one
// division less, the same to the last digit or two.

// The structure of this kind of number.
#define ADAM_STEP typeof(_Generic((NUMBER)0, float: (adam_step_float){0}, double: (adam_step_double){0}))

static INLINE NUMBER root(NUMBER x) {
  return _Generic(x, float: __builtin_sqrtf, double: __builtin_sqrt)(x);
}

static INLINE void adam(ADAM_STEP step, long count, NUMBER *restrict p, const NUMBER *restrict g,
                        NUMBER *restrict m, NUMBER *restrict v, NUMBER *restrict highest,
                        const bool amsgrad) {
  // The compiler takes half of the widest vectors unless it is told.
#pragma clang loop vectorize_width(LANES)
  for (long i = 0; i < count; i++) {
    NUMBER parameter = step.kept * p[i];
    NUMBER gradient = g[i] + step.decay * parameter;
    NUMBER mean = m[i] + step.rest1 * (gradient - m[i]);
    NUMBER square = step.beta2 * v[i] + step.rest2 * gradient * gradient;
    m[i] = mean;
    v[i] = square;
    if (amsgrad) highest[i] = square = highest[i] > square ? highest[i] : square;
    p[i] = parameter - step.size * (mean / (root(square) * step.inverse_root + step.eps));
  }
}

void NAMED(adam)(ADAM_STEP step, long count, NUMBER *p, const NUMBER *g, NUMBER *m, NUMBER *v,
                          NUMBER *highest) {
  if (highest)
    adam(step, count, p, g, m, v, highest, true);
  else
    adam(step, count, p, g, m, v, 0, false);
}
