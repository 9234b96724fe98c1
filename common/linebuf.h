/*
 * linebuf: bytes in, lines out (DESIGN: framing). Any split of the same bytes
 * gives the same lines. LF ends a line and a CR before it is dropped; any other CR and
 * every NUL is removed; empty lines are skipped.
 *
 * Bounded: a line has at most tags_max bytes of tags (from '@' through the
 * space that ends them) and rest_max bytes of the rest with its line ending
 * counted as two. An overlong line is discarded to its end, and reported once, in
 * its place among the others.
 *
 * With tags_max 0 there are no tags, and '@' begins a line like any other byte.
 * Bytes that are removed do not count.
 *
 * What arrives is filtered, measured and cut as it is fed, each byte once: so the
 * cost is linear however the bytes are split, and an overlong line is never
 * stored. `in` holds whole lines up to `seen`, then the beginning of one.
 *
 * A silent peer costs no buffer: memory is held only while bytes wait.
 */
#ifndef TCHAT_COMMON_LINEBUF_H
#define TCHAT_COMMON_LINEBUF_H

#include <stddef.h>

#include "common/buf.h"
#include "common/view.h"

/* RFC 1459 2.3; IRCv3 message-tags, "Size limit". */
enum {
	LINE_REST_MAX = 512,		/* with CR LF */
	LINE_TAGS_CLIENT = 4096,	/* what a client may send, '@' to ' ' */
	LINE_TAGS_SERVER = 8191		/* what a server may send */
};

struct linebuf {
	struct buf	in;
	size_t		last;	/* of in, where the line handed out begins */
	size_t		taken;	/* of in, by lines already handed out */
	size_t		seen;	/* of in, the end of the last whole line */
	size_t		room;	/* what the line begun may still take */
	size_t		tags_max;
	size_t		rest_max;
	int		in_tags;	/* the line begun is still in its tags */
	int		after_cr;	/* the last byte fed was a CR */
	int		discarding;	/* inside an overlong line */
	int		bare_lf;	/* the last line ended in LF without CR */
};

void	linebuf_init(struct linebuf *, size_t tags_max, size_t rest_max);
void	linebuf_clear(struct linebuf *);

/* Add bytes as they came from the peer; copied. Views from _next end here. */
void	linebuf_feed(struct linebuf *, const void *, size_t);

/*
 * Take the next line out of the buffer, without its line ending.
 * The view is good until the next call on this linebuf. Returns 1 and sets
 * *line; 0 when no whole line is there yet; -1 when an overlong line was
 * found (it is discarded to its end, which may be yet to come).
 */
int	linebuf_next(struct linebuf *, struct view *line);

/*
 * Give the line just taken back: the next linebuf_next returns it again. Only
 * before that linebuf_next; feeding in between does no harm.
 */
void	linebuf_unget(struct linebuf *);

/*
 * At the end of input: what came after the last LF, as a line, with the
 * same return values as linebuf_next.
 */
int	linebuf_rest(struct linebuf *, struct view *line);

/* Bytes waiting. */
size_t	linebuf_pending(const struct linebuf *);

#endif
