/*
 * text: UTF-8 and what people write. Everything from outside goes through
 * text_clean before it reaches a terminal or a log.
 */
#ifndef TCHAT_COMMON_TEXT_H
#define TCHAT_COMMON_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

/* Is it valid UTF-8 (RFC 3629: no surrogates, no overlong forms)? */
int	text_utf8_valid(struct view);

/*
 * The code point at the front; sets *len to its bytes (at least 1 if any are
 * left). U+FFFD with len 1 for a byte that is no part of valid UTF-8.
 */
uint32_t text_decode(struct view, size_t *len);

/* Write c as UTF-8 into dst (4 bytes); the length. */
size_t	text_encode(char *dst, uint32_t c);
/* Append c as UTF-8. */
void	text_add(struct buf *, uint32_t c);

/* The bytes of the first extended grapheme cluster (UAX 29); 0 if empty. */
size_t	text_grapheme(struct view);

/* How many graphemes. */
size_t	text_graphemes(struct view);

enum {
	TEXT_KEEP_FORMAT = 1,	/* IRC formatting: 02 03 04 0F 11 16 1D 1E 1F */
	TEXT_KEEP_CTCP = 2,	/* 01 */
	TEXT_SHOW = 4		/* C0 and DEL as ^X instead of dropping them */
};

/*
 * Append src to out without C0 (a tab becomes a space), C1, DEL, line and paragraph
 * separators, and bidi controls (U+061C, U+200E/F, U+202A-E, U+2066-9); bytes
 * that are no UTF-8 become U+FFFD.
 */
void	text_clean(struct buf *out, struct view src, int flags);
/* Returns the same as a new string. */
char	*text_clean_dup(struct view src, int flags);

/*
 * True for characters that text from outside must not bring to a terminal: C0, DEL, C1, line and
 * paragraph separators, and bidi controls.
 */
int	text_is_control(uint32_t c);

/* True if text is valid UTF-8 without such characters. */
int	text_is_printable(struct view);

/*
 * Append src to out with each of these characters as \uXXXX, and each byte that is not UTF-8 as
 * \xXX. A tab stays. A string of JSON keeps its value; text without such characters is unchanged.
 */
void	text_escape(struct buf *out, struct view src);

/*
 * How many bytes of text make the first piece of at most max bytes: up to a space
 * (which the caller drops with text_skip_space), else to a grapheme's
 * end, else to a code point's. At least one code point, so that it always ends.
 */
size_t	text_split(struct view text, size_t max);

/*
 * After a piece was cut off by text_split: how many bytes (one space or none) stand
 * between it and the next piece.
 */
size_t	text_skip_space(struct view rest);

/*
 * What follows the characters at the front that a person does not see, or takes for space: spaces of any
 * kind, controls, marks, characters without width, and bytes that are not UTF-8.
 */
struct view text_skip_invisible(struct view);

/* The longest front of text with at most max bytes that ends at a code point. */
size_t	text_cut(struct view text, size_t max);

/* Escape for a log, as vis(3) would: controls, backslash, bad UTF-8. */
void	text_vis(struct buf *out, struct view src);

#endif
