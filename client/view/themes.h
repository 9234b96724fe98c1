/*
 * themes: the themes that tchat has, those in files, and the choice between them by the terminal's background.
 *
 * A theme file has a line for each style that differs from the base theme, in the syntax of settings files:
 *
 *	base = dark
 *	mention = "white on #7f0055 bold"
 *	nicks = { red, 75, "#88cc00" }
 */
#ifndef TCHAT_CLIENT_VIEW_THEMES_H
#define TCHAT_CLIENT_VIEW_THEMES_H

#include <stdint.h>

#include "client/view/theme.h"

struct theme_background {
	int		 known;
	uint32_t	 rgb;
};

/* Parse the terminal's answer to the question for its background (OSC 11). Returns 0, or -1 if it is another answer. */
int	theme_background_reply(struct theme_background *, struct view);
/* Parse the variable COLORFGBG, which some terminals set. NULL: it is not set. Returns 0, or -1. */
int	theme_background_from(struct theme_background *, const char *colorfgbg);

/*
 * Make a theme: one of tchat's, or that in the file NAME.theme of the folder (NULL: there is none). Returns 0, or -1
 * with *cause, one mistake per line.
 */
int	theme_make(struct theme *, const char *name,
	    const struct theme_background *, const char *folder, char **cause);

/* Parse "white on #7f0055 bold". Returns 0, or -1 with *cause. */
int	theme_parse_style(struct style *, struct view, char **cause);

#endif
