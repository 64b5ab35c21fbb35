// The calling thread: its identifier, the CPUs it may run on, giving up its turn. Nothing here is hot, so the system's headers stay in
// threads.c instead of coming into Swift with this one. Where there is no affinity (macOS) the functions say so.
#pragma once
#include <stdint.h>

/// The kernel's number for the calling thread.
uint64_t currentThreadIdentifier(void);

/// Reads the calling thread's affinity mask, bit n for CPU n. Returns the bytes filled, or 0 where affinity is not to be had.
long readAffinityMask(uint64_t *words, long byteCount);

/// Sets the calling thread's affinity mask. Returns 1 when the kernel took it.
int writeAffinityMask(const uint64_t *words, long byteCount);

/// Lets another runnable thread have this CPU.
void yieldProcessor(void);
