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
struct online;
struct trust_refusal;

struct online_ops {
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

struct online *online_new(struct event_base *, const struct client_config *,
	    const struct online_ops *, void *ctx);
void	online_free(struct online *);

void	online_connect(struct online *);
struct irc_session *online_session(struct online *);
int	online_encrypted(const struct online *);	/* the connection that stands now */
/*
 * Connect now. If the client is connected, it drops the connection and connects again.
 */
void	online_reconnect(struct online *);
/* The certificate that was refused, so that there is no connection; NULL: none. */
const struct trust_refusal *online_refusal(const struct online *);
/*
 * Accept the refused certificate and connect, if `typed` is the beginning of its fingerprint: at least
 * 8 hexadecimal digits, with colons or without. Returns 1 if the certificate was saved, 0 if it is
 * accepted in this run only, -1 and *cause.
 */
int	online_trust(struct online *, struct view typed, char **cause);
/* The nick the user wants, whatever the server gave. */
const char *online_wanted(const struct online *);
/* The user's /nick; also the answer to IRC_EV_NICK_IN_USE. */
void	online_nick(struct online *, struct view);
/* Was the wanted nick refused because it is registered to someone? */
int	online_nick_is_reserved(const struct online *);
/* The answer to IRC_EV_NICK_IN_USE where the program finds another. */
void	online_next_nick(struct online *, const struct irc_event *);
/* Join rooms, as many in a line as fit. */
void	online_join(struct online *, const struct view *rooms, size_t n);
/*
 * Begin no further message, wait some seconds until the server has answered for those on the wire, say
 * good-bye, close; then call `closed`. No more events come.
 */
void	online_quit(struct online *, struct view reason,
	    void (*closed)(void *ctx), void *ctx);

/* What became of the messages that were not acknowledged, as a sentence: the caller's; NULL: there are none. */
char	*online_unsent_words(struct online *);

#endif
