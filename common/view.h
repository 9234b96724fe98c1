/*
 * view: a borrowed run of bytes, not terminated, never owned.
 * Good for as long as what it points into is neither changed nor freed.
 */
#ifndef TCHAT_COMMON_VIEW_H
#define TCHAT_COMMON_VIEW_H

#include <stddef.h>
#include <string.h>

struct view {
	const char	*p;
	size_t		 len;
};

/* The view of a string literal. */
#define VIEW(s)	((struct view){ (s), sizeof(s) - 1 })

/* "%.*s" arguments. */
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

/* Equal without regard to the case of ASCII letters (command names). */
int	view_equal_nocase(struct view, struct view);

/* Does a begin with b? */
int	view_has_prefix(struct view a, struct view b);

/*
 * Cut the part before the first c off the front of *rest and return it; all of
 * it when there is no c. Returns 0 when nothing is left (rest->p is NULL).
 */
int	view_cut(struct view *rest, char c, struct view *part);

/* A whole decimal number in [min, max]; 0 and *n, or -1 if it is not one. */
int	view_to_int(struct view, long long min, long long max, long long *n);

#endif
