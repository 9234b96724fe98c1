/*
 * format: events as lines for plain peers.
 */
#include "server/proto/plain/plain.h"

#include <ctype.h>

#include "common/text.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/proto/session.h"

#define ACTION "\001ACTION "
#define QUIT   "Quit:"

/* Up to max of those at the front. */
static size_t
count_digits(struct view v, size_t max, int (*is_digit)(int))
{
	size_t n = 0;

	while (n < v.len && n < max && is_digit((unsigned char)v.p[n]))
		n++;
	return n;
}

/*
 * The length of a colour code with its digits: 03 and up to two, or 04 and up to six, then
 * perhaps a comma and as many again (modern.ircdocs.horse/formatting).
 */
static size_t
colour_length(struct view v)
{
	int (*is_digit)(int) = *v.p == 0x03 ? isdigit : isxdigit;
	size_t max = *v.p == 0x03 ? 2 : 6, n, back;
	struct view rest;

	n = 1 +
	    count_digits((struct view){ v.p + 1, v.len - 1 }, max, is_digit);
	if (n == 1 || n >= v.len || v.p[n] != ',')
		return n;
	rest = (struct view){ v.p + n + 1, v.len - n - 1 };
	back = count_digits(rest, max, is_digit);
	return back == 0 ? n : n + 1 + back;
}

/* Without colours, whose digits would be left as text when the controls go. */
static void
add_without_colours(struct buf *out, struct view v)
{
	size_t n;

	while (v.len > 0) {
		n = 1;
		if (*v.p == 0x03 || *v.p == 0x04)
			n = colour_length(v);
		else
			buf_add_char(out, *v.p);
		v.p += n;
		v.len -= n;
	}
}

void
plain_add_line(struct buf *out, int bare_lf, struct view line)
{
	struct buf text = { 0 };

	add_without_colours(&text, line);
	text_clean(out, buf_view(&text), 0);
	buf_add_str(out, bare_lf ? "\n" : "\r\n");
	buf_clear(&text);
}

