/*
 * linebuf: split a byte stream into lines. However the bytes are split into reads, the lines
 * are the same. LF ends a line, and a CR before it is dropped. All other CRs and all NULs are removed. Empty
 * lines are skipped.
 *
 * Length limits: a line has at most tags_max bytes of tags (from '@' to the space after them) and rest_max bytes
 * of the rest, counting its line ending as two. An overlong line is discarded to its end and reported once, in
 * its place among the others. With tags_max 0 there are no tags, and '@' is a byte like any other. Removed bytes
 * do not count.
 *
 * Bytes are filtered, measured and split as they are fed, each byte once. So the cost is linear however they
 * arrive, and an overlong line is never stored. `in` holds whole lines up to `seen`, then the beginning of the
 * next one.
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
	LINE_REST_MAX = 512,		/* including CR LF */
	LINE_TAGS_CLIENT = 4096,	/* from a client, '@' to ' ' */
	LINE_TAGS_SERVER = 8191		/* from a server */
};

struct linebuf {
	struct buf	in;
	size_t		last;	/* offset in `in` where the last returned line begins */
	size_t		taken;	/* offset in `in` after the lines already returned */
	size_t		seen;	/* offset in `in` after the last whole line */
	size_t		room;	/* bytes that the unfinished line may still grow by */
	size_t		tags_max;
	size_t		rest_max;
	int		in_tags;	/* the unfinished line is still in its tags */
	int		after_cr;	/* the last byte fed was a CR */
	int		discarding;	/* inside an overlong line */
	int		bare_lf;	/* the last returned line ended in LF without CR */
};

void	linebuf_init(struct linebuf *, size_t tags_max, size_t rest_max);
void	linebuf_clear(struct linebuf *);

/* Add a copy of bytes from the peer. Views from linebuf_next become invalid. */
void	linebuf_feed(struct linebuf *, const void *, size_t);

/*
 * Return the next line, without its line ending. Returns 1 and sets *line, valid until the next call on this
 * linebuf; 0 if there is no whole line yet; -1 if there was an overlong line (it is discarded to its end, which
 * may not have arrived yet).
 */
int	linebuf_next(struct linebuf *, struct view *line);

/*
 * Put the line just returned back: the next linebuf_next returns it again. Call it only before that linebuf_next;
 * feeding in between is allowed.
 */
void	linebuf_unget(struct linebuf *);

/* At the end of input, return the bytes after the last LF as a line. Same return values as linebuf_next. */
int	linebuf_rest(struct linebuf *, struct view *line);

/* Return the number of waiting bytes. */
size_t	linebuf_pending(const struct linebuf *);

#endif
