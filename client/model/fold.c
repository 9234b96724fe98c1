/*
 * fold: summarizes folds. A summary is made when it is needed, and kept until a line of the fold changes.
 */
#include "client/model/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "client/model/glyph.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

/* What became of a person within a fold, in the order of the summary. */
enum fold_group_kind {
	GROUP_JOINED,
	GROUP_RETURNED, /* from a netsplit */
	GROUP_BACK,	/* left and joined again */
	GROUP_LEFT,
	GROUP_SPLIT, /* left in a netsplit */
	GROUP_VISITED,
	GROUP_RENAMED
};

_Static_assert(GROUP_RENAMED + 1 == FOLD_GROUPS, "a group for each kind");

struct person {
	const char *was, *nick; /* at the beginning, and now */
	int was_here, is_here, left, split, netjoin;
	UT_hash_handle hh;
};

/* The people of one fold. */
struct people {
	struct person *v, *by_nick;
	size_t n;
};

static struct person *
find_person(struct people *all, const char *nick, int was_here)
{
	struct person *p;

	HASH_FIND_STR(all->by_nick, nick, p);
	if (p != NULL)
		return p;
	p = &all->v[all->n++];
	p->was = p->nick = nick;
	p->was_here = p->is_here = was_here;
	HASH_ADD_KEYPTR(hh, all->by_nick, p->nick, strlen(p->nick), p);
	return p;
}

/* Whoever had the new nick before is not looked for any more. */
static void
rename_person(struct people *all, struct person *p, const char *nick)
{
	struct person *other;

	HASH_FIND_STR(all->by_nick, nick, other);
	if (other != NULL && other != p)
		HASH_DEL(all->by_nick, other);
	HASH_DEL(all->by_nick, p);
	p->nick = nick;
	HASH_ADD_KEYPTR(hh, all->by_nick, p->nick, strlen(p->nick), p);
}

static void
apply_line(struct people *all, const struct line *line)
{
	struct person *p =
	    find_person(all, line->nick, line->kind != LINE_JOIN);

	switch (line->kind) {
	case LINE_JOIN:
		p->is_here = 1;
		p->netjoin = line->netjoin;
		break;
	case LINE_NICK:
		if (line->object != NULL)
			rename_person(all, p, line->object);
		break;
	default:
		p->is_here = 0;
		p->left = 1;
		p->split = line_is_netsplit(line);
		break;
	}
}

static enum fold_group_kind
group_of(const struct person *p)
{
	if (!p->was_here)
		return !p->is_here  ? GROUP_VISITED
		       : p->netjoin ? GROUP_RETURNED
				    : GROUP_JOINED;
	if (!p->is_here)
		return p->split ? GROUP_SPLIT : GROUP_LEFT;
	return p->left ? GROUP_BACK : GROUP_RENAMED;
}

static void
make_groups(struct fold *f, const struct people *all)
{
	const struct person *p;
	struct fold_group *g;

	memset(f->groups, 0, sizeof(f->groups));
	for (p = all->v; p < all->v + all->n; p++) {
		g = &f->groups[group_of(p)];
		if (g->n == 0)
			g->was = p->was;
		if (g->n < FOLD_NAMES)
			g->names[g->n] = p->nick;
		g->n++;
	}
}

/* True if the line is hidden even if its fold is open. */
static int
is_hidden(const struct line *line, const struct presence_rule *rule)
{
	return rule->mode == PRESENCE_NONE || line->ignored != 0 ||
	       (rule->mode == PRESENCE_SMART && line->silence > rule->seconds);
}

static void
make_summary(const struct buffer *b, size_t first, struct fold *f,
    const struct presence_rule *rule)
{
	struct people all = { 0 };
	const struct line *line;
	size_t i;

	all.v = xcalloc(f->n, sizeof(*all.v));
	f->shown = f->told = 0;
	for (i = first; i < first + f->n; i++) {
		line = buffer_line(b, i);
		if (is_hidden(line, rule) || line->nick == NULL)
			continue;
		f->shown++;
		if (!line_is_presence(line))
			continue; /* ranks given at the join */
		if (f->told++ == 0)
			f->first_told = line;
		apply_line(&all, line);
	}
	make_groups(f, &all);
	HASH_CLEAR(hh, all.by_nick);
	free(all.v);
	f->made = 1;
	f->smart = rule->mode == PRESENCE_SMART;
	f->seconds = rule->seconds;
}

static int
is_closed(const struct line *line, const struct presence_rule *rule)
{
	return line->fold != NULL && rule->mode != PRESENCE_ALL &&
	       (!line->fold->open || rule->mode == PRESENCE_NONE);
}

/* Return the index of the first line of line i's fold. The ends of a fold are found at once. */
static size_t
first_of_fold(const struct buffer *b, size_t i)
{
	const struct fold *f = buffer_line(b, i)->fold;

	if (i + 1 == b->n || buffer_line(b, i + 1)->fold != f)
		return i + 1 - f->n;
	while (i > 0 && buffer_line(b, i - 1)->fold == f)
		i--;
	return i;
}

