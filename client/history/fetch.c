/*
 * fetch: the list of fetches.
 */
#include "client/history/fetch.h"

#include <stdlib.h>

#include "client/app_state.h"
#include "common/xmalloc.h"

enum {
	PART_OF_MEMORY = 4,  /* of what a buffer may keep, in a page */
	PAGE_TIMES = 3,	     /* lines, of those asked for: some may not count */
	PAGE_BYTES = 4 << 20 /* memory of a page */
};

int
fetch_able(const struct app *app)
{
	const struct irc_session *s = connection_session(app->online);

	return app->model->state == LINK_ONLINE &&
	       irc_session_able(s, IRC_ABLE_HISTORY);
}

size_t
fetch_limit(const struct app *app, const struct buffer *b)
{
	size_t most =
	    irc_session_history_limit(connection_session(app->online));
	size_t limit = (size_t)app->config->history_lines;

	if (limit > b->max / PART_OF_MEMORY)
		limit = b->max / PART_OF_MEMORY;
	return limit < most ? limit : most;
}

struct fetch *
fetch_new(struct app *app, struct buffer *b, enum fetch_kind kind)
{
	struct fetch *f = xcalloc(1, sizeof(*f));

	f->kind = kind;
	f->b = b;
	TAILQ_INSERT_TAIL(&app->fetches, f, link);
	return f;
}

static void
clear_lines(struct fetch *f)
{
	while (f->n > 0)
		line_clear(&f->lines[--f->n]);
	f->bytes = 0;
}

void
fetch_ask(struct app *app, struct fetch *f, enum irc_history how,
    const struct line *from)
{
	struct irc_bound bound = { 0 }, none = { 0 };

	if (from != NULL)
		bound = (struct irc_bound){ view_of(from->msgid), from->time };
	clear_lines(f);
	free(f->edge);
	f->edge = from != NULL ? xstrdup(from->msgid) : NULL;
	f->limit = fetch_limit(app, f->b);
	f->asked = irc_session_history(
	    app_session(app), how, view_of(f->b->name), bound, none, f->limit);
}

void
fetch_end(struct app *app, struct fetch *f)
{
	TAILQ_REMOVE(&app->fetches, f, link);
	clear_lines(f);
	free(f->lines);
	free(f->edge);
	free(f->first);
	free(f->wanted);
	free(f);
}

void
fetch_end_all(struct app *app)
{
	struct fetch *f;

	while ((f = TAILQ_FIRST(&app->fetches)) != NULL)
		fetch_end(app, f);
}

struct fetch *
fetch_find(struct app *app, uint64_t asked)
{
	struct fetch *f;

	TAILQ_FOREACH (f, &app->fetches, link)
		if (f->asked == asked)
			return f;
	return NULL;
}

struct fetch *
fetch_of(struct app *app, const struct buffer *b)
{
	struct fetch *f;

	TAILQ_FOREACH (f, &app->fetches, link)
		if (f->b == b)
			return f;
	return NULL;
}

int
fetch_add(struct fetch *f, const struct line *line)
{
	size_t bytes = f->bytes + line_size(line);

	if (bytes > PAGE_BYTES || f->n >= PAGE_TIMES * f->limit)
		return -1;
	f->bytes = bytes;
	if (f->n == f->size) {
		f->size = f->size == 0 ? 64 : 2 * f->size;
		f->lines = xreallocarray(f->lines, f->size, sizeof(*f->lines));
	}
	f->lines[f->n] = *line;
	line_copy_texts(&f->lines[f->n++]);
	return 0;
}
