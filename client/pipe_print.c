/*
 * pipe_print: events as lines of text.
 */
#include "client/pipe_print.h"

#include <time.h>

#include "client/model/wrap.h"

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

/* Text without its formatting codes. */
static void
add_plain(struct buf *out, struct view text)
{
	struct text_style style = { .fg = -1, .bg = -1 };
	size_t n;

	while (text.len > 0) {
		n = format_parse(text, &style);
		if (n == 0) {
			buf_add_char(out, *text.p);
			n = 1;
		}
		text.p += n;
		text.len -= n;
	}
}

static void
add_reason(struct buf *out, struct view text)
{
	if (text.len == 0)
		return;
	buf_add_str(out, " (");
	add_plain(out, text);
	buf_add_char(out, ')');
}

/* Where it was said: the room, or nothing for what is to us alone. */
static void
add_place(struct buf *out, const struct irc_event *ev)
{
	if (ev->room.len > 0) {
		buf_add_view(out, ev->room);
		buf_add_char(out, ' ');
	}
}

static void
print_message(struct buf *out, const struct irc_event *ev, int answers)
{
	struct view who = ev->who.len > 0 ? ev->who : VIEW("server");

	add_place(out, ev);
	switch (ev->message) {
	case IRC_SAID:
		buf_printf(out, "<%.*s> ", VIEW_ARG(who));
		break;
	case IRC_ACTION:
		buf_printf(out, "* %.*s ", VIEW_ARG(who));
		break;
	default:
		buf_printf(out, "-%.*s- ", VIEW_ARG(who));
		break;
	}
	(void)answers;
	add_plain(out, ev->text);
}

static void
print_who(struct buf *out, const struct irc_event *ev, const char *what)
{
	add_place(out, ev);
	buf_printf(out, "%.*s %s", VIEW_ARG(ev->who), what);
}

static void
print_join(struct buf *out, const struct irc_event *ev, int answers)
{
	(void)answers;
	print_who(out, ev, "joined");
}

static void
print_left(struct buf *out, const struct irc_event *ev, int answers)
{
	(void)answers;
	print_who(out, ev, "left");
	add_reason(out, ev->text);
}

static void
print_kick(struct buf *out, const struct irc_event *ev, int answers)
{
	(void)answers;
	print_who(out, ev, "removed ");
	buf_add_view(out, ev->object);
	add_reason(out, ev->text);
}

static void
print_nick(struct buf *out, const struct irc_event *ev, int answers)
{
	(void)answers;
	print_who(out, ev, "is now called ");
	buf_add_view(out, ev->object);
}

static void
print_topic(struct buf *out, const struct irc_event *ev, int answers)
{
	(void)answers;
	if (ev->numeric == 331)
		return;
	add_place(out, ev);
	if (ev->who.len > 0)
		buf_printf(out, "%.*s set the ", VIEW_ARG(ev->who));
	buf_add_str(out, "topic: ");
	add_plain(out, ev->text);
}

static void
print_mode(struct buf *out, const struct irc_event *ev, int answers)
{
	(void)answers;
	if (ev->room.len == 0)
		return;
	print_who(out, ev, "set ");
	add_plain(out, ev->text);
}

static void
print_invited(struct buf *out, const struct irc_event *ev, int answers)
{
	(void)answers;
	buf_printf(out, "%.*s invites you to %.*s", VIEW_ARG(ev->who),
	    VIEW_ARG(ev->room));
}

/* Answers are for who asked; the welcome asks for none. */
static void
print_info(struct buf *out, const struct irc_event *ev, int answers)
{
	if (answers)
		add_plain(out, ev->text);
}

typedef void printer(struct buf *, const struct irc_event *, int);

static printer *const printers[] = {
	[IRC_EV_JOIN] = print_join,
	[IRC_EV_PART] = print_left,
	[IRC_EV_QUIT] = print_left,
	[IRC_EV_KICK] = print_kick,
	[IRC_EV_NICK] = print_nick,
	[IRC_EV_MESSAGE] = print_message,
	[IRC_EV_TOPIC] = print_topic,
	[IRC_EV_MODE] = print_mode,
	[IRC_EV_INVITED] = print_invited,
	[IRC_EV_INFO] = print_info,
};

void
pipe_print(struct buf *out, const struct irc_event *ev, const char *time_format,
    int answers)
{
	size_t start = out->len, stamped;

	if ((size_t)ev->type >= sizeof(printers) / sizeof(printers[0]) ||
	    printers[ev->type] == NULL)
		return;
	add_stamp(out, ev->time, time_format);
	stamped = out->len;
	printers[ev->type](out, ev, answers);
	if (out->len == stamped)
		out->len = start;
	else
		buf_add_char(out, '\n');
}
