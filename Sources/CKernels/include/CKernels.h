#pragma once

// The loops that training spends its time in, for a whole row of numbers at once. Each is compiled
// for three generations of x86-64 (see below) and the newest that the machine has is taken;
// everything else in the engine is Swift.
//
// Rounding: sums of products use fused multiply-add where the machine has it, so last digits differ
// between generations. On one machine a function gives the same bits for the same arguments.

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "Functions.h"

// A whole layer where samples · units · inputs is below this; Small.h says what comes out. Missing
// biases, and gradients that nobody wants, are null.
enum { small_product = 100 };
void small_outputs_float(long samples, long units, long inputs, const float *x, const float *w,
                         const float *b, float *z);
void small_outputs_double(long samples, long units, long inputs, const double *x, const double *w,
                          const double *b, double *z);
void small_gradients_float(long samples, long units, long inputs, float factor, const float *delta,
                           const float *x, const float *w, float *dw, float *db, float *dx);
void small_gradients_double(long samples, long units, long inputs, double factor,
                            const double *delta, const double *x, const double *w, double *dw,
                            double *db, double *dx);

// The numbers of one step of adam; Adam.h says what is made of them.
typedef struct {
  float size, inverse_root, eps, rest1, beta2, rest2, kept, decay;
} adam_step_float;

typedef struct {
  double size, inverse_root, eps, rest1, beta2, rest2, kept, decay;
} adam_step_double;

// The activations that have loops of their own.
typedef enum {
  activation_relu, activation_leaky_relu, activation_elu, activation_selu, activation_sigmoid,
  activation_tanh, activation_gelu, activation_swish, activation_softplus, activation_mish
} activation;

// What a number in memory is made of, in the byte order of the machine.
typedef enum {
  number_float32, number_float64,
  number_int8, number_int16, number_int32, number_int64,
  number_uint8, number_uint16, number_uint32, number_uint64
} number_form;

// Rows of numbers in memory, `stride` bytes from one to the next.
typedef struct {
  const void *start;
  long stride;
  number_form form;
} number_rows;

// All kernels for one kind of number, with a suffix to their names:
//
// product         C[m × n] = scale · A[m × k] B[k × n] + bias[n], the bias for each row of C, or null:
//                 the entry (i, j) of A lies at a[i * a_row + j * a_column], that of B alike; one of the
//                 two steps of each has to be 1. C is stored row after row.
// adam            Updates `count` parameters; `highest` is null where amsgrad is off.
// activate        a = f(z) of `count` numbers; only some activations look at alpha.
// apply_slope     Multiplies delta by f'(z), with a = f(z) at hand.
// gather          to(s, j) = (from(rows[s], j) − shift[j]) · factor[j] for `count` rows of `width`
//                 numbers; shift and factor may be null together.
// normals         The next `count` numbers of the normal distribution, times a factor, of a stream of
//                 random numbers whose state is `start`; Normal.h says how they are drawn. Each takes two
//                 of the stream.
// softmax         a = softmax z of each sample, both [samples × units].
// cross_entropy   Σ of the cross-entropies of all samples, a = softmax z; _slope is its derivative by z.
// column_sums     to(j) = factor · Σ from(i, j), with `step` numbers from one row to the next.
#define KERNELS(NUMBER, SUFFIX)                                                                   \
  void product_##SUFFIX(long m, long n, long k, NUMBER scale, const NUMBER *a, long a_row,        \
                        long a_column, const NUMBER *b, long b_row, long b_column,                \
                        const NUMBER *bias, NUMBER *c);                                           \
  void adam_##SUFFIX(adam_step_##NUMBER step, long count, NUMBER *parameters,                     \
                     const NUMBER *gradients, NUMBER *first, NUMBER *second, NUMBER *highest);    \
  void activate_##SUFFIX(activation f, long count, NUMBER alpha, const NUMBER *z, NUMBER *a);      \
  void apply_slope_##SUFFIX(activation f, long count, NUMBER alpha, const NUMBER *z,              \
                            const NUMBER *a, NUMBER *delta);                                      \
  void gather_##SUFFIX(number_rows from, const long *rows, long count, long width,                \
                       const double *shift, const double *factor, NUMBER *to);                    \
  void normals_##SUFFIX(uint64_t start, long count, double factor, NUMBER *to);                   \
  void softmax_##SUFFIX(long samples, long units, const NUMBER *z, NUMBER *a);                    \
  double cross_entropy_##SUFFIX(long samples, long units, const NUMBER *z, const NUMBER *a,       \
                                const NUMBER *y);                                                 \
  void cross_entropy_slope_##SUFFIX(long samples, long units, const NUMBER *a, const NUMBER *y,   \
                                    NUMBER *delta);                                               \
  void column_sums_##SUFFIX(long rows, long columns, long step, NUMBER factor,                    \
                            const NUMBER *from, NUMBER *to)

KERNELS(float, float);
KERNELS(double, double);

// Takes numbers too small for full precision (below 2⁻¹²⁶ in float) for 0 in this thread, and returns
// the mode before, which `restore_arithmetic` brings back.
unsigned flush_subnormals(void);
void restore_arithmetic(unsigned mode);

// Keeps threads off the processor that the caller is on, where the system may wake them although
// another one is free: both then take turns, for ten milliseconds and more. Where there are many more
// processors than threads it finds others by itself.
void keep_apart(const pthread_t *threads, long count);

// MARK: - Generations, for CKernels.c, which chooses, and for tests

// What a generation brings along: vectors of 16 bytes (2003); of 32 bytes with fused multiply-add
// (Haswell 2013, Zen 2017); of 64 bytes (Skylake-X 2017, Zen 4 2022). Other machines than x86-64
// have the baseline only.
typedef enum { generation_baseline, generation_avx2, generation_avx512 } kernel_generation;

// The newest that this machine has.
kernel_generation newest_generation(void);

KERNELS(float, float_baseline);
KERNELS(float, float_avx2);
KERNELS(float, float_avx512);
KERNELS(double, double_baseline);
KERNELS(double, double_avx2);
KERNELS(double, double_avx512);
