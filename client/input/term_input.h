/*
 * term_input: splits the input of the terminal into keys for the editor, bracketed pastes (with limits of size and
 * time), mouse and focus events, and replies of the terminal. No curses: bytes in, callbacks out.
 */
#ifndef TCHAT_CLIENT_INPUT_TERM_INPUT_H
#define TCHAT_CLIENT_INPUT_TERM_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct term_input_ops {
	void	(*keys)(struct view bytes, void *ctx);
	/* A whole paste, with LF as line end. cut: it was longer than the limit. */
	void	(*paste)(struct view text, int cut, void *ctx);
	/* An SGR mouse report: the button as xterm numbers it (64 up, 65 down), and the cell, counted from 0. */
	void	(*mouse)(int button, int x, int y, int pressed, void *ctx);
	/* The terminal gained or lost the focus (xterm's mode 1004). NULL: ignored. */
	void	(*focus)(int focused, void *ctx);
	/*
	 * The terminal answered a question: a whole CSI sequence, or an OSC or DCS string without its terminator, of at
	 * most TERM_REPLY_MAX bytes. It begins with ESC. Anyone may have written it, so parse it strictly. NULL: ignored.
	 */
	void	(*reply)(struct view bytes, void *ctx);
};

enum {
	TERM_PASTE_MAX = 1 << 20,	/* bytes of one paste */
	TERM_PASTE_MS = 2000,		/* an unterminated paste ends after this silence */
	TERM_ESC_MS = 40,		/* after this time a lone ESC is a key */
	TERM_REPLY_MAX = 256		/* bytes of a reply that is reported; a longer one is dropped */
};

struct term_input;

struct term_input *term_input_new(const struct term_input_ops *, void *ctx);
void	term_input_free(struct term_input *);
/* Handle bytes read from the terminal at clock_mono_ms now. */
void	term_input_feed(struct term_input *, const char *, size_t, int64_t now);
/* Return the ms until term_input_tick is due, or -1 if no sequence is incomplete. */
int	term_input_due(const struct term_input *, int64_t now);
/* End sequences that have been incomplete for too long. */
void	term_input_tick(struct term_input *, int64_t now);

#endif
