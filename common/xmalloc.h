/*
 * xmalloc: memory allocation that ends the program with a line on stderr when memory runs out, so callers need no
 * check. Free the results with free().
 */
#ifndef TCHAT_COMMON_XMALLOC_H
#define TCHAT_COMMON_XMALLOC_H

#include <stdarg.h>
#include <stddef.h>

#include "common/view.h"

void	*xmalloc(size_t);
void	*xcalloc(size_t n, size_t size);
void	*xreallocarray(void *, size_t n, size_t size);
char	*xstrdup(const char *);		/* NULL gives NULL */
char	*xviewdup(struct view);		/* a NUL-terminated copy */
int	 xasprintf(char **, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
int	 xvasprintf(char **, const char *fmt, va_list)
	    __attribute__((format(printf, 2, 0)));

/* Replace *p by a copy of s (which may be part of the old value, or NULL). */
void	 xreplace(char **p, const char *s);

/* Set *cause (unless it is NULL) to a formatted text, which the caller frees. Returns -1. */
int	 cause_set(char **cause, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
