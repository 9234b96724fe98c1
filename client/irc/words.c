/*
 * words: splits a line into words.
 */
#include "client/irc/words.h"

static int
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

struct view
words_skip(struct view v)
{
	while (v.len > 0 && is_space(v.p[0])) {
		v.p++;
		v.len--;
	}
	return v;
}

struct view
words_trim(struct view v)
{
	while (v.len > 0 && is_space(v.p[v.len - 1]))
		v.len--;
	return v;
}

struct view
words_take(struct view *rest)
{
	struct view word = { rest->p, 0 };

	while (word.len < rest->len && !is_space(rest->p[word.len]))
		word.len++;
	rest->p += word.len;
	rest->len -= word.len;
	*rest = words_skip(*rest);
	return word;
}
