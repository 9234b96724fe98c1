/*
 * oper_actions: WALLOPS and KILL by server operators. Applied at once, like presence.
 */
#include "common/xmalloc.h"
#include "server/chat/world.h"

static int
is_operator(const struct chat_from *from)
{
	return (from->user->modes & USER_OPERATOR) != 0;
}

enum refusal
chat_wallops(struct world *w, const struct chat_from *from, struct view text)
{
	struct chat_applied a = { .user = from->user };
	struct chat_event *e;

	if (!is_operator(from))
		return CHAT_NOT_OPERATOR;
	if (text.len == 0)
		return CHAT_NO_TEXT;
	e = world_new_event(CHAT_WALLOPS, from);
	e->text = xviewdup(text);
	world_publish(w, e, &a);
	chat_event_unref(e);
	return CHAT_OK;
}

/*
 * The callbacks close the user's sessions. The user leaves with the last of them, by a
 * CHAT_QUIT.
 */
enum refusal
chat_kill(struct world *w, const struct chat_from *from, struct view nick,
    struct view reason)
{
	struct chat_applied a = { .user = from->user };
	struct chat_event *e;

	if (!is_operator(from))
		return CHAT_NOT_OPERATOR;
	a.target = world_find_user(w, nick);
	if (a.target == NULL)
		return CHAT_NO_NICK;
	e = world_new_event(CHAT_KILL, from);
	e->victim = xstrdup(a.target->nick);
	e->reason = xviewdup(reason);
	world_publish(w, e, &a);
	chat_event_unref(e);
	return CHAT_OK;
}
