/*
 * theme: the theme in use: styles for each role, by the number of colours of the terminal. Nothing is shown by colour
 * alone. themes.h makes themes.
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

enum { THEME_NICKS_MAX = 32 };

enum theme_light { THEME_ON_UNKNOWN, THEME_ON_DARK, THEME_ON_LIGHT };

struct theme {
	unsigned	 set;		/* bit by role: styles has it; the other roles are as in the default theme */
	struct style	 styles[THEME_ROLES];
	int		 plain;		/* attributes only, no colours */
	enum theme_light on;		/* the background that it is shown on */
	int16_t		 nicks[THEME_NICKS_MAX];	/* their colours, on a terminal with 256 */
	size_t		 nnicks;	/* 0: as in the default theme */
};

/* Use a copy of this theme from now on; NULL: the default theme. For the whole program, as there is one terminal. */
void	theme_use(const struct theme *);

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
const int16_t *theme_palette(int colours, size_t *n);

#endif
