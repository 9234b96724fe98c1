/*
 * mode_text: describe the modes of a room in words.
 */
#ifndef TCHAT_SERVER_PLAIN_MODE_TEXT_H
#define TCHAT_SERVER_PLAIN_MODE_TEXT_H

#include "common/buf.h"

/*
 * Append a mode change in words: "only members may write, bob is banned". letters and args are those of the
 * event ("+nb", "bob").
 */
void	plain_add_mode_text(struct buf *, const char *letters, const char *args);

#endif
