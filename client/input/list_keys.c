/*
 * list_keys: a table of keys.
 */
#include "client/input/list_keys.h"

/* xterm's keys first, then those of rxvt and the Linux console. No letters: they are text for the input line. */
static const struct {
	const char *seq;
	enum list_key key;
} keys[] = {
	{ "\033[A", LIST_UP },
	{ "\033OA", LIST_UP },
	{ "\020", LIST_UP },
	{ "\033[B", LIST_DOWN },
	{ "\033OB", LIST_DOWN },
	{ "\016", LIST_DOWN },
	{ "\033[5~", LIST_PAGE_UP },
	{ "\033[6~", LIST_PAGE_DOWN },
	{ "\033[H", LIST_FIRST },
	{ "\033OH", LIST_FIRST },
	{ "\033[1~", LIST_FIRST },
	{ "\033[7~", LIST_FIRST },
	{ "\033[F", LIST_LAST },
	{ "\033OF", LIST_LAST },
	{ "\033[4~", LIST_LAST },
	{ "\033[8~", LIST_LAST },
	{ "\r", LIST_ENTER },
	{ "\n", LIST_ENTER },
	{ "\003", LIST_CLOSE },
	{ "\a", LIST_CLOSE },
	{ "\f", LIST_REDRAW },
	{ "\033[C", LIST_IGNORED },
	{ "\033OC", LIST_IGNORED },
	{ "\033[D", LIST_IGNORED },
	{ "\033OD", LIST_IGNORED },
};

size_t
list_key_length(struct view bytes)
{
	size_t n = 1;

	if (bytes.p[0] != '\033' || bytes.len == 1)
		return 1;
	if (bytes.p[1] != '[' && bytes.p[1] != 'O')
		return 2;
	for (n = 2; n < bytes.len; n++)
		if (bytes.p[n] >= '@' && bytes.p[n] <= '~' &&
		    !(n == 2 && bytes.p[n] == '['))
			return n + 1;
	return n;
}

enum list_key
list_key_next(struct view *bytes)
{
	struct view key = { bytes->p, list_key_length(*bytes) };
	enum list_key found = LIST_OTHER;
	size_t i;

	if (view_equal(key, VIEW("\033")))
		found = LIST_CLOSE;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (view_equal(key, view_of(keys[i].seq)))
			found = keys[i].key;
	if (found == LIST_OTHER)
		return found;
	bytes->p += key.len;
	bytes->len -= key.len;
	return found;
}
