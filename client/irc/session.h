/*
 * session: the protocol side of the client: registers, negotiates capabilities, turns
 * lines into typed events, and sends. No screen, no socket: lines in, lines out.
 *
 * Messages go through an outbox: each has a token; long ones are split, and parts are
 * sent in order, as many at a time as the server takes (with echoes: a window; without: a
 * pace); a message is acknowledged when all its parts are. What is not yet on the wire when
 * the link breaks waits for the next one; what was on it without an answer is reported
 * as refused ("not confirmed"), never sent twice.
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
	void	(*wake)(void *ctx);	/* irc_session_tick wants to be called soon; NULL */
};

struct irc_session *irc_session_new(const struct irc_session_ops *,
	    const char *nick, const char *username, const char *realname,
	    void *ctx);
void	irc_session_free(struct irc_session *);
/* The user chose rooms: ask each server not to join the lobby. Before irc_session_start. */
void	irc_session_choose_rooms(struct irc_session *);
/*
 * This is a visitor: it speaks in a room without joining it where the server allows that. Before
 * irc_session_start.
 */
void	irc_session_visit(struct irc_session *);
/*
 * The visitor has to join: from now on its messages carry a tag by which clients hide that it comes
 * and goes. Not for a user who was in the room anyway.
 */
void	irc_session_mark_visit(struct irc_session *);

void	irc_session_start(struct irc_session *);	/* the link is up */
/* One line without its ending. -1: this is not IRC (only before any IRC line came). */
int	irc_session_line(struct irc_session *, struct view);
int	irc_session_lost(struct irc_session *);		/* the link is down; -1: it was not up */
/* Time passes: pace, pings. The ms until it wants to be called again; -1: not. */
int	irc_session_tick(struct irc_session *, int64_t now);

int	irc_session_registered(const struct irc_session *);
const char *irc_session_my_nick(const struct irc_session *);
/* Another nick (also while registering). */
void	irc_session_nick(struct irc_session *, struct view);

/*
 * Take this nick as soon as it is free, within this connection, and say so by IRC_EV_INFO. An empty
 * one: no more.
 */
void	irc_session_regain(struct irc_session *, struct view nick);

/*
 * Queue a message; the token names it in IRC_EV_SENT or IRC_EV_REFUSED, exactly one of
 * which comes, later. Text with line breaks is sent as several. What no line may hold
 * (NUL, CTCP marks, bytes that are no UTF-8) is dropped or replaced. 0: nothing in it to send.
 */
uint64_t irc_session_say(struct irc_session *, enum irc_message,
	    struct view target, struct view text);
/*
 * How much of a text is one message: several lines where the server takes them as one
 * (draft/multiline), as many as it takes; else the first.
 */
size_t	irc_session_fits(const struct irc_session *, enum irc_message,
	    struct view target, struct view text);
size_t	irc_session_unsent(const struct irc_session *);	/* messages not acknowledged */

/* Begin no further message; those of which a part was sent are completed. */
void	irc_session_stop(struct irc_session *);

/* Messages that the server has not answered for. */
struct irc_unsent {
	size_t	 waiting;	/* messages of which nothing was sent */
	size_t	 lines;		/* of these */
	size_t	 on_wire;	/* messages sent, perhaps in part: the server may have them */
};
void	irc_session_unanswered(const struct irc_session *, struct irc_unsent *);

/*
 * Send a command with its n parameters; the last may hold spaces. Cleans each as messages are cleaned:
 * users type and paste bytes that are not UTF-8. Returns 0, or -1 if the command does not
 * fit in a line.
 */
int	irc_session_command(struct irc_session *, const char *command,
	    const struct view *params, size_t n);
int	irc_session_raw(struct irc_session *, struct view line);
/*
 * Commands that are sent from now on belong to this place: irc_event.origin of their answers. 0: to
 * none. Returns the place before.
 */
uint64_t irc_session_origin(struct irc_session *, uint64_t origin);
void	irc_session_quit(struct irc_session *, struct view reason);

/* From ISUPPORT. */
const char *irc_session_network(const struct irc_session *);	/* NULL */
const char *irc_session_prefixes(const struct irc_session *);	/* "@+" */
/* How masks of this kind ('a': by account, 'm': only mutes) begin: "a:"; NULL: there are none. */
const char *irc_session_extban(const struct irc_session *, char kind);
int	irc_session_has_timed_bans(const struct irc_session *);

/*
 * Who is that, and logged in as whom? IRC_EV_PERSON answers, once. -1: the server can't say
 * (WHOX), or another question is not answered yet.
 */
int	irc_session_ask_person(struct irc_session *, struct view nick);
/* Our host as others see it; NULL: not yet known. */
const char *irc_session_my_host(const struct irc_session *);

#endif
