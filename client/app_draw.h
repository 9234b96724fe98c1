/*
 * app_draw: draws frames: at most 60 a second for what arrives, at once for what is typed.
 */
#ifndef TCHAT_CLIENT_APP_DRAW_H
#define TCHAT_CLIENT_APP_DRAW_H

struct app;

void	app_draw(struct app *);		/* draw all dirty panes now */
void	app_draw_keys(struct app *);	/* after keys: draw the input line at once */
/* Call after each change of the model: schedules a frame if a pane is dirty. */
void	app_schedule(struct app *);
void	app_frame_cb(int fd, short what, void *app);	/* timer: draw the scheduled frame */
void	app_resize(struct app *);	/* take the size of the terminal, and draw everything */
void	app_redraw(struct app *);	/* the same, and repair what others wrote on the terminal */

/* Keep the newest lines visible while the user scrolls, or not. */
void	app_toggle_split(struct app *);

#endif
