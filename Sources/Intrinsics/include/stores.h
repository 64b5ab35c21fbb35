// Non-temporal (streaming) stores of Swift's SIMD types: they go around the caches. The fence orders them before other stores.
#pragma once

typedef float Float32x4 __attribute__((ext_vector_type(4)));
typedef float Float32x8 __attribute__((ext_vector_type(8)));
typedef float Float32x16 __attribute__((ext_vector_type(16)));
typedef double Float64x2 __attribute__((ext_vector_type(2)));
typedef double Float64x4 __attribute__((ext_vector_type(4)));
typedef double Float64x8 __attribute__((ext_vector_type(8)));

#define NONTEMPORAL static inline __attribute__((always_inline)) void
/// Each pointer must be aligned to its vector's size.
NONTEMPORAL storeNontemporalFloat32x4(void *pointer, Float32x4 value) { __builtin_nontemporal_store(value, (Float32x4 *)pointer); }
NONTEMPORAL storeNontemporalFloat32x8(void *pointer, Float32x8 value) { __builtin_nontemporal_store(value, (Float32x8 *)pointer); }
NONTEMPORAL storeNontemporalFloat32x16(void *pointer, Float32x16 value) { __builtin_nontemporal_store(value, (Float32x16 *)pointer); }
NONTEMPORAL storeNontemporalFloat64x2(void *pointer, Float64x2 value) { __builtin_nontemporal_store(value, (Float64x2 *)pointer); }
NONTEMPORAL storeNontemporalFloat64x4(void *pointer, Float64x4 value) { __builtin_nontemporal_store(value, (Float64x4 *)pointer); }
NONTEMPORAL storeNontemporalFloat64x8(void *pointer, Float64x8 value) { __builtin_nontemporal_store(value, (Float64x8 *)pointer); }
#undef NONTEMPORAL

/// Waits until the non-temporal stores of this core are on their way in order.
static inline __attribute__((always_inline)) void storeFence(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#elif defined(__aarch64__)
  __asm__ volatile("dmb ishst" ::: "memory");
#endif
}
