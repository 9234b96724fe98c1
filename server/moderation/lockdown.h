/*
 * lockdown: as long as an operator wants it, no new guests come in, who are not logged in to an account;
 * as the setting access has it for good. Who is in stays.
 */
#ifndef TCHAT_SERVER_MODERATION_LOCKDOWN_H
#define TCHAT_SERVER_MODERATION_LOCKDOWN_H

struct server;

enum { LOCKDOWN_SECONDS_MAX = 30 * 86400 };

/* So many seconds from now on, or, with 0, until it is ended. */
void	lockdown_begin(struct server *, long long seconds);
void	lockdown_end(struct server *);
/* Is one on? *left is how many seconds more, 0: until it is ended. */
int	lockdown_is_on(const struct server *, long long *left);

/* Why no guest may come in; NULL: they may. */
const char *lockdown_words(const struct server *);

/* The server is being freed. */
void	lockdown_gone(struct server *);

#endif
