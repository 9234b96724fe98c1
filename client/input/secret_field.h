/*
 * secret_field: the input field of the password prompt, without echo, history, undo or completion.
 * readline never sees it.
 */
#ifndef TCHAT_CLIENT_INPUT_SECRET_FIELD_H
#define TCHAT_CLIENT_INPUT_SECRET_FIELD_H

#include "common/buf.h"
#include "common/view.h"

enum secret_key {
	SECRET_MORE,	/* all bytes were handled */
	SECRET_ENTERED,	/* Enter; the bytes after it are left */
	SECRET_CANCELLED	/* Escape, C-c, C-g, or C-d with nothing typed */
};

/* A zeroed struct is an empty field. */
struct secret_field {
	struct buf	 text;
};

/* Handle keys; cuts them off the bytes. */
enum secret_key secret_field_keys(struct secret_field *, struct view *bytes);
/* Add the first line of a paste. */
void	secret_field_paste(struct secret_field *, struct view);
/* Overwrite the text and free it. */
void	secret_field_clear(struct secret_field *);

/*
 * Append the text with a star for each character from byte `at` on. Changes *point from an offset in the text to the
 * offset in the masked text.
 */
void	secret_mask(struct buf *out, struct view text, size_t at,
	    size_t *point);

#endif
