/*
 * event_text: render events as lines for plain peers, without control characters.
 */
#include "server/plain/event_text.h"

#include <ctype.h>
#include <string.h>

#include "common/i18n.h"
#include "common/text.h"
#include "server/account/offline_notice.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/plain/mode_text.h"
#include "server/plain/peer.h"
#include "server/session/session.h"

#define ACTION "\001ACTION "
#define QUIT   "Quit"

/* Return the number of digits at the front, at most max. */
static size_t
count_digits(struct view v, size_t max, int (*is_digit)(int))
{
	size_t n = 0;

	while (n < v.len && n < max && is_digit((unsigned char)v.p[n]))
		n++;
	return n;
}

/*
 * Return the length of a colour code with its digits: 03 and up to two digits, or 04 and up to six; then
 * optionally a comma and as many digits again (modern.ircdocs.horse/formatting).
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

/* Append text without colour codes. Their digits would stay as text if only the control characters were removed. */
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

/* Return the text of "\1ACTION text\1"; p is NULL if the message is not an action. */
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

/* True for a CTCP request of one client program to another, which people need not see. */
static int
is_ctcp(const struct chat_event *e, struct view action)
{
	return e->text[0] == '\001' && action.p == NULL;
}

static void
add_room_message(struct buf *b, const struct chat_applied *a, uint32_t kind)
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
add_direct_message(struct buf *b, const char *arrow, const char *who,
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
add_message(struct buf *b, const struct chat_applied *a, uint32_t kind)
{
	if (a->event->kind == CHAT_TAGMSG)
		return;
	if (a->room != NULL)
		add_room_message(b, a, kind);
	else
		add_direct_message(b, "", a->event->nick, a->event);
}

static void
add_members(struct buf *b, const struct room *r, size_t leaving)
{
	size_t n = r->nmembers - leaving;

	buf_printf(b, ngettext(" (%zu member)", " (%zu members)", n), n);
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
add_join(struct buf *b, const struct chat_applied *a)
{
	buf_printf(b, _("* %s joined %s"), a->event->nick, a->event->target);
	add_members(b, a->room, 0);
}

static void
add_part(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(b, _("* %s left %s"), e->nick, e->target);
	add_reason(b, e->reason);
	add_members(b, a->room, 1);
}

static void
add_kick(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(
	    b, _("* %s kicked %s from %s"), e->nick, e->victim, e->target);
	add_reason(b, e->reason);
}

static void
add_quit(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	if (strcmp(e->reason, PLAIN_BECAME_IRC) == 0)
		return;
	if (strcmp(e->reason, QUIT) == 0) {
		buf_printf(b, _("* %s left"), e->nick);
	} else if (view_has_prefix(view_of(e->reason), VIEW(QUIT ":"))) {
		buf_printf(b, _("* %s left"), e->nick);
		add_reason(b, e->reason + sizeof(QUIT ":") - 1);
	} else {
		buf_printf(b, _("* %s is offline"), e->nick);
		add_reason(b, e->reason);
	}
}

static void
add_nick(struct buf *b, const struct chat_applied *a)
{
	buf_printf(
	    b, _("* %s is now known as %s"), a->old_nick, a->event->new_nick);
}

static void
add_topic(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	if (e->topic[0] == '\0')
		buf_printf(
		    b, _("* %s cleared the topic of %s"), e->nick, e->target);
	else
		buf_printf(b, _("* %s changed the topic of %s: %s"), e->nick,
		    e->target, e->topic);
}

static void
add_mode_change(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(b, _("* %s changed the modes of %s: "), e->nick, e->target);
	plain_add_mode_text(b, e->mode_letters, e->mode_args);
}

/* The invited user gets the first sentence (the room is NULL), the members of the room the second. */
static void
add_invite(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	if (a->room == NULL)
		buf_printf(b, _("* %s invites you to %s. To join: /join %s"),
		    e->nick, e->target, e->target);
	else
		buf_printf(b, _("* %s invited %s to %s"), e->nick, e->invited,
		    e->target);
}

static void
add_rename(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(
	    b, _("* %s renamed %s to %s"), e->nick, e->target, e->new_name);
	add_reason(b, e->reason);
}

static void
add_redact(struct buf *b, const struct chat_applied *a)
{
	const struct chat_event *e = a->event;

	buf_printf(b, _("* %s deleted a message in %s"), e->nick, e->target);
	add_reason(b, e->reason);
}

/* A type without a row is not shown. Messages are not in the table because they depend on the reader. */
static void (*const event_texts[])(
    struct buf *, const struct chat_applied *) = {
	[CHAT_JOIN] = add_join,
	[CHAT_PART] = add_part,
	[CHAT_QUIT] = add_quit,
	[CHAT_KICK] = add_kick,
	[CHAT_NICK] = add_nick,
	[CHAT_TOPIC] = add_topic,
	[CHAT_MODE] = add_mode_change,
	[CHAT_INVITE] = add_invite,
	[CHAT_RENAME] = add_rename,
	[CHAT_REDACT] = add_redact,
};

enum { EVENT_TEXTS = sizeof(event_texts) / sizeof(event_texts[0]) };

/* Append an event in words as others see it, without a line end; nothing if it is not shown. */
static void
add_event_text(struct buf *b, const struct chat_applied *a, uint32_t kind)
{
	const size_t type = a->event->type;

	if (type == CHAT_MESSAGE)
		add_message(b, a, kind);
	else if (type < EVENT_TEXTS && event_texts[type] != NULL)
		event_texts[type](b, a);
}

static void
add_own_join(struct buf *b, const struct room *r)
{
	buf_printf(b, _("* You joined %s"), r->name);
	add_members(b, r, 0);
	if (r->topic != NULL)
		buf_printf(b, ": %s", r->topic);
}

static void
add_own_away(struct buf *b, const char *message)
{
	if (message == NULL)
		buf_add_str(b, _("* You are back."));
	else
		buf_printf(b, _("* You are away: %s"), message);
}

/* Append an event in words as its author sees it, but not the author's own words, which the terminal shows. */
static void
add_own_event_text(
    struct buf *b, const struct chat_applied *a, const struct session *s)
{
	const struct chat_event *e = a->event;

	switch (e->type) {
	case CHAT_MESSAGE:
		if (a->room == NULL && e->kind != CHAT_TAGMSG)
			add_direct_message(b, "-> ", e->target, e);
		break;
	case CHAT_JOIN:
		add_own_join(b, a->room);
		break;
	case CHAT_PART:
		buf_printf(b, _("* You left %s"), a->room->name);
		break;
	case CHAT_NICK:
		buf_printf(b, _("* You are now known as %s"), e->new_nick);
		break;
	case CHAT_AWAY:
		add_own_away(b, e->away_message);
		break;
	case CHAT_INVITE:
		buf_printf(
		    b, _("* You invited %s to %s"), e->invited, a->room->name);
		break;
	case CHAT_QUIT:
		break;
	default:
		add_event_text(b, a, plain_kind(s, a->room));
		break;
	}
}

/* The reader of a rendering. own is the author's session, or NULL for all other readers. */
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
		add_own_event_text(&line, a, r->own);
	else
		add_event_text(&line, a, r->kind);
	if (line.len > 0)
		plain_add_line(out, r->bare_lf, buf_view(&line));
	buf_clear(&line);
}

/* Render each line of a multi-line message as a message of its own, joining its pieces; skip empty lines. */
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

void
plain_format_history(const struct chat_applied *a, uint32_t kind,
    const struct session *own, struct buf *out)
{
	const struct reader r = { kind, kind & PLAIN_BARE_LF, own };

	add(&r, a, out);
}

/* Tell the author of a direct message that the recipient is away. */
static void
add_away_notice(
    const struct reader *r, const struct chat_applied *a, struct buf *out)
{
	const struct chat_event *e = a->event;
	struct buf line = { 0 };

	if (e->type != CHAT_MESSAGE || e->kind != CHAT_PRIVMSG ||
	    a->room != NULL || a->target == NULL || a->target->away == NULL)
		return;
	buf_printf(
	    &line, _("* %s is away: %s"), a->target->nick, a->target->away);
	plain_add_line(out, r->bare_lf, buf_view(&line));
	buf_clear(&line);
}

static void
add_offline_notice(const struct reader *r, const struct chat_applied *a,
    struct session *s, struct buf *out)
{
	struct buf line = { 0 };

	if (!offline_notice_due(s, a))
		return;
	buf_printf(&line,
	    _("* %s is offline. Your message is kept and will be shown at the "
	      "next login"),
	    a->event->target);
	plain_add_line(out, r->bare_lf, buf_view(&line));
	buf_clear(&line);
}

void
plain_format_for_author(struct server *server, const struct chat_applied *a,
    struct session *s, struct buf *out)
{
	const struct reader r = { 0, plain_of(s)->bare_lf, s };

	(void)server;
	add(&r, a, out);
	add_away_notice(&r, a, out);
	add_offline_notice(&r, a, s, out);
}

int
plain_format_for_other_session(struct server *server,
    const struct chat_applied *a, struct session *s, struct buf *out)
{
	const struct reader r = { 0, plain_of(s)->bare_lf, s };

	(void)server;
	if (a->event->type == CHAT_MESSAGE && a->room != NULL)
		return 0;
	add(&r, a, out);
	return 1;
}
