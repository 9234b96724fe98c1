/*
 * apply: the apply step of an event that has settled: finds its author and the function of its type.
 */
#include <string.h>

#include "server/chat/kick_invite.h"
#include "server/chat/mode_event.h"
#include "server/chat/oper_actions.h"
#include "server/chat/presence.h"
#include "server/chat/say.h"
#include "server/chat/world.h"

/* Nothing changes and nobody is told: the store deletes the history. */
static enum refusal
forget_closed_apply(struct world *w, struct chat_event *e, struct user *u)
{
	(void)w, (void)e, (void)u;
	return CHAT_OK;
}

static const struct rule {
	enum refusal (*apply)(
	    struct world *, struct chat_event *, struct user *);
	int without_author; /* it is also applied if the author is the server, or was removed */
} rules[CHAT_EVENT_TYPES] = {
	/* clang-format off */
	[CHAT_JOIN] =		{ presence_apply, 0 },
	[CHAT_PART] =		{ presence_apply, 0 },
	[CHAT_QUIT] =		{ presence_apply, 0 },
	[CHAT_KICK] =		{ kick_invite_apply, 0 },
	[CHAT_NICK] =		{ presence_apply, 0 },
	[CHAT_SETNAME] =	{ presence_apply, 0 },
	[CHAT_AWAY] =		{ presence_apply, 0 },
	[CHAT_TOPIC] =		{ say_apply, 0 },
	[CHAT_MODE] =		{ mode_event_apply, 1 },
	[CHAT_MESSAGE] =	{ say_apply, 0 },
	[CHAT_NEW_USER] =	{ presence_apply, 0 },
	[CHAT_USER_MODE] =	{ presence_apply, 0 },
	[CHAT_KILL] =		{ oper_actions_apply, 0 },
	[CHAT_WALLOPS] =	{ oper_actions_apply, 0 },
	[CHAT_INVITE] =		{ kick_invite_apply, 0 },
	[CHAT_RENAME] =		{ kick_invite_apply, 0 },
	[CHAT_REDACT] =		{ say_apply, 1 },
	[CHAT_ACCOUNT] =	{ presence_apply, 0 },
	[CHAT_HOST] =		{ presence_apply, 0 },
	[CHAT_FORGET_CLOSED] =	{ forget_closed_apply, 1 },
	/* clang-format on */
};

/*
 * Return a reference to the event, or to a copy with the author's current nick. The author may
 * have changed nick since; other users know the new nick, and the old one may be somebody
 * else's by now.
 */
static struct chat_event *
with_current_nick(struct chat_event *e, const struct user *u)
{
	struct chat_event now;

	if (u == NULL || strcmp(e->nick, u->nick) == 0)
		return chat_event_ref(e);
	now = *e;
	now.nick = u->nick;
	now.host = u->host;
	return chat_event_copy(&now);
}

/*
 * A user leaves only after all their events in flight have settled (session.h). An author who
 * is gone was removed by force, and the event is refused.
 */
void
chat_apply(struct world *w, struct chat_event *e)
{
	const struct rule *rule = &rules[e->type];
	struct user *u = world_user_by_id(w, e->user);
	struct chat_event *now = with_current_nick(e, u);
	enum refusal no = CHAT_NO_NICK;

	if (u != NULL || rule->without_author)
		no = rule->apply(w, now, u);
	if (no != CHAT_OK)
		chat_refuse(w, now, no);
	chat_event_unref(now);
}
