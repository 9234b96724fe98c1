/*
 * session: one connection's standing in the chat: its dialect, how far it has
 * registered, what it asked to be sent, what it has in flight.
 *
 * While messages are in flight the next command that is no message waits (DESIGN: the
 * journal): the dialect answers CONN_HOLD, session_settled releases. A session whose
 * connection closes lives on without a conn until nothing is in flight, and only then
 * does its user leave.
 *
 * Several clients of one account with the same nick are one user with as many sessions
 * (user_sessions.h): each is shown what the others do, and the user leaves with the last of them.
 * What belongs to a client (dialect, capabilities, kind, what it watches, pings, pace, what
 * is in flight) is the session's; what others see of a person is the user's.
 */
#ifndef TCHAT_SERVER_SESSION_SESSION_H
#define TCHAT_SERVER_SESSION_SESSION_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

#include "common/buf.h"
#include "common/names.h"
#include "common/view.h"
#include "server/chat/chat.h"
#include "server/net/conn.h"
#include "server/net/wheel.h"
#include "server/session/pace.h"
#include "server/session/server.h"

struct absent;
struct private_lines;
struct room;
struct session;

/* What sessions ask of the layers above them; server/wiring.c fills it in. */
struct session_ops {
	/* The session of a user receives what its user does from now on, or no longer. */
	void	(*added)(struct session *);
	void	(*leaving)(struct session *);
	/* Send these bytes after all that waits for the session: now, or in their place. */
	void	(*send)(struct session *, const void *, size_t);
	void	(*queue)(struct session *, const void *, size_t);
	/* conn_direct_fd of the session's connection has changed. */
	void	(*direct_changed)(struct session *);
	/* The user's last session has left it. */
	void	(*user_left)(struct user *);
	/* Make a session of that dialect for a connection; ctx is the server. */
	void	(*opened)(struct conn *, enum net_dialect, void *ctx);
};

/*
 * What a dialect does for deliver. A kind is a small number that says how bytes for a
 * recipient look: sessions of one kind (and dialect) get the same bytes for the same
 * event, so it is formatted once for all of them. After anything changed on which a
 * session's kind depends, the dialect calls deliver_kind_changed.
 */
struct dialect {
	const char	*name;
	const char	*connection_type;		/* how people of it are here, for people who ask */
	/* The kind of this session as a reader of that room (NULL: a direct message). */
	uint32_t (*kind)(const struct session *, const struct room *);
	/* Append the bytes of an event as this kind of recipient sees it; nothing if it
	 * sees nothing of it. */
	void	(*format)(struct server *, const struct chat_applied *,
		    uint32_t kind, struct buf *out);
	/* Append what the author's own session gets for its own event, presence too, instead
	 * of what `format` gives (an echo, with the label of its request; or nothing). For a
	 * message to oneself it comes besides. */
	void	(*format_for_author)(struct server *, const struct chat_applied *,
		    struct session *, struct buf *out);
	/* The same for the other sessions of the one who did it. 1: what was appended, perhaps
	 * nothing, is what they get; 0: they get what `format` gives. NULL: always that. */
	int	(*format_for_other_session)(struct server *, const struct chat_applied *,
		    struct session *, struct buf *out);
	/* Another session of its user has entered a room, which was said. May be NULL. */
	void	(*joined)(struct session *, const struct room *);
	/* A room it is in, its own request's or not, has another name now: say so where the
	 * event itself, which comes after this, is not enough. */
	void	(*renamed)(struct session *, const struct chat_applied *);
	/* The session's own request was refused after it was appended. */
	void	(*refused)(struct session *, struct chat_event *, enum refusal);
	/* Tell the one behind it something: a sentence from the server. */
	void	(*notice)(struct session *, const char *text);
	/* The account that one who has no user yet is logged in to, or NULL. NULL in a dialect
	 * where nobody is before that. */
	const char *(*pending_login)(const struct session *);
	/* Good-bye from the server: say it and close. */
	void	(*close)(struct session *, const char *reason);
	/* The same for one who is not wanted here: 465 in IRC. */
	void	(*reject)(struct session *, const char *why);
	/* Nothing is in flight or held any more (close after the end of input, say). May be NULL. */
	void	(*settled)(struct session *);
	/* One whose nick the session watches has come (u) or gone (NULL); the nick as it is
	 * or was spelt. NULL in a dialect without watching, as the next one. */
	void	(*monitor_changed)(struct session *, const char *nick,
		    const struct user *u);
	/* Is the session to be told as a reader what those do whom it watches? */
	int	(*wants_extended_monitor)(const struct session *);
	/* Free what the dialect keeps in session->state. */
	void	(*clear)(struct session *);
};

enum session_phase {
	SESSION_REGISTERING,
	SESSION_REGISTERED,
	SESSION_LEAVING		/* conn gone or quitting; waits for in-flight */
};

enum session_wait {
	SESSION_NO_WAIT,
	SESSION_WAIT_SETTLED,	/* a line is held until nothing is in flight */
	SESSION_WAIT_SPACE	/* a message is held until there is room for it */
};

enum { SESSION_RECEIVERS = 250 };

