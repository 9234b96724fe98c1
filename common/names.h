/*
 * names: which nicks, rooms and user names are valid, and when two are the same.
 * Two names are the same when their folded forms are: NFKC with case folding
 * (utf8proc), which on ASCII is CASEMAPPING=ascii. A name is valid when it and its
 * NFKC form are, so that no compatibility character smuggles in a '!' or '#'.
 */
#ifndef TCHAT_COMMON_NAMES_H
#define TCHAT_COMMON_NAMES_H

#include <stddef.h>

#include "common/view.h"

enum {
	NICK_BYTES = 64,	/* limits in bytes and in graphemes */
	NICK_GRAPHEMES = 32,	/* ISUPPORT NICKLEN */
	ROOM_BYTES = 64,
	ROOM_GRAPHEMES = 48,
	USER_BYTES = 18,
	HOST_BYTES = 63,
	NAME_FOLDED = 3 * 64 + 1	/* room for any folded name, with NUL */
};

/*
 * A nick: letters, digits, marks (any script) and -[]\^_`{|}; it does not begin
 * with a digit, '-' or a mark. RFC 2812 2.3.1, widened to Unicode.
 */
int	nick_valid(struct view);

/* A room: '#' and then anything but space, comma, colon, controls, '*', '?'. */
int	room_valid(struct view);

/* Would it be taken for a room? (CHANTYPES=#) */
int	name_is_room(struct view);

/*
 * The folded form, terminated, into out (size NAME_FOLDED is always enough for
 * a valid name). Returns its length; -1 if it is not UTF-8 or does not fit.
 */
int	name_fold(char *out, size_t size, struct view name);

/* Are two names the same? Names that cannot be folded compare by bytes. */
int	name_equal(struct view, struct view);

/*
 * Turn any text (a login name, say) into a valid nick or user name in out
 * (NICK_BYTES + 1 bytes): what is not allowed is dropped; `fallback` if nothing is left.
 */
void	nick_from(char *out, struct view text, const char *fallback);

/* The user name as it stands in nick!user@host: ASCII letters, digits and ._-~ */
int	username_valid(struct view);

/* A server's name or a host: letters, digits, hyphens, at least one dot. */
int	hostname_valid(struct view);

/* Does name match mask ('*', '?'), both compared folded? RFC 2812 2.5. */
int	mask_match(struct view mask, struct view name);

#endif
