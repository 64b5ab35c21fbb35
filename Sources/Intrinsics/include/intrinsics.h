// What Swift cannot say for itself: the raw monotonic clock, an optimiser barrier, a spin-wait hint.
// Threads are in threads.h, stores in stores.h, dot products in dotproducts.h, the instruction sets this process may use in isa.h.
#pragma once
#include <stdint.h>
#include <time.h>

/// Nanoseconds of CLOCK_MONOTONIC_RAW: not slewed by NTP, not counted while the machine sleeps.
static inline uint64_t monotonicRawNanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_RAW, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/// Makes the compiler believe that the memory behind `pointer`, and all other memory, is read and written here.
static inline __attribute__((always_inline)) void optimiserBarrier(const void *pointer) {
  __asm__ volatile("" : : "r"(pointer) : "memory");
}

/// Tells the core that this is a spin-wait loop.
static inline __attribute__((always_inline)) void spinWaitHint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb" ::: "memory");
#endif
}

/// Asks for the cache line at `address` ahead of its use, in the second-level cache. Any address will do: a wrong one is ignored.
static inline __attribute__((always_inline)) void prefetchLine(const void *address) { __builtin_prefetch(address, 0, 2); }
