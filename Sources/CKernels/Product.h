// The matrix product C = scale · A B + bias, as GotoBLAS does it (Goto and van de Geijn 2008, Anatomy of
// High-Performance Matrix Multiplication).
//
// C is computed in tiles of HEIGHT × WIDTH numbers that stay in registers while l runs over k:
//
//     tile(i, j) += A(i, l) · B(l, j)      for each l one A(i, l) is spread out, WIDTH of B are read
//
// B is packed first, DEPTH rows and COLUMNS columns at a time, or fewer rows and more columns, into
// panels of WIDTH columns whose rows follow each other: a panel fits the first cache, all of them the
// second. A is read where it lies, or packed into a strip of HEIGHT rows where its columns are far
// apart.

enum {
  LANES = BYTES / sizeof(NUMBER),
  WIDTH = 2 * LANES,
  HEIGHT = 6,
  DEPTH = 1600 / sizeof(NUMBER),
  COLUMNS = 192,
};

typedef NUMBER VECTOR
    __attribute__((vector_size(BYTES), aligned(sizeof(NUMBER)), may_alias));
typedef NUMBER FOUR
    __attribute__((vector_size(4 * sizeof(NUMBER)), aligned(sizeof(NUMBER)), may_alias));
typedef VECTOR TILE[HEIGHT][2];

// Where the entry (i, j) of a matrix lies: start[i * row + j * column].
typedef struct {
  const NUMBER *start;
  long row, column;
} MATRIX;

static INLINE MATRIX from(MATRIX a, long row, long column) {
  return (MATRIX){a.start + row * a.row + column * a.column, a.row, a.column};
}

// MARK: - A tile

// The first `rows` rows of a tile: Σ A(i, l) · (row l of a panel), whose rows are `next` apart.
static INLINE void sum(const int rows, long k, MATRIX a, const NUMBER *panel, long next,
                       TILE tile) {
  TILE t = {{{0}}};
  for (long l = 0; l < k; l++) {
    VECTOR left = *(const VECTOR *)panel, right = *(const VECTOR *)(panel + LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      NUMBER factor = a.start[i * a.row];
      t[i][0] += factor * left;
      t[i][1] += factor * right;
    }
    a.start += a.column, panel += next;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) tile[i][0] = t[i][0], tile[i][1] = t[i][1];
}

// As `sum`, with a loop of its own for each number of rows and for the two layouts of A.
static APART void sum_rows(int rows, long k, MATRIX a, const NUMBER *panel, long next, TILE tile) {
  switch (rows) {
  case 1: return sum(1, k, a, panel, next, tile);
  case 2: return sum(2, k, a, panel, next, tile);
  case 3: return sum(3, k, a, panel, next, tile);
  case 4: return sum(4, k, a, panel, next, tile);
  case 5: return sum(5, k, a, panel, next, tile);
  default:
    if (a.row == 1) return sum(6, k, (MATRIX){a.start, 1, HEIGHT}, panel, WIDTH, tile);
    return sum(6, k, (MATRIX){a.start, a.row, 1}, panel, WIDTH, tile);
  }
}

// Writes `rows` × `columns` of a tile to C, whose entries are `row` and `column` apart, together with
// what is to be added to it, if anything: numbers that lie as those of C do, or the same for each row.
static INLINE void store(int rows, int columns, NUMBER scale, const TILE tile, MATRIX added,
                         NUMBER *c, long row, long column) {
  const NUMBER *t = (const NUMBER *)tile, *d = added.start;
  if (column == 1 && columns == WIDTH && (!d || added.column == 1)) {
    for (int i = 0; i < rows; i++, d += added.row)
      for (int half = 0; half < 2; half++) {
        VECTOR sum = scale * tile[i][half];
        *(VECTOR *)(c + i * row + half * LANES) =
            d ? sum + *(const VECTOR *)(d + half * LANES) : sum;
      }
  } else if (row == 1 && rows == HEIGHT) {
    for (int j = 0; j < columns; j++, d += added.column)
#pragma clang loop unroll(full)
      for (int i = 0; i < HEIGHT; i++)
        c[i + j * column] = scale * t[i * WIDTH + j] + (d ? d[i * added.row] : 0);
  } else {
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++)
        c[i * row + j * column] =
            scale * t[i * WIDTH + j] + (d ? d[i * added.row + j * added.column] : 0);
  }
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

// Panels from n columns that are stored one after the other: transposed, four by four.
static void pack_columns(NUMBER *panels, MATRIX b, long k, long n) {
  long end = (n + WIDTH - 1) / WIDTH * WIDTH;
  for (long j = 0; j < end; j += 4) {
    NUMBER *panel = panels + j / WIDTH * WIDTH * k + j % WIDTH;
    long l = 0;
    if (j >= n)
      for (; l < k; l++) *(FOUR *)(panel + l * WIDTH) = (FOUR){0};
    if (j + 4 <= n)
      for (; l + 4 <= k; l += 4) {
        const NUMBER *b0 = b.start + l + j * b.column, *b2 = b0 + 2 * b.column;
        FOUR p = *(const FOUR *)b0, q = *(const FOUR *)(b0 + b.column);
        FOUR r = *(const FOUR *)b2, s = *(const FOUR *)(b2 + b.column);
        FOUR pq = __builtin_shufflevector(p, q, 0, 4, 1, 5);
        FOUR rs = __builtin_shufflevector(r, s, 0, 4, 1, 5);
        NUMBER *to = panel + l * WIDTH;
        *(FOUR *)to = __builtin_shufflevector(pq, rs, 0, 1, 4, 5);
        *(FOUR *)(to + WIDTH) = __builtin_shufflevector(pq, rs, 2, 3, 6, 7);
        pq = __builtin_shufflevector(p, q, 2, 6, 3, 7);
        rs = __builtin_shufflevector(r, s, 2, 6, 3, 7);
        *(FOUR *)(to + 2 * WIDTH) = __builtin_shufflevector(pq, rs, 0, 1, 4, 5);
        *(FOUR *)(to + 3 * WIDTH) = __builtin_shufflevector(pq, rs, 2, 3, 6, 7);
      }
    for (; l < k; l++)
      for (long i = 0; i < 4; i++)
        panel[l * WIDTH + i] = j + i < n ? b.start[l + (j + i) * b.column] : 0;
  }
}

