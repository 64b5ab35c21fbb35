// The memory roof: STREAM's copy, scale, add and triad, and read and write, with ordinary and with non-temporal stores.
// Bytes are counted as STREAM counts them: what the kernel names, not the lines fetched before a store. Leaves latency out.
//   stream [doubles an array]        three arrays of that size, all kernels in turn: STREAM's way
//   stream working-set BYTES         each kernel by itself, its arrays that large together: Mettle's way
#include <omp.h>
#include <string.h>
#include <sys/mman.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "figure.h"

enum { SAMPLES = 15, LANES = VECTOR_BYTES / 8 };

static double_vector *arrays[3];
static long count;

static double_vector all_lanes(double value) {
    double_vector result;
    for (int lane = 0; lane < LANES; lane++) result[lane] = value;
    return result;
}

static inline void store_past_caches(double_vector *address, double_vector value) {
#if defined(__AVX512F__)
    _mm512_stream_pd((double *)address, (__m512d)value);
#elif defined(__AVX2__)
    _mm256_stream_pd((double *)address, (__m256d)value);
#elif defined(__x86_64__)
    _mm_stream_pd((double *)address, (__m128d)value);
#else
    *address = value;
#endif
}

static inline void drain_stores(void) {
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

static inline void store(double_vector *address, double_vector value) { *address = value; }

// One kernel with one kind of store. Pointers are local and named apart, so that none is loaded again behind a store.
#define DEFINE_KERNEL_STORING(NAME, STORE, TARGET, VALUE)                                             \
    static void NAME(void) {                                                                          \
        _Pragma("omp parallel") {                                                                     \
            double_vector *restrict const a = arrays[0], *restrict const b = arrays[1], *restrict const c = arrays[2]; \
            const double_vector factor = all_lanes(3);                                                \
            (void)a, (void)b, (void)c, (void)factor;                                                  \
            _Pragma("omp for schedule(static) nowait")                                                \
            for (long i = 0; i < count; i++) STORE(&TARGET[i], VALUE);                                \
            drain_stores();                                                                           \
        }                                                                                             \
    }
#define DEFINE_KERNEL(NAME, TARGET, VALUE)              \
    DEFINE_KERNEL_STORING(NAME, store, TARGET, VALUE) \
    DEFINE_KERNEL_STORING(NAME##_non_temporal, store_past_caches, TARGET, VALUE)

DEFINE_KERNEL(write_only, c, factor)
DEFINE_KERNEL(copy, c, a[i])
DEFINE_KERNEL(scale, b, factor * c[i])
DEFINE_KERNEL(add, c, a[i] + b[i])
DEFINE_KERNEL(triad, a, b[i] + factor * c[i])

static volatile double sink;

static void read_only(void) {
    double total = 0;
#pragma omp parallel reduction(+ : total)
    {
        const double_vector *const a = arrays[0];
        double_vector sums[8] = {0};
#pragma omp for schedule(static)
        for (long i = 0; i < count / 8; i++)
#pragma GCC unroll 8
            for (int j = 0; j < 8; j++) sums[j] += a[8 * i + j];
        for (int j = 0; j < 8; j++) total += sums[j][0];
    }
    sink = total;
}

static const struct kernel {
    const char *name, *stores;
    void (*run)(void);
    int arrays;
} kernels[] = {
    {"read", "none", read_only, 1},
    {"write", "ordinary", write_only, 1},
    {"copy", "ordinary", copy, 2},
    {"scale", "ordinary", scale, 2},
    {"add", "ordinary", add, 3},
    {"triad", "ordinary", triad, 3},
#if defined(__x86_64__)
    {"write", "non-temporal", write_only_non_temporal, 1},
    {"copy", "non-temporal", copy_non_temporal, 2},
    {"scale", "non-temporal", scale_non_temporal, 2},
    {"add", "non-temporal", add_non_temporal, 3},
    {"triad", "non-temporal", triad_non_temporal, 3},
#endif
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

static double_vector *allocate(size_t bytes) {
    const size_t huge_page = 2u << 20;
    void *memory = aligned_alloc(huge_page, (bytes + huge_page - 1) / huge_page * huge_page);
    if (!memory) {
        fprintf(stderr, "stream: no %zu bytes of memory\n", bytes);
        exit(69);
    }
#if defined(MADV_HUGEPAGE)
    madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    return memory;
}

static void print(int k, int threads, double *seconds) {
    char what[192];
    snprintf(what, sizeof what, "\"peer\":\"stream\",\"isa\":\"%s\",\"kernel\":\"%s\",\"stores\":\"%s\",\"array_bytes\":%ld,\"threads\":%d",
             ISA, kernels[k].name, kernels[k].stores, count * VECTOR_BYTES, threads);
    print_rate(what, "GB/s", 1e-9 * kernels[k].arrays * (double)count * VECTOR_BYTES, seconds, SAMPLES);
}

static void measure_by_itself(int threads, long bytes) {
    double seconds[SAMPLES];
    omp_set_num_threads(threads);
    for (int k = 0; k < KERNELS; k++) {
        count = bytes / kernels[k].arrays / VECTOR_BYTES / 8 * 8;
        for (int sample = -3; sample < SAMPLES; sample++) {
            double start = now();
            kernels[k].run();
            if (sample >= 0) seconds[sample] = now() - start;
        }
        print(k, threads, seconds);
    }
}

static void measure(int threads) {
    double seconds[KERNELS][SAMPLES];
    omp_set_num_threads(threads);
    // Sample after sample over all kernels, so that a disturbance is shared.
    for (int sample = -1; sample < SAMPLES; sample++)
        for (int k = 0; k < KERNELS; k++) {
            double start = now();
            kernels[k].run();
            if (sample >= 0) seconds[k][sample] = now() - start;
        }
    for (int k = 0; k < KERNELS; k++) print(k, threads, seconds[k]);
}

int main(int argc, char **argv) {
    long working_set = argc > 2 && !strcmp(argv[1], "working-set") ? atol(argv[2]) : 0;
    long doubles = working_set ? working_set / 8 : argc > 1 ? atol(argv[1]) : 40000000;
    count = doubles / LANES / 8 * 8;
    if (count <= 0) {
        fprintf(stderr, "usage: stream [doubles an array] | stream working-set BYTES\n");
        return 64;
    }
    size_t bytes = (size_t)count * VECTOR_BYTES;
    for (int array = 0; array < 3; array++) arrays[array] = allocate(bytes);
    // Small values, so that no sample meets an infinity or a denormal; first touched by the threads that will use them.
#pragma omp parallel for schedule(static)
    for (long i = 0; i < count; i++) arrays[0][i] = arrays[1][i] = arrays[2][i] = all_lanes(1e-9);
    int all = omp_get_num_procs();
    for (int threads = 1;; threads = all) {
        if (working_set) measure_by_itself(threads, working_set); else measure(threads);
        if (threads == all) break;
    }
    return 0;
}
