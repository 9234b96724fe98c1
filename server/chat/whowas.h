/*
 * whowas: remember users who quit or changed nick.
 */
#ifndef TCHAT_SERVER_CHAT_WHOWAS_H
#define TCHAT_SERVER_CHAT_WHOWAS_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct user;
struct world;

/* A WHOWAS entry: a user who quit or changed nick, as they were then. */
struct whowas_entry {
	char				*nick;
	char				*username;
	char				*host;
	char				*realname;
	char				*account;	/* NULL: none */
	int64_t				 time;		/* ms: when they quit or changed nick */
	struct whowas_nick		*of;		/* this and the links belong to whowas.c */
	TAILQ_ENTRY(whowas_entry)	 link;
	TAILQ_ENTRY(whowas_entry)	 same;
};

/* Call fn for each WHOWAS entry of that nick, the latest first. If fn returns non-zero, stop and return
 * that value. */
int	world_each_whowas(struct world *, struct view nick,
	    int (*fn)(const struct whowas_entry *, void *), void *ctx);

/* Remember a user as they are now. */
void	whowas_add(struct world *, const struct user *);
/* Forget the oldest entries past max. */
void	whowas_limit(struct world *, size_t max);

#endif
