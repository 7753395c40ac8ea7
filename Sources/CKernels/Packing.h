// Parts of the factors of a product, copied to where a tile finds them one after the other.
//
//     panel      WIDTH columns of B, row by row: B(l, j) at panel[l * WIDTH + j]
//     strip      HEIGHT rows of A, column by column: A(i, l) at strip[l * HEIGHT + i]

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
