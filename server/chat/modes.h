/*
 * modes: the modes that a room can have, a row each, and how they are changed
 * (chat_modes in chat.h).
 */
#ifndef TCHAT_SERVER_CHAT_MODES_H
#define TCHAT_SERVER_CHAT_MODES_H

#include <stddef.h>

enum mode_kind {
	MODE_FLAG,	/* what: ROOM_* */
	MODE_LIST,	/* what: enum room_list; a mask in any case */
	MODE_KEY,	/* an argument when set */
	MODE_LIMIT,	/* the same */
	MODE_SLOW,	/* the same */
	MODE_RANK	/* what: MEMBER_*; a nick in any case */
};

struct room_mode {
	char		 letter;
	enum mode_kind	 kind;
	unsigned	 what;
};

enum {
	KEY_BYTES = 32,
	LIMIT_MAX = 1000000,
	SLOW_MAX = 6 * 3600	/* seconds */
};

/* In the order of their letters, capitals first. */
extern const struct room_mode room_modes[];
extern const size_t room_nmodes;

/* NULL if there is none. */
const struct room_mode *room_mode_find(char letter);
/* Does it come with an argument when it is set (add) or taken away? */
int	room_mode_takes_arg(const struct room_mode *, int add);

#endif
