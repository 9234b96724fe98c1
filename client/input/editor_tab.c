/*
 * editor_tab: candidates into the line, one after the other, and into the hint.
 */
#include "client/input/editor_tab.h"

#include <stdio.h>
#include <stdlib.h>

#include <readline/readline.h>

#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* A name may stand behind one of these. */
#define OPENERS "([{<\"'@,;:="
/* And these may follow one without a space. */
#define CLOSERS ")]}>\"',;:.!?"

enum {
	HINT_PAGE = 10,	 /* candidates shown at once */
	NOT_CHOSEN = -1, /* only what they have in common is in the line */
};

static struct tab {
	const struct editor_ops *ops;
	void *ctx;
	char **candidates; /* NULL: not completing */
	size_t n;
	int at; /* the one in the line */
	const char *append;
	size_t start;	 /* of the word in the line */
	struct buf line; /* as completion left it */
	size_t point;	 /* and its point */
	struct buf hint;
} tab;

static void
free_candidates(char **v)
{
	for (size_t i = 0; v != NULL && v[i] != NULL; i++)
		free(v[i]);
	free(v);
}

void
editor_tab_forget(void)
{
	free_candidates(tab.candidates);
	tab.candidates = NULL;
	tab.n = 0;
	buf_clear(&tab.line);
	buf_clear(&tab.hint);
}

static struct view
line_text(void)
{
	return (struct view){ rl_line_buffer, (size_t)rl_end };
}

/* Is the line as completion left it? */
static int
is_ours(void)
{
	return tab.line.p != NULL && (size_t)rl_point == tab.point &&
	       view_equal(buf_view(&tab.line), line_text());
}

static void
remember_line(void)
{
	buf_reset(&tab.line);
	buf_add_view(&tab.line, line_text());
	buf_str(&tab.line); /* not NULL, also when it is empty */
	tab.point = (size_t)rl_point;
}

struct view
editor_tab_hint(void)
{
	if (tab.hint.len > 0 && !is_ours())
		editor_tab_forget();
	return tab.hint.len > 0 ? buf_view(&tab.hint) : VIEW("");
}

/* The page of candidates with the chosen one, which is marked. */
static void
show_candidates(char *const *v, size_t n, int at)
{
	size_t first = at < 0 ? 0 : (size_t)at / HINT_PAGE * HINT_PAGE;

	buf_reset(&tab.hint);
	if (first > 0)
		buf_add_str(&tab.hint, "...  ");
	for (size_t i = first; i < n && i < first + HINT_PAGE; i++)
		buf_printf(&tab.hint, (int)i == at ? "%s[%s]" : "%s%s",
		    i > first ? "  " : "", v[i]);
	if (first + HINT_PAGE < n)
		buf_printf(&tab.hint, "  ... %zu more", n - first - HINT_PAGE);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* The bytes that all have in common, ASCII in any case; whole characters. */
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

/* Where the word that ends at the point begins. */
static size_t
word_start(void)
{
	size_t i = (size_t)rl_point;

	while (i > 0 && strchr(" \t\n", rl_line_buffer[i - 1]) == NULL)
		i--;
	return i;
}

/* Where a name that ends at the point begins behind an opener: "(bo", "@bo"; 0: nowhere. */
static size_t
inner_start(size_t word)
{
	size_t i = (size_t)rl_point;

	while (i > word && strchr(OPENERS, rl_line_buffer[i - 1]) == NULL)
		i--;
	return i > word ? i : 0;
}

/* The byte at the point; '\0' at the end. */
static char
next_char(void)
{
	return rl_point < rl_end ? rl_line_buffer[rl_point] : '\0';
}

/*
 * Put text and append into the place of the word, as one undo step. In mid-line a space
 * that follows already replaces the one of append.
 */
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
	rl_delete_text((int)tab.start, rl_point);
	rl_point = (int)tab.start;
	rl_insert_text(buf_str(&word));
	rl_end_undo_group();
	rl_point += step;
	buf_clear(&word);
}

