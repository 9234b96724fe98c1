/*
 * bench_clients: the full-screen client beside weechat, irssi and catgirl, each on a terminal of 80x24 in the same
 * room: starting, keys, a flood, a steady stream, scrolling, memory. A client that is not installed is left out.
 * The baseline for the bytes to the terminal is cat(1), which prints the same lines. Prints figures and ratios;
 * never fails because of them.
 *
 * BENCH_OTHER=program adds another build of tchat to the run, to compare two versions.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/gauge.h"
#include "tests/support/peer.h"
#include "tests/support/vt.h"

enum {
	FLOOD = 20000,	    /* lines */
	PIECE = 100,	    /* lines between two looks at the terminal */
	STREAM_S = 4,	    /* seconds */
	STREAM_RATE = 1000, /* lines a second */
	KEYS = 200,
	PAGES = 20,
	W = 80,
	H = 24,
	WAIT_MS = 30000
};

/* One client in this run: how it is started, and what was measured. */
struct contestant {
	const char *name;
	void (*start)(struct contestant *, const struct e2e_server *);
	const char *program; /* NULL: tchat of this build */
	const char *go;	     /* keys that show #lobby; NULL: it is shown */
	struct vt *vt;
	char *home;
	double joined, start_cpu;      /* s */
	double key[2], key_flooded[2]; /* s: p50, p99 */
	double flood_cpu;	       /* s for all lines */
	double flood_bytes;
	double stream_cpu; /* s of CPU a second */
	double page;	   /* s, p50 */
	double memory;
	int is_measured, is_late;
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

static void
say_lines(struct peer *bo, unsigned from, unsigned n)
{
	for (; n > 0; n--, from++)
		peer_say(bo, "PRIVMSG #lobby :%u %s\r\n", from, words(from));
}

/* -- starting each client -- */

static void
spawn(struct contestant *c, const char *const argv[])
{
	char *config;

	c->vt = vt_new(W, H);
	xasprintf(&config, "HOME=%s", c->home);
	vt_spawn(c->vt, argv,
	    (const char *[]){ config, "INPUTRC=/dev/null", "XDG_CONFIG_HOME",
		"XDG_STATE_HOME", NULL });
	free(config);
}

static void
start_tchat(struct contestant *c, const struct e2e_server *s)
{
	char *port = e2e_port(s);
	int plain = strstr(c->name, "no TLS") != NULL;

	spawn(c,
	    (const char *[]){
		c->program != NULL ? c->program : e2e_program("tchat"), "-n",
		"ana", plain ? "--no-tls" : "--tls", "127.0.0.1", port, NULL });
	free(port);
}

static void
start_weechat(struct contestant *c, const struct e2e_server *s)
{
	char *dir, *commands;

	xasprintf(&dir, "%s/weechat", c->home);
	xasprintf(&commands,
	    "/server add t 127.0.0.1/%u;/set irc.server.t.ssl off;"
	    "/set irc.server.t.tls off;/set irc.server.t.nicks ana;"
	    "/set logger.level.irc 0;/set irc.look.server_buffer independent;"
	    "/set irc.server.t.autojoin \"#lobby\";/connect t",
	    s->port);
	spawn(
	    c, (const char *[]){ "weechat", "-d", dir, "-r", commands, NULL });
	free(commands);
	free(dir);
}

static void
start_irssi(struct contestant *c, const struct e2e_server *s)
{
	char *port = e2e_port(s), *home;

	xasprintf(&home, "--home=%s", c->home);
	spawn(c, (const char *[]){ "irssi", home, "--nick=ana", "-c",
		     "127.0.0.1", "-p", port, NULL });
	free(home);
	free(port);
}

static void
start_catgirl(struct contestant *c, const struct e2e_server *s)
{
	char *port = e2e_port(s);

	spawn(c, (const char *[]){ "catgirl", "-!", "-h", "127.0.0.1", "-p",
		     port, "-n", "ana", "-j", "#lobby", NULL });
	free(port);
}

static struct contestant contestants[] = {
	{ .name = "tchat", .start = start_tchat },
	{ .name = "tchat, no TLS", .start = start_tchat },
	{ .name = "other tchat", .start = start_tchat },
	{ .name = "weechat", .start = start_weechat, .program = "weechat" },
	{ .name = "irssi",
	    .start = start_irssi,
	    .program = "irssi",
	    .go = "\0332" },
	{ .name = "catgirl", .start = start_catgirl, .program = "catgirl" },
};

enum { N = sizeof(contestants) / sizeof(contestants[0]) };

/* -- measuring -- */

/* Return the bytes that the program wrote to the terminal since the last call. */
static size_t
bytes_written(struct vt *vt)
{
	size_t len;

	vt_raw(vt, &len);
	vt_raw_reset(vt);
	return len;
}

/* Type a key; return the seconds until the program writes something. */
static double
answer_time(struct vt *vt, const char *key)
{
	double from;

	vt_raw_reset(vt);
	from = gauge_now();
	vt_keys(vt, key);
	while (vt_pump(vt, 5) == 0 && gauge_now() - from < 5)
		;
	return gauge_now() - from;
}

static void
percentiles(double *v, size_t n, double out[2])
{
	gauge_sort(v, n);
	out[0] = gauge_part(v, n, 0.5);
	out[1] = gauge_part(v, n, 0.99);
}

/* Measure from a key until the cursor has moved, after `lines` lines that may still be on the way. */
static void
measure_keys(
    struct contestant *c, struct peer *bo, unsigned lines, double out[2])
{
	static double v[KEYS];
	int i, x, y, at;
	double from;

