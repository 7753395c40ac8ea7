#pragma once

// Functions of float without calls, branches and tables, so that loops over them are vectorised, in C and
// in Swift. In double the C library serves.
//
//     e^x = 2ⁿ · eʳ     n = round(x / ln 2), |r| ≤ ½ ln 2, where a polynomial serves for p = eʳ − 1
//     e^x − 1 = 2ⁿ p + (2ⁿ − 1)
//
// ln 2 is taken off in two parts (Cody and Waite 1980), the first with so few digits that n times it
// is exact. The coefficients are those of Moshier's Cephes library. Less than 1 ulp from the true
// value, for e^x − 1 less than 2.

#include <stdint.h>

// 2ⁿ for −126 ≤ n ≤ 127.
static inline float power_of_two(int32_t n) {
  union { uint32_t bits; float number; } power = {(uint32_t)(n + 127) << 23};
  return power.number;
}

typedef struct {
  float p;
  // 2ⁿ in two factors, since it may be too large or too small for a float itself.
  int32_t half, rest;
} split_power;

static inline split_power split_exponential(float x) {
  // Beyond these limits e^x is ∞ or 0, and n would not fit what follows.
  x = x < -104 ? -104 : x;
  x = x > 89 ? 89 : x;
  // Adding 1.5 · 2²³ leaves the nearest whole number in the lowest bits.
  union { float number; int32_t bits; } shifted = {x * 1.44269504f + 12582912.0f};
  float n = shifted.number - 12582912.0f;
  float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float sum = r * 1.9875691500e-4f + 1.3981999507e-3f;
  sum = sum * r + 8.3334519073e-3f;
  sum = sum * r + 4.1665795894e-2f;
  sum = sum * r + 1.6666665459e-1f;
  sum = sum * r + 5.0000001201e-1f;
  int32_t power = shifted.bits - 0x4B400000, half = power >> 1;
  return (split_power){sum * (r * r) + r, half, power - half};
}

static inline float exponential(float x) {
  split_power e = split_exponential(x);
  return (e.p + 1) * power_of_two(e.half) * power_of_two(e.rest);
}

static inline float exponential_less_one(float x) {
  split_power e = split_exponential(x);
  float factor = power_of_two(e.half);
  return (e.p * factor + (factor - power_of_two(-e.rest))) * power_of_two(e.rest);
}

// tanh x = 1 − 2 / (e^2x + 1) for x ≥ 0.625, an odd polynomial below, also of Cephes. Less than 1.5 ulp
// from the true value.
static inline float hyperbolic_tangent(float x) {
  float size = __builtin_fabsf(x), outer = 1 - 2 / (exponential(2 * size) + 1), square = x * x;
  float sum = square * -5.70498872745e-3f + 2.06390887954e-2f;
  sum = sum * square - 5.37397155531e-2f;
  sum = sum * square + 1.33314422036e-1f;
  sum = sum * square - 3.33332819422e-1f;
  float inner = x + x * square * sum;
  return size < 0.625f ? inner : x < 0 ? -outer : outer;
}

// ln(1 + x) for x ≥ 0, less than 1.5 ulp from the true value:
//
//     u = 1 + x = 2ⁿ (1 + f), √½ ≤ 1 + f < √2     n ln 2 + ln(1 + f) + what u lacks, times the slope 1/u
//
// The polynomial for ln(1 + f) is that of Cephes.
static inline float logarithm_of_one_plus(float x) {
  union { float number; int32_t bits; } u = {1 + x}, m = u;
  int32_t n = (u.bits - 0x3F3504F3) >> 23;
  m.bits -= (int32_t)((uint32_t)n << 23);
  float f = m.number - 1, square = f * f;
  float sum = f * 7.0376836292e-2f - 1.1514610310e-1f;
  sum = sum * f + 1.1676998740e-1f;
  sum = sum * f - 1.2420140846e-1f;
  sum = sum * f + 1.4249322787e-1f;
  sum = sum * f - 1.6668057665e-1f;
  sum = sum * f + 2.0000714765e-1f;
  sum = sum * f - 2.4999993993e-1f;
  sum = sum * f + 3.3333331174e-1f;
  float lacking = (x - (u.number - 1)) / u.number;
  float small = sum * f * square - (float)n * 2.12194440e-4f - 0.5f * square + lacking;
  return f + small + (float)n * 0.693359375f;
}

// erfc x, less than 5 ulp from the true value:
//
//     erfc x = e^(−x²) p(t) / (1 + 2x)     t = (x − 2) / (x + 2), x ≥ 0
//     erfc(−x) = 2 − erfc x
//
// The form is that of Shepherd and Laframboise 1981; p is within 2 · 10⁻⁸ where float has the result.
static inline float complementary_error(float x) {
  float size = __builtin_fabsf(x);
  size = size > 11 ? 11 : size;
  // x² = h² + (x + h)(x − h), where h has so few digits that its square is exact.
  union { float number; uint32_t bits; } h = {size};
  h.bits &= 0xFFFFF000;
  float power = exponential(-h.number * h.number);
  power += power * exponential_less_one(-(size + h.number) * (size - h.number));
  float t = (size - 2) / (size + 2);
  float sum = t * -4.005804678e-4f - 1.229933432e-3f;
  sum = sum * t + 1.313523925e-3f;
  sum = sum * t + 8.631686394e-3f;
  sum = sum * t - 8.059874370e-3f;
  sum = sum * t - 5.420429989e-2f;
  sum = sum * t + 1.640553464e-1f;
  sum = sum * t - 1.660314250e-1f;
  sum = sum * t - 9.276398083e-2f;
  sum = sum * t + 1.276978393f;
  float outer = power * sum / (1 + 2 * size);
  return x < 0 ? 2 - outer : outer;
}
