// The matrix product C = scale · A B + bias, as GotoBLAS does it (Goto and van de Geijn 2008, Anatomy of
// High-Performance Matrix Multiplication), in tiles.
//
// B is packed first, DEPTH rows and COLUMNS columns at a time, or fewer rows and more columns, into
// panels. All of them fit the second cache, which gives what the sums ask for, so deep that C seldom has
// to be read again. A is read where it lies, or packed into a strip where its columns are far apart.

enum {
  DEPTH = 3200 / sizeof(NUMBER),
  COLUMNS = 96,
  NEAR = 16384 / sizeof(NUMBER),  // numbers that stay in the first cache
  FEW = 5,                        // rows of A for which turning B does not pay
};

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
