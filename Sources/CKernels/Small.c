#include "CKernels.h"

#define INLINE inline __attribute__((always_inline))

#define NUMBER float
#define NAMED(word) word##_float
#include "Small.h"
#undef NUMBER
#undef NAMED

#define NUMBER double
#define NAMED(word) word##_double
#include "Small.h"
