/*
 * linebuf: split a byte stream into lines.
 *
 * An overlong line is replaced by a mark in its place among the lines: a NUL and an LF. All NULs are removed from
 * the input, so no line looks like the mark.
 */
#include "common/linebuf.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static const char overlong_mark[] = { '\0', '\n' };

void
linebuf_init(struct linebuf *lb, size_t tags_max, size_t rest_max)
{
	assert(rest_max > 2);
	*lb = (struct linebuf){ .tags_max = tags_max, .rest_max = rest_max };
}

void
linebuf_clear(struct linebuf *lb)
{
	buf_clear(&lb->in);
	linebuf_init(lb, lb->tags_max, lb->rest_max);
}

/* Drop the first n bytes, which no view needs any more. */
static void
drop(struct linebuf *lb, size_t n)
{
	buf_drain(&lb->in, n);
	lb->last -= n;
	lb->taken -= n;
	lb->seen -= n;
}

static void
begin_line(struct linebuf *lb, char first)
{
	lb->in_tags = first == '@' && lb->tags_max > 0;
	lb->room = lb->in_tags ? lb->tags_max : lb->rest_max - 2;
}

/* Replace the unfinished line by the mark, and skip the rest of it. */
static void
discard_line(struct linebuf *lb)
{
	lb->in.len = lb->seen;
	buf_add(&lb->in, overlong_mark, sizeof(overlong_mark));
	lb->seen = lb->in.len;
	lb->discarding = 1;
}

/* Add bytes of a line, without CR, LF and NUL. */
static void
add_text(struct linebuf *lb, const char *p, size_t n)
{
	const char *space;
	size_t len;

	if (n == 0)
		return;
	lb->after_cr = 0;
	if (lb->discarding)
		return;
	if (lb->in.len == lb->seen)
		begin_line(lb, *p);
	while (n > 0) {
		space = lb->in_tags ? memchr(p, ' ', n) : NULL;
		len = space != NULL ? (size_t)(space - p) + 1 : n;
		if (len > lb->room) {
			discard_line(lb);
			return;
		}
		buf_add(&lb->in, p, len);
		lb->room -= len;
		p += len;
		n -= len;
		if (space != NULL) {
			lb->in_tags = 0;
			lb->room = lb->rest_max - 2;
		}
	}
}

/* Add bytes of a line, without LF and NUL. */
static void
add_without_cr(struct linebuf *lb, const char *p, size_t n)
{
	const char *cr;

	while (n > 0 && (cr = memchr(p, '\r', n)) != NULL) {
		add_text(lb, p, (size_t)(cr - p));
		lb->after_cr = 1;
		n -= (size_t)(cr - p) + 1;
		p = cr + 1;
	}
	add_text(lb, p, n);
}

/*
 * Add bytes of a line, without LF. Splits at NULs first and then at CRs, so that a flood of either is searched
 * only once for the other.
 */
static void
add_without_nul(struct linebuf *lb, const char *p, size_t n)
{
	const char *nul;

	while (n > 0 && (nul = memchr(p, '\0', n)) != NULL) {
		add_without_cr(lb, p, (size_t)(nul - p));
		n -= (size_t)(nul - p) + 1;
		p = nul + 1;
	}
	add_without_cr(lb, p, n);
}

/* Keeps the line's ending as received, for bare_lf. */
static void
end_line(struct linebuf *lb)
{
	if (lb->discarding) {
		lb->discarding = 0;
	} else if (lb->in.len > lb->seen) {
		buf_add_str(&lb->in, lb->after_cr ? "\r\n" : "\n");
		lb->seen = lb->in.len;
	}
	lb->after_cr = 0;
}

void
linebuf_feed(struct linebuf *lb, const void *bytes, size_t n)
{
	const char *p = bytes, *lf;

	/* Moves fewer bytes than were returned since the last move, so the cost stays linear. */
	if (lb->last > lb->in.len / 2)
		drop(lb, lb->last);
	while (n > 0 && (lf = memchr(p, '\n', n)) != NULL) {
		add_without_nul(lb, p, (size_t)(lf - p));
		end_line(lb);
		n -= (size_t)(lf - p) + 1;
		p = lf + 1;
	}
	if (n > 0)
		add_without_nul(lb, p, n);
}

/* No whole line is left: reduce the memory to what the unfinished line needs. */
static void
shrink(struct linebuf *lb)
{
	struct buf rest = { 0 };
	size_t len = lb->in.len - lb->taken;

	if (lb->taken == 0)
		return;
	if (len == 0 || len < lb->in.size / 8) {
		buf_add(&rest, len == 0 ? NULL : lb->in.p + lb->taken, len);
		buf_clear(&lb->in);
		lb->in = rest;
		lb->last = lb->taken = lb->seen = 0;
	} else {
		lb->last = lb->taken;
		drop(lb, lb->taken);
	}
}

int
linebuf_next(struct linebuf *lb, struct view *line)
{
	const char *p, *end;

	if (lb->taken == lb->seen) {
		shrink(lb);
		return 0;
	}
	p = lb->in.p + lb->taken;
	end = memchr(p, '\n', lb->seen - lb->taken);
	assert(end != NULL);
	lb->last = lb->taken;
	lb->taken += (size_t)(end - p) + 1;
	if (*p == '\0')
		return -1;
	lb->bare_lf = end[-1] != '\r';
	*line = (struct view){ p, (size_t)(end - p) - !lb->bare_lf };
	return 1;
}

void
linebuf_unget(struct linebuf *lb)
{
	lb->taken = lb->last;
}

int
linebuf_rest(struct linebuf *lb, struct view *line)
{
	end_line(lb);
	return linebuf_next(lb, line);
}

size_t
linebuf_pending(const struct linebuf *lb)
{
	return lb->in.len - lb->taken;
}