uint32_t
plain_kind(const struct session *s, const struct room *room)
{
	const struct plain *p = plain_of(s);
	uint32_t kind = p->bare_lf ? PLAIN_BARE_LF : 0;

	if (room != NULL && p->current != NULL &&
	    strcmp(p->current, room->name) == 0)
		kind |= PLAIN_CURRENT;
	return kind;
}

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
format_room_message(struct buf *b, const struct chat_applied *a, uint32_t kind)
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
format_direct(struct buf *b, const char *arrow, const char *who,
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
format_message(struct buf *b, const struct chat_applied *a, uint32_t kind)
{
	if (a->event->kind == CHAT_TAGMSG)
		return;
	if (a->room != NULL)
		format_room_message(b, a, kind);
	else
		format_direct(b, "", a->event->nick, a->event);
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
format_quit(struct buf *b, const struct chat_event *e)
{
	if (strcmp(e->text, PLAIN_UNSEEN) == 0)
		return;
	if (view_has_prefix(view_of(e->text), VIEW(QUIT))) {
		buf_printf(b, "* %s left the chat", e->nick);
		add_reason(b, e->text + sizeof(QUIT) - 1);
	} else {
		buf_printf(b, "* %s is offline", e->nick);
		add_reason(b, e->text);
	}
}

static void
format_topic(struct buf *b, const char *room, const struct chat_event *e)
{
	if (e->text[0] == '\0')
		buf_printf(b, "* %s cleared the topic of %s", e->nick, room);
	else
		buf_printf(b, "* %s changed the topic of %s: %s", e->nick, room,
		    e->text);
}

/* To the one who is asked in (the room is NULL), and to those in it. */
static void
format_invite(
    struct buf *b, const struct chat_event *e, const struct room *room)
{
	if (room == NULL)
		buf_printf(b, "* %s invites you to %s: /join %s", e->nick,
		    e->target, e->target);
	else
		buf_printf(
		    b, "* %s invited %s to %s", e->nick, e->object, e->target);
}

/* As somebody else sees it, without the line's end; empty: not at all. */
static void
format_event(struct buf *b, const struct chat_applied *a, uint32_t kind)
{
	const struct chat_event *e = a->event;
	const char *room = e->target;

	switch (e->type) {
	case CHAT_MESSAGE:
		format_message(b, a, kind);
		break;
	case CHAT_JOIN:
		buf_printf(b, "* %s entered %s", e->nick, room);
		add_members(b, a->room, 0);
		break;
	case CHAT_PART:
		buf_printf(b, "* %s left %s", e->nick, room);
		add_reason(b, e->text);
		add_members(b, a->room, 1);
		break;
	case CHAT_KICK:
		buf_printf(b, "* %s was put out of %s by %s", e->object, room,
		    e->nick);
		add_reason(b, e->text);
		break;
	case CHAT_QUIT:
		format_quit(b, e);
		break;
	case CHAT_NICK:
		buf_printf(
		    b, "* %s is now known as %s", a->old_nick, e->object);
		break;
	case CHAT_TOPIC:
		format_topic(b, room, e);
		break;
	case CHAT_MODE:
		buf_printf(b, "* %s changed the rules of %s: ", e->nick, room);
		plain_add_rules(b, e->text, e->object);
		break;
	case CHAT_INVITE:
		format_invite(b, e, a->room);
		break;
	case CHAT_RENAME:
		buf_printf(b, "* %s gave %s the name %s", e->nick, e->target,
		    e->object);
		add_reason(b, e->text);
		break;
	case CHAT_REDACT:
		buf_printf(b, "* %s took a message in %s back", e->nick, room);
		add_reason(b, e->text);
		break;
	case CHAT_FORGET:
	case CHAT_SETNAME:
	case CHAT_AWAY:
	case CHAT_ENTER:
	case CHAT_USER_MODE:
	case CHAT_KILL:
	case CHAT_WALLOPS:
		break;
	}
}

static void
format_own_join(struct buf *b, const struct room *r)
{
	buf_printf(b, "* You are in %s", r->name);
	add_members(b, r, 0);
	if (r->topic != NULL)
		buf_printf(b, ": %s", r->topic);
}

/* What the author sees: not the own words again, which the terminal shows. */
static void
format_own_event(
    struct buf *b, const struct chat_applied *a, const struct session *s)
{
	const struct chat_event *e = a->event;

	switch (e->type) {
	case CHAT_MESSAGE:
		if (a->room == NULL && e->kind != CHAT_TAGMSG)
			format_direct(b, "-> ", e->target, e);
		break;
	case CHAT_JOIN:
		format_own_join(b, a->room);
		break;
	case CHAT_PART:
		buf_printf(b, "* You left %s", a->room->name);
		break;
	case CHAT_NICK:
		buf_printf(b, "* You are now known as %s", e->object);
		break;
	case CHAT_AWAY:
		if (e->text == NULL)
			buf_add_str(b, "* You are back.");
		else
			buf_printf(b, "* You are away: %s", e->text);
		break;
	case CHAT_QUIT:
		break;
	case CHAT_INVITE:
		buf_printf(
		    b, "* You invited %s to %s", e->object, a->room->name);
		break;
	case CHAT_FORGET:
	case CHAT_REDACT:
	case CHAT_RENAME:
	case CHAT_KICK:
	case CHAT_TOPIC:
	case CHAT_MODE:
	case CHAT_SETNAME:
	case CHAT_ENTER:
	case CHAT_USER_MODE:
	case CHAT_KILL:
	case CHAT_WALLOPS:
		format_event(b, a, plain_kind(s, a->room));
		break;
	}
}

/* Whose terminal it is for; own: the author's session, NULL for all others. */
struct reader {
	uint32_t kind;
	int bare_lf;
	const struct session *own;
};

static void
add_event(const struct reader *r, const struct chat_applied *a, struct buf *out)
{
	struct buf line = { 0 };

	if (r->own != NULL)
		format_own_event(&line, a, r->own);
	else
		format_event(&line, a, r->kind);
	if (line.len > 0)
		plain_add_line(out, r->bare_lf, buf_view(&line));
	buf_clear(&line);
}

/* Each line as a message of its own, its pieces put together; no empty ones. */
static void
add_lines(const struct reader *r, const struct chat_applied *a, struct buf *out)
{
	struct chat_event one = *a->event;
	struct chat_applied applied = *a;
	struct buf text = { 0 };
	struct chat_lines l;

	applied.event = &one;
	chat_lines_begin(&l, view_of(a->event->text));
	while (chat_lines_next(&l)) {
		buf_add_view(&text, l.piece);
		if (l.next_goes_on || text.len == 0)
			continue;
		buf_add_char(&text, '\0');
		one.text = text.p;
		add_event(r, &applied, out);
		buf_reset(&text);
	}
	buf_clear(&text);
}

static void
add(const struct reader *r, const struct chat_applied *a, struct buf *out)
{
	if (chat_event_has_lines(a->event))
		add_lines(r, a, out);
	else
		add_event(r, a, out);
}

void
plain_format(struct server *server, const struct chat_applied *a, uint32_t kind,
    struct buf *out)
{
	const struct reader r = { kind, kind & PLAIN_BARE_LF, NULL };

	(void)server;
	add(&r, a, out);
}

/* Who says something to one who is away is told so. */
static void
add_away(const struct reader *r, const struct chat_applied *a, struct buf *out)
{
	const struct chat_event *e = a->event;
	struct buf line = { 0 };

	if (e->type != CHAT_MESSAGE || e->kind != CHAT_SAID ||
	    a->room != NULL || a->target == NULL || a->target->away == NULL)
		return;
	buf_printf(&line, "* %s is away: %s", a->target->nick, a->target->away);
	plain_add_line(out, r->bare_lf, buf_view(&line));
	buf_clear(&line);
}

void
plain_format_own(struct server *server, const struct chat_applied *a,
    struct session *s, struct buf *out)
{
	const struct reader r = { 0, plain_of(s)->bare_lf, s };

	(void)server;
	add(&r, a, out);
	add_away(&r, a, out);
}
