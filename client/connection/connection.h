/*
 * connection: the link and the IRC session together: connects, registers, finds a free nick,
 * detects a dead server, and reconnects after a lost connection. The full screen and line mode
 * both use it.
 *
 * It tries the first connection only once, so that a mistyped host is reported. After the first
 * welcome it reconnects without limit, unless the server is not trusted.
 */
#ifndef TCHAT_CLIENT_CONNECTION_CONNECTION_H
#define TCHAT_CLIENT_CONNECTION_CONNECTION_H

#include <stddef.h>

#include "client/config/config.h"
#include "client/irc/session.h"
#include "client/model/model.h"

struct event_base;
struct connection;
struct refused_certificate;

struct connection_ops {
	/* All events but IRC_EV_CLOSED; IRC_EV_NICK_IN_USE only if the user must choose a nick. */
	void	(*event)(const struct irc_event *, void *ctx);
	/*
	 * The connection's state. LINK_CONNECTING, LINK_REGISTERING: reason is the current
	 * step. LINK_WAITING: reason, and the ms until the next attempt. LINK_OFFLINE: reason; the
	 * first connection failed, or the server's certificate is not trusted. No further attempt.
	 */
	void	(*state)(enum link_state, const char *reason, int ms, void *ctx);
	/* Return 0 to pause reading, because a key waits. NULL: never pause. */
	int	(*may_read)(void *ctx);
	/* Show the user a warning, or two lines about a new server: see link_ops. */
	void	(*notice)(const char *text, void *ctx);
	void	(*new_server)(const char *text, void *ctx);
};

struct connection *connection_new(struct event_base *, const struct client_config *,
	    const struct connection_ops *, void *ctx);
void	connection_free(struct connection *);

void	connection_open(struct connection *);
struct irc_session *connection_session(struct connection *);
int	connection_is_encrypted(const struct connection *);	/* the current connection */
/* Connect now. If the client is connected, it closes the connection and connects again. */
void	connection_reconnect(struct connection *);
/* Returns the refused certificate that prevents a connection, or NULL. */
const struct refused_certificate *connection_refusal(const struct connection *);
/*
 * Accept the refused certificate and connect, if `typed` is the beginning of its fingerprint: at least
 * 8 hexadecimal digits, with colons or without. Returns 1 if the certificate was saved, 0 if it is
 * accepted in this run only, -1 and *cause.
 */
int	connection_trust(struct connection *, struct view typed, char **cause);
/* Returns the nick that the user wants, which may differ from the current one. */
const char *connection_wanted_nick(const struct connection *);
/* Change the nick, as the user typed it; also answers IRC_EV_NICK_IN_USE. */
void	connection_set_nick(struct connection *, struct view);
/* True if the server refused the wanted nick because it is registered. */
int	connection_nick_is_reserved(const struct connection *);
/* Answer IRC_EV_NICK_IN_USE with another nick that the client makes up. */
void	connection_next_nick(struct connection *, const struct irc_event *);
/* Join rooms, with as many in one JOIN as fit. */
void	connection_join(struct connection *, const struct view *rooms, size_t n);
/*
 * Send no further message, wait some seconds until the server has confirmed those on the wire, send
 * QUIT and close; then call `closed`. No more events are reported.
 */
void	connection_quit(struct connection *, struct view reason,
	    void (*closed)(void *ctx), void *ctx);

/* Returns a sentence about the unconfirmed messages, which the caller frees, or NULL if there are none. */
char	*connection_unsent_words(struct connection *);

#endif
