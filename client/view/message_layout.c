/*
 * message_layout: formats the time, nick and text of a line, and counts its rows.
 */
#include "client/view/message_layout.h"

#include <time.h>

#include "client/model/wrap.h"
#include "common/clock.h"
#include "common/i18n.h"

/* Sizes in columns. */
enum {
	ALIGNED_SCREEN = 60, /* width of the screen that aligns nicks */
	ALIGNED_PANE = 40,   /* and of its pane */
	TIMES_FROM = 30,     /* width of a pane that shows times */
	HANG_FROM = 20,	     /* width of a pane that indents later rows */
	NARROW_HANG = 2,     /* the indent if nicks are not aligned */
	TIME_MAX = 16
};

static void
time_parts(int64_t ms, const struct view_state *st, struct tm *tm)
{
	time_t seconds = (time_t)(ms / 1000);

	*tm = (struct tm){ 0 };
	if (st->utc)
		gmtime_r(&seconds, tm);
	else
		localtime_r(&seconds, tm);
}

void
message_format_time(int64_t ms, const struct view_state *st, const char *format,
    char *out, size_t size)
{
	struct tm tm;

	time_parts(ms, st, &tm);
	if (format == NULL || strftime(out, size, format, &tm) == 0)
		*out = '\0';
}

static int
nick_columns(int width)
{
	return width >= 72 ? 12 : width >= 56 ? 10 : 8;
}

void
message_columns(struct message_columns *s, const struct view_state *st)
{
	int width = st->layout.messages.w;
	char time[64];

	*s = (struct message_columns){ .width = width };
	if (width >= TIMES_FROM) {
		message_format_time(0, st, st->time_format, time, sizeof(time));
		s->time = text_width(view_of(time));
		if (s->time > TIME_MAX)
			s->time = TIME_MAX;
	}
	if (st->layout.input.w >= ALIGNED_SCREEN && width >= ALIGNED_PANE) {
		s->nick = nick_columns(width);
		s->hang = s->nick + 2;
		if (s->time > 0)
			s->hang += s->time + 1;
	} else if (width >= HANG_FROM) {
		s->hang = NARROW_HANG;
	}
}

/* Append text, cut to so many columns; text that is cut ends with "…". */
static void
add_cut(struct buf *out, struct view text, int columns)
{
	struct glyph_iter it;
	struct glyph g;
	size_t end = 0;
	int width = 0;

	if (text_width(text) <= columns) {
		buf_add_view(out, text);
		return;
	}
	glyph_start(&it, text, 0);
	while (glyph_next(&it, &g) && width + g.width < columns) {
		width += g.width;
		end = g.pos + g.len;
	}
	buf_add(out, text.p, end);
	buf_add_str(out, "…");
}

/* Return the sign for a kind of event. It takes the place of a nick. */
static const char *
sign_of(enum line_kind kind)
{
	switch (kind) {
	case LINE_JOIN:
		return "-->";
	case LINE_PART:
	case LINE_QUIT:
	case LINE_KICK:
		return "<--";
	case LINE_ACTION:
		return "*";
	case LINE_ERROR:
		return "!";
	default:
		return "--";
	}
}

static struct style
nick_style(const struct line *line, int colours)
{
	if (line->self)
		return theme_style(THEME_OWN_NICK, colours);
	if (line->mention)
		return theme_style(THEME_MENTION, colours);
	return theme_nick(view_of(line->nick), colours);
}

static int
has_sender(const struct line *line)
{
	return line->nick != NULL &&
	       (line->kind == LINE_MESSAGE || line->kind == LINE_NOTICE ||
		   line->kind == LINE_REDACTED);
}

static void
make_head(struct message_layout *msg, const struct line *line,
    const struct message_columns *s, int colours)
{
	int columns = s->nick > 0 ? s->nick : s->width / 3;
	const char *dash = line->kind == LINE_NOTICE ? "-" : "";

	if (columns > 12)
		columns = 12;
	if (!has_sender(line)) {
		buf_add_str(&msg->head, sign_of(line->kind));
		msg->head_style = theme_style(THEME_DIM, colours);
		if (line->kind == LINE_ERROR)
			msg->head_style = theme_style(THEME_WARN, colours);
		return;
	}
	if (columns < 1)
		columns = 1;
	buf_add_str(&msg->head, dash);
	add_cut(
	    &msg->head, view_of(line->nick), columns - 2 * (int)strlen(dash));
	buf_add_str(&msg->head, dash);
	msg->head_style = nick_style(line, colours);
}

/* Set the text and its style. The text of an action begins with the nick. */
static void
make_text(struct message_layout *msg, const struct line *line, int colours)
{
	enum theme_role role = THEME_TEXT;

	line_to_text(line, &msg->text);
	if (line->kind == LINE_ACTION && line->nick != NULL)
		msg->spans[0] = (struct message_span){ 0, strlen(line->nick),
			nick_style(line, colours) };
	if (line->state == LINE_PENDING || line->state == LINE_SENT ||
	    (line->kind >= LINE_JOIN && line->kind <= LINE_REDACTED))
		role = THEME_DIM;
	else if (line->kind == LINE_ERROR)
		role = THEME_WARN;
	else if (line->kind == LINE_NOTICE)
		role = THEME_NOTICE;
	msg->style = theme_style(role, colours);
}

