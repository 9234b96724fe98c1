/*
 * text: UTF-8 and text written by people. All text from outside goes through text_clean before it reaches a
 * terminal or a log.
 */
#ifndef TCHAT_COMMON_TEXT_H
#define TCHAT_COMMON_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

/* True if it is valid UTF-8 (RFC 3629: no surrogates, no overlong forms). */
int	text_utf8_valid(struct view);

/*
 * Decode the first code point and set *len to its bytes (at least 1 if any are left). A byte that is not part of
 * valid UTF-8 gives U+FFFD with len 1.
 */
uint32_t	text_decode(struct view, size_t *len);

/* Write c as UTF-8 into dst (4 bytes). Returns the length. */
size_t	text_encode(char *dst, uint32_t c);
/* Append c as UTF-8. */
void	text_add(struct buf *, uint32_t c);

/* Return the bytes of the first extended grapheme cluster (UAX 29); 0 if the text is empty. */
size_t	text_grapheme(struct view);

/* Return the number of graphemes. */
size_t	text_graphemes(struct view);

enum {
	TEXT_KEEP_FORMAT = 1,	/* IRC formatting: 02 03 04 0F 11 16 1D 1E 1F */
	TEXT_KEEP_CTCP = 2,	/* 01 */
	TEXT_SHOW = 4,		/* show C0 and DEL as ^X instead of dropping them */
	TEXT_KEEP_TABS = 8	/* 09; else it becomes a space */
};

/*
 * Append src to out without C0 (a tab becomes a space), C1, DEL, line and paragraph separators, and bidi controls
 * (U+061C, U+200E/F, U+202A-E, U+2066-9). Bytes that are not UTF-8 become U+FFFD.
 */
void	text_clean(struct buf *out, struct view src, int flags);
/* Like text_clean, but return a new string; the caller frees it. */
char	*text_clean_dup(struct view src, int flags);

/*
 * True for characters that text from outside must not bring to a terminal: C0, DEL, C1, line and paragraph
 * separators, and bidi controls.
 */
int	text_is_control(uint32_t c);

/* True if text is valid UTF-8 without such characters. */
int	text_is_printable(struct view);

/*
 * Append src to out with each control character (text_is_control) as \uXXXX, and each byte that is not UTF-8 as
 * \xXX. Keeps tabs. A JSON string keeps its value; text without such characters is unchanged.
 */
void	text_escape(struct buf *out, struct view src);

/*
 * Return how many bytes of text make the first piece of at most max bytes. The piece ends before a space (skip it
 * with text_skip_space), or else at the end of a grapheme, or else of a code point. It is at least one code
 * point, so that a loop ends.
 */
size_t	text_split(struct view text, size_t max);

/* Return how many bytes (one space, or none) to skip between a piece from text_split and the next one. */
size_t	text_skip_space(struct view rest);

/*
 * Skip the characters at the front that are invisible or look like space: spaces of any kind, controls, marks,
 * zero-width characters, and bytes that are not UTF-8. Returns the rest.
 */
struct view text_skip_invisible(struct view);

/* Return the length of the longest prefix of at most max bytes that ends at a code point. */
size_t	text_cut(struct view text, size_t max);

/* Append src escaped for a log, like vis(3): controls, backslash, invalid UTF-8. */
void	text_vis(struct buf *out, struct view src);

#endif
