/*
 * monitor: the nicks that sessions watch (MONITOR). A nick can be watched whether it is online
 * or not; its user does not notice.
 *
 * A monitor_entry is in two lists, the session's and the nick's. Only this module changes them.
 */
#ifndef TCHAT_SERVER_SESSION_MONITOR_H
#define TCHAT_SERVER_SESSION_MONITOR_H

#include <sys/queue.h>

#include "common/view.h"

struct server;
struct session;
struct watched;

struct monitor_entry {
	char *nick; /* as the session spelled it */
	struct session *session;
	struct watched *watched;
	LIST_ENTRY(monitor_entry) of_session; /* session->watching */
	LIST_ENTRY(monitor_entry) of_nick;
};

/* Add or remove a nick, which must be valid. Do nothing if it is there already, or not there. */
void	monitor_add(struct session *, struct view nick);
void	monitor_remove(struct session *, struct view nick);
void	monitor_clear(struct session *);
int	monitor_has(struct session *, struct view nick);

/* Call fn for each session that watches that nick. */
void	monitor_each(struct server *, struct view nick,
    void (*fn)(struct session *, void *), void *ctx);

#endif
