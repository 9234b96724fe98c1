/*
 * message_layout: formats the time, nick and text of a line, and counts its rows.
 */
#include "client/view/message_layout.h"

#include <time.h>

#include "client/config/config.h"
#include "client/model/wrap.h"
#include "common/clock.h"
#include "common/i18n.h"

/* Sizes in columns. */
enum {
	ALIGNED_SCREEN = 60, /* width of the screen that aligns nicks */
	ALIGNED_PANE = 40,   /* and of its pane */
	TIMES_FROM = 30,     /* width of a pane that shows times */
	HANG_FROM = 20,	     /* width of a pane that indents later rows */
	NARROW_HANG =
	    2, /* the indent in a pane without times and aligned nicks */
	TIME_MAX = 16,
	SIGN_WIDTH = 3, /* the widest sign, "-->" */
	GROUP_MS =
	    300000 /* a message after a longer pause shows the nick again */
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
clamp(int n, int least, int most)
{
	return n > most ? most : n < least ? least : n;
}

/* True if nicks are right-aligned in a column of their own. */
static int
aligns_nicks(const struct view_state *st)
{
	int width = st->layout.messages.w;

	if (st->align_nicks == PANE_AUTO)
		return st->layout.input.w >= ALIGNED_SCREEN &&
		       width >= ALIGNED_PANE;
	return st->align_nicks == PANE_ON && width >= HANG_FROM;
}

void
message_columns(struct message_columns *s, const struct view_state *st)
{
	int width = st->layout.messages.w, aligned = aligns_nicks(st);
	char time[64];

	*s = (struct message_columns){ .width = width };
	if (width >= TIMES_FROM) {
		message_format_time(0, st, st->time_format, time, sizeof(time));
		s->time = clamp(text_width(view_of(time)), 0, TIME_MAX);
		s->hang = s->time > 0 ? s->time + 1 : 0;
	}
	s->nick_max =
	    clamp(width / (aligned ? 5 : 3), SIGN_WIDTH, st->nick_max);
	if (aligned) {
		s->nick = clamp(st->widths.nicks, SIGN_WIDTH, s->nick_max);
		s->hang += s->nick + 1;
	} else if (s->hang == 0 && width >= HANG_FROM) {
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
	const char *dash = line->kind == LINE_NOTICE ? "-" : "";
	int columns = s->nick > 0 ? s->nick : s->nick_max;

	columns -= 2 * (int)strlen(dash);

	if (!has_sender(line)) {
		buf_add_str(&msg->head, sign_of(line->kind));
		msg->head_style = theme_style(THEME_DIM, colours);
		if (line->kind == LINE_ERROR)
			msg->head_style = theme_style(THEME_WARN, colours);
		return;
	}
	buf_add_str(&msg->head, dash);
	add_cut(&msg->head, view_of(line->nick), columns < 1 ? 1 : columns);
	buf_add_str(&msg->head, dash);
	msg->head_style = nick_style(line, colours);
}

const struct presence_rule *
message_presence(const struct buffer *b, const struct view_state *st)
{
	static const struct presence_rule all = { PRESENCE_ALL, 0 };

	return b->kind == BUFFER_ROOM ? &st->presence : &all;
}

const struct line *
message_item_line(const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct fold *fold;
	const struct line *line =
	    fold_item(b, i, message_presence(b, st), &fold);

	return fold != NULL ? fold->first_told : line;
}

size_t
message_item_before(
    const struct buffer *b, size_t i, const struct view_state *st)
{
	return fold_item_first(b, i - 1, message_presence(b, st));
}

size_t
message_item_after(
    const struct buffer *b, size_t i, const struct view_state *st)
{
	return fold_item_last(b, i, message_presence(b, st)) + 1;
}

/* Return the columns of a line's head before it is cut. */
static int
head_width(const struct line *line)
{
	if (!has_sender(line))
		return SIGN_WIDTH;
	return text_width(view_of(line->nick)) +
	       (line->kind == LINE_NOTICE ? 2 : 0);
}

int
message_nick_width(
    const struct buffer *b, size_t i, size_t items, const struct view_state *st)
{
	int widest = 0, width;

	for (i++; i > 0 && items > 0; items--) {
		i = message_item_before(b, i, st);
		width = head_width(buffer_line(b, i));
		if (width > widest)
			widest = width;
	}
	return widest;
}

/* Set the text and its style. The text of an action begins with the nick. */
static void
make_text(struct message_layout *msg, const struct buffer *b,
    const struct line *line, int colours)
{
	enum theme_role role = THEME_TEXT;

	if (b->config != NULL && b->config->mode_letters)
		line_to_text_with_letters(line, &msg->text);
	else
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
	msg->first = s->hang;
	if (s->nick > 0)
		return;
	if (msg->continues) {
		buf_reset(&msg->head);
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

static const struct line *
shown_before(const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct line *line = NULL;

	while (i > 0 && line == NULL) {
		i = message_item_before(b, i, st);
		line = message_item_line(b, i, st);
	}
	return line;
}

/* Return the line shown above item i, or NULL if there is none, or a row across the pane between them. */
static const struct line *
line_above(const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct line *above = shown_before(b, i, st);

	if (above == NULL || above->kind == LINE_GAP ||
	    message_is_first_unread(b, i) || message_starts_day(b, i, st))
		return NULL;
	return above;
}

/*
 * True if item i belongs to a group with the one above. One that mentions the user shows its nick, highlighted. Days are
 * compared last, because that takes longest.
 */
static int
continues_group(const struct buffer *b, size_t i, const struct line *line,
    const struct view_state *st)
{
	const struct line *above;

	if (!has_sender(line) || line->mention)
		return 0;
	above = shown_before(b, i, st);
	return above != NULL && has_sender(above) &&
	       (line->kind == LINE_NOTICE) == (above->kind == LINE_NOTICE) &&
	       strcmp(line->nick, above->nick) == 0 &&
	       line->time - above->time < GROUP_MS &&
	       line_above(b, i, st) != NULL;
}

int
message_time(const struct buffer *b, size_t i, const struct view_state *st,
    char out[MESSAGE_TIME_SIZE])
{
	const struct line *line = message_item_line(b, i, st);
	const struct line *above;
	char before[MESSAGE_TIME_SIZE];

	*out = '\0';
	if (line == NULL || line->time == 0)
		return 0;
	message_format_time(
	    line->time, st, st->time_format, out, MESSAGE_TIME_SIZE);
	above = line_above(b, i, st);
	if (above == NULL || above->time == 0)
		return 1;
	message_format_time(
	    above->time, st, st->time_format, before, sizeof(before));
	return strcmp(out, before) != 0;
}

/* The summary of a fold takes one row. The sign is in the place of a nick, as for other events. */
static void
make_fold(struct message_layout *msg, const struct fold *f,
    const struct message_columns *s, int colours)
{
	struct line line = { .kind = LINE_INFO };

	msg->continues = 0;
	msg->style = msg->head_style = theme_style(THEME_DIM, colours);
	buf_add_str(&msg->head, "▸");
	place_text(msg, &line, s);
	fold_text(f, s->width - msg->first, &msg->text);
}

void
message_layout_make(struct message_layout *msg, const struct buffer *b,
    size_t i, const struct message_columns *s, const struct view_state *st)
{
	const struct fold *fold;
	const struct line *line =
	    fold_item(b, i, message_presence(b, st), &fold);

	buf_reset(&msg->head);
	buf_reset(&msg->text);
	memset(msg->spans, 0, sizeof(msg->spans));
	if (line == NULL) {
		make_fold(msg, fold, s, st->colours);
		return;
	}
	msg->continues = continues_group(b, i, line, st);
	make_head(msg, line, s, st->colours);
	make_text(msg, b, line, st->colours);
	make_mark(msg, line, st->colours);
	place_text(msg, line, s);
}

void
message_layout_clear(struct message_layout *msg)
{
	buf_clear(&msg->head);
	buf_clear(&msg->text);
}

int
message_open_rows(
    const struct line *line, int rows, const struct view_state *st)
{
	if (line->open || !line_is_message(line) || st->fold_rows == 0 ||
	    rows <= st->fold_rows + 1)
		return rows;
	return st->fold_rows;
}

void
message_fold_text(const struct line *line, int hidden,
    const struct view_state *st, struct buf *out)
{
	unsigned n = (unsigned)hidden;

	if (*st->fold_key == '\0')
		buf_printf(
		    out, ngettext("… %u more line", "… %u more lines", n), n);
	else
		buf_printf(out,
		    ngettext("… %u more line (%s)", "… %u more lines (%s)", n),
		    n, st->fold_key);
	if (line->state == LINE_FAILED)
		buf_printf(out, " %s", _("(not sent)"));
	else if (line->state != LINE_DONE)
		buf_add_str(out, " …");
}

static int
same_day(int64_t a, int64_t b, const struct view_state *st)
{
	struct tm x, y;

	time_parts(a, st, &x);
	time_parts(b, st, &y);
	return x.tm_yday == y.tm_yday && x.tm_year == y.tm_year;
}

/* Return the time of the last shown item before i that has one; now if there is none. */
static int64_t
time_before(const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct line *line;

	while (i > 0) {
		i = message_item_before(b, i, st);
		line = message_item_line(b, i, st);
		if (line != NULL && line->time != 0)
			return line->time;
	}
	return clock_ms();
}

/* The oldest line starts a day too, unless it is of today. */
int
message_starts_day(
    const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct line *line = message_item_line(b, i, st);

	return line != NULL && line->time != 0 &&
	       !same_day(time_before(b, i, st), line->time, st);
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
rows_of_text(const struct buffer *b, size_t i, const struct view_state *st)
{
	struct message_columns s;
	struct message_layout msg = { 0 };
	int rows;

	message_columns(&s, st);
	message_layout_make(&msg, b, i, &s, st);
	rows = (int)wrap_text(
	    buf_view(&msg.text), s.width, msg.first, s.hang, NULL, 0);
	message_layout_clear(&msg);
	return rows;
}

int
message_is_foldable(
    const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct line *line = buffer_line(b, i);

	if (line->fold != NULL)
		return fold_is_foldable(b, i, message_presence(b, st));
	return line_is_message(line) && st->fold_rows > 0 &&
	       rows_of_text(b, i, st) > st->fold_rows + 1;
}

int
message_text_rows(const struct buffer *b, size_t i, const struct view_state *st)
{
	const struct fold *fold;
	const struct line *line =
	    fold_item(b, i, message_presence(b, st), &fold);
	int rows, open;

	if (line == NULL)
		return fold != NULL;
	if (line->kind == LINE_GAP)
		return 1;
	rows = rows_of_text(b, i, st);
	open = message_open_rows(line, rows, st);
	return open < rows ? open + 1 : rows;
}

int
message_rows(const struct buffer *b, size_t i, const struct view_state *st)
{
	return message_text_rows(b, i, st) + message_has_history_row(b, i) +
	       message_starts_day(b, i, st) + message_is_first_unread(b, i);
}
