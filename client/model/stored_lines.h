/*
 * stored_lines: the lines that a buffer keeps, each allocated, with an index by msgid. Part of buffer; no other
 * file includes it.
 */
#ifndef TCHAT_CLIENT_MODEL_STORED_LINES_H
#define TCHAT_CLIENT_MODEL_STORED_LINES_H

#include "client/model/line.h"
#include "common/view.h"

/* Create a copy and add it to the index. *index is a hash, NULL if empty. */
struct line *stored_line_new(void **index, const struct line *);
void	stored_line_free(void **index, struct line *);
struct line *stored_line_find(void *index, struct view msgid);
/* Change the msgid, unless another line has it. */
void	stored_line_set_msgid(void **index, struct line *, struct view msgid);

#endif
