/*
 * editor_queue: the keys that wait, handed to readline one at a time, which never waits:
 * where it asks for a key that is not there, it is given the end of input (DESIGN.md 8).
 * Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_QUEUE_H
#define TCHAT_CLIENT_INPUT_EDITOR_QUEUE_H

#include "common/view.h"

/* Keys that end what was begun: as it is, or not at all (C-g). */
#define EDITOR_ESCAPE "\033"
#define EDITOR_GIVE_UP "\a"

/* Before readline is initialised. */
void	editor_queue_open(void);
void	editor_queue_close(void);
/* After an inputrc was read: macros and all keys go through the queue. */
void	editor_queue_adopt_inputrc(void);

/* What was typed: any bytes; a character waits until it is whole. */
void	editor_queue_add(struct view);
int	editor_queue_waits(void);

/* Keys have come: macros may run again. */
void	editor_queue_begin(void);
/*
 * Hand the next key to readline. 0: there is none, or it is an ESC that came alone and
 * is held back, unless in a hurry.
 */
int	editor_queue_next(int hurry);
/* Let readline read these keys before all others. */
void	editor_queue_feed(const char *keys);

/* Are keys taken as vi does? */
int	editor_queue_is_vi(void);

#endif
