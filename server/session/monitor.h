/*
 * monitor: the nicks that sessions watch (MONITOR). A nick can be watched whether it is online
 * or not; its user does not notice.
 *
 * A session has a monitor_list, which owns its entries. An entry is also in the list of its nick.
 * Only this module changes them.
 */
#ifndef TCHAT_SERVER_SESSION_MONITOR_H
#define TCHAT_SERVER_SESSION_MONITOR_H

#include <sys/queue.h>

#include <stddef.h>

#include "common/view.h"

struct server;
struct session;
struct watched;

struct monitor_entry {
	char		*nick;	/* as the session spelled it */
	struct session	*session;
	struct watched	*watched;
	LIST_ENTRY(monitor_entry) of_session; /* in monitor_list.entries */
	LIST_ENTRY(monitor_entry) of_nick;
};

/* The nicks that one session watches. */
struct monitor_list {
	struct server	*server;
	struct session	*session;
	LIST_HEAD(, monitor_entry) entries;
	size_t		 n;
};

void	monitor_init(struct monitor_list *, struct server *, struct session *);

/* Add or remove a nick, which must be valid. Do nothing if it is there already, or not there. */
void	monitor_add(struct monitor_list *, struct view nick);
void	monitor_remove(struct monitor_list *, struct view nick);
void	monitor_clear(struct monitor_list *);
int	monitor_has(const struct monitor_list *, struct view nick);

/* Call fn for each session that watches that nick. */
void	monitor_each(struct server *, struct view nick,
	    void (*fn)(struct session *, void *), void *ctx);

#endif
