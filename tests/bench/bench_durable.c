/*
 * bench_durable: the cost of stored messages: messages per second into 1, 100 and 10,000 rooms, the
 * time from sending to delivery, idle and under load, and how long the loop stalls while another
 * process locks the database for a second. The baseline, in the same run, is a server without history.
 * Prints figures and ratios; never fails because of them.
 */
#include <sys/wait.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/gauge.h"
#include "tests/support/peer.h"

enum {
	SENDERS = 100,
	EACH = 500,
	ROOMS_MAX = 10000,
	LOADERS = 20,
	LOAD_BURST = 50,
	SAMPLES = 500,
	BETWEEN_MS = 2, /* two of them */
	SAMPLES_MAX = 200000,
	LOCKED_SECONDS = 1
};

struct way {
	const char *name;
	const char *history;
	const char *durability;
};

static const struct way ways[] = {
	{ "none", "none", "commit" },
	{ "memory", "memory", "commit" },
	{ "commit", "sqlite", "commit" },
	{ "fsync", "sqlite", "fsync" },
};
enum { WAYS = sizeof(ways) / sizeof(ways[0]), NROOMS = 3 };

static const int rooms[NROOMS] = { 1, 100, ROOMS_MAX };

struct speed {
	double each; /* seconds per message */
	double cpu;  /* CPU seconds of the server per message */
	double memory;
};

static struct e2e_server server;
static struct peer senders[SENDERS];
static double samples[SAMPLES_MAX];

static void
start(const struct way *way)
{
	const char *more[] = { "--flood-rate", "0", "--lobby", "",
		"--queue-max", "64M", "--history", way->history, "--durability",
		way->durability, NULL };

	e2e_server_start(&server, more);
}

static void
stop(void)
{
	e2e_server_stop(&server);
	e2e_server_free(&server);
}

static void
must(int ok)
{
	if (!ok)
		exit(1);
}

static void
expect(struct peer *p, const char *text)
{
	must(peer_expect(p, text));
	buf_reset(&p->got);
	p->mark = 0;
}

/* Wait until all earlier commands are answered. */
static void
settle(struct peer *p)
{
	peer_say(p, "PING settled\r\n");
	expect(p, ":settled\r\n");
}

static void
enter(struct peer *p, const char *name, int i)
{
	peer_connect(p, server.port);
	peer_say(p, "NICK %s%d\r\nUSER u 0 * :u\r\n", name, i);
	expect(p, " 422 ");
}

/* One room for all, into which outsiders may speak; or the same number of rooms for each. */
static void
enter_rooms(int nrooms)
{
	int i, k, each = nrooms / SENDERS;

	for (i = 0; i < SENDERS; i++) {
		enter(&senders[i], "s", i);
		if (nrooms == 1 && i == 0)
			peer_say(&senders[i], "JOIN #r0\r\nMODE #r0 -n\r\n");
		for (k = 0; k < each; k++)
			peer_say(&senders[i], "JOIN #r%d\r\n", i * each + k);
		settle(&senders[i]);
	}
}

static void
leave(void)
{
	int i;

	for (i = 0; i < SENDERS; i++)
		peer_close(&senders[i]);
}

static void
speak(int i, int nrooms)
{
	int k, each = nrooms / SENDERS;
	struct buf out = { 0 };

	for (k = 0; k < EACH; k++)
		buf_printf(&out,
		    "PRIVMSG #r%d :%d: a line of about the usual length, as "
		    "people say\r\n",
		    nrooms == 1 ? 0 : i * each + k % each, k);
	buf_add_str(&out, "PING said\r\n");
	peer_write(&senders[i], out.p, out.len);
	buf_clear(&out);
}

static struct speed
measure_speed(const struct way *way, int nrooms)
{
	double all = (double)SENDERS * EACH, cpu, from;
	struct speed s;
	int i;

	start(way);
	enter_rooms(nrooms);
	cpu = gauge_cpu(server.proc->pid);
	from = gauge_now();
	for (i = 0; i < SENDERS; i++)
		speak(i, nrooms);
	for (i = 0; i < SENDERS; i++)
		expect(&senders[i], ":said\r\n");
	s.each = (gauge_now() - from) / all;
	s.cpu = (gauge_cpu(server.proc->pid) - cpu) / all;
	s.memory = gauge_memory(server.proc->pid);
	leave();
	stop();
	return s;
}

static void
measure_speeds(void)
{
	struct speed s[NROOMS][WAYS];
	int r, w;

	printf("%d messages of %d senders:\n", SENDERS * EACH, SENDERS);
	for (r = 0; r < NROOMS; r++) {
		for (w = 0; w < WAYS; w++) {
			s[r][w] = measure_speed(&ways[w], rooms[r]);
			printf("  %5d room%s %-8s %8.0f a second (%.2f of "
			       "none), %6.2f us of CPU each (%.2f), %6.1f "
			       "MiB\n",
			    rooms[r], r == 0 ? ", " : "s,", ways[w].name,
			    1 / s[r][w].each, s[r][0].each / s[r][w].each,
			    s[r][w].cpu * 1e6, s[r][w].cpu / s[r][0].cpu,
			    s[r][w].memory / (1 << 20));
		}
	}
}

