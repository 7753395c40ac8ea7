// All kernels for one kind of number and one generation. The files that include this say
//
//     NUMBER        float or double
//     NAMED(word)   the word with number and generation behind it
//     LANES         the numbers in a vector
//     TARGET        what the compiler may use; nothing for the baseline

#include <math.h>
#include <stdint.h>

#include "CKernels.h"

enum { BYTES = LANES * sizeof(NUMBER) };

#define INLINE inline __attribute__((always_inline))
// A function by itself, whose caller pays for none of what it keeps on the stack.
#define APART __attribute__((noinline))

#ifdef TARGET
#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)
// Without this vectors of 64 bytes would be cut in two.
#pragma clang attribute push(__attribute__((min_vector_width(8 * BYTES))), apply_to = function)
#endif
#include "Activations.h"
#include "Adam.h"
#include "Gather.h"
#include "Normal.h"
#include "Turn.h"
#include "Tile.h"
#include "Packing.h"
#include "Product.h"
#include "Softmax.h"
#include "Sums.h"
#ifdef TARGET
#pragma clang attribute pop
#pragma clang attribute pop
#endif