	for (i = 0; i < KEYS; i++) {
		if (i % 40 == 0) {
			vt_keys(c->vt, "\025"); /* clear the line */
			vt_settle(c->vt, 30, 500);
		}
		say_lines(bo, (unsigned)i * lines, lines);
		vt_cursor(c->vt, &at, &y);
		from = gauge_now();
		vt_keys(c->vt, "x");
		do {
			vt_pump(c->vt, 5);
			vt_cursor(c->vt, &x, &y);
		} while (x == at && gauge_now() - from < 5);
		v[i] = gauge_now() - from;
	}
	vt_keys(c->vt, "\025");
	vt_settle(c->vt, 50, 1000);
	percentiles(v, KEYS, out);
}

static void
wait_for_line(struct contestant *c, unsigned line)
{
	char text[16];

	snprintf(text, sizeof(text), "%u ", line);
	if (!vt_wait_text(c->vt, text, WAIT_MS)) {
		fprintf(stderr,
		    "bench: %s does not show line %u, so its "
		    "figures are wrong\n",
		    c->name, line);
		c->is_late = 1;
	}
}

static void
measure_flood(struct contestant *c, struct peer *bo)
{
	double before = gauge_cpu(vt_pid(c->vt));
	unsigned i;

	bytes_written(c->vt);
	for (i = 0; i < FLOOD; i += PIECE) {
		say_lines(bo, 100000 + i, PIECE);
		vt_pump(c->vt, 0);
		c->flood_bytes += (double)bytes_written(c->vt);
	}
	wait_for_line(c, 100000 + FLOOD - 1);
	c->flood_bytes += (double)bytes_written(c->vt);
	c->flood_cpu = gauge_cpu(vt_pid(c->vt)) - before;
}

static void
measure_stream(struct contestant *c, struct peer *bo)
{
	double before = gauge_cpu(vt_pid(c->vt)), start = gauge_now();
	unsigned sent = 0, due;

	while (sent < STREAM_S * STREAM_RATE) {
		due = (unsigned)((gauge_now() - start) * STREAM_RATE);
		if (due > STREAM_S * STREAM_RATE)
			due = STREAM_S * STREAM_RATE;
		say_lines(bo, 200000 + sent, due - sent);
		sent = due;
		vt_pump(c->vt, 1);
	}
	wait_for_line(c, 200000 + sent - 1);
	c->stream_cpu = (gauge_cpu(vt_pid(c->vt)) - before) / STREAM_S;
}

static void
measure_pages(struct contestant *c)
{
	double v[PAGES], both[2];
	int i;

	for (i = 0; i < PAGES; i++) {
		v[i] = answer_time(c->vt, "\033[5~");
		vt_settle(c->vt, 20, 500);
	}
	percentiles(v, PAGES, both);
	c->page = both[0];
}

static void
measure(struct contestant *c, const struct e2e_server *server)
{
	struct peer bo;
	double from;

	peer_connect(&bo, server->port);
	if (!peer_register(&bo, "bo"))
		exit(1);
	c->home = e2e_folder();
	from = gauge_now();
	c->start(c, server);
	while (!peer_has(&bo, ":ana!") && gauge_now() - from < 20) {
		vt_pump(c->vt, 1);
		peer_pump(&bo, 0);
	}
	c->joined = gauge_now() - from;
	if (c->go != NULL)
		vt_keys(c->vt, c->go);
	vt_settle(c->vt, 300, 3000);
	c->start_cpu = gauge_cpu(vt_pid(c->vt));
	measure_keys(c, &bo, 0, c->key);
	measure_keys(c, &bo, 20, c->key_flooded);
	measure_flood(c, &bo);
	measure_stream(c, &bo);
	measure_pages(c);
	c->memory = gauge_memory(vt_pid(c->vt));
	c->is_measured = 1;
	vt_close(c->vt);
	e2e_remove(c->home);
	free(c->home);
	peer_close(&bo);
}

/* Return the bytes of FLOOD lines as a program prints them that shows the same and does not skip any. */
static double
lines_printed(void)
{
	double bytes = 0;
	unsigned i;

	for (i = 0; i < FLOOD; i++)
		bytes += snprintf(NULL, 0, "12:00         bo  %u %s\r\n",
		    100000 + i, words(i));
	return bytes;
}

static int
is_installed(const char *program)
{
	char *command;
	int status;

	xasprintf(&command, "command -v %s >/dev/null", program);
	status = system(command);
	free(command);
	return status == 0;
}

static void
print_figures(void)
{
	const struct contestant *c;
	size_t i;

	printf("%-14s %8s %8s %13s %13s %9s %8s %8s %8s %8s\n", "80x24",
	    "joined", "CPU then", "key p50, p99", "key, flooded", "flood",
	    "to term.", "stream", "PageUp", "memory");
	printf("%-14s %8s %8s %13s %13s %9s %8s %8s %8s %8s\n", "", "ms", "ms",
	    "ms", "ms", "us/line", "of lines", "% CPU", "ms", "MiB");
	for (i = 0; i < N; i++) {
		c = &contestants[i];
		if (!c->is_measured || c->is_late)
			continue;
		printf("%-14s %8.1f %8.1f %6.2f %6.2f %6.2f %6.2f %9.2f %8.3f "
		       "%8.1f %8.2f %8.1f\n",
		    c->name, c->joined * 1e3, c->start_cpu * 1e3,
		    c->key[0] * 1e3, c->key[1] * 1e3, c->key_flooded[0] * 1e3,
		    c->key_flooded[1] * 1e3, c->flood_cpu / FLOOD * 1e6,
		    c->flood_bytes / lines_printed(), c->stream_cpu * 100,
		    c->page * 1e3, c->memory / (1 << 20));
	}
}

int
main(void)
{
	const char *more[] = { "--flood-rate", "0", "--history", "none", NULL };
	struct e2e_server server;
	size_t i;

	signal(SIGPIPE, SIG_IGN);
	for (i = 0; i < N; i++) {
		struct contestant *c = &contestants[i];

		if (strcmp(c->name, "other tchat") == 0) {
			c->program = getenv("BENCH_OTHER");
			if (c->program == NULL)
				continue;
		}
		if (c->program != NULL && !is_installed(c->program))
			continue;
		e2e_server_start(&server, more);
		measure(c, &server);
		e2e_server_stop(&server);
		e2e_server_free(&server);
	}
	print_figures();
	printf(
	    "flood: %d lines at once; to term.: bytes for them, as a part of "
	    "the lines themselves;\nstream: %d lines a second\n",
	    FLOOD, STREAM_RATE);
	return 0;
}
