/*
 * monitor_notices: tells sessions when a nick that they watch comes online or goes offline
 * (monitor.h).
 */
#ifndef TCHAT_SERVER_DELIVER_MONITOR_NOTICES_H
#define TCHAT_SERVER_DELIVER_MONITOR_NOTICES_H

struct chat_applied;
struct server;

/* Tell the sessions that watch the user of an applied event. */
void	monitor_notify(struct server *, const struct chat_applied *);

#endif
