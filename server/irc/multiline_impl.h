/*
 * multiline_impl: what the files of multiline share: a batch that is open.
 */
#ifndef TCHAT_SERVER_IRC_MULTILINE_IMPL_H
#define TCHAT_SERVER_IRC_MULTILINE_IMPL_H

#include <stddef.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/chat/event.h"
#include "server/net/wheel.h"

struct irc_command;
struct irc_msg;
struct session;

#define BATCH_TYPE "draft/multiline"

struct multiline {
	struct session		*session;
	char			*id;
	char			*label;		/* of the opening, raw; NULL: none */
	char			*target;
	char			*tags;		/* client-only tags, escaped */
	const char		*command;	/* of all its lines; NULL: there are none yet */
	struct buf		 text;		/* as in an event (event.h) */
	size_t			 bytes, lines;	/* as the limits count them */
	int			 said;		/* not all lines are empty */
	int			 failed;	/* answered; what comes is passed over */
	struct wheel_timer	 timer;		/* since its last line */
};

enum multiline_verdict {
	GOOD,
	PASSED_OVER,
	INVALID,
	INVALID_TARGET,
	INVALID_UTF8,
	MAX_BYTES,
	MAX_LINES
};

/* "+id" or "-id" of a BATCH without the sign; empty if it is neither. */
struct view multiline_id(const struct irc_msg *, char sign);
/* The session's batch, if it has that id; the one that a line says it belongs to. */
struct multiline *multiline_find(const struct session *, struct view id);
struct multiline *multiline_of_line(const struct session *,
	    const struct irc_msg *);

enum multiline_verdict multiline_check_line(const struct multiline *,
	    const struct irc_command *, const struct irc_msg *);
enum multiline_verdict multiline_check_closing(const struct multiline *);
int	multiline_may_open(const struct session *, const struct irc_msg *);

/* Does this line go on with the one before? */
int	multiline_goes_on(const struct multiline *, const struct irc_msg *);
enum chat_kind multiline_kind(const struct multiline *);

#endif
