// A tile of a product C = A B: at most HEIGHT × WIDTH numbers, which stay in registers while l runs over
// k and are written where they belong at the end.
//
//     tile(i, j) = Σ A(i, l) · B(l, j)      for each l one A(i, l) is spread out, WIDTH of B are read
//
// A register waits for itself four cycles, in which eight others can be at work, so few rows are slow;
// the rows of C are shared so that no tile has much fewer than another.

enum {
  WIDTH = 2 * LANES,
  HEIGHT = BYTES == 64 ? 12 : 6,
};

typedef NUMBER VECTOR
    __attribute__((vector_size(BYTES), aligned(sizeof(NUMBER)), may_alias));
typedef VECTOR TILE[HEIGHT][2];

// Where the entry (i, j) of a matrix lies: start[i * row + j * column].
typedef struct {
  const NUMBER *start;
  long row, column;
} MATRIX;

static INLINE MATRIX from(MATRIX a, long row, long column) {
  return (MATRIX){a.start + row * a.row + column * a.column, a.row, a.column};
}

// Where a tile goes: its entry (i, j), times `scale`, to c[i * row + j * column], together with what is
// to be added, if anything: C as it is, or a bias, which lies one after the other as C does.
typedef struct {
  NUMBER scale, *c;
  long row, column;
  MATRIX added;
} GOAL;

static INLINE GOAL beyond(GOAL goal, long row, long column) {
  goal.c += row * goal.row + column * goal.column;
  goal.added = from(goal.added, row, column);
  return goal;
}

static INLINE long least(long a, long b) { return a < b ? a : b; }

// Writes four rows of WIDE columns of a tile, or fewer columns, to columns of C that are stored one
// after the other.
static INLINE void store_turned(const NUMBER *t, int columns, GOAL goal) {
  GROUPS a;
  for (int i = 0; i < 4; i++) a.rows[i] = goal.scale * *(const FOURS *)(t + i * WIDTH);
  turn(a.rows);
  for (int j = 0; j < columns; j++) {
    FOUR sum = a.groups[j % 4][j / 4];
    if (goal.added.start) sum += *(const FOUR *)(goal.added.start + j * goal.added.column);
    *(FOUR *)(goal.c + j * goal.column) = sum;
  }
}

// Writes a tile, or a part of one, whose rows are not whole vectors of C.
static APART void store(int rows, int columns, const TILE tile, const GOAL *goal) {
  const NUMBER *t = (const NUMBER *)tile, *d = goal->added.start;
  // Where C is one column both of its steps are 1, and what is added is not stored as it is.
  int high = goal->row == 1 && goal->column != 1 ? rows / 4 * 4 : 0;
  for (int i = 0; i < high; i += 4)
    for (int j = 0; j < columns; j += WIDE) {
      const NUMBER *part = t + i * WIDTH + j;
      GOAL place = beyond(*goal, i, j);
      if (columns - j < WIDE)
        store_turned(part, columns - j, place);
      else
        store_turned(part, WIDE, place);
    }
  for (int i = high; i < rows; i++) {
    int j = 0;
    for (; j < columns; j++)
      goal->c[i * goal->row + j * goal->column] =
          goal->scale * t[i * WIDTH + j]
          + (d ? d[i * goal->added.row + j * goal->added.column] : 0);
  }
}

// The first `rows` rows of a tile, whole or its left half: Σ A(i, l) · (row l of a panel), whose rows
// are `next` apart.
static INLINE void sum(const int rows, const int halves, int columns, long k, MATRIX a,
                       const NUMBER *panel, long next, const GOAL *goal) {
  TILE t = {{{0}}}, tile;
  for (long l = 0; l < k; l++) {
    VECTOR left = *(const VECTOR *)panel, right = {0};
    if (halves == 2) right = *(const VECTOR *)(panel + LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      NUMBER factor = a.start[i * a.row];
      t[i][0] += factor * left;
      if (halves == 2) t[i][1] += factor * right;
    }
    a.start += a.column, panel += next;
  }
  const NUMBER *d = goal->added.start;
  // Where C is one column both of its steps may be 1.
  if (goal->column == 1 && columns == halves * LANES && (!d || goal->added.column == 1)) {
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
      for (int half = 0; half < halves; half++) {
        VECTOR sum = goal->scale * t[i][half];
        if (d) sum += *(const VECTOR *)(d + i * goal->added.row + half * LANES);
        *(VECTOR *)(goal->c + i * goal->row + half * LANES) = sum;
      }
  } else {
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) tile[i][0] = t[i][0], tile[i][1] = t[i][1];
    store(rows, columns, tile, goal);
  }
}

// As `sum`, with a loop of its own for each number of rows, for halves and for the two layouts of A.
static APART void sum_rows(int rows, int columns, long k, MATRIX a, const NUMBER *panel, long next,
                           const GOAL *goal) {
#define SUM(rows, halves)                                                                         \
  if (a.row == 1)                                                                                 \
    return sum(rows, halves, columns, k, (MATRIX){a.start, 1, a.column}, panel, next, goal);      \
  return sum(rows, halves, columns, k, (MATRIX){a.start, a.row, 1}, panel, next, goal);
#define ROWS(count)                                                                               \
  case count:                                                                                     \
    if (count > HEIGHT) return;                                                                   \
    if (columns > LANES) { SUM(count, 2) }                                                        \
    SUM(count, 1)
  switch (rows) {
    ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6)
    ROWS(7) ROWS(8) ROWS(9) ROWS(10) ROWS(11) ROWS(12)
  }
#undef ROWS
#undef SUM
}
