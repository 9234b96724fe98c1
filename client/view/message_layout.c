/*
 * message: lines of a buffer, laid out.
 */
#include "client/view/message_layout.h"

#include <time.h>

#include "client/model/wrap.h"
#include "common/clock.h"

enum {
	ALIGNED_FROM = 60, /* columns of a screen where names line up */
	ALIGNED_PANE = 40, /* and of the pane */
	TIMES_FROM = 30,   /* columns of a pane that shows times */
	HANG_FROM = 20,	   /* and of one that indents */
	NARROW_HANG = 2,
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
message_time(int64_t ms, const struct view_state *st, const char *format,
    char *out, size_t size)
{
	struct tm tm;

	time_parts(ms, st, &tm);
	if (format == NULL || strftime(out, size, format, &tm) == 0)
		*out = '\0';
}

/* Names get 12 columns where there are many, 8 where there are few. */
static int
nick_columns(int width)
{
	return width >= 72 ? 12 : width >= 56 ? 10 : 8;
}

void
message_shape(struct message_shape *s, const struct view_state *st)
{
	int width = st->layout.messages.w;
	char time[64];

	*s = (struct message_shape){ .width = width };
	if (width >= TIMES_FROM) {
		message_time(0, st, st->time_format, time, sizeof(time));
		s->time = text_width(view_of(time));
		if (s->time > TIME_MAX)
			s->time = TIME_MAX;
	}
	if (st->layout.input.w >= ALIGNED_FROM && width >= ALIGNED_PANE) {
		s->nick = nick_columns(width);
		s->hang = s->nick + 2;
		if (s->time > 0)
			s->hang += s->time + 1;
	} else if (width >= HANG_FROM) {
		s->hang = NARROW_HANG;
	}
}

/* Cut a name to so many columns; what is missing is a "…". */
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

/* The sign of what happened, where the name of who speaks would stand. */
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
		return theme_style(THEME_OWN, colours);
	if (line->mention)
		return theme_style(THEME_MENTION, colours);
	return theme_nick(view_of(line->nick), colours);
}

static int
is_spoken(const struct line *line)
{
	return line->nick != NULL &&
	       (line->kind == LINE_SAID || line->kind == LINE_NOTICE ||
		   line->kind == LINE_REDACTED);
}

static void
make_head(struct message *msg, const struct line *line,
    const struct message_shape *s, int colours)
{
	int columns = s->nick > 0 ? s->nick : s->width / 3;
	const char *dash = line->kind == LINE_NOTICE ? "-" : "";

	if (columns > 12)
		columns = 12;
	if (!is_spoken(line)) {
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

/* How the text looks. An action's begins with who acts. */
static void
make_text(struct message *msg, const struct line *line, int colours)
{
	enum theme_role role = THEME_TEXT;

	line_words(line, &msg->text);
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

/* What became of a message, behind it. */
static void
make_mark(struct message *msg, const struct line *line, int colours)
{
	struct message_span *span = &msg->spans[1];

	if (line->state == LINE_DONE)
		return;
	buf_add_str(&msg->text, "\x0f ");
	span->from = msg->text.len;
	if (line->state == LINE_FAILED) {
		buf_add_str(&msg->text, "(not sent)");
		span->style = theme_style(THEME_WARN, colours);
	} else {
		buf_add_str(&msg->text, "…");
		span->style = theme_style(THEME_DIM, colours);
	}
	span->to = msg->text.len;
}

/* Where the text begins. Out of line, a name has its colon; where no room would be left for the
 * text, there is no name. */
static void
place_text(
    struct message *msg, const struct line *line, const struct message_shape *s)
{
	if (s->nick > 0) {
		msg->first = s->hang;
		return;
	}
	if (line->nick != NULL &&
	    (line->kind == LINE_SAID || line->kind == LINE_REDACTED))
		buf_add_char(&msg->head, ':');
	msg->first = s->time > 0 ? s->time + 1 : 0;
	msg->first += text_width(buf_view(&msg->head)) + 1;
	if (msg->first >= s->width) {
		buf_reset(&msg->head);
		msg->first = 0;
	}
}

void
message_make(struct message *msg, const struct line *line,
    const struct message_shape *s, const struct view_state *st)
{
	buf_reset(&msg->head);
	buf_reset(&msg->text);
	memset(msg->spans, 0, sizeof(msg->spans));
	*msg->time = '\0';
	if (s->time > 0 && line->time != 0)
		message_time(line->time, st, st->time_format, msg->time,
		    sizeof(msg->time));
	make_head(msg, line, s, st->colours);
	make_text(msg, line, st->colours);
	make_mark(msg, line, st->colours);
	place_text(msg, line, s);
}

void
message_clear(struct message *msg)
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

/* Of the line before that has one; now, above the oldest. */
static int64_t
time_before(const struct buffer *b, size_t i)
{
	while (i > 0)
		if (buffer_line(b, --i)->time != 0)
			return buffer_line(b, i)->time;
	return clock_ms();
}

/* The oldest line says its day unless that is today. */
int
message_new_day(const struct buffer *b, size_t i, const struct view_state *st)
{
	int64_t time = buffer_line(b, i)->time;

	return time != 0 && !same_day(time_before(b, i), time, st);
}

int
message_first_unread(const struct buffer *b, size_t i)
{
	return i > 0 && b->read_seq < buffer_line(b, i)->seq &&
	       b->read_seq >= buffer_line(b, i - 1)->seq;
}

int
message_past(const struct buffer *b, size_t i)
{
	return i == 0 && b->past != PAST_UNKNOWN;
}

void
message_past_words(const struct buffer *b, struct buf *out)
{
	if (b->past == PAST_LOADING)
		buf_add_str(out, "loading…");
	else if (b->past == PAST_MORE)
		buf_add_str(out, "Earlier messages: PageUp");
	else if (b->kind == BUFFER_ROOM)
		buf_printf(out, "the beginning of %s", b->name);
	else
		buf_printf(out, "the beginning of the chat with %s", b->name);
}

void
message_gap_words(
    const struct line *line, const struct view_state *st, struct buf *out)
{
	if (line->state == LINE_PENDING) {
		buf_add_str(out, "loading…");
		return;
	}
	buf_add_str(out, "messages are missing here");
	if (*st->gap_key != '\0')
		buf_printf(out, ": %s", st->gap_key);
}

static int
rows_of_text(const struct line *line, const struct view_state *st)
{
	struct message_shape s;
	struct message msg = { 0 };
	int rows;

	message_shape(&s, st);
	message_make(&msg, line, &s, st);
	rows = (int)wrap_text(
	    buf_view(&msg.text), s.width, msg.first, s.hang, NULL, 0);
	message_clear(&msg);
	return rows;
}

int
message_rows(const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct line *line = buffer_line(b, i);
	int rows = line->kind == LINE_GAP ? 1 : rows_of_text(line, st);

	return rows + message_past(b, i) + message_new_day(b, i, st) +
	       message_first_unread(b, i);
}
