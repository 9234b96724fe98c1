/*
 * missed: the messages that others sent while the connection was broken.
 */
#include "client/line_mode/missed.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "client/irc/history.h"
#include "client/irc/session.h"
#include "client/line_mode/print.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/string_list.h"
#include "common/xmalloc.h"

enum {
	PRINTED_MAX = 1000, /* lines printed for a place after a break */
	LIVE_MAX = 256,	    /* new messages remembered during a request */
	PLACES_MAX = 1000
};

struct missed_place {
	char *folded;		 /* key: a room or nick */
	char *msgid;		 /* of the last line seen; or NULL */
	int64_t time;		 /* of that line, ms */
	uint64_t request;	 /* the request for history; 0: none */
	size_t printed;		 /* lines of its answers */
	struct string_list live; /* msgids seen since the request */
	char *topic;		 /* the last one shown; or NULL */
	int entering;	/* joined, but the list of members is not complete */
	int same_topic; /* the topic after the JOIN was shown before */
	UT_hash_handle hh;
};

static struct missed_place *
find(struct missed *m, struct view name)
{
	char folded[NAME_FOLDED];
	struct missed_place *place = NULL;
	int n = name_fold(folded, sizeof(folded), name);

	if (n > 0)
		HASH_FIND(hh, m->places, folded, (unsigned)n, place);
	return place;
}

static struct missed_place *
find_requested(struct missed *m, uint64_t request)
{
	struct missed_place *place;

	for (place = m->places; place != NULL; place = place->hh.next)
		if (place->request == request)
			break;
	return place;
}

/* Add a place: messages from that time on will be fetched after a break. */
static struct missed_place *
add_place(struct missed *m, struct view name, int64_t time)
{
	char folded[NAME_FOLDED];
	struct missed_place *place;
	int n = name_fold(folded, sizeof(folded), name);

	if (n <= 0 || HASH_COUNT(m->places) >= PLACES_MAX)
		return NULL;
	place = xcalloc(1, sizeof(*place));
	place->folded = xstrdup(folded);
	place->time = time;
	HASH_ADD_KEYPTR(hh, m->places, place->folded, (unsigned)n, place);
	return place;
}

static void
remember(struct missed_place *place, const struct irc_event *ev)
{
	free(place->msgid);
	place->msgid = xviewdup(ev->msgid);
	place->time = ev->time;
}

/* Return the room of an event, or the user we talk with. */
static struct view
place_of(const struct irc_event *ev)
{
	if (ev->room.len > 0)
		return ev->room;
	return ev->to_self ? ev->who : ev->target;
}

/* Our own JOIN and QUIT mark the break: the missed messages are before this JOIN, so it must not count as seen. */
static int
is_our_break(const struct irc_event *ev)
{
	return ev->self && (ev->type == IRC_EV_JOIN || ev->type == IRC_EV_QUIT);
}

int
missed_knows(struct missed *m, struct view name)
{
	return find(m, name) != NULL;
}

void
missed_saw(struct missed *m, const struct irc_event *ev)
{
	struct view name = place_of(ev);
	struct missed_place *place;

	if (name.len == 0 || (ev->msgid.len == 0 && ev->type != IRC_EV_JOIN))
		return;
	place = find(m, name);
	if (place == NULL)
		place = add_place(m, name, ev->time);
	if (place == NULL || ev->msgid.len == 0 || is_our_break(ev))
		return;
	if (place->request != 0 && place->live.n < LIVE_MAX) {
		char *msgid = xviewdup(ev->msgid);

		string_list_add(&place->live, msgid);
		free(msgid);
	} else if (place->request == 0) {
		remember(place, ev);
	}
}

int
missed_is_same_topic(struct missed *m, const struct irc_event *ev)
{
	struct missed_place *place = find(m, ev->room);

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
ask(struct missed *m, struct missed_place *place, struct view name)
{
	const struct irc_bound from = { view_of(place->msgid), place->time },
			       nowhere = { 0 };

	place->request =
	    irc_session_history(m->session, IRC_AFTER, name, from, nowhere, 0);
}

void
missed_fetch(struct missed *m, struct view name)
{
	struct missed_place *place = find(m, name);

	if (place == NULL || place->request != 0 ||
	    !irc_session_supports(m->session, IRC_FEATURE_HISTORY))
		return;
	place->printed = 0;
	ask(m, place, name);
}

static int
was_live(const struct missed_place *place, struct view msgid)
{
	size_t i;

	for (i = 0; i < place->live.n; i++)
		if (view_equal(msgid, view_of(place->live.v[i])))
			return 1;
	return 0;
}

int
missed_is_new(struct missed *m, const struct irc_event *ev)
{
	struct missed_place *place = find_requested(m, ev->history);

	if (is_our_break(ev))
		return 0;
	if (place == NULL || ev->msgid.len == 0)
		return 1;
	remember(place, ev);
	place->printed++;
	return !was_live(place, ev->msgid);
}

void
missed_fetched(struct missed *m, const struct irc_event *ev)
{
	struct missed_place *place = find_requested(m, ev->history);
	size_t page;

	if (place == NULL)
		return;
	page = irc_session_history_limit(m->session);
	place->request = 0;
	if (ev->text.len == 0 && ev->fetched >= page &&
	    place->printed < PRINTED_MAX) {
		ask(m, place, ev->target);
		return;
	}
	if (ev->text.len == 0 && ev->fetched >= page)
		line_mode_complain(
		    _("You missed more than %zu lines in %.*s. The rest is not "
		      "shown."),
		    place->printed, VIEW_ARG(ev->target));
	string_list_clear(&place->live);
}

void
missed_init(struct missed *m, struct irc_session *session)
{
	*m = (struct missed){ .session = session };
}

void
missed_clear(struct missed *m)
{
	struct missed_place *place;

	while ((place = m->places) != NULL) {
		HASH_DEL(m->places, place);
		string_list_clear(&place->live);
		free(place->msgid);
		free(place->topic);
		free(place->folded);
		free(place);
	}
}
