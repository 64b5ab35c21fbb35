// Dot products of short numbers, and bf16 as the upper half of a float. Widening is plain arithmetic and there for every module; what needs
// AVX512_BF16 or AVX512_VNNI is visible to modules compiled for them only. Whether the processor has them is isa.h's.
#pragma once
#include "conversions.h"
#include "stores.h"

typedef uint16_t UInt16x4 __attribute__((ext_vector_type(4)));
typedef uint16_t UInt16x8 __attribute__((ext_vector_type(8)));
typedef uint16_t UInt16x16 __attribute__((ext_vector_type(16)));
typedef uint16_t UInt16x32 __attribute__((ext_vector_type(32)));
typedef uint32_t UInt32x4 __attribute__((ext_vector_type(4)));
typedef uint32_t UInt32x8 __attribute__((ext_vector_type(8)));
typedef int32_t Int32x16 __attribute__((ext_vector_type(16)));

#define INLINE static inline __attribute__((always_inline))

/// The floats that bf16 numbers are, exactly.
INLINE Float32x4 widenBF16x4(UInt16x4 value) { return (Float32x4)(__builtin_convertvector(value, UInt32x4) << 16); }
INLINE Float32x8 widenBF16x8(UInt16x8 value) { return (Float32x8)(__builtin_convertvector(value, UInt32x8) << 16); }
INLINE Float32x16 widenBF16x16(UInt16x16 value) { return (Float32x16)(__builtin_convertvector(value, UInt32x16) << 16); }

/// The floats in the low halves and in the high halves of pairs of bf16.
INLINE Float32x16 lowBF16x16(UInt32x16 pairs) { return (Float32x16)(pairs << 16); }
INLINE Float32x16 highBF16x16(UInt32x16 pairs) { return (Float32x16)(pairs & 0xFFFF0000u); }

/// Rounded to the nearest bf16, ties to even, by plain arithmetic, in the high halves; NaN stays NaN. A macro, since a function of such vectors
/// may not call another where they are wider than the registers.
#define NEAREST_BF16(bits) \
  ((((bits) + 0x7FFFu + ((bits) >> 16 & 1u)) & ~IS_NAN(bits)) | (((bits) | 0x00400000u) & IS_NAN(bits)))
#define IS_NAN(bits) ((UInt32x16)(((bits) & 0x7FFFFFFFu) > 0x7F800000u))

INLINE UInt16x16 roundedBF16x16(Float32x16 value) {
  UInt32x16 bits = (UInt32x16)value;
  return __builtin_convertvector(NEAREST_BF16(bits) >> 16, UInt16x16);
}

/// Lane i: `first[i]` rounded in the low half, `second[i]` in the high half.
INLINE UInt32x16 roundedBF16Pairs(Float32x16 first, Float32x16 second) {
  UInt32x16 low = (UInt32x16)first, high = (UInt32x16)second;
  return NEAREST_BF16(low) >> 16 | (NEAREST_BF16(high) & 0xFFFF0000u);
}
#undef IS_NAN
#undef NEAREST_BF16

/// Lane i: `value[i]` in the low half, `value[16 + i]` in the high half.
INLINE UInt32x16 interleaveUInt16x32(UInt16x32 value) {
  return (UInt32x16)__builtin_shufflevector(
      value, value, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
INLINE UInt32x16 widenUInt16x16(UInt16x16 value) { return __builtin_convertvector(value, UInt32x16); }
/// Lane i: `first[i]` in the low half, `second[i]` in the high half.
INLINE UInt32x4 pairUInt16x4(UInt16x4 first, UInt16x4 second) {
  return __builtin_convertvector(first, UInt32x4) | __builtin_convertvector(second, UInt32x4) << 16;
}
INLINE UInt32x16 pairUInt16x16(UInt16x16 first, UInt16x16 second) {
  return __builtin_convertvector(first, UInt32x16) | __builtin_convertvector(second, UInt32x16) << 16;
}

#if defined(__AVX512BF16__)
#include <immintrin.h>

/// sum + a₀ · b₀ + a₁ · b₁ in each lane (vdpbf16ps). A lane of `a` and `b` holds two bf16, the first in its low half. Subnormal numbers count
/// as zero, whatever the thread's rounding mode says.
INLINE Float32x16 dotBF16(Float32x16 sum, UInt32x16 a, UInt32x16 b) {
  return (Float32x16)_mm512_dpbf16_ps((__m512)sum, (__m512bh)a, (__m512bh)b);
}

/// Rounded to the nearest bf16, ties to even (vcvtneps2bf16). Subnormal numbers become zero.
INLINE UInt16x16 roundToBF16x16(Float32x16 value) { return (UInt16x16)_mm512_cvtneps_pbh((__m512)value); }

/// The same for two vectors, those of `low` first (vcvtne2ps2bf16).
INLINE UInt16x32 roundToBF16x32(Float32x16 low, Float32x16 high) { return (UInt16x32)_mm512_cvtne2ps_pbh((__m512)high, (__m512)low); }

/// Lane i: `first[i]` rounded in the low half, `second[i]` in the high half, as `dotBF16` takes its operands.
INLINE UInt32x16 roundToBF16Pairs(Float32x16 first, Float32x16 second) {
  UInt16x32 both = roundToBF16x32(first, second);
  return (UInt32x16)__builtin_shufflevector(
      both, both, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
#endif

#if defined(__AVX512VNNI__)
#include <immintrin.h>

/// sum + a₀ · b₀ + … + a₃ · b₃ in each lane (vpdpbusd), without saturation. A lane of `a` holds four unsigned bytes, of `b` four signed ones.
INLINE Int32x16 dotUInt8Int8(Int32x16 sum, UInt32x16 a, UInt32x16 b) {
  return (Int32x16)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
}
#endif

#undef INLINE
