/*
 * monitor: which sessions want to know when somebody of a nick comes or goes. A nick is
 * watched whether it is there or not; who is watched does not notice.
 *
 * A watching belongs to two lists at once, the session's and the nick's; only this
 * module touches them.
 */
#ifndef TCHAT_SERVER_SESSION_MONITOR_H
#define TCHAT_SERVER_SESSION_MONITOR_H

#include <sys/queue.h>

#include "common/view.h"

struct server;
struct session;
struct watched;

struct monitor_entry {
	char *nick; /* as the session spelt it */
	struct session *session;
	struct watched *watched;
	LIST_ENTRY(monitor_entry) of_session; /* session->watching */
	LIST_ENTRY(monitor_entry) of_nick;
};

/* Both do nothing if it is so already; the nick is valid. */
void	monitor_add(struct session *, struct view nick);
void	monitor_remove(struct session *, struct view nick);
void	monitor_clear(struct session *);
int	monitor_has(struct session *, struct view nick);

/* All sessions that watch that nick. */
void	monitor_each(struct server *, struct view nick,
    void (*fn)(struct session *, void *), void *ctx);

#endif
