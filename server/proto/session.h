/*
 * session: one connection's standing in the chat: its dialect, how far it has
 * registered, what it asked to be sent, what it has in flight.
 *
 * While messages are in flight the next command that is no message waits (DESIGN: the
 * journal): the dialect answers CONN_HOLD, session_settled releases. A session whose
 * connection closes lives on without a conn until nothing is in flight, and only then
 * does its user leave.
 */
#ifndef TCHAT_SERVER_PROTO_SESSION_H
#define TCHAT_SERVER_PROTO_SESSION_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/chat/chat.h"
#include "server/net/conn.h"
#include "server/net/wheel.h"
#include "server/proto/server.h"

struct session;

/*
 * What a dialect does for deliver. A kind is a small number that says how bytes for a
 * recipient look: sessions of one kind (and dialect) get the same bytes for the same
 * event, so it is formatted once for all of them.
 */
struct dialect {
	const char	*name;
	/* The kind of this session as a reader of that room (NULL: a direct message). */
	uint32_t (*kind)(const struct session *, const struct room *);
	/* Append the bytes of an event as this kind of recipient sees it; nothing if it
	 * sees nothing of it. */
	void	(*format)(struct server *, const struct chat_applied *,
		    uint32_t kind, struct buf *out);
	/* Append what the author's own session gets for its own message (an echo, with
	 * the label of its request; or nothing). */
	void	(*format_own)(struct server *, const struct chat_applied *,
		    struct session *, struct buf *out);
	/* The session's own request was refused after it was appended. */
	void	(*refused)(struct session *, struct chat_event *, enum refusal);
	/* Good-bye from the server: say it and close. */
	void	(*goodbye)(struct session *, const char *reason);
	/* Nothing is in flight any more (close after the end of input, say). May be NULL. */
	void	(*settled)(struct session *);
	/* Free what the dialect keeps in session->state. */
	void	(*clear)(struct session *);
};

enum session_phase {
	SESSION_REGISTERING,
	SESSION_REGISTERED,
	SESSION_LEAVING		/* conn gone or quitting; waits for in-flight */
};

struct session {
	uint64_t		 id;
	struct server		*server;
	struct conn		*conn;		/* NULL once closed */
	const struct dialect	*dialect;
	enum session_phase	 phase;
	struct user		*user;		/* NULL until registered */
	unsigned		 inflight;	/* appended, not yet settled */
	char			*quit_reason;	/* LEAVING */
	void			*state;		/* the dialect's own */
	struct wheel_timer	 timer;		/* registration, pings */
	LIST_ENTRY(session)	 of_user;	/* user->sessions */
	UT_hash_handle		 hh;		/* server->sessions */
};

LIST_HEAD(session_list, session);

/* A session for a conn; its handler's ctx is the session. Owned by the server. */
struct session *session_new(struct server *, struct conn *,
	    const struct dialect *);

/* Bind a user to the session (registered). */
void	session_attach(struct session *, struct user *);

/*
 * The connection is gone, or the session is to end: the user leaves with that reason when
 * nothing is in flight; the session is freed at the end of a turn after that.
 * quiet: nobody is told.
 */
void	session_end(struct session *, const char *reason, int quiet);

/*
 * Send bytes as a direct reply: what is gathered for the user's rooms goes first, so
 * that order is kept.
 */
void	session_send(struct session *, const void *, size_t);

/* The from of a request by this session. */
struct chat_from session_from(struct session *, uint64_t token);

/* A message was appended / settled or refused (deliver calls the second). */
void	session_appended(struct session *);
void	session_settled(struct session *);

struct session *session_by_id(struct server *, uint64_t id);

/* The sessions of a user. */
struct session_list *session_list_of(struct user *);

#endif
