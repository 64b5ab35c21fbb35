// OpenBLAS's matrix product of square matrices, single or double precision, on one thread and on all.
// Leaves the choice of its kernel to OpenBLAS and OPENBLAS_CORETYPE.
//   blas sgemm|dgemm [n...]
#include <cblas.h>
#include <string.h>
#include <unistd.h>

#include "figure.h"

enum { SAMPLES = 9 };

static void measure(int is_double, int n, int threads) {
    size_t elements = (size_t)n * (size_t)n, size = is_double ? 8 : 4;
    void *a = malloc(elements * size), *b = malloc(elements * size), *c = calloc(elements, size);
    if (!a || !b || !c) {
        fprintf(stderr, "blas: no memory for n %d\n", n);
        exit(69);
    }
    for (size_t i = 0; i < elements; i++) {
        double left = (double)(i * 7919 % 13) - 6, right = (double)(i * 104729 % 11) - 5;
        if (is_double) ((double *)a)[i] = left, ((double *)b)[i] = right;
        else ((float *)a)[i] = (float)left, ((float *)b)[i] = (float)right;
    }
    openblas_set_num_threads(threads);
    double seconds[SAMPLES];
    for (int sample = -1; sample < SAMPLES; sample++) {
        double start = now();
        if (is_double) cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
        else cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
        if (sample >= 0) seconds[sample] = now() - start;
    }
    char what[192];
    snprintf(what, sizeof what, "\"peer\":\"%s\",\"core\":\"%s\",\"n_rows\":%d,\"threads\":%d", is_double ? "dgemm" : "sgemm",
             openblas_get_corename(), n, threads);
    print_rate(what, "GFLOP/s", 2e-9 * n * (double)n * n, seconds, SAMPLES);
    free(a), free(b), free(c);
}

int main(int argc, char **argv) {
    if (argc < 2 || (strcmp(argv[1], "sgemm") && strcmp(argv[1], "dgemm"))) {
        fprintf(stderr, "usage: blas sgemm|dgemm [n...]\n");
        return 64;
    }
    static const int usual[] = {512, 1024, 2048, 4096};
    int is_double = argv[1][0] == 'd', all = (int)sysconf(_SC_NPROCESSORS_ONLN), sizes = argc > 2 ? argc - 2 : 4;
    for (int i = 0; i < sizes; i++) {
        int n = argc > 2 ? atoi(argv[i + 2]) : usual[i];
        if (n <= 0) return fprintf(stderr, "blas: %s is no size\n", argv[i + 2]), 64;
        measure(is_double, n, 1);
        if (all > 1) measure(is_double, n, all);
    }
    return 0;
}
