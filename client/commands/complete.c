/*
 * complete: collects candidates from the model and the table of commands.
 */
#include "client/commands/complete.h"

#include <stdlib.h>

#include "client/commands/help.h"
#include "client/commands/parse.h"
#include "client/commands/table.h"
#include "client/config/live_settings.h"
#include "client/irc/words.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum { CANDIDATES_MAX = 500 }; /* no user looks through more */

/* The names collected so far, and the beginning that they must have. */
struct gather {
	char **names; /* NULL-terminated, once there is one */
	size_t n;
	struct view word;
	struct view before; /* the arguments of the command before the word */
	char folded[NAME_FOLDED];
};

/* Add a name that begins with the word. */
static void
offer_folded(struct gather *g, const char *name, const char *folded)
{
	if (g->n == CANDIDATES_MAX ||
	    !view_has_prefix(view_of(folded), view_of(g->folded)))
		return;
	for (size_t i = 0; i < g->n; i++)
		if (name_equal(view_of(g->names[i]), view_of(name)))
			return;
	g->names = xreallocarray(g->names, g->n + 2, sizeof(*g->names));
	g->names[g->n++] = xstrdup(name);
	g->names[g->n] = NULL;
}

static void
offer(struct gather *g, const char *name)
{
	char folded[NAME_FOLDED];

	if (name_fold(folded, sizeof(folded), view_of(name)) != -1)
		offer_folded(g, name, folded);
}

/* Recent speakers first, then by name. */
static int
compare_spoke(const void *a, const void *b)
{
	const struct roster_member *const *x = a, *const *y = b;

	if ((*x)->spoke != (*y)->spoke)
		return (*x)->spoke > (*y)->spoke ? -1 : 1;
	return strcmp((*x)->folded, (*y)->folded);
}

static void
offer_members(struct gather *g, const struct model *m)
{
	const struct roster *r = &m->active->roster;
	struct roster_member **sorted;

	if (r->n == 0)
		return;
	sorted = xreallocarray(NULL, r->n, sizeof(struct roster_member *));
	memcpy(sorted, r->v, r->n * sizeof(*sorted));
	qsort(sorted, r->n, sizeof(*sorted), compare_spoke);
	for (size_t i = 0; i < r->n; i++)
		if (model_network(m)->nick == NULL ||
		    !name_equal(view_of(sorted[i]->nick),
			view_of(model_network(m)->nick)))
			offer_folded(g, sorted[i]->nick, sorted[i]->folded);
	free(sorted);
}

/* Names of buffers, the active one first. */
static void
offer_buffers(struct gather *g, const struct model *m, enum buffer_kind kind)
{
	const struct buffer *b;

	if (m->active->kind == kind)
		offer_folded(g, m->active->name, m->active->folded);
	TAILQ_FOREACH (b, &m->buffers, link)
		if (b->kind == kind)
			offer_folded(g, b->name, b->folded);
}

static void
offer_nicks(struct gather *g, const struct model *m)
{
	if (m->active->kind == BUFFER_QUERY)
		offer(g, m->active->name);
	offer_members(g, m);
	offer_buffers(g, m, BUFFER_QUERY);
}

/* Not the one-letter names, which are quicker to type. */
static void
offer_commands(struct gather *g)
{
	const struct command_row *r = NULL;
	char *name;

	while ((r = command_next(r)) != NULL) {
		if (r->name[1] == '\0')
			continue;
		xasprintf(&name, "/%s", r->name);
		offer(g, name);
		free(name);
	}
}

static void
offer_help(const char *name, void *gather)
{
	offer(gather, name);
}

static void
offer_words(struct gather *g, const char *const *words)
{
	for (; *words != NULL; words++)
		offer(g, *words);
}

static void
offer_ignored(struct gather *g, const struct ignores *l)
{
	for (size_t i = 0; i < l->n; i++)
		offer(g, l->v[i].mask);
}

static void
offer_highlights(struct gather *g, const struct highlights *h)
{
	for (size_t i = 0; i < h->added.n; i++)
		offer(g, h->added.v[i].pattern);
}

/* Names of settings that can be changed in that place. */
static void
offer_settings(struct gather *g, enum settings_scope scope)
{
	const struct setting *s = live_settings_table(scope);

	for (; s->name != NULL; s++)
		if (setting_in_file(s) && s->type != SETTING_SECTIONS)
			offer(g, s->name);
}

