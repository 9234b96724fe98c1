/*
 * screen_title: the bytes that set a window's title, and which terminals know them.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_TITLE_H
#define TCHAT_CLIENT_VIEW_SCREEN_TITLE_H

#include "common/buf.h"
#include "common/view.h"

enum { SCREEN_TITLE_MAX = 200 };	/* bytes of the text */

/* xterm's "Window manipulation": keep the title that is there, bring it back. */
#define SCREEN_TITLE_PUSH "\033[22;2t"
#define SCREEN_TITLE_POP  "\033[23;2t"

/* Is a terminal of that name one that has a title? */
int	screen_title_known(const char *term);

/* Append the sequence (xterm's OSC 2) that sets this title, cleaned and cut. */
void	screen_title_make(struct buf *out, struct view title);

#endif
