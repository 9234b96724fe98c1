/*
 * editor_completion: inserts candidates into the line, and shows them in the hint.
 */
#include "client/input/editor_completion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* A name may follow one of these without a space. */
#define OPENERS "([{<\"'@,;:="
/* One of these may follow a name without a space. */
#define CLOSERS ")]}>\"',;:.!?"

enum {
	HINT_PAGE = 10,	 /* candidates shown at once */
	NONE_CHOSEN = -1 /* only what they have in common is in the line */
};

static struct completion {
	editor_candidates_fn *get;
	editor_describe_fn *describe;
	void *ctx;
	char **candidates; /* NULL: not completing */
	size_t n;
	int chosen; /* the candidate in the line, or NONE_CHOSEN */
	const char *append;
	size_t start;	 /* of the word in the line */
	struct buf line; /* as completion left it */
	size_t point;	 /* its point then */
	struct buf hint;
} comp;

static void
free_candidates(char **v)
{
	for (size_t i = 0; v != NULL && v[i] != NULL; i++)
		free(v[i]);
	free(v);
}

void
editor_completion_reset(void)
{
	free_candidates(comp.candidates);
	comp.candidates = NULL;
	comp.n = 0;
	buf_clear(&comp.line);
	buf_clear(&comp.hint);
}

static struct view
line_text(void)
{
	return (struct view){ rl_line_buffer, (size_t)rl_end };
}

/* True if the line is as completion left it. */
static int
is_unchanged(void)
{
	return comp.line.p != NULL && (size_t)rl_point == comp.point &&
	       view_equal(buf_view(&comp.line), line_text());
}

static void
remember_line(void)
{
	buf_reset(&comp.line);
	buf_add_view(&comp.line, line_text());
	buf_str(&comp.line); /* makes p non-NULL for an empty line too */
	comp.point = (size_t)rl_point;
}

struct view
editor_completion_hint(void)
{
	if (comp.hint.len > 0 && !is_unchanged())
		editor_completion_reset();
	return comp.hint.len > 0 ? buf_view(&comp.hint) : VIEW("");
}

static char *
describe(const char *candidate)
{
	if (comp.describe == NULL)
		return NULL;
	return comp.describe(line_text(), comp.start, candidate, comp.ctx);
}

/*
 * Set the hint to the page of candidates that contains the chosen one; that one is in brackets. If there is something to
 * say about it, the page begins with it, so that this is visible.
 */
