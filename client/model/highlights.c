/*
 * highlights: keep the words, and look for them in messages.
 */
#include "client/model/highlights.h"

#include <stdlib.h>

#include "client/model/mention.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/regex.h"
#include "common/xmalloc.h"

static void
clear_one(struct highlight *h)
{
	free(h->room);
	free(h->pattern);
	regex_free(h->regex);
}

static void
clear_list(struct highlight_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		clear_one(&list->v[i]);
	free(list->v);
	*list = (struct highlight_list){ 0 };
}

static void
clear_sets(struct highlights *h)
{
	size_t i;

	for (i = 0; i < h->nsets; i++) {
		string_list_clear(&h->sets[i].words);
		clear_list(&h->sets[i].list);
	}
	free(h->sets);
	h->sets = NULL;
	h->nsets = 0;
}

void
highlights_clear(struct highlights *h)
{
	clear_sets(h);
	clear_list(&h->added);
}

static char *
fold_room(struct view room)
{
	char folded[NAME_FOLDED];

	if (room.len == 0)
		return NULL;
	if (name_fold(folded, sizeof(folded), room) <= 0)
		return xviewdup(room);
	return xstrdup(folded);
}

static struct regex *
compile(struct view text, unsigned how, char **cause)
{
	struct view pattern;

	if (!regex_in_slashes(text, &pattern))
		return NULL;
	return regex_new(pattern, !(how & MENTION_CASE), cause);
}

static void
append(struct highlight_list *list, char *room, struct view text, unsigned how)
{
	list->v = xreallocarray(list->v, list->n + 1, sizeof(*list->v));
	list->v[list->n++] = (struct highlight){ .room = room,
		.pattern = xviewdup(text),
		.regex = compile(text, how, NULL) };
}

static void
recompile(struct highlight_list *list, unsigned how)
{
	struct highlight *h;
	size_t i;

	for (i = 0; i < list->n; i++) {
		h = &list->v[i];
		regex_free(h->regex);
		h->regex = compile(view_of(h->pattern), how, NULL);
	}
}

void
highlights_set_how(struct highlights *h, unsigned how)
{
	if (h->how == how)
		return;
	h->how = how;
	clear_sets(h);
	recompile(&h->added, how);
}

/* Return the compiled form of the words. When there are many, because the settings changed, start again. */
static const struct highlight_list *
compiled(struct highlights *h, const struct string_list *words)
{
	struct highlight_set *set;
	size_t i;

	for (i = 0; i < h->nsets; i++)
		if (string_list_equal(&h->sets[i].words, words))
			return &h->sets[i].list;
	if (h->nsets == HIGHLIGHT_SETS)
		clear_sets(h);
	h->sets = xreallocarray(h->sets, h->nsets + 1, sizeof(*h->sets));
	set = &h->sets[h->nsets++];
	*set = (struct highlight_set){ 0 };
	string_list_copy(&set->words, words);
	for (i = 0; i < words->n; i++)
		if (regex_check_word(view_of(words->v[i]), NULL) == 0)
			append(&set->list, NULL, view_of(words->v[i]), h->how);
	return &set->list;
}

static int
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Return the index of the word among those added for the folded room, or n. */
static size_t
find(const struct highlights *h, const char *room, struct view text)
{
	size_t i;

	for (i = 0; i < h->added.n; i++)
		if (same(h->added.v[i].room, room) &&
		    view_equal(view_of(h->added.v[i].pattern), text))
			break;
	return i;
}

int
highlights_add(
    struct highlights *h, struct view room, struct view text, char **cause)
{
	char *folded;

	if (regex_check_word(text, cause) != 0)
		return -1;
	if (h->added.n >= HIGHLIGHTS_MAX)
		return cause_set(cause,
		    _("there are %d words already; remove some first"),
		    HIGHLIGHTS_MAX);
	folded = fold_room(room);
	if (find(h, folded, text) < h->added.n)
		free(folded);
	else
		append(&h->added, folded, text, h->how);
	return 0;
}

int
highlights_remove(struct highlights *h, struct view room, struct view text)
{
	struct highlight_list *list = &h->added;
	char *folded = fold_room(room);
	size_t i = find(h, folded, text);

	free(folded);
	if (i == list->n)
		return -1;
	clear_one(&list->v[i]);
	memmove(
	    &list->v[i], &list->v[i + 1], (list->n - i - 1) * sizeof(*list->v));
	list->n--;
	return 0;
}

static int
matches(const struct highlight *h, const struct mention_text *t, unsigned how,
    char **cause)
{
	char *why = NULL;
	int found;

	if (h->regex == NULL)
		return mention_text_has(t, view_of(h->pattern), how);
	found = regex_match(h->regex, buf_view(&t->plain), &why);
	if (why != NULL && *cause == NULL)
		*cause = why;
	else
		free(why);
	return found;
}

static int
list_matches(const struct highlight_list *list, const char *room,
    const struct mention_text *t, unsigned how, char **cause)
{
	const struct highlight *h;
	size_t i;

	for (i = 0; i < list->n; i++) {
		h = &list->v[i];
		if ((h->room == NULL || same(h->room, room)) &&
		    matches(h, t, how, cause))
			return 1;
	}
	return 0;
}

int
highlights_match(struct highlights *h, const struct string_list *words,
    struct view room, struct view text, const char *nick, char **cause)
{
	struct mention_text t;
	char *folded;
	int found;

	*cause = NULL;
	mention_text_make(&t, text);
	folded = h->added.n > 0 ? fold_room(room) : NULL;
	found = (nick != NULL &&
		    mention_text_has(&t, view_of(nick), MENTION_WHOLE)) ||
		list_matches(compiled(h, words), folded, &t, h->how, cause) ||
		list_matches(&h->added, folded, &t, h->how, cause);
	free(folded);
	mention_text_clear(&t);
	return found;
}
