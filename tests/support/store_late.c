/*
 * store_late: a store in memory whose appends and reads wait in queues until the test releases them.
 */
#include "tests/support/store_late.h"

#include <sys/queue.h>

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/store/account_copy.h"

enum { LINES = 100 };

struct waiting {
	struct chat_event *event;     /* NULL: */
	struct account_copy *account; /* NULL: a ban, which is not stored */
	store_done_fn *done;
	void *ctx;
	STAILQ_ENTRY(waiting) link;
};

struct read {
	char *target;
	struct store_range range;
	store_events_fn *fn;
	void *ctx;
	int is_cancelled;
	STAILQ_ENTRY(read) link;
};

struct store_late {
	struct store store;
	struct store *memory;
	STAILQ_HEAD(, waiting) queue;
	STAILQ_HEAD(, read) reads;
	size_t n;
	int at_once;
	int hold_reads;
};

static void
ignore(enum store_result result, void *ctx)
{
	(void)result;
	(void)ctx;
}

static void
keep(struct store_late *late, struct chat_event *e, enum store_result result)
{
	if (result == STORE_OK)
		late->memory->ops->append(late->memory, e, ignore, NULL);
}

static void
save_account(struct store_late *late, const struct account_copy *copy,
    enum store_result result)
{
	const struct store_ops *ops = late->memory->ops;

	if (result != STORE_OK)
		return;
	if (copy->is_deletion)
		ops->delete_account(late->memory, copy->folded, ignore, NULL);
	else
		ops->save_account(late->memory, &copy->account, ignore, NULL);
}

static void
settle(struct store_late *late, struct waiting *w, enum store_result result)
{
	if (w->account != NULL)
		save_account(late, w->account, result);
	else if (w->event != NULL)
		keep(late, w->event, result);
	w->done(result, w->ctx);
	if (w->event != NULL)
		chat_event_unref(w->event);
	account_copy_free(w->account);
	free(w);
}

static void
add(struct store_late *late, const struct waiting *like)
{
	struct waiting *w = xcalloc(1, sizeof(*w));

	*w = *like;
	if (late->at_once && late->n == 0) {
		settle(late, w, STORE_OK);
		return;
	}
	STAILQ_INSERT_TAIL(&late->queue, w, link);
	late->n++;
}

static void
late_append(
    struct store *s, struct chat_event *e, store_done_fn *done, void *ctx)
{
	add((struct store_late *)s,
	    &(struct waiting){
		.event = chat_event_ref(e), .done = done, .ctx = ctx });
}

static void
late_save_account(struct store *s, const struct store_account *account,
    store_done_fn *done, void *ctx)
{
	add((struct store_late *)s,
	    &(struct waiting){ .account = account_copy_new(account),
		.done = done,
		.ctx = ctx });
}

static void
late_delete_account(
    struct store *s, const char *folded, store_done_fn *done, void *ctx)
{
	add((struct store_late *)s,
	    &(struct waiting){ .account = account_copy_deleted(folded),
		.done = done,
		.ctx = ctx });
}

static void
late_save_ban(struct store *s, const struct store_ban *ban, store_done_fn *done,
    void *ctx)
{
	(void)ban;
	add((struct store_late *)s,
	    &(struct waiting){ .done = done, .ctx = ctx });
}

static void
late_delete_ban(
    struct store *s, const char *key, store_done_fn *done, void *ctx)
{
	(void)key;
	add((struct store_late *)s,
	    &(struct waiting){ .done = done, .ctx = ctx });
}

static void
late_accounts(struct store *s, store_account_fn *fn, void *ctx)
{
	struct store *memory = ((struct store_late *)s)->memory;

	memory->ops->accounts(memory, fn, ctx);
}

static void
late_query(struct store *s, const char *target, const struct store_range *range,
    store_events_fn *fn, void *ctx)
{
	struct store_late *late = (struct store_late *)s;
	struct read *r;

	if (!late->hold_reads) {
		late->memory->ops->query(late->memory, target, range, fn, ctx);
		return;
	}
	r = xcalloc(1, sizeof(*r));
	*r = (struct read){ .range = *range, .fn = fn, .ctx = ctx };
	r->target = xstrdup(target);
	STAILQ_INSERT_TAIL(&late->reads, r, link);
}

static void
late_targets(struct store *s, const struct store_span *span,
    store_targets_fn *fn, void *ctx)
{
	struct store *memory = ((struct store_late *)s)->memory;

	memory->ops->targets(memory, span, fn, ctx);
}

static void
late_search(struct store *s, const struct store_search *search,
    store_events_fn *fn, void *ctx)
{
	struct store *memory = ((struct store_late *)s)->memory;

	memory->ops->search(memory, search, fn, ctx);
}

static void
late_cancel(struct store *s, uint64_t session)
{
	struct read *r;

	STAILQ_FOREACH (r, &((struct store_late *)s)->reads, link)
		if (r->range.requester.session == session)
			r->is_cancelled = 1;
}

size_t
store_late_cancelled(const struct store *s)
{
	const struct read *r;
	size_t n = 0;

	STAILQ_FOREACH (r, &((const struct store_late *)s)->reads, link)
		n += (size_t)r->is_cancelled;
	return n;
}

void
store_late_settle(struct store *s, size_t n, enum store_result result)
{
	struct store_late *late = (struct store_late *)s;
	struct waiting *w;

	while (n-- > 0 && (w = STAILQ_FIRST(&late->queue)) != NULL) {
		STAILQ_REMOVE_HEAD(&late->queue, link);
		late->n--;
		settle(late, w, result);
	}
}

void
store_late_hurry(struct store *s, int at_once)
{
	((struct store_late *)s)->at_once = at_once;
}

void
store_late_hold_reads(struct store *s, int hold)
{
	((struct store_late *)s)->hold_reads = hold;
}

void
store_late_read(struct store *s)
{
	struct store_late *late = (struct store_late *)s;
	struct read *r;

	while ((r = STAILQ_FIRST(&late->reads)) != NULL) {
		STAILQ_REMOVE_HEAD(&late->reads, link);
		if (r->is_cancelled)
			r->fn(STORE_CANCELLED, NULL, 0, r->ctx);
		else
			late->memory->ops->query(
			    late->memory, r->target, &r->range, r->fn, r->ctx);
		free(r->target);
		free(r);
	}
}

size_t
store_late_waiting(const struct store *s)
{
	return ((const struct store_late *)s)->n;
}

static void
late_free(struct store *s)
{
	struct store_late *late = (struct store_late *)s;

	store_late_settle(s, SIZE_MAX, STORE_OK);
	store_late_read(s);
	late->memory->ops->free(late->memory);
	free(s);
}

struct store *
store_late_new(void)
{
	static const struct store_ops ops = {
		.append = late_append,
		.query = late_query,
		.targets = late_targets,
		.search = late_search,
		.cancel = late_cancel,
		.save_account = late_save_account,
		.delete_account = late_delete_account,
		.accounts = late_accounts,
		.save_ban = late_save_ban,
		.delete_ban = late_delete_ban,
		.free = late_free,
	};
	struct store_late *late;

	late = xcalloc(1, sizeof(*late));
	late->store.ops = &ops;
	late->memory = store_memory_new(LINES);
	STAILQ_INIT(&late->queue);
	STAILQ_INIT(&late->reads);
	return &late->store;
}
