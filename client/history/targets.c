/*
 * targets: finds the users who wrote while this client was not connected.
 */
#include "client/history/targets.h"

#include <sys/queue.h>

#include <stdlib.h>

#include "client/irc/history.h"
#include "client/model/event_buffer.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	TARGETS_MAX = 50,
	MARGIN_MS = 1000 /* the server excludes messages at the bounds */
};
#define RECENT_MS ((int64_t)30 * 24 * 3600 * 1000)

/* A user who wrote; the reply to MARKREAD will say whether the messages were read. */
struct target {
	SLIST_ENTRY(target) link;
	char *name;
	int64_t latest;
};

struct targets {
	struct network *network;
	struct irc_session *session;
	struct scrollback *scrollback;
	SLIST_HEAD(target_list, target) list;
	size_t n;
	uint64_t request; /* 0: none */
	int at_start;
	int64_t
	    newest; /* time of the newest live event, by the server's clock */
};

struct targets *
targets_new(
    struct network *network, struct irc_session *session, struct scrollback *sb)
{
	struct targets *ts = xcalloc(1, sizeof(*ts));

	ts->network = network;
	ts->session = session;
	ts->scrollback = sb;
	SLIST_INIT(&ts->list);
	return ts;
}

static void
target_free(struct targets *ts, struct target *t)
{
	SLIST_REMOVE(&ts->list, t, target, link);
	ts->n--;
	free(t->name);
	free(t);
}

static void
clear(struct targets *ts)
{
	while (!SLIST_EMPTY(&ts->list))
		target_free(ts, SLIST_FIRST(&ts->list));
}

void
targets_free(struct targets *ts)
{
	if (ts == NULL)
		return;
	clear(ts);
	free(ts);
}

void
targets_on_event(struct targets *ts, const struct irc_event *ev)
{
	if (ev->history == 0 && ev->msgid.len > 0 && ev->time > ts->newest)
		ts->newest = ev->time;
}

/* At the start, only a server with read markers can say which messages are unread. */
void
targets_request(struct targets *ts, int64_t now, int reconnected)
{
	int64_t from = ts->newest - MARGIN_MS;

	clear(ts);
	ts->request = 0;
	if (!scrollback_can_fetch(ts->scrollback))
		return;
	if (!reconnected) {
		if (!irc_session_supports(ts->session, IRC_FEATURE_READ_MARKER))
			return;
		from = now - RECENT_MS;
	}
	ts->at_start = !reconnected;
	ts->request = irc_session_history_targets(
	    ts->session, from > 0 ? from : 1, now + MARGIN_MS, TARGETS_MAX);
}

/* True if messages of that nick are ignored. Of a target, nothing but the nick is known. */
static int
is_ignored(const struct targets *ts, struct view nick)
{
	struct irc_event ev = { .type = IRC_EV_MESSAGE, .who = nick };

	return attention_hides(&ts->network->attention, &ev) != 0;
}

static void
open_query(struct targets *ts, struct view name)
{
	struct buffer *b = event_buffer_find(ts->network, name);

	if (b == NULL && is_ignored(ts, name))
		return;
	if (b == NULL && ts->network->model->nbuffers < EVENT_BUFFERS_MAX)
		b = model_open(ts->network, BUFFER_QUERY, name);
	if (b != NULL)
		scrollback_resume(ts->scrollback, b);
}

void
targets_on_target(struct targets *ts, const struct irc_event *ev)
{
	struct view name = ev->target;
	struct target *t;

	if (ev->history != ts->request || ev->room.len > 0 || name.len == 0)
		return;
	if (!ts->at_start || event_buffer_find(ts->network, name) != NULL) {
		open_query(ts, name);
		return;
	}
	if (ts->n == TARGETS_MAX)
		return;
	ts->n++;
	t = xcalloc(1, sizeof(*t));
	t->name = xviewdup(name);
	t->latest = ev->time;
	SLIST_INSERT_HEAD(&ts->list, t, link);
	irc_session_command(ts->session, "MARKREAD", &name, 1);
}

void
targets_on_read(struct targets *ts, const struct irc_event *ev)
{
	struct target *t;
	struct buffer *b;

	SLIST_FOREACH(t, &ts->list, link)
	if (name_equal(view_of(t->name), ev->target))
		break;
	if (t == NULL)
		return;
	if (t->latest > ev->time) {
		open_query(ts, ev->target);
		b = event_buffer_find(ts->network, ev->target);
		if (b != NULL) {
			b->reported_time = ev->time;
			b->read_time = ev->time > 0 ? ev->time : 1;
		}
	}
	target_free(ts, t);
}

/* Users who are not in the reply wrote nothing; but our own messages to them may still be unconfirmed. */
int
targets_on_fetched(struct targets *ts, const struct irc_event *ev)
{
	struct buffer *b;

	if (ev->history == 0 || ev->history != ts->request)
		return 0;
	ts->request = 0;
	NETWORK_FOREACH (b, ts->network) {
		if (b->kind != BUFFER_QUERY ||
		    scrollback_is_fetching(ts->scrollback, b))
			continue;
		if (ev->text.len > 0 ||
		    irc_session_has_unconfirmed(ts->session, view_of(b->name)))
			scrollback_resume(ts->scrollback, b);
	}
	return 1;
}
