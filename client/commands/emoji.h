/*
 * emoji: short codes of emoji (":smile:").
 */
#ifndef TCHAT_CLIENT_COMMANDS_EMOJI_H
#define TCHAT_CLIENT_COMMANDS_EMOJI_H

#include "common/view.h"

/*
 * Call `offer` for each emoji whose name begins with this, then for those with another word that does ("tree" finds
 * "christmas_tree"). ASCII case does not matter.
 */
void	emoji_find(struct view beginning, void (*offer)(const char *emoji, void *ctx),
	    void *ctx);
/* Return the name of an emoji, or NULL. */
const char *emoji_name(struct view emoji);

#endif