size_t
fold_item_first(
    const struct buffer *b, size_t i, const struct presence_rule *rule)
{
	return is_closed(buffer_line(b, i), rule) ? first_of_fold(b, i) : i;
}

size_t
fold_item_last(
    const struct buffer *b, size_t i, const struct presence_rule *rule)
{
	const struct line *line = buffer_line(b, i);

	if (!is_closed(line, rule))
		return i;
	return first_of_fold(b, i) + line->fold->n - 1;
}

/* Return the summary of line i's fold, made for this rule. */
static const struct fold *
summary(const struct buffer *b, size_t i, const struct presence_rule *rule)
{
	struct fold *f = buffer_line(b, i)->fold;

	if (!f->made || f->smart != (rule->mode == PRESENCE_SMART) ||
	    (f->smart && f->seconds != rule->seconds))
		make_summary(b, first_of_fold(b, i), f, rule);
	return f;
}

const struct line *
fold_item(const struct buffer *b, size_t i, const struct presence_rule *rule,
    const struct fold **fold)
{
	const struct line *line = buffer_line(b, i);

	*fold = NULL;
	if (line->fold == NULL || rule->mode == PRESENCE_ALL)
		return buffer_hides(b, line) ? NULL : line;
	if (!is_closed(line, rule))
		return is_hidden(line, rule) ? NULL : line;
	if (rule->mode == PRESENCE_NONE)
		return NULL;
	*fold = summary(b, i, rule);
	if ((*fold)->told > 1)
		return NULL;
	line = (*fold)->told == 1 ? (*fold)->first_told : NULL;
	*fold = NULL;
	return line;
}

int
fold_is_foldable(
    const struct buffer *b, size_t i, const struct presence_rule *rule)
{
	return buffer_line(b, i)->fold != NULL &&
	       (rule->mode == PRESENCE_FOLD || rule->mode == PRESENCE_SMART) &&
	       summary(b, i, rule)->shown > 1;
}

/* "ana, bo and 28 others" */
static void
add_names(const struct fold_group *g, struct buf *out)
{
	unsigned others = g->n - 2;

	if (g->n == 1)
		buf_add_str(out, g->names[0]);
	else if (g->n == 2)
		buf_printf(out, _("%s and %s"), g->names[0], g->names[1]);
	else if (g->n == 3)
		buf_printf(out, _("%s, %s and %s"), g->names[0], g->names[1],
		    g->names[2]);
	else
		buf_printf(out,
		    ngettext(
			"%s, %s and %u other", "%s, %s and %u others", others),
		    g->names[0], g->names[1], others);
}

/* Append what the people of a group did. */
static void
add_clause(enum fold_group_kind kind, const struct fold_group *g, int named,
    const char *who, struct buf *out)
{
	unsigned n = g->n;

	switch (kind) {
	case GROUP_JOINED:
		buf_printf(out, ngettext("%s joined", "%s joined", n), who);
		break;
	case GROUP_RETURNED:
		buf_printf(out,
		    ngettext("%s came back from a netsplit",
			"%s came back from a netsplit", n),
		    who);
		break;
	case GROUP_BACK:
		buf_printf(out,
		    ngettext(
			"%s left and came back", "%s left and came back", n),
		    who);
		break;
	case GROUP_LEFT:
		buf_printf(out, ngettext("%s left", "%s left", n), who);
		break;
	case GROUP_SPLIT:
		buf_printf(out,
		    ngettext(
			"%s left in a netsplit", "%s left in a netsplit", n),
		    who);
		break;
	case GROUP_VISITED:
		buf_printf(out,
		    ngettext("%s came and went", "%s came and went", n), who);
		break;
	case GROUP_RENAMED:
		if (n == 1 && named)
			buf_printf(out, _("%s is now known as %s"), g->was,
			    g->names[0]);
		else
			buf_printf(out,
			    ngettext("%s changed nick", "%s changed nicks", n),
			    who);
		break;
	}
}

/* The summary with the names of so many groups, and only the number of people of the others. */
static void
add_summary(const struct fold *f, int named, struct buf *out)
{
	struct buf who = { 0 };
	int kind, groups = 0;

	for (kind = 0; kind < FOLD_GROUPS; kind++) {
		const struct fold_group *g = &f->groups[kind];

		if (g->n == 0)
			continue;
		buf_reset(&who);
		if (groups < named)
			add_names(g, &who);
		else
			buf_printf(&who, "%u", g->n);
		if (groups++ > 0)
			buf_add_str(out, "; ");
		add_clause((enum fold_group_kind)kind, g, groups <= named,
		    buf_str(&who), out);
	}
	buf_clear(&who);
}

void
fold_text(const struct fold *f, int width, struct buf *out)
{
	struct buf text = { 0 };
	int named;

	for (named = FOLD_GROUPS; named >= 0; named--) {
		buf_reset(&text);
		add_summary(f, named, &text);
		if (text_width(buf_view(&text)) <= width)
			break;
	}
	buf_add_view(out, buf_view(&text));
	buf_clear(&text);
}
