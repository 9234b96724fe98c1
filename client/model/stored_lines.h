/*
 * stored_lines: lines as a buffer keeps them: each on the heap, and found by its msgid. Part of
 * buffer; nobody else includes it.
 */
#ifndef TCHAT_CLIENT_MODEL_STORED_LINES_H
#define TCHAT_CLIENT_MODEL_STORED_LINES_H

#include "client/model/line.h"
#include "common/view.h"

/* A copy, found by its msgid from now on. *index is a hash, NULL when it is empty. */
struct line *stored_line_new(void **index, const struct line *);
void	stored_line_free(void **index, struct line *);
struct line *stored_line_find(void *index, struct view msgid);
/* Another msgid; one that is another line's is not taken. */
void	stored_line_set_msgid(void **index, struct line *, struct view msgid);

#endif
