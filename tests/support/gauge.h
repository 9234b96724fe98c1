/*
 * gauge: measurements for benchmarks: CPU and memory of a process, times, and percentiles.
 */
#ifndef TCHAT_SUPPORT_GAUGE_H
#define TCHAT_SUPPORT_GAUGE_H

#include <sys/types.h>

#include <stddef.h>

/* CPU seconds that all threads of a process have used; 0: this process. */
double	gauge_cpu(pid_t);
/* Resident memory of a process (VmRSS) in bytes; 0: this process. */
double	gauge_memory(pid_t);
/* Return whether that figure is meaningful: not if a sanitizer keeps freed memory. */
int	gauge_memory_counts(void);
/* Seconds since some fixed moment. */
double	gauge_now(void);
/* Size of a file in bytes; 0 if it does not exist. */
double	gauge_file(const char *path);

/* A number from the environment, or the default. */
long	gauge_number(const char *name, long otherwise);

/* Sort n values; then return the percentile: the value below which this part of them lies. */
void	gauge_sort(double *v, size_t n);
double	gauge_part(const double *sorted, size_t n, double part);

#endif
