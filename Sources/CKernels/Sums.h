// The sums of columns, each in the order of the rows: LANES columns at once, in registers.
//
//     to(j) = factor · Σ from(i, j)      `step` from one row to the next

static INLINE void sum_columns(long rows, const long columns, long step, NUMBER factor,
                               const NUMBER *restrict from, NUMBER *restrict to) {
  NUMBER sums[LANES] = {0};
  for (long i = 0; i < rows; i++, from += step)
    for (long j = 0; j < columns; j++) sums[j] += from[j];
  for (long j = 0; j < columns; j++) to[j] = factor * sums[j];
}

void NAMED(column_sums)(long rows, long columns, long step, NUMBER factor, const NUMBER *from,
                        NUMBER *to) {
  long j = 0;
  for (; j + LANES <= columns; j += LANES) sum_columns(rows, LANES, step, factor, from + j, to + j);
  if (j < columns) sum_columns(rows, columns - j, step, factor, from + j, to + j);
}
