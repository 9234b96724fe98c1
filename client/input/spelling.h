/*
 * spelling: checks words with the dictionaries of enchant-2. The dictionaries are loaded by a thread, so that the program
 * starts at once; until then every word is right. Verdicts are kept, so that a word costs only once. Without enchant, or
 * without a dictionary, every word is right.
 */
#ifndef TCHAT_CLIENT_INPUT_SPELLING_H
#define TCHAT_CLIENT_INPUT_SPELLING_H

#include <stddef.h>

#include "common/view.h"

struct spelling;

/* Load dictionaries: "auto" is the one of the locale, "off" is none, else names such as "en_GB,de_DE". */
struct spelling *spelling_new(const char *languages);
void	spelling_free(struct spelling *);	/* NULL: does nothing */
/* Return the languages that it was made with. */
const char *spelling_languages(const struct spelling *);
/* Wait until the dictionaries are loaded. Returns how many there are. */
size_t	spelling_wait(struct spelling *);

/* True if no dictionary has the word. */
int	spelling_is_wrong(struct spelling *, struct view word);
/* Return better words: a malloced NULL-terminated array of malloced strings, best first. */
char	**spelling_suggest(struct spelling *, struct view word);
/* Add the word to the user's personal word list. */
void	spelling_learn(struct spelling *, struct view word);

/*
 * Call fn for each word to check, in order; the words are parts of the text. Skips what is no word of a language: links,
 * rooms, names with @, file names, numbers, words in capitals.
 */
void	spelling_each_word(struct view text,
	    void (*fn)(struct view word, void *ctx), void *ctx);

#endif
