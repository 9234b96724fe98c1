/*
 * app_spelling: checks the words of a message.
 */
#include "client/app_spelling.h"

#include <string.h>

#include "client/app_state.h"
#include "client/input/spelling.h"
#include "common/names.h"

void
app_spelling_load(struct app *app)
{
	const char *languages = app->config->spelling;

	if (app->spelling != NULL &&
	    strcmp(spelling_languages(app->spelling), languages) == 0)
		return;
	spelling_free(app->spelling);
	app->spelling = spelling_new(languages);
}

struct finder {
	struct app *app;
	const char *cursor;
	void (*fn)(struct view word, void *ctx);
	void *ctx;
};

static int
is_nick(const struct app *app, struct view word)
{
	const struct buffer *b = app->model->active;
	const char *own = b->network->nick;

	return roster_find(&b->roster, word) != NULL ||
	       (own != NULL && name_equal(word, view_of(own))) ||
	       (b->kind == BUFFER_QUERY && name_equal(word, view_of(b->name)));
}

static void
check_word(struct view word, void *arg)
{
	const struct finder *f = arg;

	if (word.p + word.len != f->cursor &&
	    spelling_is_wrong(f->app->spelling, word) && !is_nick(f->app, word))
		f->fn(word, f->ctx);
}

void
app_spelling_each(struct app *app, struct view text, const char *cursor,
    void (*fn)(struct view word, void *ctx), void *ctx)
{
	struct finder f = { app, cursor, fn, ctx };

	app_spelling_load(app);
	spelling_each_word(text, check_word, &f);
}
