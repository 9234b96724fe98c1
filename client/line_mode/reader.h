/*
 * reader: prints the messages of rooms and conversations, each once and in their order, also over lost connections.
 *
 * Each place (a room, or a user) has the last message that was printed. When the client has joined the room, the reader
 * fetches what came after that message, page by page. Messages that arrive meanwhile are held back, and printed after
 * the history unless it had them. If the connection breaks they are dropped: the history has them later.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_READER_H
#define TCHAT_CLIENT_LINE_MODE_READER_H

#include <stdint.h>

#include "client/irc/event.h"
#include "common/buf.h"
#include "common/view.h"

struct irc_session;
struct reader_place;

/* Where to begin, or to end: a message or a time. A zeroed one is no limit. */
struct reader_limit {
	char	*msgid;		/* of a message: begin after it, end with it; or NULL */
	int64_t	 time;		/* ms: begin at it, end before it; 0: none */
};

struct reader_ops {
	/* Append the message as it is printed. */
	void	(*render)(struct buf *out, const struct irc_event *, void *ctx);
	/* Print a line with its line end. */
	void	(*put)(int64_t time, struct view line, void *ctx);
	/* Warn of messages that may be missing. */
	void	(*warn)(const char *text, void *ctx);
	/* The history of a place cannot be read: end. */
	void	(*fail)(const char *why, void *ctx);
	/* All history that was asked for has been printed: end. Only without `follows`. */
	void	(*done)(void *ctx);
};

struct reader {
	struct irc_session	*session;
	struct reader_place	*places;	/* in the order in which they were added */
	int			 follows;	/* go on with new messages */
	struct reader_limit	 since, until;
	struct reader_ops	 ops;
	void			*ctx;
};

/*
 * Parse --since or --until: "msgid=ID", a duration before now (2h), a time (2026-12-01, 2026-12-01T14:30 in the local
 * time zone, or as tchat-json(5) has it), else the msgid of a message. Returns 0, or -1 and *cause.
 */
int	reader_limit_parse(struct reader_limit *, const char *text, char **cause);

void	reader_init(struct reader *, struct irc_session *,
	    const struct reader_ops *, void *ctx);
void	reader_clear(struct reader *);

/* Read this room or user too. */
void	reader_add(struct reader *, struct view name);
/* True if the name is one of the places. */
int	reader_has(const struct reader *, struct view name);
/* The place can be read from now on: the room was joined at that time, or there is nothing to join. */
void	reader_start(struct reader *, struct view name, int64_t time);
/* Handle a message, a line of history, or IRC_EV_FETCHED. */
void	reader_event(struct reader *, const struct irc_event *);
/* The connection is lost. */
void	reader_disconnected(struct reader *);

#endif
