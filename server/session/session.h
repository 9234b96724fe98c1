/*
 * session: one connection's state in the chat: its dialect, its progress in registering, what
 * it subscribed to, and its messages in flight.
 *
 * While messages are in flight, the next command that is not a message waits: the dialect answers CONN_HOLD, and session_settled releases the connection. If the
 * connection closes, the session stays without a conn until nothing is in flight. Only then
 * does its user leave.
 *
 * Several clients of one account with the same nick are several sessions of one user
 * (user_sessions.h). Each session is shown what the others do, and the user leaves with the
 * last of them. State of a client (dialect, capabilities, kind, MONITOR list, pings, pace,
 * messages in flight) is in the session. What others see of a person is in the user.
 */
#ifndef TCHAT_SERVER_SESSION_SESSION_H
#define TCHAT_SERVER_SESSION_SESSION_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

#include "common/buf.h"
#include "common/names.h"
#include "common/rate.h"
#include "common/view.h"
#include "server/chat/chat.h"
#include "server/net/conn.h"
#include "server/net/wheel.h"
#include "server/session/monitor.h"
#include "server/session/server.h"

struct deferred_ops;
struct long_reply;
struct absent;
struct private_lines;
struct room;
struct reply_wait;
struct session;

/* Callbacks from sessions to higher layers; server/wiring/wiring.c fills them in. */
struct session_ops {
	/* The session starts to receive its user's events, or stops. */
	void	(*added)(struct session *);
	void	(*leaving)(struct session *);
	/*
	 * Send bytes after everything that waits for the session: at once, or in order at the
	 * end of the turn.
	 */
	void	(*send)(struct session *, const void *, size_t);
	void	(*queue)(struct session *, const void *, size_t);
	/* conn_direct_fd of the session's connection has changed. */
	void	(*direct_changed)(struct session *);
	/* The user has no session any more. */
	void	(*user_left)(struct user *);
	/* Make a session of that dialect for a connection; ctx is the server. */
	void	(*opened)(struct conn *, enum net_dialect, void *ctx);
};

/*
 * A dialect, as deliver uses it. A kind is a small number that stands for the form of an event
 * that a recipient gets: sessions of the same dialect and kind get the same bytes for the same
 * event, so it is formatted once for all of them. When something changed that a session's kind
 * depends on, the dialect calls deliver_kind_changed.
 */
struct dialect {
	const char	*name;
	const char	*connection_type;	/* shown to people, such as in WHOIS */
	/* Return the kind of this session as a reader of that room (NULL: outside of rooms). */
	uint32_t	(*kind)(const struct session *, const struct room *);
	/*
	 * Append an event in the form for this kind; nothing if this kind does not see the
	 * event.
	 */
	void	(*format)(struct server *, const struct chat_applied *,
		    uint32_t kind, struct buf *out);
	/*
	 * Append what the author's session gets for its own event instead of what `format`
	 * appends: an echo with the label of its request, or nothing. For a message to oneself
	 * the session gets both.
	 */
	void	(*format_for_author)(struct server *, const struct chat_applied *,
		    struct session *, struct buf *out);
	/*
	 * The same for the author's other sessions. Returns 1 if they get what was appended,
	 * which may be nothing, or 0 if they get what `format` appends. NULL: always 0.
	 */
	int	(*format_for_other_session)(struct server *, const struct chat_applied *,
		    struct session *, struct buf *out);
	/* Another session of this user joined a room; the JOIN was already sent. May be NULL. */
	void		(*joined)(struct session *, const struct room *);
	/*
	 * A room that the session is in was renamed. Send what its client needs besides the
	 * event, which follows.
	 */
	void		(*renamed)(struct session *, const struct chat_applied *);
	/* The session's own request was refused after it was appended. */
	void		(*refused)(struct session *, struct chat_event *, enum refusal);
	/* Send a sentence from the server to the person. */
	void		(*notice)(struct session *, const char *text);
	/*
	 * Return the account that a session without a user is logged in to, or NULL. NULL in a
	 * dialect without logins before registration.
	 */
	const char	*(*pending_login)(const struct session *);
	/* Send a last message from the server and close the connection. */
	void		(*close)(struct session *, const char *reason);
	/* The same for a banned client (465 in IRC). */
	void		(*reject)(struct session *, const char *why);
	/*
	 * Nothing is in flight or held any more; for example close now after the end of input.
	 * May be NULL.
	 */
	void		(*settled)(struct session *);
	/*
	 * A watched nick came online as user u, or went offline (NULL). nick is as it is or was
	 * spelled. NULL in a dialect without MONITOR, like the next one.
	 */
	void	(*monitor_changed)(struct session *, const char *nick,
		    const struct user *u);
	/*
	 * True if the session gets the events of users whom it watches (IRCv3
	 * extended-monitor).
	 */
	int		(*wants_extended_monitor)(const struct session *);
	/* How the dialect writes deferred replies. */
	const struct deferred_ops *deferred;
	/* Free session->state. */
	void		(*clear)(struct session *);
};

