/*
 * message_search: runs /search: sends the request, collects the results in the model, and handles the
 * keys while they are shown.
 */
#ifndef TCHAT_CLIENT_HISTORY_MESSAGE_SEARCH_H
#define TCHAT_CLIENT_HISTORY_MESSAGE_SEARCH_H

#include "client/history/scrollback.h"
#include "client/irc/event.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "client/view/view.h"

struct message_search;

struct message_search_ops {
	/* The user chose a result: show that buffer, and go to the line in it. */
	void	(*go_to)(struct buffer *, const struct line *, void *ctx);
	/* The user asked to redraw the whole screen. */
	void	(*redraw)(void *ctx);
};

/* Borrows all but the ops, which it copies. */
struct message_search *message_search_new(struct network *,
	    const struct view_state *, struct irc_session *, struct scrollback *,
	    const struct message_search_ops *, void *ctx);
void	message_search_free(struct message_search *);

/* Start a search and show its results. Returns 0, or -1 with *cause. */
int	message_search_start(struct message_search *, struct view query,
	    char **cause);
/* True while a request is not answered. */
int	message_search_is_waiting(const struct message_search *);
/* Close the results, if any are shown. */
void	message_search_close(struct message_search *);
/* Handle keys while results are shown. Leaves in *bytes the keys after the results were closed. */
void	message_search_keys(struct message_search *, struct view *bytes);
/* Move the selection by so many results; at the end, request older ones. */
void	message_search_move(struct message_search *, int by);
/* Handle an event of the history: add it if it answers our request. */
void	message_search_on_event(struct message_search *, const struct irc_event *);
/* Handle IRC_EV_FETCHED. Returns 1 if it ends our request, else 0. */
int	message_search_on_fetched(struct message_search *,
	    const struct irc_event *);

#endif