// A strip of HEIGHT rows, or fewer at the lower edge, whose columns follow each other.
static INLINE MATRIX pack_strip(NUMBER *strip, MATRIX a, int rows, long k) {
  for (long l = 0; l < k; l++) {
    const NUMBER *column = a.start + l * a.column;
    if (rows == HEIGHT)
      for (int i = 0; i < HEIGHT; i++) strip[l * HEIGHT + i] = column[i];
    else
      for (int i = 0; i < rows; i++) strip[l * HEIGHT + i] = column[i];
  }
  return (MATRIX){strip, 1, HEIGHT};
}

// MARK: - All tiles

static INLINE long least(long a, long b) { return a < b ? a : b; }

// Asks for the rows that come next, since a large matrix comes from far.
static INLINE void fetch(MATRIX a, long k) {
  for (int i = 0; i < HEIGHT; i++)
    for (long l = 0; l < k; l += 64 / sizeof(NUMBER)) __builtin_prefetch(a.start + i * a.row + l);
}

// C(i, j) at c[i * row + j * column].
static APART void tiles(long m, long n, long k, NUMBER scale, MATRIX a, MATRIX b, MATRIX bias,
                        NUMBER *c, long row, long column) {
  _Alignas(64) NUMBER panels[DEPTH * COLUMNS], strip[HEIGHT * DEPTH];
  long parts = 1 + (k - 1) / DEPTH, columns = DEPTH * COLUMNS / (1 + k / parts) / WIDTH * WIDTH;
  for (long j = 0; j < n; j += columns) {
    long width = least(columns, n - j);
    for (long part = 0; part < parts; part++) {
      long l = k * part / parts, depth = k * (part + 1) / parts - l;
      MATRIX added = part > 0 ? (MATRIX){c, row, column} : bias;
      (b.column == 1 ? pack_rows : pack_columns)(panels, from(b, l, j), depth, width);
      for (long i = 0; i < m; i += HEIGHT) {
        int rows = least(HEIGHT, m - i);
        MATRIX rows_of_a = from(a, i, l);
        if (a.column != 1)
          rows_of_a = pack_strip(strip, rows_of_a, rows, depth);
        else if (i + 2 * HEIGHT <= m)
          fetch(from(rows_of_a, HEIGHT, 0), depth);
        for (long p = 0; p < width; p += WIDTH) {
          TILE tile;
          sum_rows(rows, depth, rows_of_a, panels + p * depth, WIDTH, tile);
          store(rows, least(WIDTH, width - p), scale, tile, from(added, i, j + p),
                c + i * row + (j + p) * column, row, column);
        }
      }
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
static APART void stripe(int m, long n, long k, NUMBER scale, MATRIX a, MATRIX b, MATRIX bias,
                         NUMBER *c) {
  _Alignas(64) NUMBER edge[DEPTH * WIDTH];
  long parts = (k + DEPTH - 1) / DEPTH;
  for (long j = 0; j < n; j += WIDTH) {
    for (long part = 0; part < parts; part++) {
      long l = k * part / parts, depth = k * (part + 1) / parts - l;
      MATRIX block = from(b, l, j), added = part > 0 ? (MATRIX){c, n, 1} : bias;
      if (n - j < WIDTH) {
        pack_rows(edge, block, depth, n - j);
        block = (MATRIX){edge, WIDTH, 1};
      }
      TILE tile;
      sum_rows(m, depth, from(a, 0, l), block.start, block.row, tile);
      store(m, least(WIDTH, n - j), scale, tile, from(added, 0, j), c + j, n, 1);
    }
  }
}

void NAMED(product)(long m, long n, long k, NUMBER scale, const NUMBER *a, long a_row,
                    long a_column, const NUMBER *b, long b_row, long b_column, const NUMBER *bias,
                    NUMBER *c) {
  MATRIX left = {a, a_row, a_column}, right = {b, b_row, b_column}, added = {bias, 0, bias != 0};
  if (m < HEIGHT && b_column == 1) return stripe(m, n, k, scale, left, right, added, c);
  if (m < HEIGHT && a_column == 1 && b_row == 1) {
    for (long i = 0; i < m; i++) dots(n, k, scale, a + i * a_row, right, bias, c + i * n);
    return;
  }
  if (b_column == 1 || (WIDTH <= n && n <= 2 * m))
    return tiles(m, n, k, scale, left, right, added, c, n, 1);
  // B would have to be turned to be packed. Where A is much smaller: Cᵀ = Bᵀ Aᵀ.
  MATRIX turned_b = {b, b_column, b_row}, turned_a = {a, a_column, a_row};
  tiles(n, m, k, scale, turned_b, turned_a, (MATRIX){bias, bias != 0, 0}, c, 1, n);
}
