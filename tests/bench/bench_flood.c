/*
 * bench_flood: the full-screen client while its room is flooded: CPU per line, bytes to the terminal,
 * and the time from a key to the screen (p50 and p99), with and without the flood. The baseline, in
 * the same run, is cat(1), which prints the same lines on a terminal of the same size. Prints figures
 * and ratios; never fails because of them.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/gauge.h"
#include "tests/support/peer.h"
#include "tests/support/vt.h"

enum {
	LINES_ALL = 40000,
	PIECE = 100,
	KEYS = 400,
	P50 = KEYS / 2,
	P99 = KEYS * 99 / 100
};

/* The lines differ, or there would be nothing to draw. */
static const char *
words(unsigned line)
{
	static const char *const some[] = { "the", "quick", "brown", "tea",
		"pot", "is", "on", "a", "small", "table", "near", "our",
		"window", "and", "nobody", "knows" };
	static char text[128];
	unsigned i, x = line * 2654435761u;

	text[0] = '\0';
	for (i = 0; i < 9; i++, x = x * 1664525u + 1013904223u)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "%s%s", i > 0 ? " " : "", some[x >> 28]);
	return text;
}

static int64_t
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static struct vt *
start_client(const struct e2e_server *server, const char *tls)
{
	char *port = e2e_port(server);
	struct vt *vt = vt_new(80, 24);
	const char *argv[] = { e2e_program("tchat"), "-n", "ana", tls,
		"127.0.0.1", port, NULL };

	vt_spawn(vt, argv, (const char *[]){ "INPUTRC=/dev/null", NULL });
	free(port);
	if (!vt_wait_text(vt, "ana joined", PROC_DEADLINE)) {
		fprintf(stderr, "bench: no screen\n");
		exit(1);
	}
	return vt;
}

/* Return the bytes that the program wrote to the terminal since the last call. */
static size_t
bytes_written(struct vt *vt)
{
	size_t len;

	vt_raw(vt, &len);
	vt_raw_reset(vt);
	return len;
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Measure the microseconds from a key until the cursor moves, KEYS times; sorted. */
static void
measure_keys(struct vt *vt, struct peer *bo, int64_t *us)
{
	int i, x, y, at;
	unsigned line = 0, k;

	vt_keys(vt, "\001\013");
	vt_settle(vt, 50, 1000);
	for (i = 0; i < KEYS; i++) {
		int64_t from;

		if (i % 40 == 0) {
			vt_keys(vt, "\001\013");
			vt_settle(vt, 30, 500);
		}
		for (k = 0; bo != NULL && k < 20; k++, line++)
			peer_say(
			    bo, "PRIVMSG #lobby :%u %s\r\n", line, words(line));
		vt_cursor(vt, &at, &y);
		from = now_us();
		vt_keys(vt, "x");
		do {
			vt_pump(vt, 5);
			vt_cursor(vt, &x, &y);
		} while (x == at && now_us() - from < 5000000);
		us[i] = now_us() - from;
	}
	qsort(us, KEYS, sizeof(*us), compare);
}

/* Send all lines at once; return the CPU seconds of the client. */
static double
measure_flood(struct vt *vt, struct peer *bo, size_t *bytes)
{
	char last[32];
	double before = gauge_cpu(vt_pid(vt));
	unsigned i;

	bytes_written(vt);
	*bytes = 0;
	for (i = 0; i < LINES_ALL; i++) {
		peer_say(bo, "PRIVMSG #lobby :%u %s\r\n", i, words(i));
		if (i % PIECE == 0) {
			vt_pump(vt, 0);
			*bytes += bytes_written(vt);
		}
	}
	snprintf(
	    last, sizeof(last), "%d %.5s", LINES_ALL - 1, words(LINES_ALL - 1));
	if (!vt_wait_text(vt, last, 60000))
		exit(1);
	*bytes += bytes_written(vt);
	return gauge_cpu(vt_pid(vt)) - before;
}

/* cat(1) prints a file with the same lines as the client shows them. */
static void
measure_cat(size_t *bytes)
{
	struct vt *vt = vt_new(80, 24);
	char *dir = e2e_folder(), *path;
	FILE *f;
	int status;
	unsigned i;

	xasprintf(&path, "%s/lines", dir);
	f = fopen(path, "w");
	for (i = 0; i < LINES_ALL; i++)
		fprintf(f, "12:00         bo  %u %s\n", i, words(i));
	fclose(f);
	vt_spawn(vt, (const char *[]){ "cat", path, NULL }, NULL);
	*bytes = 0;
	while (vt_wait_exit(vt, 0, &status) == -1) {
		vt_pump(vt, 20);
		*bytes += bytes_written(vt);
	}
	*bytes += bytes_written(vt);
	vt_close(vt);
	e2e_remove(dir);
	free(path);
	free(dir);
}

static void
print_keys(const char *when, const int64_t *sorted)
{
	printf("  %-24s %8.2f ms %8.2f ms\n", when, (double)sorted[P50] / 1e3,
	    (double)sorted[P99] / 1e3);
}

/* The same flood without encryption; returns CPU seconds. */
static double
measure_plain(const struct e2e_server *server, struct peer *bo)
{
	struct vt *vt = start_client(server, "--no-tls");
	size_t bytes;
	double cpu = measure_flood(vt, bo, &bytes);

	vt_close(vt);
	return cpu;
}

int
main(void)
{
	const char *more[] = { "--flood-rate", "0", NULL };
	static int64_t quiet[KEYS], flooded[KEYS];
	size_t ours, cats;
	struct e2e_server server;
	struct peer bo;
	struct vt *vt;
	double cpu, plain;

	signal(SIGPIPE, SIG_IGN);
	e2e_server_start(&server, more);
	peer_connect(&bo, server.port);
	if (!peer_register(&bo, "bo"))
		return 1;
	plain = measure_plain(&server, &bo);
	vt = start_client(&server, "--tls");
	measure_keys(vt, NULL, quiet);
	measure_keys(vt, &bo, flooded);
	cpu = measure_flood(vt, &bo, &ours);
	measure_cat(&cats);
	printf("a flood of %d lines into the client at 80x24:\n", LINES_ALL);
	printf("  CPU per line             %8.2f us; not encrypted %.2f us; "
	       "ratio %.2f\n",
	    cpu / LINES_ALL * 1e6, plain / LINES_ALL * 1e6, cpu / plain);
	printf(
	    "  bytes to the terminal    %8zu in all, %.1f a line; cat(1) sends "
	    "%.1f; "
	    "ratio %.3f\n",
	    ours, (double)ours / LINES_ALL, (double)cats / LINES_ALL,
	    (double)ours / (double)cats);
	printf("from a key to its place on the screen (p50, p99):\n");
	print_keys("quiet room", quiet);
	print_keys("20 lines before each key", flooded);
	printf("  ratio of p50             %8.2f\n",
	    (double)flooded[P50] / (double)quiet[P50]);
	vt_close(vt);
	peer_close(&bo);
	e2e_server_stop(&server);
	e2e_server_free(&server);
	return 0;
}
