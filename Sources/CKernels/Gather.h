// Rows of the data, which are double, as the next rows of a batch:
//
//     to(s, j) = (from(rows[s], j) − shift[j]) · factor[j]     shift and factor may be null together
//
// Shuffled rows come from far, so the next one is asked for while this one is converted.

static INLINE void convert(long width, const double *restrict from, const double *restrict shift,
                           const double *restrict factor, NUMBER *restrict to) {
  if (shift)
    for (long j = 0; j < width; j++) to[j] = (from[j] - shift[j]) * factor[j];
  else
    for (long j = 0; j < width; j++) to[j] = from[j];
}

void NAMED(gather)(const double *from, const long *rows, long count, long width,
                   const double *shift, const double *factor, NUMBER *to) {
  for (long s = 0; s < count; s++) {
    const double *next = from + rows[s + 1 < count ? s + 1 : s] * width;
    for (long j = 0; j < width; j += 64 / sizeof(double)) __builtin_prefetch(next + j);
    convert(width, from + rows[s] * width, shift, factor, to + s * width);
  }
}
