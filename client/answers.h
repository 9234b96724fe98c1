/*
 * answers: collects the lines with which a server answers a command such as /whois, /list or /who. A short answer goes
 * into the window where the command was typed; a long one becomes a page, with aligned and sorted rows.
 */
#ifndef TCHAT_CLIENT_ANSWERS_H
#define TCHAT_CLIENT_ANSWERS_H

#include <stddef.h>

#include "client/config/config.h"
#include "client/irc/event.h"
#include "client/model/network.h"

struct answers;
struct irc_session;
struct pager;
struct view_state;

struct answers_ops {
	/* Show a page for a command of that buffer; the callee owns it. */
	void	(*show)(struct pager *, struct buffer *, void *ctx);
};

struct answers *answers_new(const struct client_config *, struct network *, const struct view_state *,
	    struct irc_session *, const struct answers_ops *, void *ctx);
void	answers_free(struct answers *);

/* Take an IRC_EV_INFO that is part of such an answer. Returns 1, or 0 if it is to be shown at once. */
int	answers_take(struct answers *, const struct irc_event *);
/* Handle IRC_EV_ANSWERED: show what was collected for its origin. */
void	answers_on_answered(struct answers *, const struct irc_event *);
/* Show what was collected so far: the connection is lost. */
void	answers_flush(struct answers *);

/* True if a text of that many rows of the pane is too long for a room. */
int	answers_is_long(const struct client_config *, const struct view_state *,
	    size_t rows);

#endif
