/*
 * regex: regular expressions of users (PCRE2) for text in UTF-8, with limits, so that no pattern can stop the program.
 */
#ifndef TCHAT_COMMON_REGEX_H
#define TCHAT_COMMON_REGEX_H

#include "common/view.h"

enum {
	REGEX_PATTERN_MAX = 1024,	/* bytes */
	REGEX_WORD_MAX = 512
};

struct regex;

/* True for /PATTERN/, as users write a regular expression among words; sets *pattern to what is between the slashes. */
int	regex_in_slashes(struct view text, struct view *pattern);

/* Returns 0 if the text is a word to look for, or /a valid pattern/; else -1 and *cause. */
int	regex_check_word(struct view text, char **cause);

/*
 * Compile a pattern. fold: ignore the difference between upper and lower case. Returns NULL and sets *cause if the
 * pattern is not valid: what is wrong, and after how many characters.
 */
struct regex *regex_new(struct view pattern, int fold, char **cause);
void	regex_free(struct regex *);	/* may be NULL */

/*
 * Return 1 if the pattern matches somewhere in the text, else 0. Bytes that are not UTF-8 match nothing. A match that
 * needs too many steps or too much memory is given up: that is no match. The first time in the life of the pattern, it
 * sets *cause (unless cause is NULL) to a sentence for the user.
 */
int	regex_match(struct regex *, struct view text, char **cause);

#endif
