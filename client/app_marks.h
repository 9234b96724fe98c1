/*
 * app_marks: what is marked in the input line: where the message will be split, and misspelt words.
 */
#ifndef TCHAT_CLIENT_APP_MARKS_H
#define TCHAT_CLIENT_APP_MARKS_H

#include "client/view/layout.h"

struct app;

/* Set the marks of the input line. They are valid until the next call. */
void	app_marks_set(struct app *, struct input_state *);

#endif
