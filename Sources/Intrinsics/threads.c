// Linux system calls without libc's macros for masks, which fix their size; elsewhere what there is.
#define _GNU_SOURCE
#include "threads.h"
#include <pthread.h>
#include <sched.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

uint64_t currentThreadIdentifier(void) {
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

long readAffinityMask(uint64_t *words, long byteCount) {
#if defined(__linux__)
  long filled = syscall(SYS_sched_getaffinity, 0, byteCount, words);
  return filled > 0 ? filled : 0;
#else
  (void)words, (void)byteCount;
  return 0;
#endif
}

int writeAffinityMask(const uint64_t *words, long byteCount) {
#if defined(__linux__)
  return syscall(SYS_sched_setaffinity, 0, byteCount, words) == 0;
#else
  (void)words, (void)byteCount;
  return 0;
#endif
}

void yieldProcessor(void) { sched_yield(); }
