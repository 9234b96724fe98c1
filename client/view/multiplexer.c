/*
 * multiplexer: detects it, and wraps sequences.
 */
#include "client/view/multiplexer.h"

#include <string.h>

enum {
	SCREEN_PIECE = 240
}; /* bytes of a DCS; old versions of screen take 256 */

static int
is_set(const char *value)
{
	return value != NULL && *value != '\0';
}

enum multiplexer
multiplexer_detect(const char *tmux, const char *sty, const char *term)
{
	if (is_set(tmux) || (term != NULL && strncmp(term, "tmux", 4) == 0))
		return MULTIPLEXER_TMUX;
	if (is_set(sty) || (term != NULL && strncmp(term, "screen", 6) == 0))
		return MULTIPLEXER_SCREEN;
	return MULTIPLEXER_NONE;
}

/* Each ESC is doubled. */
static void
wrap_for_tmux(struct buf *out, struct view sequence)
{
	buf_add_str(out, "\033Ptmux;");
	for (size_t i = 0; i < sequence.len; i++) {
		if (sequence.p[i] == '\033')
			buf_add_char(out, '\033');
		buf_add_char(out, sequence.p[i]);
	}
	buf_add_str(out, "\033\\");
}

/* screen passes on the contents of each DCS, up to a length. */
static void
wrap_for_screen(struct buf *out, struct view sequence)
{
	size_t n;

	for (; sequence.len > 0; sequence.p += n, sequence.len -= n) {
		n = sequence.len < SCREEN_PIECE ? sequence.len : SCREEN_PIECE;
		buf_add_str(out, "\033P");
		buf_add(out, sequence.p, n);
		buf_add_str(out, "\033\\");
	}
}

void
multiplexer_wrap(
    struct buf *out, enum multiplexer multiplexer, struct view sequence)
{
	switch (multiplexer) {
	case MULTIPLEXER_NONE:
		buf_add_view(out, sequence);
		break;
	case MULTIPLEXER_TMUX:
		wrap_for_tmux(out, sequence);
		break;
	case MULTIPLEXER_SCREEN:
		wrap_for_screen(out, sequence);
		break;
	}
}
