/*
 * app_suggest: a chooser with better words.
 */
#include "client/app_suggest.h"

#include <stdlib.h>
#include <string.h>

#include "client/app_chooser.h"
#include "client/app_password.h"
#include "client/app_spelling.h"
#include "client/app_state.h"
#include "client/app_typed.h"
#include "client/input/spelling.h"
#include "client/model/chooser.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { ROW_WORD, ROW_LEARN };

enum { SUGGESTIONS_MAX = 10 };

/* The misspelt word nearest before the cursor, or the first one. */
struct nearest {
	const char *cursor;
	struct view word;
};

static void
take_nearest(struct view word, void *arg)
{
	struct nearest *n = arg;

	if (n->word.len == 0 || word.p <= n->cursor)
		n->word = word;
}

static void
replace_word(struct app *app, const char *better)
{
	struct view text = editor_text();
	struct buf fresh = { 0 };
	size_t from = app->spelling_from, to = from + app->spelling_len;
	size_t point = editor_point();

	if (to > text.len)
		return;
	buf_add(&fresh, text.p, from);
	buf_add_str(&fresh, better);
	buf_add(&fresh, text.p + to, text.len - to);
	if (point >= to)
		point = point - app->spelling_len + strlen(better);
	editor_replace(buf_view(&fresh), point);
	buf_clear(&fresh);
}

static void
choose(const struct chooser_row *row, int by_tab, void *arg)
{
	struct app *app = arg;
	struct view text = editor_text();

	(void)by_tab;
	if (row->kind == ROW_WORD)
		replace_word(app, row->text);
	else if (app->spelling_from + app->spelling_len <= text.len)
		spelling_learn(
		    app->spelling, (struct view){ text.p + app->spelling_from,
				       app->spelling_len });
	app->model->dirty |= DIRTY_INPUT;
}

static const struct chooser_ops suggestions = { N_("Spelling"),
	N_("use this word"), NULL, N_("No suggestions."), choose };

static void
show(struct app *app, struct view word)
{
	struct chooser *ch = chooser_new(&suggestions, app);
	char **words = spelling_suggest(app->spelling, word), *learn;
	int n = 0;

	for (size_t i = 0; words[i] != NULL; i++) {
		if (n < SUGGESTIONS_MAX)
			chooser_add(ch, view_of(words[i]), VIEW(""), ROW_WORD,
			    0, SUGGESTIONS_MAX - n++);
		free(words[i]);
	}
	free(words);
	xasprintf(&learn, _("Add \"%.*s\" to my words"), VIEW_ARG(word));
	chooser_add(ch, view_of(learn), VIEW(""), ROW_LEARN, 0, 0);
	free(learn);
	app_chooser_show(app, ch);
}

void
app_suggest(struct app *app)
{
	struct view text = editor_text();
	struct nearest n = { text.p + editor_point(), VIEW("") };
	struct typed_message m;

	app_spelling_load(app);
	if (spelling_wait(app->spelling) == 0) {
		model_error(app->model, app->model->active,
		    _("There is no dictionary for \"%s\". Install one for "
		      "enchant, or name another: /set spelling en_US"),
		    app->config->spelling);
		return;
	}
	if (!app_is_private(app, text) && app_typed_message(app, text, &m))
		app_spelling_each(app, m.text, NULL, take_nearest, &n);
	if (n.word.len == 0) {
		model_info(app->model, app->model->active, "%s",
		    _("No word is misspelt."));
		return;
	}
	app->spelling_from = (size_t)(n.word.p - text.p);
	app->spelling_len = n.word.len;
	show(app, n.word);
}
