/*
 * alias: finds aliases, and puts the arguments into their commands.
 */
#include "client/commands/alias.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/words.h"
#include "common/text.h"
#include "common/xmalloc.h"

static const struct string_list *aliases;

void
alias_use(const struct string_list *list)
{
	aliases = list;
}

static struct view
name_of(const char *item)
{
	return (struct view){ item, strcspn(item, " ") };
}

struct view
alias_name(size_t i)
{
	return aliases != NULL && i < aliases->n ? name_of(aliases->v[i])
						 : VIEW("");
}

int
alias_index(const struct string_list *list, struct view name)
{
	for (size_t i = 0; list != NULL && i < list->n; i++)
		if (view_equal_nocase(name, name_of(list->v[i])))
			return (int)i;
	return -1;
}

static const char *
command_of(const char *item)
{
	item += strcspn(item, " ");
	return item + strspn(item, " ");
}

const char *
alias_find(struct view name)
{
	int i = alias_index(aliases, name);

	return i == -1 ? NULL : command_of(aliases->v[i]);
}

/* Append word n (from 1), or with `rest` everything from there on. */
static void
add_words(struct buf *out, struct view args, int n, int rest)
{
	struct view word = VIEW("");
	int i;

	for (i = 1; i < n; i++)
		words_take(&args);
	if (rest)
		word = words_trim(words_skip(args));
	else
		word = words_take(&args);
	buf_add_view(out, word);
}

/* Append what the text after a dollar sign means. Returns its length; 0: the dollar sign is only a character. */
static size_t
add_argument(struct buf *out, const char *p, struct view args)
{
	if (*p == '$') {
		buf_add_char(out, '$');
		return 1;
	}
	if (*p == '*') {
		add_words(out, args, 1, 1);
		return 1;
	}
	if (*p < '1' || *p > '9')
		return 0;
	add_words(out, args, *p - '0', p[1] == '-');
	return p[1] == '-' ? 2 : 1;
}

static void
fill_in(const char *command, struct view args, struct buf *out)
{
	int used = 0;
	size_t n;

	for (; *command != '\0'; command++) {
		n = *command == '$' ? add_argument(out, command + 1, args) : 0;
		if (n == 0)
			buf_add_char(out, *command);
		used |= n > 0;
		command += n;
	}
	args = words_trim(words_skip(args));
	if (!used && args.len > 0) {
		buf_add_char(out, ' ');
		buf_add_view(out, args);
	}
}

/* Expand the line once. Returns the index of the alias, or -1 if it begins with none. */
static int
expand_once(struct view line, struct buf *out)
{
	struct view rest = text_skip_invisible(line), name;
	int i;

	if (rest.len < 2 || rest.p[0] != '/' || rest.p[1] == '/')
		return -1;
	rest.p++;
	rest.len--;
	name = words_take(&rest);
	i = alias_index(aliases, name);
	if (i != -1)
		fill_in(command_of(aliases->v[i]), rest, out);
	return i;
}

int
alias_expand(struct view line, struct buf *out)
{
	unsigned char *used;
	struct buf now = { 0 }, next = { 0 };
	int i, expanded = 0;

	if (aliases == NULL || aliases->n == 0)
		return 0;
	used = xcalloc(aliases->n, 1);
	buf_add_view(&now, line);
	while ((i = expand_once(buf_view(&now), &next)) != -1 && !used[i]) {
		used[i] = 1;
		expanded = 1;
		buf_reset(&now);
		buf_add_view(&now, buf_view(&next));
		buf_reset(&next);
	}
	if (expanded)
		buf_add_view(out, buf_view(&now));
	buf_clear(&now);
	buf_clear(&next);
	free(used);
	return expanded;
}
