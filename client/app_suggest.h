/*
 * app_suggest: shows better words for a misspelt one, in a list from which the user chooses.
 */
#ifndef TCHAT_CLIENT_APP_SUGGEST_H
#define TCHAT_CLIENT_APP_SUGGEST_H

struct app;

/* Suggest words for the misspelt word at the cursor, or the last one before it, or the first one. */
void	app_suggest(struct app *);

#endif
