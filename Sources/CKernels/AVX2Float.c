#if defined(__x86_64__)
#define NUMBER float
#define NAMED(word) word##_float_avx2
#define LANES 8
#define TARGET "arch=x86-64-v3"
#include "Generation.h"
#endif