enum session_phase {
	SESSION_REGISTERING,
	SESSION_REGISTERED,
	SESSION_LEAVING		/* connection closed or quitting; waits for messages in flight */
};

enum session_wait {
	SESSION_NO_WAIT,
	SESSION_WAIT_SETTLED,	/* a line is held until nothing is in flight */
	SESSION_WAIT_SPACE	/* a message is held until fewer are in flight */
};

enum { SESSION_RECEIVERS = 250 };

struct session {
	uint64_t		 id;
	struct server		*server;
	struct conn		*conn;		/* NULL once closed */
	const struct dialect	*dialect;
	enum session_phase	 phase;
	struct user		*user;		/* NULL until registered */
	struct former_accounts	 former;	/* until registered; then the user has them */
	unsigned		 inflight;	/* messages appended and not settled */
	enum session_wait	 wait;
	unsigned		 holds;		/* calls of session_hold that are not released yet */
	int			 quiet;		/* LEAVING: do not show the QUIT */
	int			 opered;	/* this session became an operator with OPER */
	struct rate_bucket	 pace;		/* costs of commands: flood-burst and flood-rate */
	size_t			 receivers;	/* recipients that were not charged yet */
	struct rate_bucket	 joins;		/* for joins-per-minute */
	int			 join_paid;	/* the held line has paid for its joins */
	char			*quit_reason;	/* LEAVING */
	void			*state;		/* the dialect's state */
	struct wheel_timer	 timer;		/* registration timeout, pings */
	struct wheel_timer	 pace_timer;
	struct private_lines	*private_lines;		/* deliver's: lines for this session only; NULL: none */
	struct monitor_list	 monitor;
	TAILQ_HEAD(, long_reply) long_replies;	/* unfinished long replies (deferred_reply.h) */
	struct reply_wait	*reply_wait;	/* waits to write the next part of one; NULL */
	struct absent		*absent;	/* offline_notice.h */
	LIST_ENTRY(session)	 of_user;	/* user->sessions */
	struct session		*next_ended;	/* in server->ended_sessions */
	UT_hash_handle		 hh;		/* in server->sessions */
};

LIST_HEAD(session_list, session);

/*
 * Make a session for a conn. The conn's handler must have the session as ctx. The server owns
 * the session.
 */
struct session *session_new(struct server *, struct conn *,
	    const struct dialect *);

/* True if all connections of the user are encrypted. Closed ones do not count. */
int	session_is_encrypted(const struct user *);

/*
 * True if a password may be sent over the connection: it is encrypted, or from this machine.
 */
int	session_allows_passwords(const struct session *);

/*
 * Attach the session to a user, who may have other sessions (user_sessions.h). The session is
 * registered then.
 */
void	session_attach(struct session *, struct user *);

/*
 * Detach the session from its user; it is unregistered then. Returns 1 if it was the user's
 * last session. Then the caller removes the user (chat_quit).
 */
int	session_detach_user(struct session *);

