/*
 * monitor_notices: calls the dialect of each session that watches the nick.
 */
#include "server/deliver/monitor_notices.h"

#include "common/names.h"
#include "server/chat/chat.h"
#include "server/session/monitor.h"
#include "server/session/session.h"

struct sighting {
	const char *nick;
	const struct user *user;
};

static void
send_to_watcher(struct session *s, void *ctx)
{
	const struct sighting *seen = ctx;

	if (session_is_listening(s) && s->dialect->monitor_changed != NULL)
		s->dialect->monitor_changed(s, seen->nick, seen->user);
}

static void
send_to_watchers(struct server *server, const char *nick, const struct user *u)
{
	struct sighting seen = { nick, u };

	monitor_each(server, view_of(nick), send_to_watcher, &seen);
}

/* A change of case is not reported. */
void
monitor_notify(struct server *server, const struct chat_applied *a)
{
	const struct user *u = a->user;

	if (a->event->type == CHAT_NEW_USER) {
		send_to_watchers(server, u->nick, u);
	} else if (a->event->type == CHAT_QUIT) {
		send_to_watchers(server, u->nick, NULL);
	} else if (a->event->type == CHAT_NICK &&
		   !name_equal(view_of(a->old_nick), view_of(u->nick))) {
		send_to_watchers(server, a->old_nick, NULL);
		send_to_watchers(server, u->nick, u);
	}
}
