/*
 * scrollback: continues the buffers into the server's history. It decides what to fetch (after a
 * join, while the user scrolls, around a search result), and inserts what arrives.
 *
 * A buffer has at most one fetch in progress; a fetch may take several requests, one after the other.
 * If its buffer is closed, it ends with the next answer of the server.
 */
#ifndef TCHAT_CLIENT_HISTORY_SCROLLBACK_H
#define TCHAT_CLIENT_HISTORY_SCROLLBACK_H

#include <stddef.h>

#include "client/irc/event.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "client/view/view.h"

struct scrollback;

/* Borrows all three. */
struct scrollback *scrollback_new(struct network *, const struct view_state *,
	    struct irc_session *);
void	scrollback_free(struct scrollback *);

/* True if the server can be asked for history now. */
int	scrollback_can_fetch(const struct scrollback *);
/* True if a fetch for that buffer is in progress; with NULL: for any buffer. */
int	scrollback_is_fetching(const struct scrollback *, const struct buffer *);
/* Return how many lines to ask for in one request. */
size_t	scrollback_page(const struct scrollback *, const struct buffer *);

/* After a join or a reconnect: fetch the missed messages, or the latest ones if the buffer has none. */
void	scrollback_resume(struct scrollback *, struct buffer *);
/* After scrolling in the active buffer (down: towards the newest line): fetch the history near the view. */
void	scrollback_fetch_near(struct scrollback *, int down);
/* Scroll to a message of the active buffer, and fetch the messages around it if needed. */
void	scrollback_go_to(struct scrollback *, struct buffer *, const struct line *);
/*
 * Scroll the active buffer to the first line of that time or later, and fetch the messages around it if needed. If
 * they cannot be fetched, says so, and scrolls to the nearest line.
 */
void	scrollback_go_to_time(struct scrollback *, struct buffer *, int64_t);
/* Scroll the active buffer back by so many lines. */
void	scrollback_go_back(struct scrollback *, size_t lines);
/* Scroll the active buffer to the first unread message. Returns 0, or -1 if there is none. */
int	scrollback_go_to_unread(struct scrollback *);
/* Call before the buffer is closed. */
void	scrollback_close(struct scrollback *, const struct buffer *);

/* Handle an event of the history. Returns 1 if it answers one of our requests or was replayed, else 0. */
int	scrollback_on_event(struct scrollback *, const struct irc_event *);
/* Handle IRC_EV_FETCHED. Returns 1 if it ends one of our requests, else 0. */
int	scrollback_on_fetched(struct scrollback *, const struct irc_event *);
/*
 * Handle IRC_EV_SENT for a pending line of ours. If the history that is being fetched contains the
 * message, move the line there and return 1, else return 0.
 */
int	scrollback_on_sent(struct scrollback *, const struct irc_event *,
	    struct buffer *, struct line *);

#endif
