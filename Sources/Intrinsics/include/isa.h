// Which of the package's instruction-set modules this process may enter: what the processor has (CPUID) and what the operating
// system saves across a context switch (XGETBV). Description of the processor for people is another header's.
#pragma once
#include <stdint.h>

#if defined(__x86_64__)
static inline void readCPUID(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]) {
  __asm__ volatile("cpuid"
                   : "=a"(registers[0]), "=b"(registers[1]), "=c"(registers[2]), "=d"(registers[3])
                   : "a"(leaf), "c"(subleaf));
}

/// Extended control register 0, or 0 where the system does not let a program read it.
static inline uint64_t enabledStateMask(void) {
  uint32_t r[4];
  readCPUID(1, 0, r);
  if (!(r[2] >> 27 & 1)) return 0;
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}
#endif

/// AVX2 and FMA, with the upper halves of the vector registers saved by the system.
static inline int mayUseAVX2(void) {
#if defined(__x86_64__)
  uint32_t r[4];
  readCPUID(0, 0, r);
  if (r[0] < 7 || (enabledStateMask() & 0x06) != 0x06) return 0;
  readCPUID(1, 0, r);
  if (!(r[2] >> 12 & 1) || !(r[2] >> 28 & 1)) return 0;
  readCPUID(7, 0, r);
  return r[1] >> 5 & 1;
#else
  return 0;
#endif
}

/// AVX-512 F, BW, DQ and VL, with mask registers and 512-bit state saved by the system.
static inline int mayUseAVX512(void) {
#if defined(__x86_64__)
  uint32_t r[4];
  if (!mayUseAVX2() || (enabledStateMask() & 0xE6) != 0xE6) return 0;
  readCPUID(7, 0, r);
  return (r[1] >> 16 & 1) && (r[1] >> 17 & 1) && (r[1] >> 30 & 1) && (r[1] >> 31 & 1);
#else
  return 0;
#endif
}

/// AVX512_BF16: vdpbf16ps and the conversions, on top of AVX-512.
static inline int mayUseAVX512BF16(void) {
#if defined(__x86_64__)
  uint32_t r[4];
  if (!mayUseAVX512()) return 0;
  readCPUID(7, 0, r);
  if (r[0] < 1) return 0;
  readCPUID(7, 1, r);
  return r[0] >> 5 & 1;
#else
  return 0;
#endif
}

/// AVX512_VNNI: vpdpbusd, on top of AVX-512.
static inline int mayUseAVX512VNNI(void) {
#if defined(__x86_64__)
  uint32_t r[4];
  if (!mayUseAVX512()) return 0;
  readCPUID(7, 0, r);
  return r[2] >> 11 & 1;
#else
  return 0;
#endif
}
