/*
 * bench_framing: the CPU time for framing and parsing a line. The baseline is a loop with memchr from
 * LF to LF over the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/buf.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"

enum { LINES = 20000, ROUNDS = 9, REPEAT = 10 };

struct result {
	long lines;
	size_t check; /* keeps the compiler from removing the work */
};

static double
cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static struct result
walk_memchr(struct view bytes, size_t piece)
{
	struct result r = { 0, 0 };
	const char *p = bytes.p, *end = bytes.p + bytes.len, *lf;

	(void)piece;
	while ((lf = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		r.lines++;
		r.check += (size_t)(lf - p);
		p = lf + 1;
	}
	return r;
}

static struct result
walk(struct view bytes, size_t piece, int parse)
{
	struct result r = { 0, 0 };
	struct linebuf lb;
	struct irc_msg m;
	struct view line;
	size_t n;

	linebuf_init(&lb, LINE_TAGS_CLIENT, LINE_REST_MAX);
	for (; bytes.len > 0; bytes.p += n, bytes.len -= n) {
		n = bytes.len < piece ? bytes.len : piece;
		linebuf_feed(&lb, bytes.p, n);
		while (linebuf_next(&lb, &line) == 1) {
			r.lines++;
			if (parse && irc_msg_parse(&m, line) == 0)
				r.check += (size_t)m.nparams;
			r.check += line.len;
		}
	}
	linebuf_clear(&lb);
	return r;
}

static struct result
walk_framing(struct view bytes, size_t piece)
{
	return walk(bytes, piece, 0);
}

static struct result
walk_parsing(struct view bytes, size_t piece)
{
	return walk(bytes, piece, 1);
}

/* ns per line: the best of some rounds, because other programs disturb the others. */
static double
measure(
    struct result (*fn)(struct view, size_t), struct view bytes, size_t piece)
{
	static volatile size_t sink;
	struct result r;
	double began, ns, best = 0;
	int i, j;

	for (i = 0; i < ROUNDS; i++) {
		began = cpu_ns();
		for (j = 0; j < REPEAT; j++) {
			r = fn(bytes, piece);
			sink += r.check;
			if (r.lines != LINES)
				abort();
		}
		ns = (cpu_ns() - began) / ((double)LINES * REPEAT);
		if (i == 0 || ns < best)
			best = ns;
	}
	return best;
}

static void
fill(struct buf *bytes, int tags)
{
	int i;

	for (i = 0; i < LINES; i++) {
		if (tags)
			buf_printf(bytes, "@label=%d;+typing=active ", i);
		buf_printf(bytes, "PRIVMSG #lobby :line %d: %.*s\r\n", i,
		    i % 60,
		    "the quick brown fox jumps over the lazy dog, "
		    "and again it does");
	}
}

static void
report(const char *name, struct view bytes, size_t piece)
{
	double base, framing, parsing;

	base = measure(walk_memchr, bytes, piece);
	framing = measure(walk_framing, bytes, piece);
	parsing = measure(walk_parsing, bytes, piece);
	printf("%-11s %6zu %9.1f %9.1f %8.2f %9.1f %8.2f\n", name, piece, base,
	    framing, framing / base, parsing, parsing / base);
}

int
main(void)
{
	static const size_t pieces[] = { 1, 64, 1448, 16384 };
	struct buf plain = { 0 }, tagged = { 0 };
	size_t i;

	fill(&plain, 0);
	fill(&tagged, 1);
	printf("CPU ns per line, and times a memchr walk; %d lines, "
	       "%zu and %zu bytes a line on average\n",
	    LINES, plain.len / LINES, tagged.len / LINES);
	printf("%-11s %6s %9s %9s %8s %9s %8s\n", "lines", "piece", "memchr",
	    "framing", "ratio", "+ parsing", "ratio");
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		report("plain", buf_view(&plain), pieces[i]);
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
		report("with tags", buf_view(&tagged), pieces[i]);
	buf_clear(&plain);
	buf_clear(&tagged);
	return 0;
}
