// Rows that become columns, as many at once as fill a vector: four rows of FOURs that lie side by side,
//
//     a b c d | i j k l | …        a e … | i m … | …
//     e f g h | m n o p | …   →    b f … | j n … | …
//     …                            …
//
// each group of four for itself, so that nothing crosses the parts of a vector.

enum { WIDE = LANES < 4 ? 4 : LANES };  // numbers in such a row

#define VECTOR_OF(count)                                                                          \
  __attribute__((vector_size((count) * sizeof(NUMBER)), aligned(sizeof(NUMBER)), may_alias))
typedef NUMBER FOUR VECTOR_OF(4);
typedef NUMBER FOURS VECTOR_OF(WIDE);

// Group g takes what a group of four alone would take, a…d: below 4 from x, else from y.
#define FROM(i, g) ((i) < 4 ? (i) + 4 * (g) : (i) + 4 * (g) + WIDE - 4)
#define GROUP(g, a, b, c, d) FROM(a, g), FROM(b, g), FROM(c, g), FROM(d, g)
#if LANES == 16
#define SHUFFLED(x, y, ...)                                                                       \
  __builtin_shufflevector(x, y, GROUP(0, __VA_ARGS__), GROUP(1, __VA_ARGS__),                     \
                          GROUP(2, __VA_ARGS__), GROUP(3, __VA_ARGS__))
#elif LANES == 8
#define SHUFFLED(x, y, ...)                                                                       \
  __builtin_shufflevector(x, y, GROUP(0, __VA_ARGS__), GROUP(1, __VA_ARGS__))
#else
#define SHUFFLED(x, y, ...) __builtin_shufflevector(x, y, GROUP(0, __VA_ARGS__))
#endif

static INLINE void turn(FOURS a[4]) {
  FOURS p = SHUFFLED(a[0], a[1], 0, 4, 1, 5), q = SHUFFLED(a[2], a[3], 0, 4, 1, 5);
  FOURS r = SHUFFLED(a[0], a[1], 2, 6, 3, 7), s = SHUFFLED(a[2], a[3], 2, 6, 3, 7);
  a[0] = SHUFFLED(p, q, 0, 1, 4, 5);
  a[1] = SHUFFLED(p, q, 2, 3, 6, 7);
  a[2] = SHUFFLED(r, s, 0, 1, 4, 5);
  a[3] = SHUFFLED(r, s, 2, 3, 6, 7);
}

// Four rows of WIDE numbers, and the groups of four of which they are made.
typedef union {
  FOURS rows[4];
  FOUR groups[4][WIDE / 4];
} GROUPS;

// Four numbers each from WIDE columns, `step` apart. Where there are fewer, the last one stands for those
// that lack.
static INLINE GROUPS turned(const NUMBER *start, long step, long columns) {
  GROUPS a;
  for (int i = 0; i < WIDE; i++)
    a.groups[i % 4][i / 4] = *(const FOUR *)(start + (i < columns ? i : columns - 1) * step);
  turn(a.rows);
  return a;
}
