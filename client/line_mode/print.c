/*
 * print: what line mode prints as text.
 */
#include "client/line_mode/print.h"

#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include "client/model/event_line.h"
#include "client/model/glyph.h"
#include "common/i18n.h"
#include "common/streams.h"
#include "common/xmalloc.h"

#define INDENT "    " /* before the lines of a message after the first */

static void
add_stamp(struct buf *out, int64_t ms, const char *format)
{
	time_t t = (time_t)(ms / 1000);
	char stamp[64];
	struct tm tm;

	if (format != NULL && localtime_r(&t, &tm) != NULL &&
	    strftime(stamp, sizeof(stamp), format, &tm) > 0)
		buf_printf(out, "[%s] ", stamp);
}

void
line_mode_print_day(struct buf *out, int64_t time, int *day)
{
	time_t t = (time_t)(time / 1000);
	const char *format = _("%A, %-d %B %Y");
	int before = *day;
	char text[128];
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		return;
	*day = (tm.tm_year + 1900) * 1000 + tm.tm_yday + 1;
	if (before != 0 && *day != before &&
	    strftime(text, sizeof(text), format, &tm) > 0)
		buf_printf(out, "%s\n", text);
}

/* Add the text without its formatting codes, and with its later lines indented. */
static void
add_plain(struct buf *out, struct view text)
{
	struct text_style style = { .fg = -1, .bg = -1 };
	size_t n;

	while (text.len > 0) {
		n = format_parse(text, &style);
		if (n == 0) {
			buf_add_char(out, *text.p);
			if (*text.p == '\n')
				buf_add_str(out, INDENT);
			n = 1;
		}
		text.p += n;
		text.len -= n;
	}
}

/* Add where the message belongs: the room, or the user to whom another client of ours sent it. */
static void
add_place(struct buf *out, const struct irc_event *ev)
{
	struct view place = ev->room.len > 0 ? ev->room : ev->target;

	if (ev->room.len == 0 && !ev->self)
		return;
	buf_add_view(out, place);
	buf_add_char(out, ' ');
}

static void
add_sender(struct buf *out, const struct line *line)
{
	const char *who = line->nick != NULL ? line->nick : "server";

	if (line->kind == LINE_MESSAGE)
		buf_printf(out, "<%s> ", who);
	else if (line->kind == LINE_NOTICE)
		buf_printf(out, "-%s- ", who);
	else
		buf_add_str(out, "* ");
}

/* In the spoken style, a private message says that it is one. */
static void
add_spoken_sender(
    struct buf *out, const struct line *line, const struct irc_event *ev)
{
	const char *who = line->nick != NULL ? line->nick : _("the server");

	int is_private = ev->room.len == 0 && !ev->self;

	/* The text of an action begins with the nick. */
	if (line->kind == LINE_NOTICE)
		buf_printf(out, _("notice from %s: "), who);
	else if (line->kind == LINE_ACTION)
		buf_add_str(out, is_private ? _("privately: ") : "");
	else if (is_private)
		buf_printf(out, _("%s, privately: "), who);
	else
		buf_printf(out, "%s: ", who);
}

static void
add_message(struct buf *out, const struct line *line,
    const struct irc_event *ev, int spoken)
{
	struct buf words = { 0 };

	add_place(out, ev);
	if (spoken)
		add_spoken_sender(out, line, ev);
	else
		add_sender(out, line);
	line_to_text(line, &words);
	add_plain(out, buf_view(&words));
	buf_clear(&words);
}

/* Our own reply to /away has no nick. */
static void
add_away(struct buf *out, const struct irc_event *ev)
{
	if (ev->text.len > 0)
		buf_add_str(out, _("You are away."));
	else
		buf_add_str(out, _("You are no longer away."));
}

static void
add_part(struct buf *out, const struct irc_event *ev)
{
	if (ev->text.len > 0)
		buf_printf(out, _("%.*s left %.*s (%.*s)."), VIEW_ARG(ev->who),
		    VIEW_ARG(ev->room), VIEW_ARG(ev->text));
	else
		buf_printf(out, _("%.*s left %.*s."), VIEW_ARG(ev->who),
		    VIEW_ARG(ev->room));
}

static void
add_kick(struct buf *out, const struct irc_event *ev)
{
	if (ev->text.len > 0)
		buf_printf(out, _("%.*s was kicked from %.*s by %.*s (%.*s)."),
		    VIEW_ARG(ev->object), VIEW_ARG(ev->room), VIEW_ARG(ev->who),
		    VIEW_ARG(ev->text));
	else
		buf_printf(out, _("%.*s was kicked from %.*s by %.*s."),
		    VIEW_ARG(ev->object), VIEW_ARG(ev->room),
		    VIEW_ARG(ev->who));
}

