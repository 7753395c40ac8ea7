#define NUMBER float
#define NAMED(word) word##_float_baseline
#define BYTES 16
#include "Generation.h"
