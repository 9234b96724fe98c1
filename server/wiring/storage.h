/*
 * storage: opens and closes the store that the settings name, and the wake-up that it needs.
 */
#ifndef TCHAT_SERVER_WIRING_STORAGE_H
#define TCHAT_SERVER_WIRING_STORAGE_H

struct config;
struct event_base;
struct store;
struct wakeup;

struct storage {
	struct store	*store;
	struct wakeup	*wakeup;	/* NULL: this store needs none */
};

/* Open the store. Returns 0, or -1 and sets *cause; call storage_close in both cases. */
int	storage_open(struct storage *, const struct config *,
	    struct event_base *, const char *datadir, char **cause);
void	storage_close(struct storage *);

#endif
