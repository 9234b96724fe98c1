/*
 * pager_keys: decodes the keys of the pager from the bytes of the terminal: those of lists, and single letters as in
 * less(1).
 */
#ifndef TCHAT_CLIENT_INPUT_PAGER_KEYS_H
#define TCHAT_CLIENT_INPUT_PAGER_KEYS_H

#include "common/view.h"

enum pager_key {
	PAGER_IGNORED,	/* a key that does nothing here */
	PAGER_UP,
	PAGER_DOWN,
	PAGER_PAGE_UP,
	PAGER_PAGE_DOWN,
	PAGER_FIRST,
	PAGER_LAST,
	PAGER_OPEN,	/* Enter, Right */
	PAGER_BACK,	/* Backspace, Left */
	PAGER_CLOSE,	/* q, Escape, C-c, C-g */
	PAGER_SEARCH,	/* / */
	PAGER_NEXT,	/* n */
	PAGER_PREVIOUS,	/* N */
	PAGER_REDRAW,	/* C-l */
	PAGER_OTHER	/* a key with a meaning in the rest of the program, such as F6 */
};

/*
 * Return the first key and cut it off the bytes, which begin with a whole key. PAGER_OTHER is not cut off. A letter
 * without a meaning is PAGER_IGNORED.
 */
enum pager_key pager_key_next(struct view *bytes);

#endif
