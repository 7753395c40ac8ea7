#define _GNU_SOURCE
#include <sched.h>

#include "CKernels.h"

#if defined(__x86_64__)
#include <xmmintrin.h>

enum { flush_results = 0x8000, flush_operands = 0x40 };

unsigned flush_subnormals(void) {
  unsigned mode = _mm_getcsr();
  _mm_setcsr(mode | flush_results | flush_operands);
  return mode;
}

void restore_arithmetic(unsigned mode) { _mm_setcsr(mode); }
#else
// Elsewhere they are as fast as other numbers, or nearly.
unsigned flush_subnormals(void) { return 0; }

void restore_arithmetic(unsigned mode) {}
#endif

void keep_apart(const pthread_t *threads, long count) {
  cpu_set_t places;
  if (pthread_getaffinity_np(pthread_self(), sizeof places, &places)) return;
  int here = sched_getcpu();
  if (here < 0 || CPU_COUNT(&places) > 2 * count + 1) return;
  CPU_CLR(here, &places);
  if (CPU_COUNT(&places) == 0) return;
  for (long i = 0; i < count; i++) pthread_setaffinity_np(threads[i], sizeof places, &places);
}

kernel_generation newest_generation(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) return generation_avx512;
  if (__builtin_cpu_supports("x86-64-v3")) return generation_avx2;
#endif
  return generation_baseline;
}

#if defined(__x86_64__)
#define NEWEST(name)                                                                              \
  (newest_generation() == generation_avx512 ? name##_avx512                                       \
   : newest_generation() == generation_avx2 ? name##_avx2                                         \
                                            : name##_baseline)
#else
#define NEWEST(name) name##_baseline
#endif

void product_float(long m, long n, long k, float scale, const float *a, long a_row, long a_column,
                   const float *b, long b_row, long b_column, const float *bias, float *c) {
  NEWEST(product_float)(m, n, k, scale, a, a_row, a_column, b, b_row, b_column, bias, c);
}

void product_double(long m, long n, long k, double scale, const double *a, long a_row,
                    long a_column, const double *b, long b_row, long b_column, const double *bias,
                    double *c) {
  NEWEST(product_double)(m, n, k, scale, a, a_row, a_column, b, b_row, b_column, bias, c);
}

void adam_float(adam_step_float step, long count, float *parameters, const float *gradients,
                float *first, float *second, float *highest) {
  NEWEST(adam_float)(step, count, parameters, gradients, first, second, highest);
}

void adam_double(adam_step_double step, long count, double *parameters, const double *gradients,
                 double *first, double *second, double *highest) {
  NEWEST(adam_double)(step, count, parameters, gradients, first, second, highest);
}

void gather_float(number_rows from, const long *rows, long count, long width, const double *shift,
                  const double *factor, float *to) {
  NEWEST(gather_float)(from, rows, count, width, shift, factor, to);
}

void gather_double(number_rows from, const long *rows, long count, long width, const double *shift,
                   const double *factor, double *to) {
  NEWEST(gather_double)(from, rows, count, width, shift, factor, to);
}

void normals_float(uint64_t start, long count, double factor, float *to) {
  NEWEST(normals_float)(start, count, factor, to);
}

void normals_double(uint64_t start, long count, double factor, double *to) {
  NEWEST(normals_double)(start, count, factor, to);
}

void softmax_float(long samples, long units, const float *z, float *a) {
  NEWEST(softmax_float)(samples, units, z, a);
}

void softmax_double(long samples, long units, const double *z, double *a) {
  NEWEST(softmax_double)(samples, units, z, a);
}

double cross_entropy_float(long samples, long units, const float *z, const float *a, const float *y) {
  return NEWEST(cross_entropy_float)(samples, units, z, a, y);
}

double cross_entropy_double(long samples, long units, const double *z, const double *a, const double *y) {
  return NEWEST(cross_entropy_double)(samples, units, z, a, y);
}

void cross_entropy_slope_float(long samples, long units, const float *a, const float *y, float *delta) {
  NEWEST(cross_entropy_slope_float)(samples, units, a, y, delta);
}

void cross_entropy_slope_double(long samples, long units, const double *a, const double *y, double *delta) {
  NEWEST(cross_entropy_slope_double)(samples, units, a, y, delta);
}

void column_sums_float(long rows, long columns, long step, float factor, const float *from, float *to) {
  NEWEST(column_sums_float)(rows, columns, step, factor, from, to);
}

void column_sums_double(long rows, long columns, long step, double factor, const double *from, double *to) {
  NEWEST(column_sums_double)(rows, columns, step, factor, from, to);
}
