/*
 * modes: the table of room modes, one row each. chat_modes in chat.h changes them.
 */
#ifndef TCHAT_SERVER_CHAT_MODES_H
#define TCHAT_SERVER_CHAT_MODES_H

#include <stddef.h>

enum mode_kind {
	MODE_FLAG,	/* what: ROOM_* */
	MODE_LIST,	/* what: enum room_list; always takes a mask */
	MODE_KEY,	/* takes an argument when it is set */
	MODE_LIMIT,	/* takes an argument when it is set */
	MODE_SLOW,	/* takes an argument when it is set */
	MODE_RANK	/* what: MEMBER_*; always takes a nick */
};

struct room_mode {
	char		letter;
	enum mode_kind	kind;
	unsigned	what;
};

enum {
	KEY_BYTES = 32,
	LIMIT_MAX = 1000000,
	SLOW_MAX = 6 * 3600	/* seconds */
};

/* In the order of their letters, capitals first. */
extern const struct room_mode room_modes[];
extern const size_t room_nmodes;

/* Return the row of that letter; NULL: there is none. */
const struct room_mode *room_mode_find(char letter);
/* True if the mode takes an argument when it is set (add) or unset. */
int	room_mode_takes_arg(const struct room_mode *, int add);

#endif
