// The arithmetic roof: chains of fused multiply-adds that stay in registers, fp32 and fp64, on one thread and on all.
// Leaves memory to stream.c.
#include <omp.h>

#include "figure.h"

// Enough independent chains to fill two units of four cycles' latency, few enough for sixteen registers.
enum { CHAINS = 12, SAMPLES = 15 };

#define DEFINE_CHAINS(NAME, VECTOR, SCALAR)                                                                       \
    static double NAME(long steps) {                                                                              \
        VECTOR chain[CHAINS], factor, addend;                                                                     \
        for (unsigned lane = 0; lane < sizeof(VECTOR) / sizeof(SCALAR); lane++) {                                 \
            factor[lane] = (SCALAR)0.999;                                                                         \
            addend[lane] = (SCALAR)1e-4;                                                                          \
            for (int i = 0; i < CHAINS; i++) chain[i][lane] = (SCALAR)(1 + i);                                    \
        }                                                                                                         \
        for (long step = 0; step < steps; step++)                                                                 \
            _Pragma("GCC unroll 12") for (int i = 0; i < CHAINS; i++) chain[i] = chain[i] * factor + addend;      \
        double sum = 0;                                                                                           \
        for (int i = 0; i < CHAINS; i++)                                                                          \
            for (unsigned lane = 0; lane < sizeof(VECTOR) / sizeof(SCALAR); lane++) sum += (double)chain[i][lane]; \
        return sum;                                                                                               \
    }

DEFINE_CHAINS(run_fp32, float_vector, float)
DEFINE_CHAINS(run_fp64, double_vector, double)

static void measure(const char *precision, int lanes, double (*run)(long), int threads) {
    const long steps = 10000000;
    double seconds[SAMPLES];
    volatile double sink = 0;
    for (int sample = -1; sample < SAMPLES; sample++) {
        double total = 0, start = now();
#pragma omp parallel num_threads(threads) reduction(+ : total)
        total += run(steps);
        if (sample >= 0) seconds[sample] = now() - start;
        sink = total;
    }
    (void)sink;
    char what[128];
    snprintf(what, sizeof what, "\"peer\":\"fma\",\"isa\":\"%s\",\"precision\":\"%s\",\"threads\":%d", ISA, precision, threads);
    print_rate(what, "GFLOP/s", 2e-9 * (double)threads * (double)steps * CHAINS * lanes, seconds, SAMPLES);
}

int main(void) {
    int all = omp_get_num_procs();
    for (int threads = 1; threads <= all; threads = threads < all ? all : all + 1) {
        measure("fp32", VECTOR_BYTES / 4, run_fp32, threads);
        measure("fp64", VECTOR_BYTES / 8, run_fp64, threads);
    }
    return 0;
}
