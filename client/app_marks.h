/*
 * app_marks: what is marked in the input line: where the message will be split, and misspelt words.
 */
#ifndef TCHAT_CLIENT_APP_MARKS_H
#define TCHAT_CLIENT_APP_MARKS_H

#include <stddef.h>

#include "client/irc/event.h"
#include "client/view/layout.h"
#include "common/view.h"

struct app;

/* The message in an input line. */
struct typed_message {
	struct view		 text;		/* the part of the line that is sent */
	struct view		 target;
	enum irc_message	 kind;
};

/* Find the message in a line. Returns 0 if there is none, as in most commands. */
int	app_typed_message(const struct app *, struct view line,
	    struct typed_message *);
/* Set the marks of the input line. They are valid until the next call. */
void	app_marks_set(struct app *, struct input_state *);

#endif
