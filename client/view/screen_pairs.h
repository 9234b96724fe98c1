/*
 * screen_pairs: which of the terminal's colour pairs stand for which two colours. Pairs
 * are numbered on demand; pair 0 is the terminal's own colours.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_PAIRS_H
#define TCHAT_CLIENT_VIEW_SCREEN_PAIRS_H

#include <stdint.h>

#include "client/view/canvas.h"

struct screen_pairs;

/*
 * Colours are 0, 8, 16 or 256, pairs how many the terminal has, pair 0 included.
 * Without `defaults` it can't ask for its own colour on one side only.
 */
struct screen_pairs *screen_pairs_new(int colours, int pairs, int defaults);
void	screen_pairs_free(struct screen_pairs *);

/* The colours of a style as this terminal can show them; -1: its own. */
void	screen_pairs_fit(const struct screen_pairs *, const struct style *,
	    int *fg, int *bg);

/*
 * The pair of two fitted colours; 0 when it has none yet and is not -1, -1.
 */
int	screen_pairs_find(const struct screen_pairs *, int fg, int bg);
/* A new pair for them; 0 when all are taken. */
int	screen_pairs_add(struct screen_pairs *, int fg, int bg);
/* Forget all, so that the numbers can be given anew. */
void	screen_pairs_reset(struct screen_pairs *);

#endif
