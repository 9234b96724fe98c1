/*
 * app_overlay: the keys, pastes and wheel turns that the overlay of the model takes while one is open.
 */
#ifndef TCHAT_CLIENT_APP_OVERLAY_H
#define TCHAT_CLIENT_APP_OVERLAY_H

#include "common/view.h"

struct app;

/* Handle keys while an overlay is open. Leaves in *bytes the keys for the input line, after the overlay was closed. */
void	app_overlay_keys(struct app *, struct view *bytes);
/* Handle a paste. Returns 0 if it is for the input line: the overlay does not take it, and is closed. */
int	app_overlay_paste(struct app *, struct view text);
/* Scroll the overlay by so many rows. Returns 0 if none is open. */
int	app_overlay_scroll(struct app *, int rows);
/* Close the overlay, if one is open. */
void	app_overlay_close(struct app *);

#endif
