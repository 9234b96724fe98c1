/*
 * journal: numbers events in the order of appending and hands them on in that order when the store
 * has written them. The store promises to complete in order; this is asserted.
 */
#include "server/store/journal.h"

#include <sys/queue.h>

#include <assert.h>
#include <stdlib.h>

#include "common/log.h"
#include "common/xmalloc.h"

enum {
	BEHIND_AT = 10000,  /* unsettled events of all senders */
	RECORDS_MAX = 50000 /* records not stored yet */
};

struct entry {
	struct journal *journal; /* NULL: the journal was freed meanwhile */
	struct chat_event *event;
	TAILQ_ENTRY(entry) link;
};

struct journal {
	struct store *store;
	struct journal_ops ops;
	void *ctx;
	uint64_t last_seq;
	TAILQ_HEAD(, entry) unsettled;
	size_t nunsettled;
	TAILQ_HEAD(, entry) records;
	size_t nrecords;
	int skips; /* skips records, because too many are waiting */
};

struct journal *
journal_new(struct store *store, const struct journal_ops *ops, void *ctx)
{
	struct journal *j;

	j = xcalloc(1, sizeof(*j));
	j->store = store;
	j->ops = *ops;
	j->ctx = ctx;
	j->last_seq = store->last_seq;
	TAILQ_INIT(&j->unsettled);
	TAILQ_INIT(&j->records);
	return j;
}

/* The entries live until the store is done with them. */
void
journal_free(struct journal *j)
{
	struct entry *e;

	while ((e = TAILQ_FIRST(&j->unsettled)) != NULL) {
		TAILQ_REMOVE(&j->unsettled, e, link);
		e->journal = NULL;
	}
	while ((e = TAILQ_FIRST(&j->records)) != NULL) {
		TAILQ_REMOVE(&j->records, e, link);
		e->journal = NULL;
	}
	free(j);
}

static void
done_cb(enum store_result result, void *ctx)
{
	struct entry *e = ctx;
	struct journal *j = e->journal;

	if (j != NULL) {
		assert(e == TAILQ_FIRST(&j->unsettled));
		TAILQ_REMOVE(&j->unsettled, e, link);
		j->nunsettled--;
		if (result == STORE_OK)
			j->ops.settled(e->event, j->ctx);
		else
			j->ops.failed(e->event, result, j->ctx);
	}
	chat_event_unref(e->event);
	free(e);
}

void
journal_append(struct journal *j, struct chat_event *event)
{
	struct entry *e;

	event->seq = ++j->last_seq;
	e = xcalloc(1, sizeof(*e));
	e->journal = j;
	e->event = chat_event_ref(event);
	TAILQ_INSERT_TAIL(&j->unsettled, e, link);
	j->nunsettled++;
	j->store->ops->append(j->store, event, done_cb, e);
}

static void
recorded_cb(enum store_result result, void *ctx)
{
	struct entry *e = ctx;
	struct journal *j = e->journal;

	(void)result;
	if (j != NULL) {
		TAILQ_REMOVE(&j->records, e, link);
		j->nrecords--;
	}
	chat_event_unref(e->event);
	free(e);
}

/* Log this once, and again only after it has recovered. */
static int
is_full(struct journal *j)
{
	if (j->nrecords >= RECORDS_MAX && !j->skips) {
		j->skips = 1;
		log_warn("journal", 0,
		    "the store is far behind: joins, parts and quits are "
		    "not recorded for now");
	} else if (j->nrecords < RECORDS_MAX / 2) {
		j->skips = 0;
	}
	return j->skips;
}

void
journal_record(struct journal *j, struct chat_event *event)
{
	struct entry *e;

	event->seq = ++j->last_seq;
	if (is_full(j) && event->type != CHAT_FORGET_CLOSED)
		return;
	e = xcalloc(1, sizeof(*e));
	e->journal = j;
	e->event = chat_event_ref(event);
	TAILQ_INSERT_TAIL(&j->records, e, link);
	j->nrecords++;
	j->store->ops->append(j->store, event, recorded_cb, e);
}

int
journal_is_behind(const struct journal *j)
{
	return j->nunsettled >= BEHIND_AT;
}

size_t
journal_unsettled(const struct journal *j)
{
	return j->nunsettled;
}

uint64_t
journal_first_unsettled(const struct journal *j)
{
	const struct entry *e = TAILQ_FIRST(&j->unsettled);

	return e != NULL ? e->event->seq : j->last_seq + 1;
}
