/*
 * search_results: a list sorted by time.
 */
#include "client/model/search_results.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"

struct search_results *
search_results_new(struct view query)
{
	struct search_results *r = xcalloc(1, sizeof(*r));

	r->query = xviewdup(query);
	return r;
}

void
search_results_free(struct search_results *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->n; i++) {
		free(r->v[i].where);
		line_clear(&r->v[i].line);
	}
	free(r->v);
	free(r->query);
	free(r->why);
	free(r);
}

static int
is_there(const struct search_results *r, const struct line *line)
{
	size_t i;

	for (i = 0; line->msgid != NULL && i < r->n; i++)
		if (r->v[i].line.msgid != NULL &&
		    strcmp(r->v[i].line.msgid, line->msgid) == 0)
			return 1;
	return 0;
}

/* Newest first; of the same time, the one added later comes first. Keeps the selection. */
void
search_results_add(
    struct search_results *r, struct view where, const struct line *line)
{
	size_t i = r->n;

	if (search_results_is_full(r) || is_there(r, line))
		return;
	r->bytes += line_size(line) + where.len;
	if (r->n == r->size) {
		r->size = r->size == 0 ? 64 : 2 * r->size;
		r->v = xreallocarray(r->v, r->size, sizeof(*r->v));
	}
	while (i > 0 && r->v[i - 1].line.time <= line->time)
		i--;
	memmove(&r->v[i + 1], &r->v[i], (r->n - i) * sizeof(*r->v));
	r->v[i] = (struct search_result){ xviewdup(where), *line };
	line_copy_texts(&r->v[i].line);
	r->n++;
	if (i <= r->at && r->at > 0)
		r->at++;
}

int
search_results_is_full(const struct search_results *r)
{
	return r->n == RESULTS_MAX || r->bytes >= RESULTS_BYTES;
}

int
search_results_move(struct search_results *r, int by)
{
	size_t was = r->at, last = r->n > 0 ? r->n - 1 : 0;

	if (by < 0)
		r->at -= (size_t)-by < r->at ? (size_t)-by : r->at;
	else
		r->at += (size_t)by < last - r->at ? (size_t)by : last - r->at;
	return r->at != was;
}

const struct search_result *
search_results_selected(const struct search_results *r)
{
	return r->at < r->n ? &r->v[r->at] : NULL;
}

int64_t
search_results_oldest(const struct search_results *r)
{
	return r->n > 0 ? r->v[r->n - 1].line.time : 0;
}

void
search_results_fail(struct search_results *r, struct view why)
{
	r->state = RESULTS_FAILED;
	free(r->why);
	r->why = xviewdup(why);
}
