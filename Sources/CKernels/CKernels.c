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

#define DISPATCHED(NUMBER)                                                                        \
  void product_##NUMBER(long m, long n, long k, NUMBER scale, const NUMBER *a, long a_row,        \
                        long a_column, const NUMBER *b, long b_row, long b_column,                \
                        const NUMBER *bias, NUMBER *c) {                                          \
    NEWEST(product_##NUMBER)(m, n, k, scale, a, a_row, a_column, b, b_row, b_column, bias, c);    \
  }                                                                                               \
                                                                                                  \
  void adam_##NUMBER(adam_step_##NUMBER step, long count, NUMBER *parameters,                     \
                     const NUMBER *gradients, NUMBER *first, NUMBER *second, NUMBER *highest) {   \
    NEWEST(adam_##NUMBER)(step, count, parameters, gradients, first, second, highest);            \
  }                                                                                               \
                                                                                                  \
  void activate_##NUMBER(activation f, long count, NUMBER alpha, const NUMBER *z, NUMBER *a) {     \
    NEWEST(activate_##NUMBER)(f, count, alpha, z, a);                                             \
  }                                                                                               \
                                                                                                  \
  void apply_slope_##NUMBER(activation f, long count, NUMBER alpha, const NUMBER *z,              \
                            const NUMBER *a, NUMBER *delta) {                                     \
    NEWEST(apply_slope_##NUMBER)(f, count, alpha, z, a, delta);                                   \
  }                                                                                               \
                                                                                                  \
  void gather_##NUMBER(number_rows from, const long *rows, long count, long width,                \
                       const double *shift, const double *factor, NUMBER *to) {                   \
    NEWEST(gather_##NUMBER)(from, rows, count, width, shift, factor, to);                         \
  }                                                                                               \
                                                                                                  \
  void normals_##NUMBER(uint64_t start, long count, double factor, NUMBER *to) {                  \
    NEWEST(normals_##NUMBER)(start, count, factor, to);                                           \
  }                                                                                               \
                                                                                                  \
  void softmax_##NUMBER(long samples, long units, const NUMBER *z, NUMBER *a) {                   \
    NEWEST(softmax_##NUMBER)(samples, units, z, a);                                               \
  }                                                                                               \
                                                                                                  \
  double cross_entropy_##NUMBER(long samples, long units, const NUMBER *z, const NUMBER *a,       \
                                const NUMBER *y) {                                                \
    return NEWEST(cross_entropy_##NUMBER)(samples, units, z, a, y);                               \
  }                                                                                               \
                                                                                                  \
  void cross_entropy_slope_##NUMBER(long samples, long units, const NUMBER *a, const NUMBER *y,   \
                                    NUMBER *delta) {                                              \
    NEWEST(cross_entropy_slope_##NUMBER)(samples, units, a, y, delta);                            \
  }                                                                                               \
                                                                                                  \
  void column_sums_##NUMBER(long rows, long columns, long step, NUMBER factor,                    \
                            const NUMBER *from, NUMBER *to) {                                     \
    NEWEST(column_sums_##NUMBER)(rows, columns, step, factor, from, to);                          \
  }

DISPATCHED(float)
DISPATCHED(double)
