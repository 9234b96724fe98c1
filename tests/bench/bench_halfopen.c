/*
 * bench_halfopen: the cost of connections that never register: up to 10,000 that send nothing, begin a
 * line, or stall in the TLS handshake, each from an address of its own. Prints the server's memory and
 * CPU for each, and how long the messages of two bystanders take; never fails because of them.
 */
#include <sys/resource.h>

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/attackers.h"
#include "tests/support/bystanders.h"
#include "tests/support/e2e.h"
#include "tests/support/gauge.h"

enum {
	CONNECTIONS = 10000,
	SPARE_FDS = 200,
	TIMES = 50, /* messages of each bystander */
	IDLE_MS = 3000
};

enum kind { SILENT, HALF_LINE, HALF_HELLO, HELLO };

static struct buf hello;

/* Return the number of open descriptors of a process. */
static size_t
count_fds(pid_t pid)
{
	char path[64];
	size_t n = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	dir = opendir(path);
	while (dir != NULL && readdir(dir) != NULL)
		n++;
	if (dir != NULL)
		closedir(dir);
	return n;
}

static size_t
connections(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0 ||
	    r.rlim_max >= CONNECTIONS + SPARE_FDS)
		return CONNECTIONS;
	return r.rlim_max - SPARE_FDS;
}

static void
begin(struct attackers *they, enum kind kind)
{
	size_t i;

	for (i = 0; i < they->n; i++)
		if (kind == HALF_LINE)
			attackers_say(they, i, "NICK a", 6);
		else if (kind == HALF_HELLO)
			attackers_say(they, i, hello.p, hello.len / 2);
		else if (kind == HELLO)
			attackers_say(they, i, hello.p, hello.len);
}

static void
wait_until_quiet(pid_t pid, size_t fds)
{
	double before, end = gauge_now() + 60;

	while (count_fds(pid) < fds && gauge_now() < end)
		poll(NULL, 0, 50);
	do {
		before = gauge_cpu(pid);
		poll(NULL, 0, 300);
	} while (gauge_cpu(pid) - before > 0.03 && gauge_now() < end);
}

static void
talk(struct bystanders *two, const char *during)
{
	if (!bystanders_talk(two, TIMES, NULL, NULL))
		exit(1);
	bystanders_report(two, during);
}

static void
run(const char *title, enum kind kind, const char *handshakes)
{
	const char *more[] = { "--plain", "spoken", "--flood-rate", "0",
		"--register-seconds", "600", "--handshake-seconds", "600",
		"--handshakes-max", handshakes, NULL };
	struct attackers they = { 0 };
	struct bystanders two;
	struct e2e_server server;
	size_t n = connections(), fds;
	double cpu, memory, idle;
	pid_t pid;

	e2e_server_start(&server, more);
	pid = server.proc->pid;
	if (!bystanders_enter(&two, server.port))
		exit(1);
	printf("-- %zu that %s\n", n, title);
	talk(&two, "  before");
	cpu = gauge_cpu(pid);
	memory = gauge_memory(pid);
	fds = count_fds(pid);
	attackers_come(&they, n, server.port, 0);
	begin(&they, kind);
	talk(&two, "  while they come");
	wait_until_quiet(pid, atol(handshakes) > 0 ? 0 : fds + n);
	printf("  each: %.1f us of CPU, %.2f KiB\n",
	    (gauge_cpu(pid) - cpu) * 1e6 / (double)n,
	    (gauge_memory(pid) - memory) / 1024 / (double)n);
	talk(&two, "  when they are there");
	idle = gauge_cpu(pid);
	poll(NULL, 0, IDLE_MS);
	printf("  idle: %.2f %% of a core\n",
	    (gauge_cpu(pid) - idle) * 100 / (IDLE_MS / 1e3));
	attackers_go(&they);
	talk(&two, "  while they go");
	bystanders_leave(&two);
	e2e_server_free(&server);
}

int
main(void)
{
	attackers_hello(&hello);
	run("say nothing", SILENT, "0");
	run("begin a line", HALF_LINE, "0");
	run("begin a hello of TLS", HALF_HELLO, "0");
	run("say hello and no more", HELLO, "0");
	run("say hello and no more, 500 of which are kept", HELLO, "500");
	buf_clear(&hello);
	return 0;
}
