/*
 * app_chooser: the keys of a chooser (client/model/chooser.h).
 */
#ifndef TCHAT_CLIENT_APP_CHOOSER_H
#define TCHAT_CLIENT_APP_CHOOSER_H

#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

struct app;
struct chooser;

/* Sort the rows of a chooser and show it. The model then owns it. */
void	app_chooser_show(struct app *, struct chooser *);

/* Append a time for the detail of a row: with the date, unless it is today. Nothing for 0. */
void	app_chooser_add_time(const struct app *, int64_t ms, struct buf *out);

/* For client/app_overlay.c: handle keys, a paste, and the wheel while a chooser is shown; close it. */
void	app_chooser_keys(struct app *, struct view *bytes);
void	app_chooser_paste(struct app *, struct view text);
void	app_chooser_scroll(struct app *, int rows);
void	app_chooser_close(struct app *);

#endif
