/*
 * event_lines: turn events into IRC lines.
 */
#ifndef TCHAT_SERVER_IRC_EVENT_LINES_H
#define TCHAT_SERVER_IRC_EVENT_LINES_H

#include <stdint.h>

struct buf;
struct chat_applied;
struct room;
struct server;
struct session;

/* Return the kind of recipient (deliver): the capabilities on which the bytes of an event depend. */
uint32_t	irc_kind(const struct session *, const struct room *);
/* Append an event in the form for this kind of recipient. */
void	irc_format(struct server *, const struct chat_applied *, uint32_t kind,
	    struct buf *out);
/* Append what the author's session gets for its own event. */
void	irc_format_own(struct server *, const struct chat_applied *,
	    struct session *, struct buf *out);

#endif
