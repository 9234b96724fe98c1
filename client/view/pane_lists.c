/*
 * pane_lists: the lists at the sides: the rooms with their unread counts, and the members of the room by rank.
 */
#include "client/view/pane.h"

#include <stdio.h>

#include "common/i18n.h"

/* Columns beside the text of an entry. */
enum {
	PARENS = 2,
	COUNT_GAP = 1,
	RANK = 1,
	HOST_MAX = 12 /* the list does not get wider for the server's name */
};

enum { MORE_SIZE = 64 };

/* Write how many entries of a list are hidden, and the mentions in them. */
static void
more_text(size_t hidden, unsigned mentions, char out[MORE_SIZE])
{
	if (mentions > 0)
		snprintf(out, MORE_SIZE,
		    ngettext("+%zu more !%u", "+%zu more !%u", hidden), hidden,
		    mentions);
	else
		snprintf(out, MORE_SIZE,
		    ngettext("+%zu more", "+%zu more", hidden), hidden);
}

static void
draw_more(struct canvas *c, struct rect row, size_t hidden, unsigned mentions,
    int colours)
{
	char text[MORE_SIZE];

	more_text(hidden, mentions, text);
	pane_text(c, row.x, row.y, row.x + row.w, view_of(text),
	    theme_style(
		mentions > 0 ? THEME_MENTIONED_ROOM : THEME_DIM, colours));
}

/* The visible part of the list of rooms. */
struct window {
	size_t first, rows; /* the first visible row, and how many */
	size_t hidden;
};

static size_t
index_of(const struct model *m, const struct buffer *wanted)
{
	const struct buffer *b;
	size_t i = 0;

	TAILQ_FOREACH (b, &m->buffers, link) {
		if (b == wanted)
			break;
		i++;
	}
	return i;
}

/* The active buffer is always visible. If some are not, the last row counts them. */
static struct window
window_of(const struct model *m, int h)
{
	struct window w = { 0, m->nbuffers, 0 };
	size_t active, height = (size_t)h;

	if (m->nbuffers <= height)
		return w;
	w.rows = height > 1 ? height - 1 : 1;
	w.hidden = m->nbuffers - w.rows;
	active = index_of(m, m->active);
	if (active >= w.rows)
		w.first = active - w.rows + 1;
	return w;
}

struct buffer *
pane_rooms_at(const struct model *m, const struct view_state *st, int row)
{
	struct window w;

	if (row < 0 || row >= st->layout.rooms.h)
		return NULL;
	w = window_of(m, st->layout.rooms.h);
	if ((size_t)row >= w.rows)
		return NULL;
	return model_buffer_at(m, w.first + (size_t)row);
}

static enum theme_role
role_of(const struct model *m, const struct buffer *b)
{
	if (b == m->active)
		return THEME_ACTIVE;
	if (b->mentions > 0)
		return THEME_MENTIONED_ROOM;
	if (b->unread > 0)
		return THEME_UNREAD;
	if ((b->kind == BUFFER_ROOM && !b->joined) ||
	    buffer_level(b) == LEVEL_NOTHING)
		return THEME_DIM;
	return THEME_TEXT;
}

/* True if the room has a half-typed text that is not in the input line. */
static int
has_draft(const struct model *m, const struct buffer *b)
{
	return b->draft != NULL && b != m->active;
}

/* A room that the user has not joined is in parentheses. A star follows the name of a room with a draft. */
static void
draw_name(struct canvas *c, int x, int y, int end, const struct model *m,
    const struct buffer *b, struct style style)
{
	int parens = b->kind == BUFFER_ROOM && !b->joined && end - x > 4;
	int star = has_draft(m, b) && end - x > 1;

	if (parens)
		x = canvas_text(c, x, y, end, VIEW("("), style);
	x = pane_text(c, x, y, end - parens - star, pane_buffer_name(b), style);
	if (parens)
		x = canvas_text(c, x, y, end, VIEW(")"), style);
	if (star)
		canvas_text(c, x, y, end, VIEW("*"), style);
}

static int
number_width(const struct model *m)
{
	return m->nbuffers > 99 ? 3 : m->nbuffers > 9 ? 2 : 1;
}

/* Mentions stand out in the active room too, where the reader may be above them. */
static struct style
count_style(const struct buffer *b, struct style style, int colours)
{
	return b->mentions > 0 ? theme_style(THEME_MENTIONED_ROOM, colours)
			       : style;
}

