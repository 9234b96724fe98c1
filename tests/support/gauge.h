/*
 * gauge: what benches read off: CPU and memory of a process, times, and percentiles of them.
 */
#ifndef TCHAT_SUPPORT_GAUGE_H
#define TCHAT_SUPPORT_GAUGE_H

#include <sys/types.h>

#include <stddef.h>

/* CPU seconds that a process has used, all its threads; 0: this one. */
double	gauge_cpu(pid_t);
/* What a process holds of memory (VmRSS), in bytes; 0: this one. */
double	gauge_memory(pid_t);
/* Does that mean much? Not where a sanitizer keeps what was freed. */
int	gauge_memory_counts(void);
/* Seconds since some moment. */
double	gauge_now(void);
/* Bytes of a file, 0 if there is none. */
double	gauge_file(const char *path);

/* A number from the environment, if it is there. */
long	gauge_number(const char *name, long otherwise);

/* Put n times in order; then the one below which that part of them lies. */
void	gauge_sort(double *v, size_t n);
double	gauge_part(const double *sorted, size_t n, double part);

#endif
