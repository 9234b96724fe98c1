/*
 * fuzzy: find a text by some of its letters, in their order. Case, width and accents do not matter.
 */
#ifndef TCHAT_CLIENT_MODEL_FUZZY_H
#define TCHAT_CLIENT_MODEL_FUZZY_H

#include <stddef.h>

#include "common/view.h"

enum {
	FUZZY_WORD = 32,	/* letters of a word that are compared; further ones do not matter */
	FUZZY_TEXT = 256,	/* letters of a text that are searched */
	FUZZY_LETTER = 1000	/* the score of a letter that follows the one before it */
};

/*
 * Match one word. Returns a score, higher for letters that begin words and for consecutive ones, or -1 if the text does
 * not have all letters of the word in this order. An empty word matches everything with score 0.
 *
 * matched may be NULL; else it gets the offset in the text of each letter that matched, in bytes and ascending;
 * it has FUZZY_WORD places. *n is their number.
 */
int	fuzzy_match(struct view word, struct view text, size_t *matched,
	    size_t *n);

#endif
