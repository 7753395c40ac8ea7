#if defined(__x86_64__)
#define NUMBER double
#define NAMED(word) word##_double_avx2
#define LANES 4
#define TARGET "arch=x86-64-v3"
#include "Generation.h"
#endif
