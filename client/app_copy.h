/*
 * app_copy: copies text to the terminal's clipboard.
 */
#ifndef TCHAT_CLIENT_APP_COPY_H
#define TCHAT_CLIENT_APP_COPY_H

#include <stddef.h>

#include "common/view.h"

struct app;

/* Copy a text, and say so. It may have formatting codes, which are left out. */
void	app_copy_text(struct app *, struct view text);
/* Copy the nth message from the end of the active buffer. Returns 0, or -1 if there is none. */
int	app_copy_message(struct app *, size_t nth);
/* Show a chooser of the messages of the active buffer; the user's choice is copied. */
void	app_copy_choose(struct app *);

#endif
