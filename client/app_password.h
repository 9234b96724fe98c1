/*
 * app_password: keeps passwords off the screen: the prompt for one, in place of the input line, and
 * the mask over one in that line.
 */
#ifndef TCHAT_CLIENT_APP_PASSWORD_H
#define TCHAT_CLIENT_APP_PASSWORD_H

#include <stddef.h>

#include "client/view/view.h"
#include "common/view.h"

struct account_question;
struct app;

/* Return the question for a password; ASK_NOTHING: none is shown. */
struct account_question *app_asking(const struct app *);
/* Handle keys of the password prompt. Leaves in *bytes the keys after the prompt closed. */
void	app_password_keys(struct app *, struct view *bytes);
/* Handle pasted text. Returns 1 if the prompt used it. */
int	app_password_paste(struct app *, struct view text);
/* Show the prompt in place of the input line, or mask the password in that line. Returns 1 if it did, else 0. */
int	app_mask_input(struct app *, struct input_state *);
/* True if a line typed in the active buffer contains a password; sets *at to its offset. */
int	app_is_secret(const struct app *, struct view line, size_t *at);
/* True if the input history must not keep the line. */
int	app_is_private(const struct app *, struct view line);

#endif
