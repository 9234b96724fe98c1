/*
 * lockdown: an operator refuses new guests for a time. The setting access = accounts does the same permanently.
 * Connected guests stay.
 */
#ifndef TCHAT_SERVER_MODERATION_LOCKDOWN_H
#define TCHAT_SERVER_MODERATION_LOCKDOWN_H

struct server;

enum { LOCKDOWN_SECONDS_MAX = 30 * 86400 };

/* Start a lockdown for that many seconds, or with 0 until lockdown_end. */
void	lockdown_begin(struct server *, long long seconds);
void	lockdown_end(struct server *);
/* True during a lockdown; *left is the number of seconds left, or 0 if it has no end. */
int	lockdown_is_on(const struct server *, long long *left);

/* Return why guests are refused, or NULL if they are not. */
const char *lockdown_words(const struct server *);

/* Cancel the timer before the server is freed. */
void	lockdown_free(struct server *);

#endif
