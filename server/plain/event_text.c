/*
 * event_text: one event in words, as others see it and as its author does.
 */
#include <string.h>

#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/plain/plain.h"

#define ACTION "\001ACTION "
#define QUIT   "Quit"

/* The text of "\1ACTION text\1"; p is NULL if it is something else. */
static struct view
action_of(const char *said)
{
	const size_t begin = sizeof(ACTION) - 1;
	size_t len = strlen(said);

	if (strncmp(said, ACTION, begin) != 0)
		return (struct view){ NULL, 0 };
	if (said[len - 1] == '\001')
		len--;
	return (struct view){ said + begin, len - begin };
}

/* A question of one client program to another: not for people. */
static int
is_ctcp(const struct chat_event *e, struct view action)
{
	return e->text[0] == '\001' && action.p == NULL;
}

static void
say_in_room(struct buf *b, const struct chat_applied *a, uint32_t kind)
{
	const struct chat_event *e = a->event;
	struct view action = action_of(e->text);

	if (is_ctcp(e, action))
		return;
	if (e->status != NULL)
		buf_printf(b, "%s%s ", e->status, a->room->name);
	else if (!(kind & PLAIN_CURRENT))
		buf_printf(b, "%s ", a->room->name);
	if (action.p != NULL)
		buf_printf(b, "* %s %.*s", e->nick, VIEW_ARG(action));
	else if (e->kind == CHAT_NOTICE)
		buf_printf(b, "-%s- %s", e->nick, e->text);
	else
		buf_printf(b, "<%s> %s", e->nick, e->text);
}

static void
say_direct(struct buf *b, const char *arrow, const char *who,
    const struct chat_event *e)
{
	struct view action = action_of(e->text);

	if (is_ctcp(e, action))
		return;
	buf_printf(b, "[%s%s] ", arrow, who);
	if (action.p != NULL)
		buf_printf(b, "* %s %.*s", e->nick, VIEW_ARG(action));
	else
		buf_add_str(b, e->text);
}

static void
say_message(struct buf *b, const struct chat_applied *a, uint32_t kind)
{
	if (a->event->kind == CHAT_TAGMSG)
		return;
	if (a->room != NULL)
		say_in_room(b, a, kind);
	else
		say_direct(b, "", a->event->nick, a->event);
}

static void
add_members(struct buf *b, const struct room *r, size_t leaving)
{
	size_t n = r->nmembers - leaving;

	buf_printf(b, " (%zu member%s)", n, n == 1 ? "" : "s");
}

static void
add_reason(struct buf *b, const char *reason)
{
	while (reason != NULL && *reason == ' ')
		reason++;
	if (reason != NULL && *reason != '\0')
		buf_printf(b, " (%s)", reason);
}

static void
say_join(struct buf *b, const struct chat_applied *a)
{
	buf_printf(b, "* %s entered %s", a->event->nick, a->event->target);
	add_members(b, a->room, 0);
}

static void
say_part(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(b, "* %s left %s", e->nick, e->target);
	add_reason(b, e->text);
	add_members(b, a->room, 1);
}

static void
say_kick(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(
	    b, "* %s was put out of %s by %s", e->object, e->target, e->nick);
	add_reason(b, e->text);
}

static void
say_quit(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	if (strcmp(e->text, PLAIN_UNSEEN) == 0)
		return;
	if (strcmp(e->text, QUIT) == 0) {
		buf_printf(b, "* %s left the chat", e->nick);
	} else if (view_has_prefix(view_of(e->text), VIEW(QUIT ":"))) {
		buf_printf(b, "* %s left the chat", e->nick);
		add_reason(b, e->text + sizeof(QUIT ":") - 1);
	} else {
		buf_printf(b, "* %s is offline", e->nick);
		add_reason(b, e->text);
	}
}

static void
say_nick(struct buf *b, const struct chat_applied *a)
{
	buf_printf(b, "* %s is now known as %s", a->old_nick, a->event->object);
}

static void
say_topic(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	if (e->text[0] == '\0')
		buf_printf(
		    b, "* %s cleared the topic of %s", e->nick, e->target);
	else
		buf_printf(b, "* %s changed the topic of %s: %s", e->nick,
		    e->target, e->text);
}

static void
say_rules(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(b, "* %s changed the rules of %s: ", e->nick, e->target);
	plain_add_rules(b, e->text, e->object);
}

/* To the one who is asked in (the room is NULL), and to those in it. */
static void
say_invite(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	if (a->room == NULL)
		buf_printf(b, "* %s invites you to %s: /join %s", e->nick,
		    e->target, e->target);
	else
		buf_printf(
		    b, "* %s invited %s to %s", e->nick, e->object, e->target);
}

static void
say_rename(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(
	    b, "* %s gave %s the name %s", e->nick, e->target, e->object);
	add_reason(b, e->text);
}

static void
say_redact(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(b, "* %s took a message in %s back", e->nick, e->target);
	add_reason(b, e->text);
}

/* NULL: nobody is told. Messages depend on who reads them, see below. */
static void (*const says[])(struct buf *, const struct chat_applied *) = {
	[CHAT_JOIN] = say_join,
	[CHAT_PART] = say_part,
	[CHAT_QUIT] = say_quit,
	[CHAT_KICK] = say_kick,
	[CHAT_NICK] = say_nick,
	[CHAT_TOPIC] = say_topic,
	[CHAT_MODE] = say_rules,
	[CHAT_INVITE] = say_invite,
	[CHAT_RENAME] = say_rename,
	[CHAT_REDACT] = say_redact,
};

enum { NSAYS = sizeof(says) / sizeof(says[0]) };

void
plain_add_words(struct buf *b, const struct chat_applied *a, uint32_t kind)
{
	const size_t type = a->event->type;

	if (type == CHAT_MESSAGE)
		say_message(b, a, kind);
	else if (type < NSAYS && says[type] != NULL)
		says[type](b, a);
}

static void
say_own_join(struct buf *b, const struct room *r)
{
	buf_printf(b, "* You are in %s", r->name);
	add_members(b, r, 0);
	if (r->topic != NULL)
		buf_printf(b, ": %s", r->topic);
}

static void
say_own_away(struct buf *b, const char *message)
{
	if (message == NULL)
		buf_add_str(b, "* You are back.");
	else
		buf_printf(b, "* You are away: %s", message);
}

void
plain_add_own_words(
    struct buf *b, const struct chat_applied *a, const struct session *s)
{
	const struct chat_event *e = a->event;

	switch (e->type) {
	case CHAT_MESSAGE:
		if (a->room == NULL && e->kind != CHAT_TAGMSG)
			say_direct(b, "-> ", e->target, e);
		break;
	case CHAT_JOIN:
		say_own_join(b, a->room);
		break;
	case CHAT_PART:
		buf_printf(b, "* You left %s", a->room->name);
		break;
	case CHAT_NICK:
		buf_printf(b, "* You are now known as %s", e->object);
		break;
	case CHAT_AWAY:
		say_own_away(b, e->text);
		break;
	case CHAT_INVITE:
		buf_printf(
		    b, "* You invited %s to %s", e->object, a->room->name);
		break;
	case CHAT_QUIT:
		break;
	default:
		plain_add_words(b, a, plain_kind(s, a->room));
		break;
	}
}