/* The values that a setting can have; if they cannot be listed, its value and its default. */
static void
offer_values(
    struct gather *g, const struct client_config *config, struct view name)
{
	static const char *const yes_no[] = { "yes", "no", NULL };
	struct buf value = { 0 };
	const struct setting *s = client_config_settings;

	while (s->name != NULL && !view_equal_nocase(name, view_of(s->name)))
		s++;
	if (s->name == NULL || s->type == SETTING_SECTIONS)
		return;
	if (s->type == SETTING_BOOL || s->type == SETTING_ENUM) {
		offer_words(
		    g, s->type == SETTING_BOOL ? yes_no : setting_words(s));
		return;
	}
	setting_format(s, config, &value);
	offer(g, buf_str(&value));
	if (s->def != NULL)
		offer(g, s->def);
	buf_clear(&value);
}

/* The arguments of /set. before: the text between the command and the word. */
static void
offer_set(struct gather *g, const struct model *m, struct view before)
{
	static const char *const options[] = { "-server", "-room", NULL };
	const struct buffer *b = m->active;
	enum settings_scope scope = SETTINGS_GLOBAL;
	struct view word = words_take(&before);
	int first = word.len == 0;

	if (view_equal_nocase(word, VIEW("-server"))) {
		scope = SETTINGS_SERVER;
		word = words_take(&before);
	} else if (view_equal_nocase(word, VIEW("-room"))) {
		scope = SETTINGS_ROOM;
		word = words_take(&before);
		if (word.len == 0 && name_is_room(g->word))
			offer_buffers(g, m, BUFFER_ROOM);
		if (name_is_room(word))
			word = words_take(&before);
	}
	if (word.len > 0)
		offer_values(g,
		    scope == SETTINGS_ROOM ? b->config : b->network->config,
		    word);
	else
		offer_settings(g, scope);
	if (first && view_has_prefix(g->word, VIEW("-")))
		offer_words(g, options);
}

static void
offer_arg(struct gather *g, const struct model *m, enum command_arg arg)
{
	static const char *const levels[] = { "all", "mentions", "nothing",
		"default", NULL };
	static const char *const whats[] = { "messages", "presence", "both",
		"highlights", NULL };
	static const char *const add_del[] = { "add", "del", NULL };
	const struct attention *attention = &model_network(m)->attention;
	int is_room = name_is_room(g->word);

	switch (arg) {
	case ARG_NONE:
		break;
	case ARG_COMMAND:
		help_names(offer_help, g);
		break;
	case ARG_ROOM:
		offer_buffers(g, m, BUFFER_ROOM);
		break;
	case ARG_NICK:
		offer_nicks(g, m);
		break;
	case ARG_IGNORED:
		offer_ignored(g, &attention->ignores);
		break;
	case ARG_IGNORE:
		offer_words(g, whats);
		break;
	case ARG_LEVEL:
		offer_words(g, levels);
		break;
	case ARG_ADD_DEL:
		offer_words(g, add_del);
		break;
	case ARG_HIGHLIGHT:
		offer_highlights(g, &attention->highlights);
		break;
	case ARG_SETTING:
		offer_set(g, m, g->before);
		break;
	case ARG_TARGET:
	case ARG_TEXT:
		if (!is_room)
			offer_nicks(g, m);
		if (is_room || arg == ARG_TARGET)
			offer_buffers(g, m, BUFFER_ROOM);
		break;
	}
}

char **
complete_word(const struct model *m, struct view text, size_t start,
    size_t point, const char **append)
{
	struct gather g = { 0 };
	int is_command;

	*append = " ";
	if (start > point || point > text.len)
		return NULL;
	is_command = text.len > 0 && text.p[0] == '/' &&
		     !(text.len > 1 && text.p[1] == '/');
	g.word = (struct view){ text.p + start, point - start };
	if (name_fold(g.folded, sizeof(g.folded), g.word) == -1)
		return NULL; /* too long for a name */
	if (is_command && start == 0) {
		offer_commands(&g);
	} else if (is_command) {
		g.before = (struct view){ text.p, start };
		words_take(&g.before);
		offer_arg(&g, m, command_arg_at(text, point));
	} else {
		offer_arg(&g, m, ARG_TEXT);
		if (start == 0 && !name_is_room(g.word))
			*append = ": ";
	}
	return g.names;
}
