/*
 * notification: the bytes that ask a terminal to notify its user: with the bell, or by OSC 9 (iTerm2), OSC 777 (urxvt,
 * foot, WezTerm) or OSC 99 (kitty). Inside tmux or screen they are wrapped, so that they reach the terminal outside.
 */
#ifndef TCHAT_CLIENT_VIEW_NOTIFICATION_H
#define TCHAT_CLIENT_VIEW_NOTIFICATION_H

#include "client/view/multiplexer.h"
#include "common/buf.h"
#include "common/view.h"

enum notification_kind {
	NOTIFICATION_NONE,
	NOTIFICATION_BELL,
	NOTIFICATION_OSC9,
	NOTIFICATION_OSC777,
	NOTIFICATION_OSC99
};

enum {
	NOTIFICATION_TITLE_MAX = 60,	/* graphemes */
	NOTIFICATION_BODY_MAX = 100
};

/* Reads the environment, as getenv does. */
typedef char *notification_getenv(const char *name);

/* Return what the terminal understands, as far as the environment shows; if it does not: the bell, which all have. */
enum notification_kind notification_detect(notification_getenv *);

/*
 * Append the bytes. The texts may be anything: controls are dropped, and what is too long is cut. Nothing in them can end
 * the sequence.
 */
void	notification_bytes(struct buf *, enum notification_kind,
	    enum multiplexer, struct view title, struct view body);

#endif
