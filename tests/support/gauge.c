/* gauge: see the header. */
#include "tests/support/gauge.h"

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double
read_clock(clockid_t clock)
{
	struct timespec ts;

	if (clock_gettime(clock, &ts) == -1)
		return 0;
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

double
gauge_cpu(pid_t pid)
{
	clockid_t clock;

	return clock_getcpuclockid(pid, &clock) == 0 ? read_clock(clock) : 0;
}

int
gauge_memory_counts(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return 0;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
	return 0;
#else
	return 1;
#endif
#else
	return 1;
#endif
}

double
gauge_now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

double
gauge_memory(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status",
	    (int)(pid == 0 ? getpid() : pid));
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (f != NULL)
		fclose(f);
	return (double)kib * 1024;
}

double
gauge_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (double)st.st_size : 0;
}

long
gauge_number(const char *name, long otherwise)
{
	const char *value = getenv(name);

	return value == NULL ? otherwise : strtol(value, NULL, 10);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

void
gauge_sort(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), compare);
}

double
gauge_part(const double *sorted, size_t n, double part)
{
	size_t at = (size_t)((double)n * part);

	return sorted[at < n ? at : n - 1];
}
