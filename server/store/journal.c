/*
 * journal: numbers events in the order of appending. The store promises to complete in order; this is asserted.
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
	store_done_fn *done;
	TAILQ_ENTRY(entry) link;   /* in unsettled or records */
	STAILQ_ENTRY(entry) order; /* in to_store */
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
	STAILQ_HEAD(, entry) to_store; /* not given to the store yet */
	int settling; /* depth of calls of ops.settled from journal_append */
	int skips;    /* skips records, because too many are waiting */
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
	STAILQ_INIT(&j->to_store);
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

static void
add_entry(struct journal *j, struct chat_event *event)
{
	int waits = chat_event_waits_for_store(event);
	struct entry *e;

	if (!waits && is_full(j) && event->type != CHAT_FORGET_CLOSED)
		return;
	e = xcalloc(1, sizeof(*e));
	e->journal = j;
	e->event = chat_event_ref(event);
	e->done = waits ? done_cb : recorded_cb;
	if (waits) {
		TAILQ_INSERT_TAIL(&j->unsettled, e, link);
		j->nunsettled++;
	} else {
		TAILQ_INSERT_TAIL(&j->records, e, link);
		j->nrecords++;
	}
	STAILQ_INSERT_TAIL(&j->to_store, e, order);
}

/* The store may call done within the call, and that may append more. */
static void
store_entries(struct journal *j)
{
	struct entry *e;

	while ((e = STAILQ_FIRST(&j->to_store)) != NULL) {
		STAILQ_REMOVE_HEAD(&j->to_store, order);
		j->store->ops->append(j->store, e->event, e->done, e);
	}
}

/*
 * The apply step of an event may append another one, which is applied before the first is done. The store gets both in
 * the order of their seq, when the first is done: until then the apply step may change it.
 */
void
journal_append(struct journal *j, struct chat_event *event)
{
	event->seq = ++j->last_seq;
	add_entry(j, event);
	if (!chat_event_waits_for_store(event)) {
		j->settling++;
		j->ops.settled(event, j->ctx);
		j->settling--;
	}
	if (j->settling == 0)
		store_entries(j);
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
