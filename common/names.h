/*
 * names: validate and compare nicks, room names and user names. Two names are the same if their folded forms are
 * equal: NFKC with case folding (utf8proc), which for ASCII is CASEMAPPING=ascii. A name is valid only if its
 * NFKC form is too, so that no compatibility character can stand for a '!' or '#'.
 */
#ifndef TCHAT_COMMON_NAMES_H
#define TCHAT_COMMON_NAMES_H

#include <stddef.h>

#include "common/view.h"

enum {
	NICK_BYTES = 64,	/* limits are in bytes and in graphemes */
	NICK_GRAPHEMES = 32,	/* ISUPPORT NICKLEN */
	ROOM_BYTES = 64,
	ROOM_GRAPHEMES = 48,
	USER_BYTES = 18,
	HOST_BYTES = 63,
	NAME_FOLDED = 3 * 64 + 1	/* enough for any folded name, with NUL */
};

/*
 * True for a valid nick: letters, digits, marks (any script) and -[]\^_`{|}; it does not begin with a digit, '-'
 * or a mark. RFC 2812 2.3.1, extended to Unicode.
 */
int	nick_valid(struct view);

/* True for a valid room name: '#', then anything but space, comma, colon, controls, '*' and '?'. */
int	room_valid(struct view);

/* True if the name denotes a room rather than a nick (CHANTYPES=#). */
int	name_is_room(struct view);

/*
 * Write the folded form, NUL-terminated. NAME_FOLDED bytes are enough for any valid name. Returns its length, or
 * -1 if the name is not UTF-8 or does not fit.
 */
int	name_fold(char *out, size_t size, struct view name);

/* True if two names are the same. Names that cannot be folded are compared byte by byte. */
int	name_equal(struct view, struct view);

/*
 * Make a valid nick or user name from any text (a login name, for example): drops what is not allowed, and uses
 * `fallback` if nothing is left. out has NICK_BYTES + 1 bytes.
 */
void	nick_from(char *out, struct view text, const char *fallback);

/* True for a valid user name in nick!user@host: ASCII letters, digits and ._-~ */
int	username_valid(struct view);

/* True for a valid server or host name: letters, digits, hyphens, and at least one dot. */
int	hostname_valid(struct view);

/* True if name matches mask ('*', '?'); both are folded first. RFC 2812 2.5. */
int	mask_match(struct view mask, struct view name);

#endif