/* Append the delivery state of a message. */
static void
make_mark(struct message_layout *msg, const struct line *line, int colours)
{
	struct message_span *span = &msg->spans[1];

	if (line->state == LINE_DONE)
		return;
	buf_add_str(&msg->text, "\x0f ");
	span->from = msg->text.len;
	if (line->state == LINE_FAILED) {
		buf_add_str(&msg->text, _("(not sent)"));
		span->style = theme_style(THEME_WARN, colours);
	} else {
		buf_add_str(&msg->text, "…");
		span->style = theme_style(THEME_DIM, colours);
	}
	span->to = msg->text.len;
}

/*
 * Set the column of the text in the first row. If nicks are not aligned, append a colon to the nick; if no room would
 * be left for the text, omit the nick.
 */
static void
place_text(struct message_layout *msg, const struct line *line,
    const struct message_columns *s)
{
	if (s->nick > 0) {
		msg->first = s->hang;
		return;
	}
	if (line->nick != NULL &&
	    (line->kind == LINE_MESSAGE || line->kind == LINE_REDACTED))
		buf_add_char(&msg->head, ':');
	msg->first = s->time > 0 ? s->time + 1 : 0;
	msg->first += text_width(buf_view(&msg->head)) + 1;
	if (msg->first >= s->width) {
		buf_reset(&msg->head);
		msg->first = 0;
	}
}

void
message_layout_make(struct message_layout *msg, const struct line *line,
    const struct message_columns *s, const struct view_state *st)
{
	buf_reset(&msg->head);
	buf_reset(&msg->text);
	memset(msg->spans, 0, sizeof(msg->spans));
	*msg->time = '\0';
	if (s->time > 0 && line->time != 0)
		message_format_time(line->time, st, st->time_format, msg->time,
		    sizeof(msg->time));
	make_head(msg, line, s, st->colours);
	make_text(msg, line, st->colours);
	make_mark(msg, line, st->colours);
	place_text(msg, line, s);
}

void
message_layout_clear(struct message_layout *msg)
{
	buf_clear(&msg->head);
	buf_clear(&msg->text);
}

static int
same_day(int64_t a, int64_t b, const struct view_state *st)
{
	struct tm x, y;

	time_parts(a, st, &x);
	time_parts(b, st, &y);
	return x.tm_yday == y.tm_yday && x.tm_year == y.tm_year;
}

/* Return the time of the last line before i that has one; now if there is none. */
static int64_t
time_before(const struct buffer *b, size_t i)
{
	while (i > 0)
		if (buffer_line(b, --i)->time != 0)
			return buffer_line(b, i)->time;
	return clock_ms();
}

/* The oldest line starts a day too, unless it is of today. */
int
message_starts_day(
    const struct buffer *b, size_t i, const struct view_state *st)
{
	int64_t time = buffer_line(b, i)->time;

	return time != 0 && !same_day(time_before(b, i), time, st);
}

int
message_is_first_unread(const struct buffer *b, size_t i)
{
	return i > 0 && b->read_seq < buffer_line(b, i)->seq &&
	       b->read_seq >= buffer_line(b, i - 1)->seq;
}

int
message_has_history_row(const struct buffer *b, size_t i)
{
	return i == 0 && b->history != HISTORY_UNKNOWN;
}

void
message_history_text(const struct buffer *b, struct buf *out)
{
	if (b->history == HISTORY_LOADING)
		buf_add_str(out, _("loading…"));
	else if (b->history == HISTORY_MORE)
		buf_add_str(out, _("Earlier messages: PageUp"));
	else if (b->kind == BUFFER_ROOM)
		buf_printf(out, _("the beginning of %s"), b->name);
	else
		buf_printf(
		    out, _("the beginning of the chat with %s"), b->name);
}

void
message_gap_text(
    const struct line *line, const struct view_state *st, struct buf *out)
{
	if (line->state == LINE_PENDING) {
		buf_add_str(out, _("loading…"));
	} else if (*st->gap_key != '\0') {
		buf_printf(
		    out, _("messages are missing here: %s"), st->gap_key);
	} else {
		buf_add_str(out, _("messages are missing here"));
	}
}

static int
rows_of_text(const struct line *line, const struct view_state *st)
{
	struct message_columns s;
	struct message_layout msg = { 0 };
	int rows;

	message_columns(&s, st);
	message_layout_make(&msg, line, &s, st);
	rows = (int)wrap_text(
	    buf_view(&msg.text), s.width, msg.first, s.hang, NULL, 0);
	message_layout_clear(&msg);
	return rows;
}

int
message_rows(const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct line *line = buffer_line(b, i);
	int rows = line->kind == LINE_GAP ? 1 : rows_of_text(line, st);

	return rows + message_has_history_row(b, i) +
	       message_starts_day(b, i, st) + message_is_first_unread(b, i);
}
