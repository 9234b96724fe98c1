/*
 * app_spelling: the words of the input line that are misspelt.
 */
#ifndef TCHAT_CLIENT_APP_SPELLING_H
#define TCHAT_CLIENT_APP_SPELLING_H

#include "common/view.h"

struct app;

/*
 * Call fn for each misspelt word of a message that is typed; the words are parts of the text. Nicks of the room are no
 * words, and neither is the one that ends at the cursor: it is being typed.
 */
void	app_spelling_each(struct app *, struct view text, const char *cursor,
	    void (*fn)(struct view word, void *ctx), void *ctx);
/* Load the dictionaries that the settings name, if they are not loaded. */
void	app_spelling_load(struct app *);

#endif
