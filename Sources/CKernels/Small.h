// A whole layer for the smallest networks, where each call counts. x [samples × inputs] goes in,
// W [units × inputs], all stored row after row:
//
//     z(s, u) = b(u) + Σ x(s, i) W(u, i)
//
//     db(u) = factor · Σ δ(s, u)      dW(u, i) = factor · Σ δ(s, u) x(s, i)
//     dx(s, i) = Σ δ(s, u) W(u, i)
//
// Small.c says NUMBER, and NAMED(word), the word with the number behind it.

static INLINE void NAMED(outputs)(long samples, long units, const long inputs, const NUMBER *x,
                                  const NUMBER *w, const NUMBER *b, NUMBER *restrict z) {
  for (long s = 0; s < samples; s++)
#pragma clang loop vectorize(disable) unroll(disable)
    for (long u = 0; u < units; u++) {
      NUMBER sum = b ? b[u] : 0;
      for (long i = 0; i < inputs; i++) sum += x[s * inputs + i] * w[u * inputs + i];
      *z++ = sum;
    }
}

static INLINE void NAMED(gradients)(long samples, long units, const long inputs, NUMBER factor,
                                    const NUMBER *delta, const NUMBER *x, const NUMBER *w,
                                    NUMBER *restrict dw, NUMBER *restrict db, NUMBER *restrict dx) {
  for (long u = 0; u < units; u++) {
    NUMBER sums[small_product] = {0}, sum = 0;
#pragma clang loop vectorize(disable) unroll(disable)
    for (long s = 0; s < samples; s++) {
      NUMBER d = delta[s * units + u];
      sum += d;
      for (long i = 0; i < inputs; i++) sums[i] += d * x[s * inputs + i];
      if (dx)
        for (long i = 0; i < inputs; i++)
          dx[s * inputs + i] = (u > 0 ? dx[s * inputs + i] : 0) + d * w[u * inputs + i];
    }
    for (long i = 0; i < inputs; i++) dw[u * inputs + i] = factor * sums[i];
    if (db) db[u] = factor * sum;
  }
}

// Without inner loop for the few inputs of the smallest.

void NAMED(small_outputs)(long samples, long units, long inputs, const NUMBER *x, const NUMBER *w,
                          const NUMBER *b, NUMBER *z) {
  switch (inputs) {
  case 1: return NAMED(outputs)(samples, units, 1, x, w, b, z);
  case 2: return NAMED(outputs)(samples, units, 2, x, w, b, z);
  case 3: return NAMED(outputs)(samples, units, 3, x, w, b, z);
  case 4: return NAMED(outputs)(samples, units, 4, x, w, b, z);
  default: return NAMED(outputs)(samples, units, inputs, x, w, b, z);
  }
}

void NAMED(small_gradients)(long samples, long units, long inputs, NUMBER factor,
                            const NUMBER *delta, const NUMBER *x, const NUMBER *w, NUMBER *dw,
                            NUMBER *db, NUMBER *dx) {
  switch (inputs) {
  case 1: return NAMED(gradients)(samples, units, 1, factor, delta, x, w, dw, db, dx);
  case 2: return NAMED(gradients)(samples, units, 2, factor, delta, x, w, dw, db, dx);
  case 3: return NAMED(gradients)(samples, units, 3, factor, delta, x, w, dw, db, dx);
  case 4: return NAMED(gradients)(samples, units, 4, factor, delta, x, w, dw, db, dx);
  default: return NAMED(gradients)(samples, units, inputs, factor, delta, x, w, dw, db, dx);
  }
}
