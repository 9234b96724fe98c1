/*
 * speakers: finds out who has spoken lately, for the lines about presence (line.silence, line.netjoin).
 */
#ifndef TCHAT_CLIENT_MODEL_SPEAKERS_H
#define TCHAT_CLIENT_MODEL_SPEAKERS_H

#include <stddef.h>
#include <stdint.h>

#include "client/model/buffer.h"
#include "common/view.h"

/* When people last spoke in each room. Remembers the people seen last, at most some thousand. */
struct speakers;

struct speakers *speakers_new(void);
void	speakers_free(struct speakers *);

/* Take into account a line that was just added at the end of the buffer. */
void	speakers_add(struct speakers *, struct buffer *, struct line *);

/* Take into account lines that were inserted from index low to index high. Needs no memory of earlier lines. */
void	speakers_insert(struct buffer *, size_t low, size_t high);

#endif
