/*
 * term: splits the input of the terminal into keys for the editor, bracketed pastes (with limits
 * of size and time), and mouse and focus events. No curses: bytes in, callbacks out.
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
	/* The terminal got or lost the focus (xterm's mode 1004). NULL: ignored. */
	void	(*focus)(int focused, void *ctx);
};

enum {
	TERM_PASTE_MAX = 1 << 20,	/* bytes of one paste */
	TERM_PASTE_MS = 2000,		/* a paste without an end ends after this long a silence */
	TERM_ESC_MS = 40		/* after this time a lone ESC is a key */
};

struct term;

struct term *term_new(const struct term_ops *, void *ctx);
void	term_free(struct term *);
/* Bytes read from the terminal, at clock_mono_ms now. */
void	term_feed(struct term *, const char *, size_t, int64_t now);
/* Returns the ms until term_tick is due, or -1 if no sequence is incomplete. */
int	term_due(const struct term *, int64_t now);
void	term_tick(struct term *, int64_t now);

#endif
