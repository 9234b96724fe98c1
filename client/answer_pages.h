/*
 * answer_pages: collects the lines with which a server answers a command such as /whois, /list or /who. A short answer
 * goes into the window where the command was typed; a long one becomes a page, with aligned and sorted rows.
 */
#ifndef TCHAT_CLIENT_ANSWER_PAGES_H
#define TCHAT_CLIENT_ANSWER_PAGES_H

#include <stddef.h>

#include "client/config/config.h"
#include "client/irc/event.h"
#include "client/model/network.h"

struct answer_pages;
struct irc_session;
struct pager;
struct view_state;

struct answer_pages_ops {
	/* Show a page for a command of that buffer; the callee owns it. */
	void	(*show)(struct pager *, struct buffer *, void *ctx);
};

struct answer_pages *answer_pages_new(const struct client_config *,
	    struct network *, const struct view_state *, struct irc_session *,
	    const struct answer_pages_ops *, void *ctx);
void	answer_pages_free(struct answer_pages *);

/* Take an IRC_EV_INFO that is part of such an answer. Returns 1, or 0 if it is to be shown at once. */
int	answer_pages_take(struct answer_pages *, const struct irc_event *);
/* Handle IRC_EV_ANSWERED: show what was collected for its origin. */
void	answer_pages_on_answered(struct answer_pages *, const struct irc_event *);
/* Show what was collected so far: the connection is lost. */
void	answer_pages_flush(struct answer_pages *);

/* True if a text of that many rows of the pane is too long for a room. */
int	answer_pages_is_long(const struct client_config *, const struct view_state *,
	    size_t rows);

#endif
