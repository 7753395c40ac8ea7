// Rows of the data as the next rows of a batch:
//
//     to(s, j) = (from(rows[s], j) − shift[j]) · factor[j]     shift and factor may be null together
//
// Shuffled rows come from far: while some numbers of one are converted, those at the same place of the
// next are asked for. Asking for all of them at once would be waiting for them.

enum { SOME = 16 };

#define WHOLE_VECTORS _Pragma("clang loop vectorize_width(LANES)")

#define GATHER(WORD, FROM)                                                                        \
  static INLINE void convert_##WORD(const long count, const FROM *restrict from,                  \
                                    const double *restrict shift,                                 \
                                    const double *restrict factor, NUMBER *restrict to) {         \
    if (shift)                                                                                    \
      WHOLE_VECTORS                                                                               \
      for (long j = 0; j < count; j++) to[j] = ((double)from[j] - shift[j]) * factor[j];          \
    else                                                                                          \
      WHOLE_VECTORS                                                                               \
      for (long j = 0; j < count; j++) to[j] = from[j];                                           \
  }                                                                                               \
                                                                                                  \
  static INLINE void convert_row_##WORD(long width, const FROM *row, const FROM *next,            \
                                        const double *shift, const double *factor, NUMBER *to) {  \
    long j = 0;                                                                                   \
    for (; j + SOME <= width; j += SOME) {                                                        \
      for (unsigned line = 0; line < SOME; line += 64 / sizeof(FROM))                             \
        __builtin_prefetch(next + j + line);                                                      \
      convert_##WORD(SOME, row + j, shift ? shift + j : 0, factor + j, to + j);                   \
    }                                                                                             \
    convert_##WORD(width - j, row + j, shift ? shift + j : 0, factor + j, to + j);                \
  }                                                                                               \
                                                                                                  \
  static void NAMED(gather_##WORD)(number_rows from, const long *rows, long count, long width,    \
                                   const double *shift, const double *factor, NUMBER *to) {       \
    for (long s = 0; s < count; s++, to += width) {                                               \
      const char *next = from.start + rows[s + 1 < count ? s + 1 : s] * from.stride;              \
      const char *row = from.start + rows[s] * from.stride;                                       \
      if (shift)                                                                                  \
        convert_row_##WORD(width, (const FROM *)row, (const FROM *)next, shift, factor, to);      \
      else                                                                                        \
        convert_row_##WORD(width, (const FROM *)row, (const FROM *)next, 0, 0, to);               \
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
#undef WHOLE_VECTORS
#undef GATHER
