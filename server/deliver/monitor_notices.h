/*
 * monitor_notices: who watches a nick hears when it comes and goes (monitor.h).
 */
#ifndef TCHAT_SERVER_DELIVER_MONITOR_NOTICES_H
#define TCHAT_SERVER_DELIVER_MONITOR_NOTICES_H

struct chat_applied;
struct server;

/* An event was applied: tell of it those who watch for that. */
void	monitor_notify(struct server *, const struct chat_applied *);

#endif
