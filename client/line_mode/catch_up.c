/*
 * catch_up: what others said while the line was broken, in line mode. For who reads along: it is
 * fetched from the last line that was seen in a room, and printed as if it came now, with the
 * times it was said at. A program that feeds us is not told: it would take it for talk of now.
 */
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "client/irc/history.h"
#include "client/line_mode/line_mode_state.h"
#include "common/names.h"
#include "common/string_list.h"
#include "common/xmalloc.h"

enum {
	PAST_MAX = 1000,  /* lines that are printed after a break */
	LIVE_MAX = 256,	  /* that came in while the past was on its way */
	PLACES_MAX = 1000 /* rooms and persons */
};

struct line_mode_place {
	char *folded;	/* key: a room or nick */
	char *msgid;	/* of what was seen last */
	int64_t time;	/* ms */
	uint64_t asked; /* the question; 0: none */
	size_t told;	/* lines of its answers */
	struct string_list live;
	char *topic;	/* shown last; NULL: none */
	int entering;	/* joined, and the list of members is not whole yet */
	int same_topic; /* told again on entering */
	UT_hash_handle hh;
};

static struct line_mode_place *
find(struct line_mode *p, struct view name)
{
	char folded[NAME_FOLDED];
	struct line_mode_place *place = NULL;
	int n = name_fold(folded, sizeof(folded), name);

	if (n > 0)
		HASH_FIND(hh, p->places, folded, (unsigned)n, place);
	return place;
}

static struct line_mode_place *
find_asked(struct line_mode *p, uint64_t asked)
{
	struct line_mode_place *place;

	for (place = p->places; place != NULL; place = place->hh.next)
		if (place->asked == asked)
			break;
	return place;
}

/* From that time on nothing is to be missed. */
static struct line_mode_place *
add_place(struct line_mode *p, struct view name, int64_t time)
{
	char folded[NAME_FOLDED];
	struct line_mode_place *place;
	int n = name_fold(folded, sizeof(folded), name);

	if (n <= 0 || HASH_COUNT(p->places) >= PLACES_MAX)
		return NULL;
	place = xcalloc(1, sizeof(*place));
	place->folded = xstrdup(folded);
	place->time = time;
	HASH_ADD_KEYPTR(hh, p->places, place->folded, (unsigned)n, place);
	return place;
}

static void
remember(struct line_mode_place *place, const struct irc_event *ev)
{
	free(place->msgid);
	place->msgid = xviewdup(ev->msgid);
	place->time = ev->time;
}

/* Where an event belongs: a room, or who talks with us. */
static struct view
place_of(const struct irc_event *ev)
{
	if (ev->room.len > 0)
		return ev->room;
	return ev->to_self ? ev->who : ev->target;
}

/* We come and go by the breaks themselves: what lies before our coming is what was missed. */
static int
is_our_way(const struct irc_event *ev)
{
	return ev->self && (ev->type == IRC_EV_JOIN || ev->type == IRC_EV_QUIT);
}

void
line_mode_past_saw(struct line_mode *p, const struct irc_event *ev)
{
	struct view name = place_of(ev);
	struct line_mode_place *place;

	if (!p->interactive || name.len == 0 ||
	    (ev->msgid.len == 0 && ev->type != IRC_EV_JOIN))
		return;
	place = find(p, name);
	if (place == NULL)
		place = add_place(p, name, ev->time);
	if (place == NULL || ev->msgid.len == 0 || is_our_way(ev))
		return;
	if (place->asked != 0 && place->live.n < LIVE_MAX) {
		char *msgid = xviewdup(ev->msgid);

		string_list_add(&place->live, msgid);
		free(msgid);
	} else if (place->asked == 0) {
		remember(place, ev);
	}
}

int
line_mode_past_same_topic(struct line_mode *p, const struct irc_event *ev)
{
	struct line_mode_place *place = find(p, ev->room);

	if (place == NULL)
		return 0;
	if (ev->type == IRC_EV_JOIN && ev->self) {
		place->entering = 1;
		place->same_topic = 0;
	} else if (ev->type == IRC_EV_NAMES_END) {
		place->entering = 0;
	} else if (ev->type == IRC_EV_TOPIC) {
		place->same_topic = place->entering && place->topic != NULL &&
				    ev->numeric == 332 &&
				    view_equal(view_of(place->topic), ev->text);
		free(place->topic);
		place->topic = xviewdup(ev->text);
		return place->same_topic;
	}
	return ev->type == IRC_EV_INFO && ev->numeric == 333 &&
	       place->entering && place->same_topic;
}

static void
ask(struct line_mode *p, struct line_mode_place *place, struct view name)
{
	const struct irc_bound from = { view_of(place->msgid), place->time },
			       nowhere = { 0 };

	place->asked = irc_session_history(
	    connection_session(p->online), IRC_AFTER, name, from, nowhere, 0);
}

void
line_mode_past_resume(struct line_mode *p, struct view name)
{
	struct line_mode_place *place = find(p, name);

	if (place == NULL || place->asked != 0 ||
	    !irc_session_able(connection_session(p->online), IRC_ABLE_HISTORY))
		return;
	place->told = 0;
	ask(p, place, name);
}

static int
was_live(const struct line_mode_place *place, struct view msgid)
{
	size_t i;

	for (i = 0; i < place->live.n; i++)
		if (view_equal(msgid, view_of(place->live.v[i])))
			return 1;
	return 0;
}

int
line_mode_past_is_new(struct line_mode *p, const struct irc_event *ev)
{
	struct line_mode_place *place = find_asked(p, ev->asked);

	if (place == NULL || ev->msgid.len == 0)
		return 1;
	remember(place, ev);
	place->told++;
	return !is_our_way(ev) && !was_live(place, ev->msgid);
}

void
line_mode_past_fetched(struct line_mode *p, const struct irc_event *ev)
{
	struct line_mode_place *place = find_asked(p, ev->asked);
	size_t page;

	if (place == NULL)
		return;
	page = irc_session_history_limit(connection_session(p->online));
	place->asked = 0;
	if (ev->text.len == 0 && ev->fetched >= page &&
	    place->told < PAST_MAX) {
		ask(p, place, ev->target);
		return;
	}
	if (ev->text.len == 0 && ev->fetched >= page)
		line_mode_complain(
		    "you missed more than %zu lines in %.*s; the rest "
		    "is not shown",
		    place->told, VIEW_ARG(ev->target));
	string_list_clear(&place->live);
}

void
line_mode_past_clear(struct line_mode *p)
{
	struct line_mode_place *place;

	while ((place = p->places) != NULL) {
		HASH_DEL(p->places, place);
		string_list_clear(&place->live);
		free(place->msgid);
		free(place->topic);
		free(place->folded);
		free(place);
	}
}
