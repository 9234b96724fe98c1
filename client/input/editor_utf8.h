/*
 * editor_utf8: whole characters for readline, which reads the rest of one without
 * waiting for it. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_UTF8_H
#define TCHAT_CLIENT_INPUT_EDITOR_UTF8_H

#include <stddef.h>

#include "common/buf.h"
#include "common/view.h"

/* How many bytes the character should have that begins with that byte. */
size_t	editor_utf8_expected(unsigned char first);

/*
 * Append the whole characters of v to out; what is no UTF-8 is dropped. Returns the bytes
 * taken: all, or all but the beginning of a character whose rest is to come.
 */
size_t	editor_utf8_take(struct buf *out, struct view v);

#endif
