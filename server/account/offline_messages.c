/*
 * offline_messages: ask the store for the conversations since then, and then for the messages of each, the most
 * recent conversation first, until the limit is reached.
 */
#include "server/account/offline_messages.h"

#include <assert.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/session/history_access.h"
#include "server/session/session.h"
#include "server/session/store_calls.h"
#include "server/store/journal.h"

enum { CONVERSATIONS_MAX = 1000, MESSAGES_MAX = 1000 };

struct fetch {
	struct store_call read;
	struct store_range range;
	char key[SESSION_KEY]; /* of range.requester */
	char party[CONVERSATION_PARTY];
	char **keys; /* of conversations; the last one is asked for first */
	size_t nkeys;
	struct chat_event **events;
	size_t n;
	char *account;
	int64_t since; /* account->missed when this was asked for */
	int failed;    /* the store could not give all */
	offline_messages_fn *fn;
	void *ctx;
};

static struct account *
account_of(const struct session *s)
{
	return s->user->account == NULL ? NULL
					: world_find_account(s->server->world,
					      view_of(s->user->account));
}

void
offline_messages_seen(const struct session *s)
{
	struct account *a = account_of(s);

	if (a != NULL)
		a->missed = 0;
}

static int
by_seq(const void *va, const void *vb)
{
	const struct chat_event *const *a = va, *const *b = vb;

	return ((*a)->seq > (*b)->seq) - ((*a)->seq < (*b)->seq);
}

/* The client left, or the store failed: keep the messages for the next client. */
static void
keep_for_next(const struct fetch *m)
{
	struct account *a =
	    world_find_account(m->read.server->world, view_of(m->account));

	if (a == NULL)
		return;
	if (a->missed == 0)
		a->not_shown = m->since;
	else if (a->missed > m->since)
		a->missed = m->since;
}

static void
finish(struct fetch *m)
{
	size_t i;

	if (m->read.server != NULL &&
	    (m->failed || store_call_session(
			      &m->read, m->range.requester.session) == NULL))
		keep_for_next(m);
	if (m->n > 0)
		qsort(m->events, m->n, sizeof(struct chat_event *), by_seq);
	store_call_end(&m->read);
	m->fn(m->events, m->n, m->ctx);
	for (i = 0; i < m->n; i++)
		chat_event_unref(m->events[i]);
	for (i = 0; i < m->nkeys; i++)
		free(m->keys[i]);
	free(m->keys);
	free(m->account);
	free(m->events);
	free(m);
}

static void ask_next(struct fetch *);

static void
events_cb(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	struct fetch *m = ctx;
	size_t i;

	m->failed |= result != STORE_OK;
	if (result == STORE_OK && n > 0) {
		m->events = xreallocarray(
		    m->events, m->n + n, sizeof(struct chat_event *));
		for (i = 0; i < n; i++)
			m->events[m->n++] = chat_event_ref(events[i]);
	}
	ask_next(m);
}

static void
ask_next(struct fetch *m)
{
	struct server *server = m->read.server;
	char *key;

	if (m->nkeys == 0 || m->n >= MESSAGES_MAX ||
	    store_call_session(&m->read, m->range.requester.session) == NULL) {
		finish(m);
		return;
	}
	key = m->keys[--m->nkeys];
	server->store->ops->query(server->store, key, &m->range, events_cb, m);
	free(key);
}

static void
targets_cb(enum store_result result, const struct store_target *targets,
    size_t n, void *ctx)
{
	struct fetch *m = ctx;
	size_t i;

	m->failed |= result != STORE_OK;
	if (result == STORE_OK) {
		m->keys = xcalloc(n + 1, sizeof(char *));
		for (i = 0; i < n; i++)
			m->keys[m->nkeys++] = xstrdup(targets[i].name);
	}
	ask_next(m);
}

int
offline_messages_any(const struct session *s)
{
	const struct account *a = account_of(s);

	return a != NULL && a->missed != 0;
}

/* Messages that are not stored yet are delivered when they are. Both bounds are exclusive. */
void
offline_messages_query(
    struct session *s, size_t lines, offline_messages_fn *fn, void *ctx)
{
	static const char *const no_rooms[] = { NULL };
	struct account *a = account_of(s);
	struct store *store = s->server->store;
	struct store_span span = { .among = no_rooms,
		.limit = CONVERSATIONS_MAX };
	struct fetch *m;

	assert(offline_messages_any(s));
	m = xcalloc(1, sizeof(*m));
	store_call_begin(&m->read, s->server);
	m->fn = fn;
	m->ctx = ctx;
	m->range = (struct store_range){ .after.time = a->missed - 1,
		.before.seq = journal_first_unsettled(s->server->journal),
		.limit = lines,
		.latest = 1,
		.messages_only = 1,
		.requester = history_requester(s, m->key) };
	span.after = a->missed - 1;
	span.requester = m->range.requester;
	if (history_reader_party(s, m->party) == 0)
		span.party = m->party;
	m->account = xstrdup(a->name);
	m->since = a->missed;
	a->missed = 0; /* so that another client of the user does not ask too */
	store->ops->targets(store, &span, targets_cb, m);
}
