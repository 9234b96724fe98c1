/*
 * words: splits text into searchable words. SQLite's tokenizer takes runs of letters and digits as
 * words. Text written without spaces (Chinese, Japanese, Thai ...) and emoji are first separated by
 * spaces, one character each; a phrase of such "words" then finds any part of a text.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_WORDS_H
#define TCHAT_SERVER_STORE_SQLITE_WORDS_H

#include "common/buf.h"
#include "common/view.h"

/* The tokenizer for CREATE VIRTUAL TABLE. */
#define WORDS_TOKENIZER \
	"unicode61 remove_diacritics 2 categories ''L* N* Co So Sk''"

/* Appends a message's text, separated, without formatting codes and CTCP. */
void	words_separate(struct buf *, struct view text);

/*
 * Appends an FTS5 expression that finds all words of a text, each as a phrase. Returns the number
 * of phrases; characters that belong to no word count for nothing.
 */
size_t	words_query(struct buf *, struct view text);

/* Counts these phrases, and the tokenizer's words in all of them together. */
void	words_count(struct view text, size_t *phrases, size_t *words);

#endif
