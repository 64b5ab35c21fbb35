// What templates do to whole vectors and Swift's SIMD types have no instruction for: square roots, sums and maxima over lanes, and the shuffles that
// interleave two vectors. Each is a few instructions of whatever the including module is compiled for. Leaves stores to stores.h.
#pragma once
#include "stores.h"

typedef float Float32x2 __attribute__((ext_vector_type(2)));

#define VECTOR static inline __attribute__((always_inline))
#define LIST(...) __VA_ARGS__

/// The sum and the largest of two lanes, and of more by halves.
#define TWO_LANES(type, scalar)                                  \
  VECTOR scalar sum##type(type v) { return v[0] + v[1]; }        \
  VECTOR scalar largest##type(type v) { return v[0] < v[1] ? v[1] : v[0]; }
#define MORE_LANES(type, scalar, half, low, high)                                                                                 \
  VECTOR scalar sum##type(type v) { return sum##half(__builtin_shufflevector(v, v, low) + __builtin_shufflevector(v, v, high)); } \
  VECTOR scalar largest##type(type v) {                                                                                           \
    half a = __builtin_shufflevector(v, v, low), b = __builtin_shufflevector(v, v, high);                                         \
    return largest##half(a < b ? b : a);                                                                                          \
  }
TWO_LANES(Float32x2, float)
TWO_LANES(Float64x2, double)
MORE_LANES(Float32x4, float, Float32x2, LIST(0, 1), LIST(2, 3))
MORE_LANES(Float32x8, float, Float32x4, LIST(0, 1, 2, 3), LIST(4, 5, 6, 7))
MORE_LANES(Float32x16, float, Float32x8, LIST(0, 1, 2, 3, 4, 5, 6, 7), LIST(8, 9, 10, 11, 12, 13, 14, 15))
MORE_LANES(Float64x4, double, Float64x2, LIST(0, 1), LIST(2, 3))
MORE_LANES(Float64x8, double, Float64x4, LIST(0, 1, 2, 3), LIST(4, 5, 6, 7))
#undef TWO_LANES
#undef MORE_LANES

/// a · b + c and c − a · b, with one rounding where the instruction set has it. Swift's addingProduct is a loop over lanes, which the optimiser
/// does not always make one instruction of again.
#if defined(__FMA__) || defined(__aarch64__)
#define MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#define MULTIPLY_SUBTRACT(a, b, c) __builtin_elementwise_fma(-(a), b, c)
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#define MULTIPLY_SUBTRACT(a, b, c) ((c) - (a) * (b))
#endif

/// Square roots; the lower halves of two vectors interleaved (a0 b0 a1 b1 …), the upper halves alike; and back: all even lanes of a and then of
/// b, all odd ones alike.
#define SHUFFLES(type, low, high, even, odd)                                                             \
  VECTOR type squareRoot##type(type v) { return __builtin_elementwise_sqrt(v); }                         \
  VECTOR type multiplyAdd##type(type a, type b, type c) { return MULTIPLY_ADD(a, b, c); }                \
  VECTOR type multiplySubtract##type(type a, type b, type c) { return MULTIPLY_SUBTRACT(a, b, c); }      \
  VECTOR type interleaveLow##type(type a, type b) { return __builtin_shufflevector(a, b, low); }         \
  VECTOR type interleaveHigh##type(type a, type b) { return __builtin_shufflevector(a, b, high); }       \
  VECTOR type evenLanes##type(type a, type b) { return __builtin_shufflevector(a, b, even); }            \
  VECTOR type oddLanes##type(type a, type b) { return __builtin_shufflevector(a, b, odd); }
SHUFFLES(Float32x4, LIST(0, 4, 1, 5), LIST(2, 6, 3, 7), LIST(0, 2, 4, 6), LIST(1, 3, 5, 7))
SHUFFLES(Float32x8, LIST(0, 8, 1, 9, 2, 10, 3, 11), LIST(4, 12, 5, 13, 6, 14, 7, 15), LIST(0, 2, 4, 6, 8, 10, 12, 14),
         LIST(1, 3, 5, 7, 9, 11, 13, 15))
SHUFFLES(Float32x16, LIST(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
         LIST(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
         LIST(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
         LIST(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31))
SHUFFLES(Float64x2, LIST(0, 2), LIST(1, 3), LIST(0, 2), LIST(1, 3))
SHUFFLES(Float64x4, LIST(0, 4, 1, 5), LIST(2, 6, 3, 7), LIST(0, 2, 4, 6), LIST(1, 3, 5, 7))
SHUFFLES(Float64x8, LIST(0, 8, 1, 9, 2, 10, 3, 11), LIST(4, 12, 5, 13, 6, 14, 7, 15), LIST(0, 2, 4, 6, 8, 10, 12, 14),
         LIST(1, 3, 5, 7, 9, 11, 13, 15))
#undef LIST
#undef SHUFFLES
#undef MULTIPLY_ADD
#undef MULTIPLY_SUBTRACT
#undef VECTOR
