/*
 * multiplexer: tmux or GNU screen between us and the terminal. They keep control sequences that they do not know; wrapped
 * in a DCS, these are passed on to the terminal outside.
 */
#ifndef TCHAT_CLIENT_VIEW_MULTIPLEXER_H
#define TCHAT_CLIENT_VIEW_MULTIPLEXER_H

#include "common/buf.h"
#include "common/view.h"

enum multiplexer { MULTIPLEXER_NONE, MULTIPLEXER_TMUX, MULTIPLEXER_SCREEN };

/*
 * Tell by the variables TMUX, STY and TERM, each of which may be NULL. On another host only TERM is left; for "screen" that
 * may be tmux too.
 */
enum multiplexer multiplexer_detect(const char *tmux, const char *sty,
	    const char *term);

/*
 * Append a control sequence so that it reaches the terminal. tmux passes it on if allow-passthrough is on. The sequence
 * has an ESC at its beginning only.
 */
void	multiplexer_wrap(struct buf *out, enum multiplexer, struct view sequence);

#endif
