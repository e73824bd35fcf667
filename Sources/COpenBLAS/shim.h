#pragma once
#include <cblas.h>
#include <stddef.h>

// LAPACK is part of OpenBLAS, its C header is not. The two lengths are those of the strings, which
// Fortran passes behind all other arguments.
void dsyevd_(
    const char *job, const char *triangle, const int *n, double *a, const int *lda, double *w,
    double *work, const int *lwork, int *iwork, const int *liwork, int *info, size_t job_length,
    size_t triangle_length);
