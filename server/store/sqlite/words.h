/*
 * words: what of a text can be searched for. SQLite's tokenizer takes runs of letters and
 * digits for words, so what is written without spaces (Chinese, Japanese, Thai ...) and each
 * emoji is set apart by spaces first: then a phrase of such "words" finds any part.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_WORDS_H
#define TCHAT_SERVER_STORE_SQLITE_WORDS_H

#include "common/buf.h"
#include "common/view.h"

/* The tokenizer that goes with it, for CREATE VIRTUAL TABLE. */
#define WORDS_TOKENIZER \
	"unicode61 remove_diacritics 2 categories ''L* N* Co So Sk''"

/* Append a message's text, spread, without formatting codes and CTCP. */
void	words_spread(struct buf *, struct view text);

/*
 * Append an FTS5 expression that finds all words of a text, each as a phrase. Returns how many
 * there are; of characters that are part of no word there are none.
 */
size_t	words_query(struct buf *, struct view text);

/* Counts those phrases, and the words of the tokenizer in all of them together. */
void	words_count(struct view text, size_t *phrases, size_t *words);

#endif
