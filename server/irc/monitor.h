/*
 * monitor: the MONITOR functions of the dialect's vtable.
 */
#ifndef TCHAT_SERVER_IRC_MONITOR_H
#define TCHAT_SERVER_IRC_MONITOR_H

struct session;
struct user;

/* Tell a session that watches that nick that it is online as user, or offline (NULL). */
void	irc_monitor_changed(
	    struct session *, const char *nick, const struct user *);
/* Return whether the session has extended-monitor. */
int	irc_wants_extended_monitor(const struct session *);

#endif
