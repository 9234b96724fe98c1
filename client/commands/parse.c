/*
 * parse: understands a typed line.
 */
#include "client/commands/parse.h"

#include <stdlib.h>
#include <string.h>

#include "client/commands/alias.h"
#include "client/commands/table.h"
#include "client/irc/secret.h"
#include "client/irc/words.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	TYPOS_MAX = 2,	   /* more differences are another word */
	LONGEST_NAME = 32, /* bytes; longer names are not compared */
	NAME_MAX_SHOWN = 40
};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Return the Damerau-Levenshtein distance of two names of at most LONGEST_NAME bytes: the number of
 * letters that were added, left out, changed, or swapped with their neighbour.
 */
static size_t
edit_distance(struct view a, const char *b)
{
	size_t d[LONGEST_NAME + 1][LONGEST_NAME + 1], n = strlen(b);
	int same;

	for (size_t j = 0; j <= n; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		d[i][0] = i;
		for (size_t j = 1; j <= n; j++) {
			same = lower(a.p[i - 1]) == b[j - 1];
			d[i][j] = least(d[i - 1][j - 1] + (same ? 0 : 1),
			    least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && lower(a.p[i - 1]) == b[j - 2] &&
			    lower(a.p[i - 2]) == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[a.len][n];
}

/* At least half of the letters must be right. */
int
command_is_near(struct view typed, const char *name, size_t *distance)
{
	size_t n = strlen(name);

	if (typed.len > LONGEST_NAME || n > LONGEST_NAME)
		return 0;
	*distance = edit_distance(typed, name);
	return *distance <= TYPOS_MAX && 2 * *distance <= n &&
	       2 * *distance <= typed.len;
}

/* Return the command that the user may have meant, or NULL. */
static const struct command_row *
nearest(struct view name)
{
	const struct command_row *found = NULL, *r = NULL;
	size_t best = TYPOS_MAX + 1, d;

	while ((r = command_next(r)) != NULL)
		if (command_is_near(name, r->name, &d) && d < best) {
			best = d;
			found = r;
		}
	return found;
}

static int
refuse_unknown(struct view name, char **cause)
{
	const struct command_row *meant = nearest(name);
	struct buf shown = { 0 };

	text_clean(
	    &shown, (struct view){ name.p, text_cut(name, NAME_MAX_SHOWN) }, 0);
	if (name.len == 0)
		cause_set(cause,
		    _("Command missing after the slash. To send text that "
		      "begins with /, type //."));
	else if (meant != NULL)
		cause_set(cause, _("Unknown command /%s. Did you mean /%s?"),
		    buf_str(&shown), meant->name);
	else
		cause_set(cause,
		    _("Unknown command /%s. To send text that begins with /, "
		      "type //."),
		    buf_str(&shown));
	buf_clear(&shown);
	return -1;
}

/* Refuse several lines for a command that takes one: most likely the user pasted by mistake. */
static int
refuse_lines(struct command *c, struct view line, const char *at, char **cause)
{
	size_t i, n = 1;

	c->break_at = (size_t)(at - line.p);
	line = words_trim(text_skip_invisible(line));
	for (i = 0; i < line.len; i++)
		n += line.p[i] == '\n';
	return cause_set(cause,
	    _("/%s takes one line, but the text has %zu. Nothing was sent: "
	      "edit the text, or press Ctrl-C to clear it."),
	    c->row->name, n);
}

int
command_usage(const struct command_row *r, char **cause)
{
	if (r->usage[0] == '\0')
		return cause_set(cause, _("Usage: /%s"), r->name);
	return cause_set(cause, _("Usage: /%s %s"), r->name, r->usage);
}

static int
parse_args(struct command *c, struct view rest, char **cause)
{
	const struct command_row *r = c->row;
	struct view first = rest, after = rest;

	if (r->flags & COMMAND_ROOM) {
		first = words_take(&after);
		if (name_is_room(first)) {
			c->room = first;
			rest = after;
		}
	}
	while (rest.len > 0 && c->nargs < r->max) {
		if (c->nargs == r->max - 1) {
			c->args[c->nargs++] = words_trim(rest);
			rest.len = 0;
		} else {
			c->args[c->nargs++] = words_take(&rest);
		}
	}
	if (c->nargs < r->min || rest.len > 0)
		return command_usage(r, cause);
	return 0;
}

int
command_parse(struct view line, struct command *c, char **cause)
{
	struct view rest = text_skip_invisible(line), all = rest, name;
	int at_front = rest.len == line.len;
	const char *at;

	memset(c, 0, sizeof(*c));
	c->text = line;
	if (rest.len == 0 || rest.p[0] != '/')
		return 0;
	rest.p++;
	rest.len--;
	if (rest.len > 0 && rest.p[0] == '/') {
		if (at_front)
			c->text = rest;
		return 0;
	}
	c->text.len = 0;
	name = words_take(&rest);
	c->row = command_find(name);
	if (c->row == NULL)
		return refuse_unknown(name, cause);
	all = words_trim(all);
	at = (c->row->flags & COMMAND_LINES) ? NULL
					     : memchr(all.p, '\n', all.len);
	if (at != NULL)
		return refuse_lines(c, line, at, cause);
	return parse_args(c, rest, cause);
}

enum command_arg
command_arg_at(struct view line, size_t point)
{
	struct view rest = { line.p + 1, line.len }, word;
	const struct command_row *r;
	int n = 0;

	if (point > line.len || point == 0 || line.p[0] != '/')
		return ARG_NONE;
	rest.len = point - 1;
	word = words_take(&rest);
	if (word.p + word.len == line.p + point)
		return ARG_COMMAND;
	r = command_find(word);
	if (r == NULL)
		return ARG_NONE;
	while (rest.len > 0) {
		word = words_take(&rest);
		if (word.p + word.len == line.p + point)
			break; /* this word is being typed */
		if (n > 0 || (r->flags & COMMAND_ROOM) == 0 ||
		    !name_is_room(word))
			n++;
	}
	if (n == 0 && (r->flags & COMMAND_ROOM) && word.len > 0 &&
	    name_is_room(word) && word.p + word.len == line.p + point)
		return ARG_ROOM;
	if (r->max == 0)
		return (r->flags & COMMAND_ROOM) ? ARG_ROOM : ARG_NONE;
	return r->args[n < r->max ? n : r->max - 1];
}

/* Return the address of the password in a command, behind its slash, or NULL. */
static const char *
secret_in_command(struct view rest)
{
	struct view word = words_take(&rest);
	const struct command_row *r = command_find(word);

	if (r ==
	    NULL) /* such as /nickserv or /oper, which other clients have */
		return secret_is_service(word) || secret_is_word(word) ? rest.p
								       : NULL;
	switch (r->secret) {
	case SECRET_NONE:
	case SECRET_JOIN:
	case SECRET_MODES:
		break;
	case SECRET_ALL:
		return rest.p;
	case SECRET_SECOND:
		words_take(&rest);
		return rest.p;
	case SECRET_ACCOUNT:
		return secret_in_account(rest);
	case SECRET_MESSAGE:
		return secret_in_message(rest);
	case SECRET_PROTOCOL:
		return secret_in_protocol(rest);
	case SECRET_ALIAS:
		words_take(&rest);
		if (view_has_prefix(rest, VIEW("/"))) {
			rest.p++;
			rest.len--;
		}
		return secret_in_command(rest);
	}
	return NULL;
}

/* True if the line is an alias, and what it means is true of `is_it`. */
static int
alias_means(struct view line, int (*is_it)(struct view line))
{
	struct buf meant = { 0 };
	int rc = alias_expand(line, &meant) && is_it(buf_view(&meant));

	buf_clear(&meant);
	return rc;
}

/* True for a command with a password. Aliases were expanded. */
static int
has_secret(struct view line)
{
	struct view rest = text_skip_invisible(line);

	if (!view_has_prefix(rest, VIEW("/")))
		return 0;
	rest.p++;
	rest.len--;
	return secret_in_command(rest) != NULL;
}

static const char *
secret_in_line(struct view to, struct view line)
{
	struct view rest = text_skip_invisible(line);

	/* Which argument of an alias is the password is not known: hide all. */
	if (alias_means(line, has_secret)) {
		words_take(&rest);
		return rest.p;
	}

	if (view_has_prefix(rest, VIEW("/"))) {
		rest.p++;
		rest.len--;
		return secret_in_command(rest);
	}
	return secret_is_service(to) ? secret_in_text(line) : NULL;
}

/* Look at the whole text first: in a command, a line break is a space. */
int
command_secret(struct view to, struct view text, size_t *at)
{
	const char *secret = secret_in_line(to, text);
	struct view rest = text, line;

	while (secret == NULL && view_cut(&rest, '\n', &line))
		secret = secret_in_line(to, line);
	if (secret == NULL)
		return 0;
	*at = (size_t)(secret - text.p);
	return 1;
}

int
command_is_secret(struct view line)
{
	size_t at;

	return command_secret(VIEW(""), line, &at);
}

static int
is_private_command(struct view command)
{
	struct view rest = command, word = words_take(&rest);
	const struct command_row *r = command_find(word);

	if (secret_in_command(command) != NULL)
		return 1;
	switch (r != NULL ? r->secret : SECRET_NONE) {
	case SECRET_MESSAGE:
		return secret_is_private_message(rest);
	case SECRET_PROTOCOL:
		return secret_is_private_protocol(rest);
	case SECRET_JOIN:
		return secret_is_private_join(rest);
	case SECRET_MODES:
		return secret_is_private_modes(rest);
	case SECRET_ALIAS:
		words_take(&rest);
		if (view_has_prefix(rest, VIEW("/"))) {
			rest.p++;
			rest.len--;
		}
		return is_private_command(rest);
	default:
		return 0;
	}
}

/* Aliases were expanded. */
static int
is_private_meaning(struct view line)
{
	struct view rest = text_skip_invisible(line);

	if (!view_has_prefix(rest, VIEW("/")))
		return 0;
	rest.p++;
	rest.len--;
	return is_private_command(rest);
}

static int
is_private_line(struct view to, struct view line)
{
	struct view rest = text_skip_invisible(line);

	if (!view_has_prefix(rest, VIEW("/")) ||
	    view_has_prefix(rest, VIEW("//")))
		return secret_is_service(to);
	rest.p++;
	rest.len--;
	return is_private_command(rest) ||
	       alias_means(line, is_private_meaning);
}

/* As in command_secret, look at the whole text first. */
int
command_is_private(struct view to, struct view text)
{
	struct view rest = text, line;

	if (view_has_prefix(text, VIEW(" ")) || is_private_line(to, text))
		return 1;
	while (view_cut(&rest, '\n', &line))
		if (is_private_line(to, line))
			return 1;
	return 0;
}

/* True if the name of a command with secret arguments begins with the word. */
static int
begins_secret_command(struct view word)
{
	const struct command_row *r = NULL;

	while ((r = command_next(r)) != NULL)
		if ((r->secret == SECRET_ALL || r->secret == SECRET_SECOND) &&
		    word.len <= strlen(r->name) &&
		    view_equal_nocase(word, (struct view){ r->name, word.len }))
			return 1;
	return 0;
}

int
command_draft_is_private(struct view to, struct view text)
{
	struct view rest = text_skip_invisible(text), word;

	if (command_is_private(to, text))
		return 1;
	if (!view_has_prefix(rest, VIEW("/")))
		return 0;
	rest.p++;
	rest.len--;
	word = words_take(&rest);
	return rest.len == 0 && word.p + word.len == text.p + text.len &&
	       begins_secret_command(word);
}
