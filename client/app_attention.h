/*
 * app_attention: what the user chose to notice and to hide (client/model/attention.h), on the full screen.
 */
#ifndef TCHAT_CLIENT_APP_ATTENTION_H
#define TCHAT_CLIENT_APP_ATTENTION_H

struct app;
struct app_network;
struct notifier;

/* Create the notifier, which uses the screen. */
struct notifier *app_attention_notifier(struct app *);

/* Load the network's ignores, highlight words and levels, and give them to its commands. */
void	app_attention_init(struct app_network *);
void	app_attention_free(struct app_network *);

/* Use the settings as they are now, because the user may have changed them, and end what is over. */
void	app_attention_update(struct app_network *);

#endif
