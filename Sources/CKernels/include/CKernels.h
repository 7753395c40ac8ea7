#pragma once

// The loops that training spends its time in, for a whole row of numbers at once. Each is compiled
// for three generations of x86-64 (see below) and the newest that the machine has is taken;
// everything else in the engine is Swift.
//
// Rounding: sums of products use fused multiply-add where the machine has it, so last digits differ
// between generations. On one machine a function gives the same bits for the same arguments.

#include <stdbool.h>

// C[m × n] = scale · A[m × k] B[k × n]: the entry (i, j) of A lies at a[i * a_row + j * a_column],
// that of B alike; one of the two steps of each has to be 1. C is stored row after row.
void product_float(long m, long n, long k, float scale, const float *a, long a_row, long a_column,
                   const float *b, long b_row, long b_column, float *c);
void product_double(long m, long n, long k, double scale, const double *a, long a_row,
                    long a_column, const double *b, long b_row, long b_column, double *c);

// The numbers of one step of adam; Adam.h says what is made of them.
typedef struct {
  float size, inverse_root, eps, rest1, beta2, rest2, kept, decay;
} adam_step_float;

typedef struct {
  double size, inverse_root, eps, rest1, beta2, rest2, kept, decay;
} adam_step_double;

// Updates `count` parameters; `highest` is null where amsgrad is off.
void adam_float(adam_step_float step, long count, float *parameters, const float *gradients,
                float *first, float *second, float *highest);
void adam_double(adam_step_double step, long count, double *parameters, const double *gradients,
                 double *first, double *second, double *highest);

// MARK: - Generations, for CKernels.c, which chooses, and for tests

// What a generation brings along: vectors of 16 bytes (2003); of 32 bytes with fused multiply-add
// (Haswell 2013, Zen 2017); of 64 bytes (Skylake-X 2017, Zen 4 2022). Other machines than x86-64
// have the baseline only.
typedef enum { generation_baseline, generation_avx2, generation_avx512 } kernel_generation;

// The newest that this machine has.
kernel_generation newest_generation(void);

#define KERNELS_OF(GENERATION)                                                                    \
  void product_float_##GENERATION(long m, long n, long k, float scale, const float *a,            \
                                  long a_row, long a_column, const float *b, long b_row,          \
                                  long b_column, float *c);                                       \
  void product_double_##GENERATION(long m, long n, long k, double scale, const double *a,         \
                                   long a_row, long a_column, const double *b, long b_row,        \
                                   long b_column, double *c);                                     \
  void adam_float_##GENERATION(adam_step_float step, long count, float *parameters,               \
                               const float *gradients, float *first, float *second,               \
                               float *highest);                                                   \
  void adam_double_##GENERATION(adam_step_double step, long count, double *parameters,            \
                                const double *gradients, double *first, double *second,           \
                                double *highest)

KERNELS_OF(baseline);
KERNELS_OF(avx2);
KERNELS_OF(avx512);
