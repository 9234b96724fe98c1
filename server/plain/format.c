/*
 * format: events as lines for plain peers, without controls and with their line ends.
 */
#include "server/plain/plain.h"

#include <ctype.h>
#include <string.h>

#include "common/text.h"
#include "server/account/offline_notice.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/session/session.h"

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
		plain_add_own_words(&line, a, r->own);
	else
		plain_add_words(&line, a, r->kind);
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

void
plain_format_past(const struct chat_applied *a, uint32_t kind,
    const struct session *own, struct buf *out)
{
	const struct reader r = { kind, kind & PLAIN_BARE_LF, own };

	add(&r, a, out);
}

/* Who says something to one who is away is told so. */
static void
add_away(const struct reader *r, const struct chat_applied *a, struct buf *out)
{
	const struct chat_event *e = a->event;
	struct buf line = { 0 };

	if (e->type != CHAT_MESSAGE || e->kind != CHAT_PRIVMSG ||
	    a->room != NULL || a->target == NULL || a->target->away == NULL)
		return;
	buf_printf(&line, "* %s is away: %s", a->target->nick, a->target->away);
	plain_add_line(out, r->bare_lf, buf_view(&line));
	buf_clear(&line);
}

static void
add_absent(const struct reader *r, const struct chat_applied *a,
    struct session *s, struct buf *out)
{
	struct buf line = { 0 };

	if (!offline_notice_due(s, a))
		return;
	buf_printf(&line, "* %s " OFFLINE_NOTICE_TEXT, a->event->target);
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
	add_absent(&r, a, s, out);
}

int
plain_format_sibling(struct server *server, const struct chat_applied *a,
    struct session *s, struct buf *out)
{
	const struct reader r = { 0, plain_of(s)->bare_lf, s };

	(void)server;
	if (a->event->type == CHAT_MESSAGE && a->room != NULL)
		return 0;
	add(&r, a, out);
	return 1;
}
