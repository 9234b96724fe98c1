/*
 * theme: styles for each role, by the number of colours of the terminal. Nothing is shown by
 * colour alone.
 */
#ifndef TCHAT_CLIENT_VIEW_THEME_H
#define TCHAT_CLIENT_VIEW_THEME_H

#include <stddef.h>
#include <stdint.h>

#include "client/view/canvas.h"

enum theme_role {
	THEME_TEXT,
	THEME_DIM,	/* times, joins and parts, away members */
	THEME_RULE,	/* lines between panes */
	THEME_BAR,	/* topic and status line */
	THEME_BAR_NAME,	/* names in them */
	THEME_BAR_DIM,
	THEME_BAR_WARN,
	THEME_OWN_NICK,	/* the user's own nick */
	THEME_MENTION,	/* the nick of a sender who mentions the user */
	THEME_UNREAD,	/* a room with unread messages */
	THEME_MENTIONED_ROOM,	/* a room where the user was mentioned */
	THEME_ACTIVE,	/* the active room */
	THEME_DIVIDER,	/* the unread mark */
	THEME_NOTICE,
	THEME_WARN,	/* errors, messages not sent */
	THEME_ROLES
};

/* colours: 0, 8, 16 or 256. */
struct style theme_style(enum theme_role, int colours);

/* The colour of a nick: the same for the same person everywhere. */
struct style theme_nick(struct view nick, int colours);

/* IRC formatting on top of a style. */
struct style theme_format(struct style base, const struct text_style *,
	    int colours);

/* Returns the palette index of an IRC colour (0-98) on a terminal with that many colours; -1: default. */
int	theme_colour(int irc, int colours);

/* Returns the colours used for nicks. For tests. */
const uint8_t *theme_palette(int colours, size_t *n);

#endif
