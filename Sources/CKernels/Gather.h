// Rows of the data as the next rows of a batch:
//
//     to(s, j) = (from(rows[s], j) − shift[j]) · factor[j]     shift and factor may be null together
//
// Shuffled rows come from far, so the next one is asked for while this one is converted.

#define GATHER(WORD, FROM)                                                                        \
  static void NAMED(gather_##WORD)(number_rows from, const long *rows, long count, long width,    \
                                   const double *restrict shift, const double *restrict factor,   \
                                   NUMBER *restrict to) {                                         \
    const char *start = from.start;                                                               \
    for (long s = 0; s < count; s++, to += width) {                                               \
      const FROM *restrict row = (const FROM *)(start + rows[s] * from.stride);                   \
      const FROM *next = (const FROM *)(start + rows[s + 1 < count ? s + 1 : s] * from.stride);   \
      for (long j = 0; j < width; j += 64 / sizeof(FROM)) __builtin_prefetch(next + j);           \
      if (shift)                                                                                  \
        for (long j = 0; j < width; j++) to[j] = ((double)row[j] - shift[j]) * factor[j];         \
      else                                                                                        \
        for (long j = 0; j < width; j++) to[j] = row[j];                                          \
    }                                                                                             \
  }

GATHER(float32, float)
GATHER(float64, double)
GATHER(int8, int8_t)
GATHER(int16, int16_t)
GATHER(int32, int32_t)
GATHER(int64, int64_t)
GATHER(uint8, uint8_t)
GATHER(uint16, uint16_t)
GATHER(uint32, uint32_t)
GATHER(uint64, uint64_t)

#define CASE(WORD) \
  case number_##WORD: return NAMED(gather_##WORD)(from, rows, count, width, shift, factor, to)

void NAMED(gather)(number_rows from, const long *rows, long count, long width,
                   const double *shift, const double *factor, NUMBER *to) {
  switch (from.form) {
    CASE(float32);
    CASE(float64);
    CASE(int8);
    CASE(int16);
    CASE(int32);
    CASE(int64);
    CASE(uint8);
    CASE(uint16);
    CASE(uint32);
    CASE(uint64);
  }
}

#undef CASE
#undef GATHER
