#define NUMBER double
#define NAMED(word) word##_double_baseline
#define LANES 2
#include "Generation.h"
