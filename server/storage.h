/*
 * storage: the store that the settings ask for, opened and closed, with what wakes
 * the loop for it.
 */
#ifndef TCHAT_SERVER_STORAGE_H
#define TCHAT_SERVER_STORAGE_H

struct config;
struct event_base;
struct store;
struct wakeup;

struct storage {
	struct store	*store;
	struct wakeup	*wakeup;	/* NULL: it needs none */
};

/* 0, or -1 and *cause; storage_close is right in any case. */
int	storage_open(struct storage *, const struct config *,
	    struct event_base *, const char *datadir, char **cause);
void	storage_close(struct storage *);

#endif
