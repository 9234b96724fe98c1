/*
 * app_settings: makes changed settings take effect on the full screen. Most need nothing, because they are read at each
 * use.
 */
#ifndef TCHAT_CLIENT_APP_SETTINGS_H
#define TCHAT_CLIENT_APP_SETTINGS_H

struct app;

/* Act on all settings, when the terminal is open. */
void	app_settings_apply(struct app *);
/* Act on a setting that changed. A settings_watch_fn. */
void	app_settings_changed(const char *name, void *app);
/* Refuse a value that only the full screen can check. A settings_verify_fn. */
int	app_settings_verify(const char *name, const char *value, void *app,
	    char **cause);

#endif
