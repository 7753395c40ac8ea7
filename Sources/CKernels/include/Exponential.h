#pragma once

// e^x and e^x − 1 in float without calls, branches and tables, so that loops over them are vectorised, in
// C and in Swift. In double the C library serves.
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
