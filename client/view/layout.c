/*
 * layout: if the screen is small, omits the least important panes first: the lists, the topic, the status line, the
 * messages.
 */
#include "client/view/layout.h"

/* Sizes in columns. */
enum {
	ROOMS_FROM = 70, /* width of the screen from which on it is shown */
	MEMBERS_FROM = 90,
	WIDE_FROM = 110,  /* width from which on both lists are wider */
	ROOMS_WIDTH = 18, /* of the list and the rule beside it */
	MEMBERS_WIDTH = 17,
	WIDER = 4,
	MESSAGES_MIN = 16, /* width that the lists leave for the messages */
	LIST_MIN = 8
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
list_width(enum pane_show show, int from, int width, int w, int left)
{
	if (show == PANE_OFF || (show == PANE_AUTO && w < from))
		return 0;
	width = min(w >= WIDE_FROM ? width + WIDER : width, w / 3);
	return width < LIST_MIN || left - width < MESSAGES_MIN ? 0 : width;
}

void
view_state_init(struct view_state *st)
{
	*st = (struct view_state){
		.rooms = PANE_AUTO,
		.members = PANE_AUTO,
		.max_input_rows = 8,
		.colours = 256,
		.time_format = "%H:%M",
		.retry_key = "",
		.gap_key = "",
	};
}

void
layout_compute(struct layout *l, int w, int h, int input_rows,
    const struct view_state *st, const struct model *m)
{
	int input, status, topic, rooms, members = 0, middle;

	input = rows_of_input(h, input_rows, st);
	status = h - input >= 2;
	topic = h - input >= 5;
	middle = h - input - status - topic;
	rooms = list_width(st->rooms, ROOMS_FROM, ROOMS_WIDTH, w, w);
	if (m->active->kind == BUFFER_ROOM)
		members = list_width(
		    st->members, MEMBERS_FROM, MEMBERS_WIDTH, w, w - rooms);
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
