#if defined(__x86_64__)
#define NUMBER double
#define NAMED(word) word##_double_avx512
#define LANES 8
#define TARGET "arch=x86-64-v4"
#include "Generation.h"
#endif