static void
add_topic(struct buf *out, const struct irc_event *ev)
{
	if (ev->numeric == 331)
		buf_printf(out, _("%.*s has no topic."), VIEW_ARG(ev->room));
	else if (ev->text.len == 0)
		buf_printf(out, _("%.*s cleared the topic of %.*s."),
		    VIEW_ARG(ev->who), VIEW_ARG(ev->room));
	else if (ev->who.len == 0)
		buf_printf(out, _("The topic of %.*s is: %.*s"),
		    VIEW_ARG(ev->room), VIEW_ARG(ev->text));
	else
		buf_printf(out, _("%.*s set the topic of %.*s to: %.*s"),
		    VIEW_ARG(ev->who), VIEW_ARG(ev->room), VIEW_ARG(ev->text));
}

static void
add_redaction(struct buf *out, const struct irc_event *ev)
{
	struct view place = ev->room.len > 0 ? ev->room : ev->target;

	if (ev->text.len > 0)
		buf_printf(out, _("%.*s deleted a message in %.*s (%.*s)."),
		    VIEW_ARG(ev->who), VIEW_ARG(place), VIEW_ARG(ev->text));
	else
		buf_printf(out, _("%.*s deleted a message in %.*s."),
		    VIEW_ARG(ev->who), VIEW_ARG(place));
}

/* Add the model's words for the event, which are no sentence yet. */
static void
add_words(struct buf *out, const struct irc_event *ev, const char *end)
{
	struct event_line el;

	if (event_line_make(&el, ev)) {
		line_to_text(&el.line, out);
		buf_add_str(out, end);
	}
	event_line_clear(&el);
}

/* A sentence for each change. */
static void
add_modes(struct buf *out, const struct irc_event *ev)
{
	struct view rest = ev->detail, sentence;

	if (rest.len == 0)
		buf_printf(out, _("%.*s set mode %.*s in %.*s."),
		    VIEW_ARG(ev->who), VIEW_ARG(ev->text), VIEW_ARG(ev->room));
	while (rest.len > 0 && view_cut(&rest, '\n', &sentence)) {
		if (out->len > 0)
			buf_add_char(out, ' ');
		buf_printf(out, _("%.*s in %.*s."), VIEW_ARG(sentence),
		    VIEW_ARG(ev->room));
	}
}

/* Add an announcement as a sentence with its room; nothing if the event is not shown. */
static void
add_sentence(struct buf *out, const struct irc_event *ev)
{
	switch (ev->type) {
	case IRC_EV_JOIN:
		buf_printf(out, _("%.*s joined %.*s."), VIEW_ARG(ev->who),
		    VIEW_ARG(ev->room));
		break;
	case IRC_EV_PART:
		add_part(out, ev);
		break;
	case IRC_EV_KICK:
		add_kick(out, ev);
		break;
	case IRC_EV_TOPIC:
		add_topic(out, ev);
		break;
	case IRC_EV_MODE:
		add_modes(out, ev);
		break;
	case IRC_EV_AWAY:
		add_away(out, ev);
		break;
	case IRC_EV_REDACTED:
		add_redaction(out, ev);
		break;
	case IRC_EV_QUIT:
	case IRC_EV_NICK:
	case IRC_EV_INVITED:
	case IRC_EV_MESSAGE: /* CTCP */
		add_words(out, ev, ".");
		break;
	default:
		add_words(out, ev, "");
		break;
	}
}

static int
is_message(const struct irc_event *ev)
{
	return ev->type == IRC_EV_MESSAGE && ev->message != IRC_CTCP;
}

static void
add_event(struct buf *out, const struct irc_event *ev, int spoken)
{
	struct event_line el;
	struct buf words = { 0 };

	if (!is_message(ev)) {
		add_sentence(&words, ev);
		add_plain(out, buf_view(&words));
		buf_clear(&words);
		return;
	}
	if (event_line_make(&el, ev))
		add_message(out, &el.line, ev, spoken);
	event_line_clear(&el);
}

/* Replies, our own modes and our own away state are for users who type commands. */
static int
is_printed(const struct irc_event *ev, int replies)
{
	switch (ev->type) {
	case IRC_EV_INFO:
	case IRC_EV_LOGIN:
		return replies;
	case IRC_EV_AWAY:
		return replies && ev->numeric != 0;
	case IRC_EV_MODE:
		return ev->room.len > 0;
	case IRC_EV_TOPIC:
		return replies || ev->numeric != 331;
	default:
		return 1;
	}
}

void
line_mode_print(struct buf *out, const struct irc_event *ev,
    const struct print_style *style)
{
	struct buf text = { 0 };

	if (is_printed(ev, style->replies))
		add_event(&text, ev, style->spoken);
	if (text.len > 0) {
		add_stamp(out, ev->time, style->time_format);
		buf_add_view(out, buf_view(&text));
		buf_add_char(out, '\n');
	}
	buf_clear(&text);
}

void
line_mode_complain(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	streams_complain("tchat", text);
	free(text);
}
