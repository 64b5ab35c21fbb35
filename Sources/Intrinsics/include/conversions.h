// Conversions between vectors of integers of different widths, and square roots. Swift's own are functions of the standard library that every
// module compiles under the same name for its own instruction set: the linker would keep one of them for all.
#pragma once
#include <stdint.h>

typedef uint8_t UInt8x16 __attribute__((ext_vector_type(16)));
typedef uint32_t UInt32x16 __attribute__((ext_vector_type(16)));

/// The low byte of each number.
static inline __attribute__((always_inline)) UInt8x16 narrowUInt32x16(UInt32x16 value) { return __builtin_convertvector(value, UInt8x16); }

static inline __attribute__((always_inline)) UInt32x16 widenUInt8x16(UInt8x16 value) { return __builtin_convertvector(value, UInt32x16); }

typedef float RootFloat32x16 __attribute__((ext_vector_type(16)));

/// The square root of each number.
static inline __attribute__((always_inline)) RootFloat32x16 rootFloat32x16(RootFloat32x16 value) { return __builtin_elementwise_sqrt(value); }
