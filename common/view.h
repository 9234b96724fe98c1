/*
 * view: a borrowed range of bytes, not NUL-terminated. It is valid until the memory it points into is changed or
 * freed.
 */
#ifndef TCHAT_COMMON_VIEW_H
#define TCHAT_COMMON_VIEW_H

#include <stddef.h>
#include <string.h>

struct view {
	const char	*p;
	size_t		 len;
};

/* A view of a string literal. */
#define VIEW(s)	((struct view){ (s), sizeof(s) - 1 })

/* Arguments for "%.*s". */
#define VIEW_ARG(v)	(int)(v).len, (v).p

static inline struct view
view_of(const char *s)
{
	return (struct view){ s, s == NULL ? 0 : strlen(s) };
}

static inline int
view_equal(struct view a, struct view b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* True if they are equal ignoring the case of ASCII letters (command names). */
int	view_equal_nocase(struct view, struct view);

/* True if a begins with b. */
int	view_has_prefix(struct view a, struct view b);

/*
 * Split off the part of *rest before the first c, or all of it if there is no c. Returns 1 and sets *part, or 0
 * if nothing is left (rest->p is NULL).
 */
int	view_cut(struct view *rest, char c, struct view *part);

/* Parse a whole decimal number in [min, max]. Returns 0 and sets *n, or -1. */
int	view_to_int(struct view, long long min, long long max, long long *n);

#endif
