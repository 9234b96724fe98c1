/*
 * event_text: render events as lines for plain peers.
 */
#ifndef TCHAT_SERVER_PLAIN_EVENT_TEXT_H
#define TCHAT_SERVER_PLAIN_EVENT_TEXT_H

#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/chat/chat.h"

struct room;
struct server;
struct session;

/* The bits of plain_kind. */
enum {
	PLAIN_BARE_LF = 1,	/* lines end with LF, not CR LF */
	PLAIN_CURRENT = 2	/* the event's room is the reader's current room */
};

/* Append a line and its line end, without control characters and colour codes. */
void	plain_add_line(struct buf *, int bare_lf, struct view);

/* Return how this session's lines for a room (NULL: no room) are rendered: PLAIN_* bits. */
uint32_t	plain_kind(const struct session *, const struct room *);
/* Render an event for readers of that kind other than its author. */
void	plain_format(struct server *, const struct chat_applied *,
	    uint32_t kind, struct buf *out);
/* Render an event from the history. own is the reading session if its user is the author, else NULL. */
void	plain_format_history(const struct chat_applied *, uint32_t kind,
	    const struct session *own, struct buf *out);
/* Render an event for the session that caused it. */
void	plain_format_for_author(struct server *, const struct chat_applied *,
	    struct session *, struct buf *out);
/*
 * Render an event for another session of its author's user. Returns 0 for a message in a room: plain_format
 * renders it then, because this session's terminal does not show it yet.
 */
int	plain_format_for_other_session(struct server *,
	    const struct chat_applied *, struct session *, struct buf *out);

#endif
