/*
 * links: find URLs in the text of a message.
 */
#ifndef TCHAT_CLIENT_MODEL_LINKS_H
#define TCHAT_CLIENT_MODEL_LINKS_H

#include <stddef.h>

#include "common/buf.h"
#include "common/view.h"

enum { LINK_BYTES = 2000 };	/* of a URI; a longer URL is no link (terminals accept about 2083) */

/* A URL in a text: its bytes from `from` to before `to`. */
struct link_span {
	size_t	 from, to;
};

/*
 * Find the next URL that begins at or after `span->to`. Returns 1 and sets *span, or 0 if there is none; begin with a
 * zeroed span. Formatting codes end a URL.
 *
 * A URL ends before a space, a quote, a bracket that is not open in it, and the punctuation of the sentence around it.
 */
int	link_next(struct view text, struct link_span *);

/*
 * Append the URL as a URI (RFC 3986): bytes that a URI cannot have, such as those of other scripts, are percent-encoded;
 * "www." gets a scheme. The URI is ASCII without space and controls.
 */
void	link_uri(struct view url, struct buf *out);

#endif
