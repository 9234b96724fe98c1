/*
 * oper_actions: WALLOPS and KILL by server operators: the requests, then their apply step.
 */
#include "server/chat/oper_actions.h"

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
	struct chat_event *e;

	if (!is_operator(from))
		return CHAT_NOT_OPERATOR;
	if (text.len == 0)
		return CHAT_NO_TEXT;
	e = world_new_event(CHAT_WALLOPS, from);
	e->text = xviewdup(text);
	world_append(w, e);
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
	const struct user *victim;
	struct chat_event *e;

	if (!is_operator(from))
		return CHAT_NOT_OPERATOR;
	victim = world_find_user(w, nick);
	if (victim == NULL)
		return CHAT_NO_NICK;
	e = world_new_event(CHAT_KILL, from);
	e->victim = xstrdup(victim->nick);
	e->reason = xviewdup(reason);
	world_append(w, e);
	return CHAT_OK;
}

enum refusal
oper_actions_apply(struct world *w, struct chat_event *e, struct user *u)
{
	struct chat_applied a = { .user = u };

	if (e->type == CHAT_KILL) {
		a.target = world_find_user(w, view_of(e->victim));
		if (a.target == NULL)
			return CHAT_NO_NICK;
	}
	world_show(w, e, &a);
	return CHAT_OK;
}
