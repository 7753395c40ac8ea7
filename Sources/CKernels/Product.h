// The matrix product C = scale · A B + bias, as GotoBLAS does it (Goto and van de Geijn 2008, Anatomy of
// High-Performance Matrix Multiplication).
//
// C is computed in tiles of at most HEIGHT × WIDTH numbers that stay in registers while l runs over k:
//
//     tile(i, j) += A(i, l) · B(l, j)      for each l one A(i, l) is spread out, WIDTH of B are read
//
// Their rows are as many as can be alike, so that none has to do with few: a register waits for itself
// four cycles, and eight of them can be at work in that time.
//
// B is packed first, DEPTH rows and COLUMNS columns at a time, or fewer rows and more columns, into
// panels of WIDTH columns whose rows follow each other. All of them fit the second cache, which gives
// what the sums ask for, so deep that C seldom has to be read again. A is read where it lies, or packed
// into a strip of HEIGHT rows where its columns are far apart.

enum {
  WIDTH = 2 * LANES,
  HEIGHT = BYTES == 64 ? 12 : 6,
  FEW = 5,  // rows of A for which turning B does not pay
  DEPTH = 3200 / sizeof(NUMBER),
  COLUMNS = 96,
  NEAR = 16384 / sizeof(NUMBER),  // numbers that stay in the first cache
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

// MARK: - A tile

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

// MARK: - Packing

// Panels from k rows of n numbers that are stored one after the other; columns beyond n become 0.
static void pack_rows(NUMBER *panels, MATRIX b, long k, long n) {
  for (long l = 0; l < k; l++) {
    const NUMBER *row = b.start + l * b.row;
    NUMBER *to = panels + l * WIDTH;
    long j = 0;
    for (; j + WIDTH <= n; j += WIDTH, to += k * WIDTH) {
      *(VECTOR *)to = *(const VECTOR *)(row + j);
      *(VECTOR *)(to + LANES) = *(const VECTOR *)(row + j + LANES);
    }
    if (j < n)
      for (long i = 0; i < WIDTH; i++) to[i] = j + i < n ? row[j + i] : 0;
  }
}

// Four rows at a time, of which the last ones may be among those before.
static INLINE void pack_some_columns(NUMBER *panel, const NUMBER *from, long step, long columns,
                                     long k) {
  if (k < 4) {
    for (long l = 0; l < k; l++)
      for (int i = 0; i < columns; i++) panel[l * WIDTH + i] = from[i * step + l];
    return;
  }
  for (long end = 4; end < k + 4; end += 4) {
    long l = least(end, k) - 4;
    GROUPS a = turned(from + l, step, columns);
    for (int i = 0; i < 4; i++) *(FOURS *)(panel + (l + i) * WIDTH) = a.rows[i];
  }
}

// Panels from n columns that are stored one after the other: turned, WIDE by four. What stands in
// columns beyond n is never looked at.
static void pack_columns(NUMBER *panels, MATRIX b, long k, long n) {
  for (long j = 0; j < n; j += WIDE) {
    NUMBER *panel = panels + j / WIDTH * WIDTH * k + j % WIDTH;
    if (n - j < WIDE)
      pack_some_columns(panel, b.start + j * b.column, b.column, n - j, k);
    else
      pack_some_columns(panel, b.start + j * b.column, b.column, WIDE, k);
  }
}

static INLINE void pack_some_rows(NUMBER *strip, MATRIX a, const int rows, long k) {
  for (long l = 0; l < k; l++)
    __builtin_memcpy(strip + l * HEIGHT, a.start + l * a.column, rows * sizeof(NUMBER));
}

// A strip of HEIGHT rows, or fewer, whose columns follow each other.
static INLINE MATRIX pack_strip(NUMBER *strip, MATRIX a, int rows, long k) {
  switch (rows) {
  case HEIGHT: pack_some_rows(strip, a, HEIGHT, k); break;
  case 8: pack_some_rows(strip, a, 8, k); break;
  default: pack_some_rows(strip, a, rows, k);
  }
  return (MATRIX){strip, 1, HEIGHT};
}

// MARK: - All tiles

// Asks for the rows that come next, since a large matrix comes from far.
static INLINE void fetch(MATRIX a, long rows, long k) {
  for (long i = 0; i < rows; i++)
    for (long l = 0; l < k; l += 64 / sizeof(NUMBER)) __builtin_prefetch(a.start + i * a.row + l);
}

// Where a strip begins: at a multiple of four rows if HEIGHT is one, as they are stored and packed in
// fours.
static INLINE long first_row(long strip, long strips, long m) {
  long row = m * strip / strips;
  return HEIGHT % 4 ? row : least((row + 3) / 4 * 4, m);
}

// Rows of A times panels of B, which are packed.
static INLINE void strips(long m, long n, long k, MATRIX a, const NUMBER *panels, GOAL goal) {
  _Alignas(64) NUMBER strip[HEIGHT * DEPTH];
  long count = (m + HEIGHT - 1) / HEIGHT;
  for (long number = 0; number < count; number++) {
    long i = first_row(number, count, m), rows = first_row(number + 1, count, m) - i;
    MATRIX rows_of_a = from(a, i, 0);
    if (a.column == 1)
      fetch(from(rows_of_a, rows, 0), least(HEIGHT, m - i - rows), k);
    else if (a.column * k > NEAR)
      rows_of_a = pack_strip(strip, rows_of_a, rows, k);
    for (long j = 0; j < n; j += WIDTH) {
      GOAL tile = beyond(goal, i, j);
      sum_rows(rows, least(WIDTH, n - j), k, rows_of_a, panels + j * k, WIDTH, &tile);
    }
  }
}

static APART void tiles(long m, long n, long k, MATRIX a, MATRIX b, GOAL goal) {
  _Alignas(64) NUMBER panels[DEPTH * COLUMNS];
  long parts = 1 + (k - 1) / DEPTH, columns = DEPTH * COLUMNS / (1 + k / parts) / WIDTH * WIDTH;
  for (long j = 0; j < n; j += columns) {
    long width = least(columns, n - j);
    GOAL here = beyond(goal, 0, j);
    for (long part = 0; part < parts; part++) {
      long l = k * part / parts, depth = k * (part + 1) / parts - l;
      (b.column == 1 ? pack_rows : pack_columns)(panels, from(b, l, j), depth, width);
      strips(m, width, depth, from(a, 0, l), panels, here);
      here.added = (MATRIX){here.c, here.row, here.column};
    }
  }
}

// MARK: - Small products, where packing does not pay

// One row of A times columns of B that are stored one after the other, four of them at once.
static APART void dots(long n, long k, NUMBER scale, const NUMBER *a, MATRIX b, const NUMBER *bias,
                       NUMBER *c) {
  for (long j = 0; j < n; j += 4) {
    VECTOR sums[4] = {{0}};
    NUMBER rest[4] = {0};
    int columns = least(4, n - j);
    long l = 0;
    for (; l + LANES <= k; l += LANES)
      for (int i = 0; i < 4; i++) {
        const NUMBER *column = b.start + (i < columns ? j + i : j) * b.column;
        sums[i] += *(const VECTOR *)(a + l) * *(const VECTOR *)(column + l);
      }
    for (int i = 0; i < columns; i++) {
      for (long r = l; r < k; r++) rest[i] += a[r] * b.start[(j + i) * b.column + r];
      for (int lane = 0; lane < LANES; lane++) rest[i] += sums[i][lane];
      c[j + i] = scale * rest[i] + (bias ? bias[j + i] : 0);
    }
  }
}

// Up to HEIGHT rows of A times rows of B that are stored one after the other.
static APART void stripe(int m, long n, long k, MATRIX a, MATRIX b, GOAL goal) {
  _Alignas(64) NUMBER edge[DEPTH * WIDTH];
  long parts = (k + DEPTH - 1) / DEPTH;
  for (long j = 0; j < n; j += WIDTH) {
    GOAL tile = beyond(goal, 0, j);
    for (long part = 0; part < parts; part++) {
      long l = k * part / parts, depth = k * (part + 1) / parts - l;
      MATRIX block = from(b, l, j);
      if (n - j < WIDTH) {
        pack_rows(edge, block, depth, n - j);
        block = (MATRIX){edge, WIDTH, 1};
      }
      sum_rows(m, least(WIDTH, n - j), depth, from(a, 0, l), block.start, block.row, &tile);
      tile.added = (MATRIX){tile.c, tile.row, tile.column};
    }
  }
}

void NAMED(product)(long m, long n, long k, NUMBER scale, const NUMBER *a, long a_row,
                    long a_column, const NUMBER *b, long b_row, long b_column, const NUMBER *bias,
                    NUMBER *c) {
  MATRIX left = {a, a_row, a_column}, right = {b, b_row, b_column};
  GOAL goal = {scale, c, n, 1, {bias, 0, bias != 0}};
  if (m <= HEIGHT && b_column == 1) return stripe(m, n, k, left, right, goal);
  if (m <= FEW && a_column == 1 && b_row == 1) {
    for (long i = 0; i < m; i++) dots(n, k, scale, a + i * a_row, right, bias, c + i * n);
    return;
  }
  if (b_column == 1 || (WIDTH <= n && n <= 2 * m)) return tiles(m, n, k, left, right, goal);
  // B would have to be turned to be packed. Where A is much smaller: Cᵀ = Bᵀ Aᵀ.
  MATRIX turned_b = {b, b_column, b_row}, turned_a = {a, a_column, a_row};
  tiles(n, m, k, turned_b, turned_a, (GOAL){scale, c, 1, n, {bias, bias != 0, 0}});
}
