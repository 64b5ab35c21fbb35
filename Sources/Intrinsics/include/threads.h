// The calling thread: its identifier, the CPUs it may run on, giving up its turn. Linux system calls without libc's macros,
// which Swift cannot import; elsewhere affinity does not exist and the functions say so.
#pragma once
#include <stdint.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#if defined(__linux__)
/// Declared here because the C library hides it without _GNU_SOURCE.
extern long syscall(long number, ...);
#endif

/// The kernel's number for the calling thread.
static inline uint64_t currentThreadIdentifier(void) {
#if defined(__linux__)
  return (uint64_t)syscall(SYS_gettid);
#elif defined(__APPLE__)
  uint64_t identifier = 0;
  pthread_threadid_np(0, &identifier);
  return identifier;
#else
  return (uint64_t)(uintptr_t)pthread_self();
#endif
}

/// Reads the calling thread's affinity mask, bit n for CPU n. Returns the bytes filled, or 0 where affinity is not to be had.
static inline long readAffinityMask(uint64_t *words, long byteCount) {
#if defined(__linux__)
  long filled = syscall(SYS_sched_getaffinity, 0, byteCount, words);
  return filled > 0 ? filled : 0;
#else
  (void)words, (void)byteCount;
  return 0;
#endif
}

/// Sets the calling thread's affinity mask. Returns 1 when the kernel took it.
static inline int writeAffinityMask(const uint64_t *words, long byteCount) {
#if defined(__linux__)
  return syscall(SYS_sched_setaffinity, 0, byteCount, words) == 0;
#else
  (void)words, (void)byteCount;
  return 0;
#endif
}

/// Lets another runnable thread have this CPU.
static inline void yieldProcessor(void) { sched_yield(); }
