/*
 * store_late: appends wait in a queue for the test's word.
 */
#include "tests/support/store_late.h"

#include <sys/queue.h>

#include <stdlib.h>

#include "common/xmalloc.h"

struct waiting {
	store_done_fn *done;
	void *ctx;
	STAILQ_ENTRY(waiting) link;
};

struct store_late {
	struct store store;
	STAILQ_HEAD(, waiting) queue;
	size_t n;
	int at_once;
};

static void
late_append(
    struct store *s, struct chat_event *e, store_done_fn *done, void *ctx)
{
	struct store_late *late = (struct store_late *)s;
	struct waiting *w;

	(void)e;
	if (late->at_once && late->n == 0) {
		done(STORE_OK, ctx);
		return;
	}
	w = xcalloc(1, sizeof(*w));
	w->done = done;
	w->ctx = ctx;
	STAILQ_INSERT_TAIL(&late->queue, w, link);
	late->n++;
}

static void
late_query(struct store *s, const char *target, const struct store_range *range,
    store_events_fn *fn, void *ctx)
{
	(void)s;
	(void)target;
	(void)range;
	fn(STORE_OK, NULL, 0, ctx);
}

void
store_late_settle(struct store *s, size_t n, enum store_result result)
{
	struct store_late *late = (struct store_late *)s;
	struct waiting *w;

	while (n-- > 0 && (w = STAILQ_FIRST(&late->queue)) != NULL) {
		STAILQ_REMOVE_HEAD(&late->queue, link);
		late->n--;
		w->done(result, w->ctx);
		free(w);
	}
}

void
store_late_hurry(struct store *s, int at_once)
{
	((struct store_late *)s)->at_once = at_once;
}

size_t
store_late_waiting(const struct store *s)
{
	return ((const struct store_late *)s)->n;
}

static void
late_free(struct store *s)
{
	store_late_settle(s, SIZE_MAX, STORE_OK);
	free(s);
}

struct store *
store_late_new(void)
{
	static const struct store_ops ops = {
		.append = late_append,
		.query = late_query,
		.free = late_free,
	};
	struct store_late *late;

	late = xcalloc(1, sizeof(*late));
	late->store.ops = &ops;
	STAILQ_INIT(&late->queue);
	return &late->store;
}
