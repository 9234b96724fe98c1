/*
 * app_typed: the message in an input line, which may be part of a command.
 */
#ifndef TCHAT_CLIENT_APP_TYPED_H
#define TCHAT_CLIENT_APP_TYPED_H

#include "client/irc/event.h"
#include "common/view.h"

struct app;

struct typed_message {
	struct view		 text;		/* the part of the line that is sent */
	struct view		 target;
	enum irc_message	 kind;
};

/* Find the message in a line. Returns 0 if there is none, as in most commands. */
int	app_typed_message(const struct app *, struct view line,
	    struct typed_message *);

#endif
