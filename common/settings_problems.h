/*
 * settings_problems: all that was found wrong with settings, to be said in the order of
 * the lines. Only settings*.c see into it.
 */
#ifndef TCHAT_COMMON_SETTINGS_PROBLEMS_H
#define TCHAT_COMMON_SETTINGS_PROBLEMS_H

#include <stddef.h>

struct problem {
	int	 line;
	int	 kept;	/* found for good, not by the pass that is running */
	char	*key;	/* NULL: not of one */
	char	*text;
};

struct problems {
	const char	*file;
	struct problem	*v;
	size_t		 n;
};

/*
 * Add "FILE:LINE: KEY: text"; without the key when that is NULL, without the line
 * when it is 0 (and without the file when that is NULL). The key is
 * escaped here, what goes into the text by the caller.
 */
void	problems_add(struct problems *, int line, int kept, const char *key,
	    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Was something found wrong with that key? */
int	problems_know(const struct problems *, const char *key);

/* Forget those that are not kept: another pass will find them again. */
void	problems_drop(struct problems *);

/* All of them in the order of lines, a line each (the caller's); frees them. */
char	*problems_take(struct problems *);

#endif
