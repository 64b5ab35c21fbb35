// What the C peers share: the clock, vectors as wide as the processor's, and the one line of JSON a figure is printed as.
// Leaves what is timed to each peer.
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#define ISA "avx512"
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#define ISA "avx2"
#else
#define VECTOR_BYTES 16
#define ISA "128-bit"
#endif

typedef float float_vector __attribute__((vector_size(VECTOR_BYTES)));
typedef double double_vector __attribute__((vector_size(VECTOR_BYTES)));

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return (difference > 0) - (difference < 0);
}

// Prints work / seconds of n samples as median and best. `what` is the beginning of the line: JSON members without braces.
static void print_rate(const char *what, const char *unit, double work, double *seconds, int n) {
    qsort(seconds, (size_t)n, sizeof *seconds, ascending);
    double middle = n % 2 ? seconds[n / 2] : (seconds[n / 2 - 1] + seconds[n / 2]) / 2;
    printf("{%s,\"unit\":\"%s\",\"median\":%.5g,\"best\":%.5g,\"n\":%d}\n", what, unit, work / middle, work / seconds[0], n);
    fflush(stdout);
}