/* The time from one client's send until another receives the message. */
static void
sample_seen(struct peer *ana, struct peer *bo)
{
	char text[32];
	size_t i;

	for (i = 0; i < SAMPLES; i++) {
		peer_pump(ana, BETWEEN_MS);
		snprintf(text, sizeof(text), ":seen %zu\r\n", i);
		samples[i] = gauge_now();
		peer_say(ana, "PRIVMSG #talk %s", text);
		expect(bo, text);
		samples[i] = gauge_now() - samples[i];
	}
	gauge_sort(samples, SAMPLES);
}

/* Send as much as the server accepts, until killed. Reports when it has begun. */
static void
load(int began)
{
	static struct peer loaders[LOADERS];
	int i, k;

	for (i = 0; i < LOADERS; i++) {
		enter(&loaders[i], "load", i);
		peer_say(&loaders[i], "JOIN #load%d\r\n", i);
		settle(&loaders[i]);
	}
	for (;;) {
		for (i = 0; i < LOADERS; i++) {
			for (k = 0; k < LOAD_BURST; k++)
				peer_say(&loaders[i],
				    "PRIVMSG #load%d :as people say\r\n", i);
			peer_say(&loaders[i], "PING settled\r\n");
		}
		for (i = 0; i < LOADERS; i++)
			expect(&loaders[i], ":settled\r\n");
		if (began != -1 && write(began, "", 1) == 1)
			began = -1;
	}
}

static pid_t
start_load(void)
{
	pid_t pid;
	int fds[2];
	char byte;

	must(pipe(fds) == 0);
	fflush(NULL);
	pid = fork();
	must(pid != -1);
	if (pid == 0)
		load(fds[1]);
	must(read(fds[0], &byte, 1) == 1);
	close(fds[0]);
	close(fds[1]);
	return pid;
}

static void
end_load(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
print_seen(const struct way *way, const char *when, double base[2])
{
	double p50 = gauge_part(samples, SAMPLES, .5);
	double p99 = gauge_part(samples, SAMPLES, .99);

	if (base[0] == 0) {
		base[0] = p50;
		base[1] = p99;
	}
	printf("  %-8s %-12s %8.3f ms (%.1f of none) %8.3f ms (%.1f)\n",
	    way->name, when, p50 * 1e3, p50 / base[0], p99 * 1e3,
	    p99 / base[1]);
}

static void
measure_seen(const struct way *way)
{
	static double alone[2], loaded[2];
	struct peer ana, bo;
	pid_t pid;

	start(way);
	enter(&ana, "ana", 0);
	enter(&bo, "bo", 0);
	peer_say(&bo, "JOIN #talk\r\n");
	settle(&bo);
	peer_say(&ana, "JOIN #talk\r\n");
	settle(&ana);
	sample_seen(&ana, &bo);
	print_seen(way, "alone", alone);
	pid = start_load();
	sample_seen(&ana, &bo);
	end_load(pid);
	print_seen(way, "under load", loaded);
	peer_close(&ana);
	peer_close(&bo);
	stop();
}

/* Send PING and wait for PONG for some time, so often that the longest round trip is the longest turn. */
static void
print_turns(struct peer *p, const char *when)
{
	double end = gauge_now() + LOCKED_SECONDS;
	size_t n = 0;

	while (gauge_now() < end && n < SAMPLES_MAX) {
		samples[n] = gauge_now();
		settle(p);
		samples[n] = gauge_now() - samples[n];
		n++;
	}
	gauge_sort(samples, n);
	printf("  %-34s %8.3f ms %8.3f ms %8.3f ms\n", when,
	    gauge_part(samples, n, .5) * 1e3, gauge_part(samples, n, .99) * 1e3,
	    samples[n - 1] * 1e3);
}

static sqlite3 *
lock_database(void)
{
	char *file = path_join(server.dir, "tchat.db");
	sqlite3 *db = NULL;

	must(sqlite3_open(file, &db) == SQLITE_OK);
	must(sqlite3_busy_timeout(db, 1000) == SQLITE_OK);
	must(
	    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
	free(file);
	return db;
}

static void
measure_locked(void)
{
	struct peer watcher;
	sqlite3 *db;
	double from;
	int i;

	start(&ways[WAYS - 1]);
	enter(&watcher, "watcher", 0);
	print_turns(&watcher, "nobody speaks");
	enter_rooms(SENDERS);
	for (i = 0; i < SENDERS; i++)
		speak(i, SENDERS);
	print_turns(&watcher, "all speak");
	for (i = 0; i < SENDERS; i++)
		expect(&senders[i], ":said\r\n");
	db = lock_database();
	for (i = 0; i < SENDERS; i++)
		speak(i, SENDERS);
	print_turns(&watcher, "all speak, the database is locked");
	must(!peer_has(&senders[0], ":said"));
	from = gauge_now();
	sqlite3_close(db);
	for (i = 0; i < SENDERS; i++)
		expect(&senders[i], ":said\r\n");
	printf("  all is kept after the lock was let go of: %.0f ms\n",
	    (gauge_now() - from) * 1e3);
	leave();
	peer_close(&watcher);
	stop();
}

int
main(void)
{
	int w;

	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	measure_speeds();
	printf("from sending to being seen (p50, p99):\n");
	for (w = 0; w < WAYS; w++)
		measure_seen(&ways[w]);
	printf("PING to PONG (p50, p99, longest):\n");
	measure_locked();
	return 0;
}
