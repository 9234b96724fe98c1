/*
 * connection: link and session as one: connects, registers, finds a free nick, notices
 * a dead server, and comes back after a break. Both the full screen and the line mode
 * stand on it.
 *
 * The first connection is tried once: who mistyped a host wants to know. Once
 * welcomed, it comes back for ever, unless the server is not trusted.
 */
#ifndef TCHAT_CLIENT_CONNECTION_H
#define TCHAT_CLIENT_CONNECTION_H

#include <stddef.h>

#include "client/config.h"
#include "client/irc/session.h"
#include "client/model/model.h"

struct event_base;
struct connection;
struct trust_refusal;

struct connection_ops {
	/* All but IRC_EV_CLOSED; IRC_EV_NICK_IN_USE only when the user has to answer. */
	void	(*event)(const struct irc_event *, void *ctx);
	/*
	 * The connection's state. LINK_CONNECTING, LINK_REGISTERING: reason says what is being
	 * done. LINK_WAITING: reason, and the ms until the next try.
	 * LINK_OFFLINE: reason; the first connection failed and is not tried again, or the
	 * server's certificate is not trusted (any more).
	 */
	void	(*state)(enum link_state, const char *reason, int ms, void *ctx);
	/* May more be read from the server now? NULL: always. */
	int	(*may_read)(void *ctx);
	/* A sentence for the user: see link_ops. */
	void	(*notice)(const char *text, void *ctx);
};

struct connection *connection_new(struct event_base *, const struct client_config *,
	    const struct connection_ops *, void *ctx);
void	connection_free(struct connection *);

void	connection_open(struct connection *);
struct irc_session *connection_session(struct connection *);
int	connection_encrypted(const struct connection *);	/* the connection that stands now */
/*
 * Connect now. If the client is connected, it drops the connection and connects again.
 */
void	connection_reconnect(struct connection *);
/* The certificate that was refused, so that there is no connection; NULL: none. */
const struct trust_refusal *connection_refusal(const struct connection *);
/*
 * Accept the refused certificate and connect, if `typed` is the beginning of its fingerprint: at least
 * 8 hexadecimal digits, with colons or without. Returns 1 if the certificate was saved, 0 if it is
 * accepted in this run only, -1 and *cause.
 */
int	connection_trust(struct connection *, struct view typed, char **cause);
/* The nick the user wants, whatever the server gave. */
const char *connection_wanted(const struct connection *);
/* The user's /nick; also the answer to IRC_EV_NICK_IN_USE. */
void	connection_nick(struct connection *, struct view);
/* Was the wanted nick refused because it is registered to someone? */
int	connection_nick_is_reserved(const struct connection *);
/* The answer to IRC_EV_NICK_IN_USE where the program finds another. */
void	connection_next_nick(struct connection *, const struct irc_event *);
/* Join rooms, as many in a line as fit. */
void	connection_join(struct connection *, const struct view *rooms, size_t n);
/*
 * Begin no further message, wait some seconds until the server has answered for those on the wire, say
 * good-bye, close; then call `closed`. No more events come.
 */
void	connection_quit(struct connection *, struct view reason,
	    void (*closed)(void *ctx), void *ctx);

/* What became of the messages that were not acknowledged, as a sentence: the caller's; NULL: there are none. */
char	*connection_unsent_words(struct connection *);

#endif
