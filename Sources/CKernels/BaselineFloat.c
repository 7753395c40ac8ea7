#define NUMBER float
#define NAMED(word) word##_float_baseline
#define LANES 4
#include "Generation.h"
