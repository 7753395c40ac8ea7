#define NUMBER double
#define NAMED(word) word##_double_baseline
#define BYTES 16
#include "Generation.h"
