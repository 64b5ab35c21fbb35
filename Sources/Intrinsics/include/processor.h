// What only the processor and the kernel's start-up vector can tell: CPUID, XGETBV, the HWCAP words, the affinity mask.
// Reading them into meaning is left to Machine. Not named cpuid.h: that would hide the compiler's own <cpuid.h>.
#pragma once
#include <stdint.h>
#if defined(__linux__)
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/// The four registers that one CPUID leaf fills.
struct cpuid_registers {
    uint32_t eax, ebx, ecx, edx;
};

/// 1 where the processor has CPUID, else 0 and every leaf reads as zeros.
static inline int has_cpuid(void) {
#if defined(__x86_64__)
    return 1;
#else
    return 0;
#endif
}

/// One CPUID leaf. A leaf above the highest is the caller's to avoid (Intel answers with another leaf's data).
static inline struct cpuid_registers read_cpuid(uint32_t leaf, uint32_t subleaf) {
    struct cpuid_registers r = {0, 0, 0, 0};
#if defined(__x86_64__)
    __asm__ volatile("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx) : "a"(leaf), "c"(subleaf));
#endif
    return r;
}

/// Extended control register 0: which register files the operating system saves. Faults unless CPUID says OSXSAVE.
static inline uint64_t read_extended_control(void) {
#if defined(__x86_64__)
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return ((uint64_t)high << 32) | low;
#else
    return 0;
#endif
}

/// AT_HWCAP (index 0) or AT_HWCAP2 (index 1): on Arm, the features that the kernel lets programs use.
static inline uint64_t read_hardware_capabilities(int index) {
#if defined(__linux__)
    return getauxval(index == 0 ? AT_HWCAP : AT_HWCAP2);
#else
    return 0;
#endif
}

/// Bytes of the calling thread's affinity mask written to `mask`, or a negative number. The raw call, since glibc's hides the length.
static inline long read_affinity(void *mask, unsigned long byte_count) {
#if defined(__linux__)
    return syscall(SYS_sched_getaffinity, 0, byte_count, mask);
#else
    return -1;
#endif
}