/* Draw the number (for Alt and a digit), the name, and the unread count. */
static void
draw_room(struct canvas *c, struct rect row, const struct model *m,
    const struct buffer *b, size_t i, int colours)
{
	struct style style = theme_style(role_of(m, b), colours);
	struct style dim = style;
	int x, end = row.x + row.w;
	char number[24], count[16];

	if (b == m->active)
		canvas_fill(c, row, style);
	else
		dim = theme_style(THEME_DIM, colours);
	snprintf(number, sizeof(number), "%*zu ", number_width(m), i + 1);
	pane_unread_count(b, count, sizeof(count));
	x = canvas_text(c, row.x, row.y, end, view_of(number), dim);
	if (*count != '\0') {
		end -= (int)strlen(count);
		canvas_text(c, end, row.y, row.x + row.w, view_of(count),
		    count_style(b, style, colours));
		end--;
	}
	draw_name(c, x, row.y, end, m, b, style);
}

static unsigned
hidden_mentions(const struct model *m, const struct window *w)
{
	const struct buffer *b;
	unsigned mentions = 0;
	size_t i = 0;

	TAILQ_FOREACH (b, &m->buffers, link) {
		if (i < w->first || i >= w->first + w->rows)
			mentions += b->mentions;
		i++;
	}
	return mentions;
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

static int
room_width(const struct model *m, const struct buffer *b)
{
	int width = text_width(pane_buffer_name(b));
	char count[16];

	if (b->kind == BUFFER_SERVER && width > HOST_MAX)
		width = HOST_MAX;
	if (b->kind == BUFFER_ROOM && !b->joined)
		width += PARENS;
	width += has_draft(m, b);
	pane_unread_count(b, count, sizeof(count));
	if (*count != '\0')
		width += COUNT_GAP + (int)strlen(count);
	return number_width(m) + 1 + width;
}

int
pane_rooms_width(const struct model *m, int rows)
{
	struct window w = window_of(m, rows < 1 ? 1 : rows);
	char more[MORE_SIZE];
	int width = 0;
	size_t i;

	for (i = w.first; i < w.first + w.rows; i++)
		width = max(width, room_width(m, model_buffer_at(m, i)));
	if (w.hidden > 0) {
		more_text(w.hidden, hidden_mentions(m, &w), more);
		width = max(width, text_width(view_of(more)));
	}
	return width;
}

void
pane_rooms_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct rect *r = &st->layout.rooms;
	struct rect row = { r->x, r->y, r->w - 1, 1 };
	struct window w;
	size_t i;

	if (r->w < 4 || r->h < 1)
		return;
	canvas_fill(c, *r, theme_style(THEME_TEXT, st->colours));
	pane_rule(c, r->x + r->w - 1, r, st->colours);
	w = window_of(m, r->h);
	for (i = w.first; i < w.first + w.rows; i++, row.y++)
		draw_room(c, row, m, model_buffer_at(m, i), i, st->colours);
	if (w.hidden > 0 && r->h > 1)
		draw_more(
		    c, row, w.hidden, hidden_mentions(m, &w), st->colours);
}

/* A member who is away is dim. */
static void
draw_member(struct canvas *c, int x, int y, int end, const struct model *m,
    const struct roster_member *member, int colours)
{
	enum theme_role role = THEME_TEXT;
	char rank[2] = { member->prefix[0], '\0' };

	if (member->away)
		role = THEME_DIM;
	else if (model_network(m)->nick != NULL &&
		 strcmp(member->nick, model_network(m)->nick) == 0)
		role = THEME_OWN_NICK;
	canvas_text(
	    c, x, y, end, view_of(rank), theme_style(THEME_DIM, colours));
	pane_text(c, x + RANK, y, end, view_of(member->nick),
	    theme_style(role, colours));
}

/* Return how many members are shown. If that is not all, the last row counts the others. */
static size_t
shown_members(const struct roster *roster, int rows)
{
	size_t height = rows < 1 ? 1 : (size_t)rows;

	return roster->n <= height ? roster->n : height - 1;
}

int
pane_members_width(const struct model *m, int rows)
{
	struct roster *roster = &m->active->roster;
	size_t i, shown = shown_members(roster, rows);
	char more[MORE_SIZE];
	int width = 0;

	for (i = 0; i < shown; i++)
		width = max(width,
		    RANK + text_width(view_of(roster_at(roster, i)->nick)));
	if (shown < roster->n) {
		more_text(roster->n - shown, 0, more);
		width = max(width, RANK + text_width(view_of(more)));
	}
	return width;
}

void
pane_members_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct rect *r = &st->layout.members;
	struct roster *roster = &m->active->roster;
	size_t i, shown = shown_members(roster, r->h);
	int x = r->x + 1, y = r->y, end = r->x + r->w;

	if (r->w < 3 || r->h < 1)
		return;
	canvas_fill(c, *r, theme_style(THEME_TEXT, st->colours));
	pane_rule(c, r->x, r, st->colours);
	for (i = 0; i < shown; i++)
		draw_member(
		    c, x, y++, end, m, roster_at(roster, i), st->colours);
	if (shown < roster->n)
		draw_more(c, (struct rect){ x + RANK, y, end - x - RANK, 1 },
		    roster->n - shown, 0, st->colours);
}