struct session {
	uint64_t		 id;
	struct server		*server;
	struct conn		*conn;		/* NULL once closed */
	const struct dialect	*dialect;
	enum session_phase	 phase;
	struct user		*user;		/* NULL until registered */
	struct former_accounts	 former;	/* until registered; then the user's */
	unsigned		 inflight;	/* appended, not yet settled */
	enum session_wait	 wait;
	unsigned		 holds;		/* session_hold: lines wait */
	int			 quiet;		/* LEAVING: tell nobody */
	int			 opered;	/* it was shown here that the user is an operator */
	struct pace		 pace;
	size_t			 receivers;	/* not yet charged */
	struct pace		 joins;		/* of rooms entered */
	int			 join_paid;	/* by the line that waits for the other one */
	char			*quit_reason;	/* LEAVING */
	void			*state;		/* the dialect's own */
	struct wheel_timer	 timer;		/* registration, pings */
	struct wheel_timer	 pace_timer;
	struct private_lines	*private_lines;		/* deliver's: lines for it alone that wait; NULL: none */
	LIST_HEAD(, monitor_entry)	 watching;	/* monitor.h */
	size_t			 nwatching;
	struct absent		*absent;	/* offline_notice.h */
	LIST_ENTRY(session)	 of_user;	/* user->sessions */
	struct session		*next_ended;	/* server->ended_sessions */
	UT_hash_handle		 hh;		/* server->sessions */
};

LIST_HEAD(session_list, session);

/* A session for a conn; its handler's ctx is the session. Owned by the server. */
struct session *session_new(struct server *, struct conn *,
	    const struct dialect *);

/* Is the user here by encrypted connections alone? One that is closed does not count. */
int	session_is_encrypted(const struct user *);

/*
 * May a password travel this way: encrypted, or within this machine (DESIGN: security rules)?
 */
int	session_allows_passwords(const struct session *);

/* Bind a user to the session (registered), who may have others: see user_sessions.h. */
void	session_attach(struct session *, struct user *);

/*
 * Take it from its user again: it is as before registering. 1 if that was the user's last one: the
 * user is still there, for the caller to let go (chat_quit).
 */
int	session_detach_user(struct session *);

/*
 * May this line be taken now? CONN_TAKEN, or CONN_HOLD while what is in flight must settle
 * first: for a message until there is room for one more, for all else until nothing is.
 * The conn is released then, and the line comes again.
 */
enum conn_verdict session_admit_line(struct session *, int is_message);

/*
 * Take no line until session_release: something is under way that must be answered first (a
 * password is being checked, a reply is too long for the queue). They are counted.
 */
void	session_hold(struct session *);
void	session_release(struct session *);

/*
 * May a command of that cost be taken now (flood settings)? CONN_TAKEN, and it is
 * paid; or CONN_HOLD: the line comes again when it can be paid.
 */
enum conn_verdict session_pay(struct session *, unsigned cost);

/* It has cost so much more: what comes next waits the longer. */
void	session_charge(struct session *, unsigned cost);
/* So many sessions received what it did: each SESSION_RECEIVERS of them cost as much as a command. */
void	session_charge_receivers(struct session *, size_t n);

/* The same for entering so many rooms (joins-per-minute), asked before that. */
enum conn_verdict session_pay_joins(struct session *, size_t rooms);

/* Let go of the conn, which gets another handler then (a guest who speaks IRC after all). */
void	session_release_conn(struct session *);

/*
 * The connection is gone, or the session is to end: the user leaves with that reason when
 * nothing is in flight; the session is freed at the end of a turn after that. A conn that
 * is still there is sent what is queued and closed. quiet (or the
 * server is stopping): nobody is told.
 */
void	session_end(struct session *, const char *reason, int quiet);

/* End at once, whatever is in flight: the server is being freed. */
void	session_drop(struct session *);

/*
 * Send bytes as a direct reply, now; what is gathered for the session goes first, so that order is
 * kept.
 */
void	session_send(struct session *, const void *, size_t);
/* Send bytes in their order at the end of the turn: for what is sent to many sessions at once. */
void	session_queue(struct session *, const void *, size_t);

/* A conn_handler's direct_changed, for a handler with a session as ctx. */
void	session_direct_changed(struct conn *, void *ctx);

/* The from of a request by this session. */
struct chat_from session_from(struct session *, uint64_t token);

/* A message was appended / settled or refused (deliver calls the second). */
void	session_appended(struct session *);
void	session_settled(struct session *);

/*
 * The key by which shared workers serve sessions in turn: the account, else the address (an IPv6
 * address by its /64). A session from an exempt address has a key of its own, since many people
 * may share that address.
 */
enum { SESSION_KEY = NAME_FOLDED + 2 };
void	session_fair_key(const struct session *, char key[SESSION_KEY]);

struct session *session_by_id(struct server *, uint64_t id);

/* The sessions of a user; NULL if there are none. */
struct session_list *session_list_of(const struct user *);

#define SESSION_FOREACH(s, u)                                              \
	for ((s) = (u)->sessions == NULL ? NULL                            \
					 : LIST_FIRST(session_list_of(u)); \
	     (s) != NULL; (s) = LIST_NEXT((s), of_user))

/* The accounts that the connection was logged in to and is no longer. */
struct former_accounts *session_former_accounts(struct session *);

/* Is it to be sent what happens? */
static inline int
session_is_listening(const struct session *s)
{
	return s->conn != NULL && s->phase == SESSION_REGISTERED;
}

/* How the user is here: "an IRC client"; in several ways, in no particular one. */
const char *session_connection_type(const struct user *);

/* Does the user have this session alone? */
int	session_is_only(const struct session *);
/* Was it shown here, and not by another client alone, that the user is an operator? */
int	session_is_operator(const struct session *);

#endif