static void
choose(int at)
{
	tab.at = at;
	replace_word(view_of(tab.candidates[at]), tab.append);
	show_candidates(tab.candidates, tab.n, at);
	remember_line();
}

static char **
candidates(size_t start, const char **append)
{
	*append = "";
	if (tab.ops->complete == NULL)
		return NULL;
	return tab.ops->complete(
	    line_text(), start, (size_t)rl_point, append, tab.ctx);
}

/* Find candidates for the word at the point, else for the part behind an opener. */
static void
find_candidates(void)
{
	size_t inner;

	tab.start = word_start();
	tab.candidates = candidates(tab.start, &tab.append);
	inner = inner_start(tab.start);
	if ((tab.candidates != NULL && tab.candidates[0] != NULL) || inner == 0)
		return;
	free_candidates(tab.candidates);
	tab.start = inner;
	tab.candidates = candidates(inner, &tab.append);
	if (strchr("([{<\"'", rl_line_buffer[inner - 1]) != NULL)
		tab.append = ""; /* what closes it comes next */
}

/* The first Tab. */
static void
begin(int step)
{
	size_t typed, common;

	editor_tab_forget();
	find_candidates();
	if (tab.candidates == NULL || tab.candidates[0] == NULL) {
		editor_tab_forget();
		rl_ding();
		return;
	}
	while (tab.candidates[tab.n] != NULL)
		tab.n++;
	if (tab.n == 1) {
		replace_word(view_of(tab.candidates[0]), tab.append);
		editor_tab_forget();
		return;
	}
	typed = (size_t)rl_point - tab.start;
	common = common_length(tab.candidates, tab.n);
	tab.at = NOT_CHOSEN;
	if (common > typed)
		replace_word((struct view){ tab.candidates[0], common }, "");
	else if (typed > 0) { /* nothing to add: take the likeliest */
		choose(step > 0 ? 0 : (int)tab.n - 1);
		return;
	}
	show_candidates(tab.candidates, tab.n, NOT_CHOSEN);
	remember_line();
}

static void
complete(int step)
{
	int n;

	if (tab.candidates == NULL || !is_ours()) {
		begin(step);
		return;
	}
	n = (int)tab.n;
	if (tab.at == NOT_CHOSEN)
		choose(step > 0 ? 0 : n - 1);
	else
		choose((tab.at + step + n) % n);
}

int
editor_tab_complete(int count, int key)
{
	const char *inhibited = rl_variable_value("disable-completion");

	if (inhibited != NULL && strcmp(inhibited, "on") == 0)
		return rl_insert(count, key);
	complete(count < 0 ? -1 : 1);
	return 0;
}

int
editor_tab_complete_backward(int count, int key)
{
	(void)key;
	complete(count < 0 ? 1 : -1);
	return 0;
}

/* Readline's own functions append one character; what precedes it is the word's. */
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

/*
 * What readline's own completion functions ask: what the candidates have in common,
 * then all of them; a sole one alone.
 */
static char **
attempt(const char *text, int start, int end)
{
	const char *append;
	char **v, **matches;
	size_t n = 0, common;

	rl_attempted_completion_over = 1; /* no file names */
	rl_sort_completion_matches = 0;
	rl_completion_append_character = ' ';
	v = candidates((size_t)start, &append);
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

/* They show their matches here, matches[1] to matches[n]. */
static void
display(char **matches, int n, int longest)
{
	(void)longest;
	editor_tab_forget();
	show_candidates(matches + 1, (size_t)n, NOT_CHOSEN);
	remember_line();
}

void
editor_tab_open(const struct editor_ops *ops, void *ctx)
{
	tab.ops = ops;
	tab.ctx = ctx;
	rl_attempted_completion_function = attempt;
	rl_completion_display_matches_hook = display;
	rl_completer_word_break_characters = " \t\n";
	rl_completer_quote_characters = NULL;
}

void
editor_tab_close(void)
{
	editor_tab_forget();
	tab.ops = NULL;
}
