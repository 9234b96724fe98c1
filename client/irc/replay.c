/*
 * replay: lines of history: answers to history requests, and what servers replay unasked. They become events, but
 * change no state.
 */
#include <stdlib.h>

#include "client/irc/state.h"
#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	ROOMS_MAX = 1000,
	CLEARLY_MS = 2000 /* a message older than this is a replay */
};			  /* younger ones may just be late */

/* When we joined a room, by the server's clock. */
struct past_room {
	SLIST_ENTRY(past_room) link;
	char *name;
	int64_t joined;
};

void
replay_clear(struct irc_session *s)
{
	struct past_room *r;

	while ((r = SLIST_FIRST(&s->rooms)) != NULL) {
		SLIST_REMOVE_HEAD(&s->rooms, link);
		free(r->name);
		free(r);
	}
	s->nrooms = 0;
	s->welcomed = s->last_joined = s->server_clock = 0;
}

static struct past_room *
find_room(const struct irc_session *s, struct view room)
{
	struct past_room *r;

	SLIST_FOREACH(r, &s->rooms, link)
	if (name_equal(view_of(r->name), room))
		return r;
	return NULL;
}

void
replay_joined(struct irc_session *s, const struct irc_event *ev)
{
	struct past_room *r;

	if (!s->timed)
		return;
	r = find_room(s, ev->room);
	if (r == NULL && s->nrooms == ROOMS_MAX)
		return;
	if (r == NULL) {
		s->nrooms++;
		r = xcalloc(1, sizeof(*r));
		r->name = xviewdup(ev->room);
		SLIST_INSERT_HEAD(&s->rooms, r, link);
	}
	r->joined = ev->time;
	if (ev->time > s->last_joined)
		s->last_joined = ev->time;
}

void
replay_left(struct irc_session *s, struct view room)
{
	struct past_room *r = find_room(s, room);

	if (r == NULL)
		return;
	SLIST_REMOVE(&s->rooms, r, past_room, link);
	s->nrooms--;
	free(r->name);
	free(r);
}

/*
 * On joining, servers replay the last lines to clients that they think cannot request history; bouncers do it on
 * connecting. The server's own clock shows which lines those are.
 */
int
replay_is_replay(const struct irc_session *s, const struct irc_event *ev)
{
	const struct past_room *r = NULL;
	int64_t since = s->welcomed;

	if (!s->timed || ev->time >= s->last_joined - CLEARLY_MS)
		return 0;
	if (ev->room.len > 0)
		r = find_room(s, ev->room);
	if (r != NULL)
		since = r->joined;
	return since != 0 && ev->time < since - CLEARLY_MS;
}

/* Checks whether an error (FAIL and the like) refuses a history request. */
int
replay_refused(struct irc_session *s, struct view command,
    const struct irc_event *ev, struct view code)
{
	struct history_request *q = NULL;

	if (s->asked != 0 && s->asked != IRC_REPLAYED)
		q = history_request_find(s, s->asked);
	else if (view_equal_nocase(command, VIEW("SEARCH")))
		q = history_request_unlabelled(s, HISTORY_REQUEST_SEARCH);
	else if (view_equal_nocase(command, VIEW("CHATHISTORY")))
		q = history_request_unlabelled(s, HISTORY_REQUEST_HISTORY);
	if (q == NULL && view_equal_nocase(command, VIEW("CHATHISTORY")))
		q = history_request_unlabelled(s, HISTORY_REQUEST_TARGETS);
	if (q == NULL)
		return 0;
	if (view_equal_nocase(code, VIEW("INVALID_TARGET")) &&
	    q->target != NULL)
		outbox_refuse_unsure(s, view_of(q->target));
	history_request_end(
	    s, q, ev->text.len > 0 ? ev->text : VIEW("refused"));
	return 1;
}

/* CHATHISTORY TARGETS name time */
void
on_chathistory(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (ev->asked == 0 ||
	    !view_equal_nocase(irc_msg_param(msg, 0), VIEW("TARGETS")) ||
	    clock_parse_iso(irc_msg_param(msg, 2), &ev->time) != 0)
		return;
	ev->target = session_name(s, SANITIZE_TARGET, irc_msg_param(msg, 1));
	ev->room = session_room(s, ev->target);
	session_emit(s, ev, IRC_EV_TARGET);
}

/* QUIT and NICK lines do not name the room whose history they are in: the request does. */
static void
set_room(struct irc_session *s, const struct history_request *q,
    struct irc_event *ev)
{
	if (q->target != NULL)
		ev->room = session_name(
		    s, SANITIZE_ROOM, session_room(s, view_of(q->target)));
}

/* True for refusals and empty answers, which are not lines of history. */
static int
is_word_about_it(const struct irc_msg *msg)
{
	return (*msg->command.p >= '0' && *msg->command.p <= '9') ||
	       view_equal_nocase(msg->command, VIEW("FAIL")) ||
	       view_equal_nocase(msg->command, VIEW("ACK"));
}

/* Errors end the request; other replies about it are ignored. */
static void
refusal(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (view_equal_nocase(msg->command, VIEW("FAIL")))
		on_fail(s, msg, ev);
	else if (*msg->command.p == '4' || *msg->command.p == '5')
		numerics_numeric(s, msg, ev);
}

/* For a request that only searches: look at messages. */
static void
search(struct irc_session *s, struct history_request *q,
    const struct irc_msg *msg, struct irc_event *ev)
{
	catchup_saw(q, ev);
	if (!view_equal_nocase(msg->command, VIEW("PRIVMSG")) &&
	    !view_equal_nocase(msg->command, VIEW("NOTICE")))
		return;
	s->searched = 1;
	handlers_past(s, msg, ev);
	s->searched = 0;
}

/*
 * Process a line of an answer. Drops it if its request has ended (it came too late). If the label is on a single
 * line, that line is the whole answer.
 */
static void
run_answer(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	uint64_t number = s->asked;
	int whole = s->labelled;
	struct history_request *q = history_request_find(s, number);

	if (q == NULL)
		return;
	set_room(s, q, ev);
	if (is_word_about_it(msg)) {
		if (!view_equal_nocase(msg->command, VIEW("ACK")))
			refusal(s, msg, ev);
	} else {
		history_request_count(s, number);
		if (q->own)
			search(s, q, msg, ev);
		else
			handlers_past(s, msg, ev);
	}
	q = whole ? history_request_find(s, number) : NULL;
	if (q != NULL)
		history_request_end(s, q, VIEW(""));
}

void
replay_run(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	ev->asked = s->asked;
	if (view_equal_nocase(msg->command, VIEW("BATCH")))
		on_batch(s, msg, ev);
	else if (s->asked == IRC_REPLAYED)
		handlers_past(s, msg, ev);
	else
		run_answer(s, msg, ev);
}
