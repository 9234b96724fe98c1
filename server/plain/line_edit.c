/*
 * line_edit: apply editing keys in one pass over the bytes. The starts of graphemes are found when a key first
 * needs them.
 */
#include "server/plain/line_edit.h"

#include <stdlib.h>

#include "common/text.h"
#include "common/xmalloc.h"

enum {
	ESC = 0x1b,
	DEL = 0x7f,
	JOIN_MAX =
	    64 /* longest grapheme, in bytes, that later bytes may extend */
};

/* The line so far, and where its graphemes begin, up to `split`. */
struct edit {
	struct buf *out;
	size_t from;	/* length of out before this line */
	size_t *starts; /* as offsets in out */
	size_t nstarts;
	size_t split;
};

/* Find graphemes in the bytes added since the last split. They may extend the last grapheme. */
static void
split(struct edit *e)
{
	size_t at = e->split, len;

	if (e->nstarts > 0 && at - e->starts[e->nstarts - 1] <= JOIN_MAX)
		at = e->starts[--e->nstarts];
	while (at < e->out->len) {
		len = text_grapheme(
		    (struct view){ e->out->p + at, e->out->len - at });
		e->starts[e->nstarts++] = at;
		at += len;
	}
	e->split = at;
}

static int
last_is_space(const struct edit *e)
{
	char c = e->out->p[e->starts[e->nstarts - 1]];

	return c == ' ' || c == '\t';
}

/* Erase the last grapheme of a line that is split and not empty. */
static void
erase(struct edit *e)
{
	e->out->len = e->split = e->starts[--e->nstarts];
}

static void
erase_word(struct edit *e)
{
	while (e->nstarts > 0 && last_is_space(e))
		erase(e);
	while (e->nstarts > 0 && !last_is_space(e))
		erase(e);
}

/* Apply an editing key. Returns 0 if the byte is not one. */
static int
take_key(struct edit *e, unsigned char c)
{
	switch (c) {
	case LINE_EDIT_ERASE:
	case DEL:
		split(e);
		if (e->nstarts > 0)
			erase(e);
		return 1;
	case LINE_EDIT_WORD:
		split(e);
		erase_word(e);
		return 1;
	case LINE_EDIT_KILL:
		e->out->len = e->split = e->from;
		e->nstarts = 0;
		return 1;
	}
	return 0;
}

/*
 * Return the length of the escape sequence at the front, or 0: ESC [, parameters and a letter, or ESC O and a
 * letter (ECMA-48, xterm).
 */
static size_t
sequence_length(struct view v)
{
	size_t n = 2;

	if (v.len < 2 || *v.p != ESC || (v.p[1] != '[' && v.p[1] != 'O'))
		return 0;
	while (n < v.len && v.p[1] == '[' && v.p[n] >= ' ' && v.p[n] < '@')
		n++;
	return n < v.len && v.p[n] >= '@' && v.p[n] <= '~' ? n + 1 : n;
}

static int
needs_edit(struct view typed)
{
	size_t i;

	for (i = 0; i < typed.len; i++)
		switch (typed.p[i]) {
		case LINE_EDIT_ERASE:
		case LINE_EDIT_KILL:
		case LINE_EDIT_WORD:
		case ESC:
		case DEL:
			return 1;
		}
	return 0;
}

void
line_edit(struct buf *out, struct view typed)
{
	struct edit e = { .out = out, .from = out->len, .split = out->len };
	size_t n;

	if (!needs_edit(typed)) {
		buf_add_view(out, typed);
		return;
	}
	e.starts = xcalloc(typed.len + 1, sizeof(*e.starts));
	while (typed.len > 0) {
		n = sequence_length(typed);
		if (n == 0) {
			n = 1;
			if (!take_key(&e, (unsigned char)*typed.p))
				buf_add_char(out, *typed.p);
		}
		typed.p += n;
		typed.len -= n;
	}
	free(e.starts);
}