/*
 * Check whether a line may be handled now. Returns CONN_TAKEN, or CONN_HOLD if messages in
 * flight must settle first: for a message until fewer are in flight, for other commands until
 * none is. The conn is released then, and passes the line again.
 */
enum conn_verdict session_admit_line(struct session *, int is_message);

/*
 * Hold all lines until session_release, because a reply must come first (a password is being
 * checked, or a reply is too long for the queue). Calls are counted.
 */
void	session_hold(struct session *);
void	session_release(struct session *);

/*
 * Pay the cost of a command (flood settings). Returns CONN_TAKEN, or CONN_HOLD if the bucket
 * has not enough: the line comes again when it has.
 */
enum conn_verdict session_pay(struct session *, unsigned cost);

/* Charge the session an additional cost, so that its next command waits longer. */
void	session_charge(struct session *, unsigned cost);
/*
 * Charge the session for the recipients of its events: each SESSION_RECEIVERS of them cost as
 * much as a command.
 */
void	session_charge_receivers(struct session *, size_t n);

/*
 * Pay for joining that many rooms (joins-per-minute), before joining them. Returns as
 * session_pay does.
 */
enum conn_verdict session_pay_joins(struct session *, size_t rooms);

/*
 * Detach the session from its conn, which gets another handler (a plain guest whose client
 * turned out to speak IRC).
 */
void	session_release_conn(struct session *);

/*
 * End a session, because the connection closed or for another reason. The user leaves with that
 * reason when nothing is in flight, and the session is freed at the end of a turn after that.
 * If the conn is open, its queue is sent and it is closed. quiet (or the server is stopping):
 * the QUIT is not shown.
 */
void	session_end(struct session *, const char *reason, int quiet);

/* End at once, whatever is in flight, because the server is being freed. */
void	session_drop(struct session *);

/* Send bytes at once, after everything that waits for the session. */
void	session_send(struct session *, const void *, size_t);
/*
 * Send bytes in order at the end of the turn. Use it for something that is sent to many
 * sessions.
 */
void	session_queue(struct session *, const void *, size_t);

/* A conn_handler's direct_changed, for handlers with a session as ctx. */
void	session_direct_changed(struct conn *, void *ctx);

/*
 * Join the session's user to the lobby, if there is one. Call it after the welcome. Returns CHAT_OK also if there is
 * none, or the user is in it already.
 */
enum refusal	session_join_lobby(struct session *);

/* Return the sender of a request by this session. */
struct chat_from session_from(struct session *, uint64_t token);

/* Count a message as appended, or as settled or refused (called by deliver). */
void	session_appended(struct session *);
void	session_settled(struct session *);

/*
 * Write the key by which shared worker threads serve sessions in turn: the account, else the
 * address (of IPv6 the /64). A session from an exempt address has its own key, because many
 * people may share that address.
 */
enum { SESSION_KEY = NAME_FOLDED + 2 };
void	session_fair_key(const struct session *, char key[SESSION_KEY]);

struct session *session_by_id(struct server *, uint64_t id);

/* Return the sessions of a user; NULL if there are none. */
struct session_list *session_list_of(const struct user *);

#define SESSION_FOREACH(s, u)                                              \
	for ((s) = (u)->sessions == NULL ? NULL                            \
					 : LIST_FIRST(session_list_of(u)); \
	     (s) != NULL; (s) = LIST_NEXT((s), of_user))

/* Return the accounts that the connection was logged in to before. */
struct former_accounts *session_former_accounts(struct session *);

/* True if the session receives events. */
static inline int
session_is_listening(const struct session *s)
{
	return s->conn != NULL && s->phase == SESSION_REGISTERED;
}

/*
 * Return how the user is connected, for WHOIS: "an IRC client", or a general phrase if the
 * sessions differ.
 */
const char *session_connection_type(const struct user *);

/* True if this is the only session of its user. */
int	session_is_only(const struct session *);
/* True if this session became an operator, not only another session of its user. */
int	session_is_operator(const struct session *);

#endif
