/*
 * search_query: recognizes words of the form key:value; all others are search words.
 */
#include "client/input/search_query.h"

#include <stdlib.h>

#include "client/input/local_time.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

void
search_query_clear(struct search_query *q)
{
	buf_clear(&q->words);
	free(q->from);
	free(q->in);
	q->from = q->in = NULL;
	q->search = (struct irc_search){ 0 };
}

static int
take_time(struct view key, struct view value, int64_t *ms, char **cause)
{
	if (local_time_parse(value, ms) == 0)
		return 1;
	return cause_set(cause,
	    _("\"%.*s\" is not a day: type %.*s:2026-01-31 or "
	      "%.*s:2026-01-31T12:30"),
	    VIEW_ARG(value), VIEW_ARG(key), VIEW_ARG(key));
}

static int
take_name(char **name, struct view value)
{
	free(*name);
	*name = xviewdup(value);
	return 1;
}

/* Handle a word of the form key:value. Returns 1, or 0 if it is a search word, or -1 with *cause. */
static int
take_key(struct search_query *q, struct view word, char **cause)
{
	struct view value = word, key;

	view_cut(&value, ':', &key);
	if (value.p == NULL || value.len == 0)
		return 0;
	if (view_equal_nocase(key, VIEW("from")))
		return take_name(&q->from, value);
	if (view_equal_nocase(key, VIEW("in")))
		return take_name(&q->in, value);
	if (view_equal_nocase(key, VIEW("after")))
		return take_time(key, value, &q->search.after, cause);
	if (view_equal_nocase(key, VIEW("before")))
		return take_time(key, value, &q->search.before, cause);
	return 0;
}

int
search_query_parse(struct search_query *q, struct view text, char **cause)
{
	struct view word;
	int rc;

	search_query_clear(q);
	while (view_cut(&text, ' ', &word)) {
		rc = word.len > 0 ? take_key(q, word, cause) : 1;
		if (rc < 0)
			return -1;
		if (rc > 0)
			continue;
		if (q->words.len > 0)
			buf_add_char(&q->words, ' ');
		buf_add_view(&q->words, word);
	}
	q->search.text = buf_view(&q->words);
	q->search.from = view_of(q->from);
	q->search.in = view_of(q->in);
	if (q->words.len == 0 && q->from == NULL)
		return cause_set(cause, _("Search words missing"));
	return 0;
}