static void
show_candidates(char *const *v, size_t n, int at)
{
	size_t first = at < 0 ? 0 : (size_t)at / HINT_PAGE * HINT_PAGE;
	char *about = at < 0 ? NULL : describe(v[at]);

	if (about != NULL)
		first = (size_t)at;
	buf_reset(&comp.hint);
	if (first > 0)
		buf_add_str(&comp.hint, "...  ");
	for (size_t i = first; i < n && i < first + HINT_PAGE; i++) {
		buf_printf(&comp.hint, (int)i == at ? "%s[%s]" : "%s%s",
		    i > first ? "  " : "", v[i]);
		if (i == first && about != NULL)
			buf_printf(&comp.hint, " %s", about);
	}
	free(about);
	if (first + HINT_PAGE < n)
		buf_printf(
		    &comp.hint, _("  ... %zu more"), n - first - HINT_PAGE);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Return the bytes that all candidates have in common, ignoring the case of ASCII; whole characters. */
static size_t
common_length(char *const *v, size_t n)
{
	size_t len = strlen(v[0]), k;

	for (size_t i = 1; i < n; i++) {
		for (k = 0; k < len && lower(v[0][k]) == lower(v[i][k]); k++)
			continue;
		len = k;
	}
	return text_cut(view_of(v[0]), len);
}

/* Return where the word that ends at the point begins. */
static size_t
word_start(void)
{
	size_t i = (size_t)rl_point;

	while (i > 0 && strchr(" \t\n", rl_line_buffer[i - 1]) == NULL)
		i--;
	return i;
}

/* Return where a name that ends at the point begins after an opener ("(bo", "@bo"); 0 if there is no opener. */
static size_t
inner_start(size_t word)
{
	size_t i = (size_t)rl_point;

	while (i > word && strchr(OPENERS, rl_line_buffer[i - 1]) == NULL)
		i--;
	return i > word ? i : 0;
}

/* Return the byte at the point, or '\0' at the end. */
static char
next_char(void)
{
	return rl_point < rl_end ? rl_line_buffer[rl_point] : '\0';
}

/* Replace the word by text and append, as one undo step. If a space follows already, do not add another one. */
static void
replace_word(struct view text, const char *append)
{
	size_t len = strlen(append);
	int ends_in_space = len > 0 && append[len - 1] == ' ', step = 0;
	struct buf word = { 0 };

	if (ends_in_space && next_char() == ' ')
		step = 1;
	if (step || (ends_in_space && next_char() != '\0' &&
			strchr(CLOSERS, next_char()) != NULL))
		len--;
	buf_add_view(&word, text);
	buf_add(&word, append, len);
	rl_begin_undo_group();
	rl_delete_text((int)comp.start, rl_point);
	rl_point = (int)comp.start;
	rl_insert_text(buf_str(&word));
	rl_end_undo_group();
	rl_point += step;
	buf_clear(&word);
}

static void
choose(int at)
{
	comp.chosen = at;
	replace_word(view_of(comp.candidates[at]), comp.append);
	show_candidates(comp.candidates, comp.n, at);
	remember_line();
}

static char **
get_candidates(size_t start, const char **append)
{
	*append = "";
	if (comp.get == NULL)
		return NULL;
	return comp.get(line_text(), start, (size_t)rl_point, append, comp.ctx);
}

/* Find candidates for the text from `start` to the point. Returns 1 if there are some. */
static int
find_from(size_t start)
{
	free_candidates(comp.candidates);
	comp.start = start;
	comp.candidates = get_candidates(start, &comp.append);
	return comp.candidates != NULL && comp.candidates[0] != NULL;
}

/* True if the colon before `inner` is not the end of a word, so that it may begin a short code: "(:smile". */
static int
is_free_colon(size_t word, size_t inner)
{
	return rl_line_buffer[inner - 1] == ':' && inner - 1 > word &&
	       strchr(OPENERS, rl_line_buffer[inner - 2]) != NULL;
}

/* Find candidates for the word at the point, else for its part after an opener. */
static void
find_candidates(void)
{
	size_t word = word_start(), inner;

	if (find_from(word))
		return;
	inner = inner_start(word);
	if (inner == 0 || (is_free_colon(word, inner) && find_from(inner - 1)))
		return;
	find_from(inner);
	if (strchr("([{<\"'", rl_line_buffer[inner - 1]) != NULL)
		comp.append = ""; /* a closing bracket or quote comes next */
}

/* Insert the only candidate, and say something about it if there is something to say. */
static void
take_only(void)
{
	char *about = describe(comp.candidates[0]), *name;

	name = comp.candidates[0];
	replace_word(view_of(name), comp.append);
	if (about != NULL)
		buf_printf(&comp.hint, "[%s] %s", name, about);
	free_candidates(comp.candidates);
	comp.candidates = NULL;
	comp.n = 0;
	if (about != NULL)
		remember_line();
	free(about);
}

/* Handle the first Tab. */
static void
start_completion(int step)
{
	size_t typed, common;

	editor_completion_reset();
	find_candidates();
	if (comp.candidates == NULL || comp.candidates[0] == NULL) {
		editor_completion_reset();
		rl_ding();
		return;
	}
	while (comp.candidates[comp.n] != NULL)
		comp.n++;
	if (comp.n == 1) {
		take_only();
		return;
	}
	typed = (size_t)rl_point - comp.start;
	common = common_length(comp.candidates, comp.n);
	comp.chosen = NONE_CHOSEN;
	if (common > typed)
		replace_word((struct view){ comp.candidates[0], common }, "");
	else if (typed >
		 0) { /* nothing in common to add: choose the best one */
		choose(step > 0 ? 0 : (int)comp.n - 1);
		return;
	}
	show_candidates(comp.candidates, comp.n, NONE_CHOSEN);
	remember_line();
}

static void
complete(int step)
{
	int n;

	if (comp.candidates == NULL || !is_unchanged()) {
		start_completion(step);
		return;
	}
	n = (int)comp.n;
	if (comp.chosen == NONE_CHOSEN)
		choose(step > 0 ? 0 : n - 1);
	else
		choose((comp.chosen + step + n) % n);
}

int
editor_complete(int count, int key)
{
	const char *inhibited = rl_variable_value("disable-completion");

	if (inhibited != NULL && strcmp(inhibited, "on") == 0)
		return rl_insert(count, key);
	complete(count < 0 ? -1 : 1);
	return 0;
}

int
editor_complete_backward(int count, int key)
{
	(void)key;
	complete(count < 0 ? 1 : -1);
	return 0;
}

/* Readline's own functions append one character; the rest of append becomes part of the word. */
static char *
sole_match(const char *candidate, const char *append)
{
	size_t len = strlen(append);
	char *match;

	if (len > 0 && append[len - 1] == ' ')
		len--;
	if (len == strlen(append) || next_char() == ' ')
		rl_completion_append_character = '\0';
	xasprintf(&match, "%s%.*s", candidate, (int)len, append);
	return match;
}

/* For readline's own completion functions: return what the candidates have in common, then all of them; a single one
 * alone. */
static char **
complete_cb(const char *text, int start, int end)
{
	const char *append;
	char **v, **matches;
	size_t n = 0, common;

	rl_attempted_completion_over = 1; /* no file names */
	rl_sort_completion_matches = 0;
	rl_completion_append_character = ' ';
	v = get_candidates((size_t)start, &append);
	while (v != NULL && v[n] != NULL)
		n++;
	if (n == 0) {
		free_candidates(v);
		return NULL;
	}
	matches = xcalloc(n + 2, sizeof(*matches));
	if (n == 1) {
		matches[0] = sole_match(v[0], append);
		free_candidates(v);
		return matches;
	}
	common = common_length(v, n);
	matches[0] = common >= (size_t)(end - start)
			 ? xviewdup((struct view){ v[0], common })
			 : xstrdup(text);
	memcpy(matches + 1, v, n * sizeof(*v));
	free(v);
	return matches;
}

/* Readline's own functions show their matches by this: matches[1] to matches[n]. */
static void
display_cb(char **matches, int n, int longest)
{
	(void)longest;
	editor_completion_reset();
	show_candidates(matches + 1, (size_t)n, NONE_CHOSEN);
	remember_line();
}

void
editor_completion_open(editor_candidates_fn *get,
    editor_describe_fn *describe_candidate, void *ctx)
{
	comp.get = get;
	comp.describe = describe_candidate;
	comp.ctx = ctx;
	rl_attempted_completion_function = complete_cb;
	rl_completion_display_matches_hook = display_cb;
	rl_completer_word_break_characters = " \t\n";
	rl_completer_quote_characters = NULL;
}

void
editor_completion_close(void)
{
	editor_completion_reset();
	comp.get = NULL;
}
