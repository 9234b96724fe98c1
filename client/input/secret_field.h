/*
 * secret_field: where a password is typed that is asked for: a line of its own, without echo,
 * history, undo or completion, which readline never sees.
 */
#ifndef TCHAT_CLIENT_INPUT_SECRET_FIELD_H
#define TCHAT_CLIENT_INPUT_SECRET_FIELD_H

#include "common/buf.h"
#include "common/view.h"

enum secret_key {
	SECRET_MORE,	/* all bytes were taken */
	SECRET_ENTERED,	/* Enter; what follows is left in the bytes */
	SECRET_GIVEN_UP	/* Escape, C-c, C-g, or C-d with nothing typed */
};

/* All zero: empty. */
struct secret_field {
	struct buf	 text;
};

enum secret_key secret_field_keys(struct secret_field *, struct view *bytes);
/* A paste: its first line. */
void	secret_field_paste(struct secret_field *, struct view);
/* Overwritten, and empty. */
void	secret_field_clear(struct secret_field *);

/*
 * The text as it may be drawn: a star for each character from byte `at` on. *point is where
 * that byte of the text has come to stand.
 */
void	secret_stars(struct buf *out, struct view text, size_t at,
	    size_t *point);

#endif
