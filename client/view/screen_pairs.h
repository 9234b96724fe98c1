/*
 * screen_pairs: the terminal's colour pairs: which pair has which foreground and background. Pairs are numbered on
 * demand; pair 0 is the terminal's default colours. Part of screen; does not use curses.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_PAIRS_H
#define TCHAT_CLIENT_VIEW_SCREEN_PAIRS_H

#include <stdint.h>

#include "client/view/canvas.h"

struct screen_pairs;

/*
 * colours: 0, 8, 16 or 256. pairs: how many the terminal has, including pair 0. defaults: a pair may have one default
 * colour and one other.
 */
struct screen_pairs *screen_pairs_new(int colours, int pairs, int defaults);
void	screen_pairs_free(struct screen_pairs *);

/* Get the colours of a style as this terminal can show them; -1: the default. */
void	screen_pairs_colours(const struct screen_pairs *, const struct style *,
	    int *fg, int *bg);

/* Return the pair of two colours from screen_pairs_colours; 0 if it has no number yet, or for -1, -1. */
int	screen_pairs_find(const struct screen_pairs *, int fg, int bg);
/* Number a new pair. Returns 0 if all numbers are used. */
int	screen_pairs_add(struct screen_pairs *, int fg, int bg);
/* Forget all pairs, so that the numbers can be used again. */
void	screen_pairs_reset(struct screen_pairs *);

#endif
