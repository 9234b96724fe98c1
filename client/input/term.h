/*
 * term: what comes from the keyboard, as bytes, told apart: keys for the editor,
 * bracketed pastes (bounded and timed), mouse events. No curses: bytes in, callbacks out.
 */
#ifndef TCHAT_CLIENT_INPUT_TERM_H
#define TCHAT_CLIENT_INPUT_TERM_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

struct term_ops {
	void	(*keys)(struct view bytes, void *ctx);
	/* The whole of a paste, line ends as LF; cut = it was longer than the limit. */
	void	(*paste)(struct view text, int cut, void *ctx);
	/* SGR mouse: button as xterm numbers it (64 up, 65 down), 0-based place. */
	void	(*mouse)(int button, int x, int y, int pressed, void *ctx);
	/* The terminal got the focus or lost it (xterm's mode 1004). NULL: no matter. */
	void	(*focus)(int focused, void *ctx);
};

enum {
	TERM_PASTE_MAX = 1 << 20,	/* bytes of one paste */
	TERM_PASTE_MS = 2000,		/* after so long a silence an unended paste counts as ended */
	TERM_ESC_MS = 40		/* a lone ESC is a key after that */
};

struct term;

struct term *term_new(const struct term_ops *, void *ctx);
void	term_free(struct term *);
/* Bytes read from the terminal, at clock_mono_ms now. */
void	term_feed(struct term *, const char *, size_t, int64_t now);
/* When term_tick is due (ms from now), or -1: nothing half-read. */
int	term_due(const struct term *, int64_t now);
void	term_tick(struct term *, int64_t now);

#endif
