#if defined(__x86_64__)
#define NUMBER float
#define NAMED(word) word##_float_avx512
#define LANES 16
#define TARGET "arch=x86-64-v4"
#include "Generation.h"
#endif
