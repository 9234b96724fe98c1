/*
 * string_list: a growing list of strings, which it owns.
 */
#ifndef TCHAT_COMMON_STRING_LIST_H
#define TCHAT_COMMON_STRING_LIST_H

#include <stddef.h>

struct string_list {
	char	**v;
	size_t	 n;
};

/* Append a copy of the string. */
void	string_list_add(struct string_list *, const char *);
/* Remove the i-th string, and keep the order of the others. */
void	string_list_remove(struct string_list *, size_t i);

/* True if the list has that string. */
int	string_list_has(const struct string_list *, const char *);

/* Free all strings; the list is then empty. */
void	string_list_clear(struct string_list *);

/* Replace what dst holds with copies of src's strings. */
void	string_list_copy(struct string_list *dst,
	    const struct string_list *src);

/* True if both hold the same strings in the same order. */
int	string_list_equal(const struct string_list *,
	    const struct string_list *);

#endif
