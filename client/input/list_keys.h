/*
 * list_keys: decodes the keys of a selection list from the bytes of the terminal.
 */
#ifndef TCHAT_CLIENT_INPUT_LIST_KEYS_H
#define TCHAT_CLIENT_INPUT_LIST_KEYS_H

#include <stddef.h>

#include "common/view.h"

enum list_key {
	LIST_IGNORED,	/* a key that does nothing here */
	LIST_UP,
	LIST_DOWN,
	LIST_PAGE_UP,
	LIST_PAGE_DOWN,
	LIST_FIRST,
	LIST_LAST,
	LIST_ENTER,
	LIST_CLOSE,	/* Escape, C-c, C-g */
	LIST_REDRAW,	/* C-l */
	LIST_OTHER	/* text, or a key for the input line */
};

/*
 * Return the first key and cut it off the bytes, which begin with a whole key (client/input/term_input.h). LIST_OTHER
 * is not cut off.
 */
enum list_key list_key_next(struct view *bytes);
/* Return the length of the key at the front of the bytes, of which there is at least one. */
size_t	list_key_length(struct view bytes);

#endif
