/*
 * settings_problems: the list of mistakes found in settings, reported in the order of lines. Only settings*.c
 * look inside.
 */
#ifndef TCHAT_COMMON_SETTINGS_PROBLEMS_H
#define TCHAT_COMMON_SETTINGS_PROBLEMS_H

#include <stddef.h>

struct problem {
	int	 line;
	int	 kept;	/* keep it when the next pass over the file begins */
	char	*key;	/* NULL if it is not about one key */
	char	*text;
};

struct problems {
	const char	*file;
	struct problem	*v;
	size_t		 n;
};

/*
 * Add "FILE:LINE: KEY: text". Leaves out the key if it is NULL, the line if it is 0, and the file if it is NULL.
 * Escapes the key; the caller escapes the text.
 */
void	problems_add(struct problems *, int line, int kept, const char *key,
	    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* True if there is a problem with this key. */
int	problems_have_key(const struct problems *, const char *key);

/* Drop the problems that are not marked `kept`: the next pass finds them again. */
void	problems_drop(struct problems *);

/* Return all problems, one per line, ordered by line number; the caller frees the text. Empties the list. */
char	*problems_take(struct problems *);

#endif
