/*
 * session: the protocol side of the client. It registers, negotiates capabilities, turns lines into typed events and
 * sends commands. It has no screen and no socket: lines in, lines out.
 *
 * Messages go through an outbox. Each has a token. Long messages are split, and the parts are sent in order, as many
 * at a time as the server accepts (a window if the server echoes, else a fixed rate). A message is acknowledged when
 * all its parts are. If the link breaks, messages that were not sent wait for the next connection. A message that was
 * on the wire is looked up in the history and sent again only if it is not there; without history it is refused ("not
 * confirmed").
 */
#ifndef TCHAT_CLIENT_IRC_SESSION_H
#define TCHAT_CLIENT_IRC_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "client/irc/event.h"
#include "common/view.h"

struct irc_session;

struct irc_session_ops {
	void	(*send)(struct view bytes, void *ctx);	/* whole lines with CR LF */
	void	(*event)(const struct irc_event *, void *ctx);
	/* Call irc_session_tick soon. NULL: not needed. */
	void	(*wake)(void *ctx);
};

struct irc_session *irc_session_new(const struct irc_session_ops *,
    const char *nick, const char *username, const char *realname, void *ctx);
void	irc_session_free(struct irc_session *);
/* Ask each server not to join the user to the lobby, because the user chose rooms. Call it before irc_session_start. */
void	irc_session_skip_lobby(struct irc_session *);
/* Ask no server for joins, parts and other events in the history, only for messages. Call it before irc_session_start. */
void	irc_session_skip_playback(struct irc_session *);
/*
 * Make this session a visitor: it sends to a room without joining it where the server allows that. Call it before
 * irc_session_start.
 */
void	irc_session_visit(struct irc_session *);
/*
 * From now on, mark the messages of this visitor with a tag by which other clients hide its join and part. Call it for a
 * visitor that had to join the room, and not for a user who joined it for another reason.
 */
void	irc_session_mark_visit(struct irc_session *);

/* Answer no CTCP request (IRC_EV_MESSAGE) for which `ignores` returns true. */
void	irc_session_set_ignores(struct irc_session *,
	    int (*ignores)(const struct irc_event *, void *arg), void *arg);

/* The link is up. */
void	irc_session_start(struct irc_session *);
/* Process a line without its ending. Returns -1 if the server does not speak IRC (only before the first IRC line). */
int	irc_session_line(struct irc_session *, struct view);
/* The link is down. Returns -1 if it was not up. */
int	irc_session_disconnected(struct irc_session *);
/* Do timed work: sending pace, pings. Returns the ms until it must be called again, or -1. */
int	irc_session_tick(struct irc_session *, int64_t now);

int	irc_session_registered(const struct irc_session *);
const char *irc_session_my_nick(const struct irc_session *);
/* Change the nick, also during registration. */
void	irc_session_nick(struct irc_session *, struct view);

/* Take this nick as soon as it is free, on this connection only; IRC_EV_INFO reports it. An empty nick cancels that. */
void	irc_session_regain(struct irc_session *, struct view nick);

/*
 * Queue a message. The token identifies it in IRC_EV_SENT or IRC_EV_REFUSED; exactly one of them follows. Text
 * with line breaks is sent as several lines. What a line cannot hold (NUL, CTCP marks, bytes that are not UTF-8)
 * is dropped or replaced. Returns 0 if nothing is left to send.
 */
uint64_t	irc_session_say(struct irc_session *, enum irc_message,
    struct view target, struct view text);
/*
 * Return how much of a text fits in one message: as many lines as the server accepts in one (draft/multiline),
 * else the first line.
 */
size_t	irc_session_fits(const struct irc_session *, enum irc_message,
    struct view target, struct view text);
/*
 * Return where the text after the message that begins at byte `from` begins; the length of the text if that is the last
 * one. Sets *is_batch if the message has several lines, or may have.
 */
size_t	irc_session_split(const struct irc_session *, enum irc_message,
    struct view target, struct view text, size_t from, int *is_batch);
/* Return how many messages have no reply from the server yet. */
size_t	irc_session_pending(const struct irc_session *);

/* Start no further message; complete those that are partly sent. */
void	irc_session_stop(struct irc_session *);

/* Messages without a reply from the server. */
struct irc_pending {
	size_t	 waiting;	/* messages of which nothing was sent */
	size_t	 lines;		/* the lines of those messages */
	size_t	 on_wire;	/* sent, perhaps in part: the server may have them */
};
void	irc_session_count_pending(
    const struct irc_session *, struct irc_pending *);

/*
 * Send a command with n parameters; the last may contain spaces. Sanitizes each like a message, because users
 * type and paste bytes that are not UTF-8. Returns 0, or -1 if the command does not fit in a line.
 */
int	irc_session_command(struct irc_session *, const char *command,
    const struct view *params, size_t n);
/* Send a line of the user unchanged. Returns 0, or -1 if it cannot be a line. */
int	irc_session_raw(struct irc_session *, struct view line);
/*
 * Set the place of commands that are sent from now on: irc_event.origin of their answers. 0: none. Returns the
 * previous place.
 */
uint64_t	irc_session_origin(struct irc_session *, uint64_t origin);
/*
 * From now on, report IRC_EV_ANSWERED when all commands of an origin are answered. On a server without
 * labeled-response, a PING follows each command: its PONG comes after the answer.
 */
void	irc_session_watch_answers(struct irc_session *);
/* True if a command of that origin has no complete answer yet. */
int	irc_session_is_waiting(const struct irc_session *, uint64_t origin);
void	irc_session_quit(struct irc_session *, struct view reason);

/* From ISUPPORT. */
const char *irc_session_network(const struct irc_session *); /* NULL: unknown */
const char *irc_session_prefixes(const struct irc_session *); /* "@+" */
/*
 * Return how masks of this kind ('a': by account, 'm': only mutes) begin, for example "a:"; NULL if the server
 * has none.
 */
const char *irc_session_extban(const struct irc_session *, char kind);
int	irc_session_has_timed_bans(const struct irc_session *);

/*
 * Request a user's host and account. IRC_EV_WHOX follows once. Returns -1 if the server has no WHOX, or another
 * such request is waiting.
 */
int	irc_session_whox(struct irc_session *, struct view nick);
/* Return our host as others see it; NULL if unknown. */
const char *irc_session_my_host(const struct irc_session *);

#endif
