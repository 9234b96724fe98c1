/*
 * network: what the client knows about one connection to a server, as data. The model owns it. Each buffer belongs to
 * one network, and names are looked up in one network: model.h.
 */
#ifndef TCHAT_CLIENT_MODEL_NETWORK_H
#define TCHAT_CLIENT_MODEL_NETWORK_H

#include <sys/queue.h>

#include <stdint.h>

#include "client/model/attention.h"

struct buffer;
struct client_config;
struct model;

enum link_state {
	LINK_OFFLINE,		/* not connecting: stopped, or not started */
	LINK_CONNECTING,
	LINK_REGISTERING,	/* connected; the server has not welcomed us yet */
	LINK_ONLINE,
	LINK_WAITING		/* disconnected; the next attempt is at `retry_at` */
};

struct network {
	struct model		*model;		/* which owns it */
	struct buffer		*server;	/* the server's buffer */
	const struct client_config *config;
	char			*key;		/* names what is stored for this network; safe as a file name */
	char			*host;		/* as the user typed it */
	char			*name;		/* ISUPPORT NETWORK; NULL: unknown */

	enum link_state		 state;
	int64_t			 retry_at;	/* clock_mono_ms; for LINK_WAITING */
	char			*link_reason;	/* why the connection ended, or its current step; NULL: unknown */
	int			 encrypted;

	char			*nick;		/* our current nick; NULL: unknown */
	char			*account;	/* logged in to this account; NULL: a guest */
	char			*user_modes;
	int			 away;
	int64_t			 lag;		/* ms, whole seconds; 0: the server answers at once */
	char			*waiting;	/* the user's command that the server has not answered yet; NULL: none */
	unsigned		 unsent;	/* pending messages of all its buffers */
	struct attention	 attention;

	/* Called with each new buffer of this network. NULL: nothing is called. */
	void			(*opened)(struct buffer *, void *ctx);
	void			*opened_ctx;

	TAILQ_ENTRY(network) link;
};

#endif
