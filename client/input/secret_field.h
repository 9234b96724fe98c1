/*
 * secret_field: the input field of the password prompt, without echo, history, undo or completion.
 * readline never sees it.
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
/* Add the first line of a paste. */
void	secret_field_paste(struct secret_field *, struct view);
/* Overwrite the text and free it. */
void	secret_field_clear(struct secret_field *);

/*
 * Append the text with a star for each character from byte `at` on. Updates *point, a byte offset in
 * the text, to its offset in the masked text.
 */
void	secret_stars(struct buf *out, struct view text, size_t at,
	    size_t *point);

#endif
