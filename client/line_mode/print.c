/*
 * print: what line mode prints.
 */
#include "client/line_mode/print.h"

#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include "client/model/event_line.h"
#include "client/model/glyph.h"
#include "common/streams.h"
#include "common/xmalloc.h"

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

/*
 * Add the text without its formatting codes, on one line: otherwise the text after a line break could look
 * like another user's message.
 */
static void
add_plain(struct buf *out, struct view text)
{
	struct text_style style = { .fg = -1, .bg = -1 };
	size_t n;

	while (text.len > 0) {
		n = format_parse(text, &style);
		if (n == 0) {
			buf_add_char(out, *text.p == '\n' ? ' ' : *text.p);
			n = 1;
		}
		text.p += n;
		text.len -= n;
	}
}

static void
add_line(struct buf *out, const struct line *line)
{
	const char *who = line->nick != NULL ? line->nick : "server";
	struct buf words = { 0 };

	if (line->kind == LINE_MESSAGE)
		buf_printf(out, "<%s> ", who);
	else if (line->kind == LINE_NOTICE)
		buf_printf(out, "-%s- ", who);
	else if (line->kind == LINE_ACTION)
		buf_add_str(out, "* ");
	line_to_text(line, &words);
	add_plain(out, buf_view(&words));
	buf_clear(&words);
}

/* Replies, and modes of users, are for users at a terminal only. */
static int
is_printed(const struct irc_event *ev, int replies)
{
	if (ev->type == IRC_EV_INFO || ev->type == IRC_EV_LOGIN)
		return replies;
	return ev->type != IRC_EV_MODE || ev->room.len > 0;
}

void
line_mode_print(struct buf *out, const struct irc_event *ev,
    const char *time_format, int replies)
{
	struct event_line el;

	if (event_line_make(&el, ev) && is_printed(ev, replies)) {
		add_stamp(out, ev->time, time_format);
		if (ev->room.len > 0 && ev->type != IRC_EV_INVITED) {
			buf_add_view(out, ev->room);
			buf_add_char(out, ' ');
		}
		add_line(out, &el.line);
		buf_add_char(out, '\n');
	}
	event_line_clear(&el);
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
