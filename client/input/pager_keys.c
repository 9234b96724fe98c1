/*
 * pager_keys: a table of single characters; list_keys knows the other keys.
 */
#include "client/input/pager_keys.h"

#include "client/input/list_keys.h"
#include "common/text.h"

/* The keys of lists, with the same meaning here. */
static const enum pager_key of_lists[] = {
	[LIST_IGNORED] = PAGER_IGNORED,
	[LIST_UP] = PAGER_UP,
	[LIST_DOWN] = PAGER_DOWN,
	[LIST_PAGE_UP] = PAGER_PAGE_UP,
	[LIST_PAGE_DOWN] = PAGER_PAGE_DOWN,
	[LIST_FIRST] = PAGER_FIRST,
	[LIST_LAST] = PAGER_LAST,
	[LIST_ENTER] = PAGER_OPEN,
	[LIST_CLOSE] = PAGER_CLOSE,
	[LIST_REDRAW] = PAGER_REDRAW,
	[LIST_OTHER] = PAGER_OTHER,
};

static const struct {
	const char *seq;
	enum pager_key key;
} keys[] = {
	{ "\033[C", PAGER_OPEN },
	{ "\033OC", PAGER_OPEN },
	{ "\033[D", PAGER_BACK },
	{ "\033OD", PAGER_BACK },
	{ "\177", PAGER_BACK },
	{ "\b", PAGER_BACK },
	{ "q", PAGER_CLOSE },
	{ "Q", PAGER_CLOSE },
	{ "/", PAGER_SEARCH },
	{ "n", PAGER_NEXT },
	{ "N", PAGER_PREVIOUS },
	{ "k", PAGER_UP },
	{ "j", PAGER_DOWN },
	{ "b", PAGER_PAGE_UP },
	{ " ", PAGER_PAGE_DOWN },
	{ "f", PAGER_PAGE_DOWN },
	{ "g", PAGER_FIRST },
	{ "G", PAGER_LAST },
};

static void
cut(struct view *bytes, size_t n)
{
	bytes->p += n;
	bytes->len -= n;
}

enum pager_key
pager_key_next(struct view *bytes)
{
	enum list_key key;
	size_t n;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (view_has_prefix(*bytes, view_of(keys[i].seq))) {
			cut(bytes, strlen(keys[i].seq));
			return keys[i].key;
		}
	if (text_is_printable((struct view){ bytes->p, 1 }) ||
	    (unsigned char)*bytes->p >= 0x80) {
		text_decode(*bytes, &n);
		cut(bytes, n);
		return PAGER_IGNORED;
	}
	key = list_key_next(bytes);
	return of_lists[key];
}
