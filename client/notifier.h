/*
 * notifier: notifies the user of alerts (client/model/alert.h), by the terminal and by the user's program, as the settings
 * say. A burst of alerts is one notification: after each one, further alerts wait for some seconds and become one.
 */
#ifndef TCHAT_CLIENT_NOTIFIER_H
#define TCHAT_CLIENT_NOTIFIER_H

#include "client/config/config.h"
#include "client/model/model.h"
#include "common/buf.h"

struct event_base;
struct notifier;

enum { NOTIFIER_PAUSE_MS = 5000 };

/* In the order of the choices in config.c. */
enum notify_how {
	NOTIFY_AUTO,	/* as the terminal understands it; the bell if that is unknown */
	NOTIFY_OFF,
	NOTIFY_BELL,
	NOTIFY_OSC9,
	NOTIFY_OSC777,
	NOTIFY_OSC99
};
enum notify_when {
	NOTIFY_UNSEEN,	/* only of messages that are not on the screen, or while the terminal lacks the focus */
	NOTIFY_ALWAYS
};
enum notify_text {
	NOTIFY_NOTHING,	/* only that there is a message */
	NOTIFY_WHO,	/* the sender and the room */
	NOTIFY_TEXT	/* also the beginning of the text */
};

struct notifier_ops {
	void	(*bell)(void *ctx);
	void	(*terminal)(struct view bytes, void *ctx);	/* send it to the terminal */
	/* Show the user why the program failed. */
	void	(*report)(const char *text, void *ctx);
};

struct notifier *notifier_new(struct event_base *, const struct client_config *,
	    struct model *, const struct notifier_ops *, void *ctx);
void	notifier_free(struct notifier *);

/* Notify the user of model.alert, now or soon, and clear it. */
void	notifier_take(struct notifier *);
/* The pause after a notification is over: notify the user of what has waited. A timer calls this, and tests. */
void	notifier_end_pause(struct notifier *);

#endif
