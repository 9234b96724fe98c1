/*
 * layout: if the screen is small, omits the least important panes first: the lists, the topic, the status line, the
 * messages.
 */
#include "client/view/layout.h"

/* Sizes in columns. */
enum {
	ROOMS_FROM = 70, /* width of the screen from which on it is shown */
	MEMBERS_FROM = 90,
	RULE = 1,	   /* the line beside a list */
	MESSAGES_MIN = 16, /* width that the lists leave for the messages */
	LIST_MIN = 8	   /* a list gets at least this, or is not shown */
};

static int
min(int a, int b)
{
	return a < b ? a : b;
}

/* At most a third of the screen; on four rows two, to have room for a hint. */
static int
rows_of_input(int h, int wanted, const struct view_state *st)
{
	int most = h / 3;

	if (most < 2)
		most = h < 4 ? 1 : 2;
	if (st->max_input_rows > 0)
		most = min(most, st->max_input_rows);
	return wanted < 1 ? 1 : min(wanted, most);
}

static int
is_wanted(enum pane_show show, int from, int w)
{
	return show == PANE_ON || (show == PANE_AUTO && w >= from);
}

int
layout_wants_rooms(const struct view_state *st, int w)
{
	return is_wanted(st->rooms, ROOMS_FROM, w);
}

int
layout_wants_members(const struct view_state *st, int w, const struct model *m)
{
	return m->active->kind == BUFFER_ROOM &&
	       is_wanted(st->members, MEMBERS_FROM, w);
}

/* As wide as the content, up to the setting and to a quarter of the screen. */
static int
list_width(int content, int most, int w, int left)
{
	int limit = min(most + RULE, w / 4), width;

	width = min(content + RULE, limit);
	if (content == 0 || w / 4 < LIST_MIN || left - width < MESSAGES_MIN)
		return 0;
	return width;
}

void
view_state_init(struct view_state *st)
{
	*st = (struct view_state){
		.rooms = PANE_AUTO,
		.members = PANE_AUTO,
		.rooms_max = 16,
		.members_max = 16,
		.align_nicks = PANE_AUTO,
		.nick_max = 12,
		.max_input_rows = 8,
		.colours = 256,
		.time_format = "%H:%M",
		.retry_key = "",
		.gap_key = "",
		.fold_key = "",
		.bottom_key = "",
		.presence = { PRESENCE_FOLD, 30 * 60 },
		.fold_rows = 10,
		.split_rows = 2,
	};
}

void
view_state_measure(struct view_state *st)
{
	st->widths = (struct content_widths){ 0 };
}

void
layout_compute(struct layout *l, int w, int h, int input_rows,
    const struct view_state *st, const struct model *m)
{
	int input, status, topic, rooms = 0, members = 0, middle;

	input = rows_of_input(h, input_rows, st);
	status = h - input >= 2;
	topic = h - input >= 5;
	middle = h - input - status - topic;
	if (layout_wants_rooms(st, w))
		rooms = list_width(st->widths.rooms, st->rooms_max, w, w);
	if (layout_wants_members(st, w, m))
		members = list_width(
		    st->widths.members, st->members_max, w, w - rooms);
	if (middle == 0)
		rooms = members = 0;
	*l = (struct layout){
		.topic = { 0, 0, w, topic },
		.rooms = { 0, topic, rooms, middle },
		.messages = { rooms, topic, w - rooms - members, middle },
		.members = { w - members, topic, members, middle },
		.status = { 0, topic + middle, w, status },
		.input = { 0, h - input, w, input },
	};
}
