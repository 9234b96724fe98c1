/*
 * xmalloc: allocation that ends the program with one line on stderr when memory
 * is out; nothing above it checks. What they return is freed with free().
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
char	*xviewdup(struct view);		/* a terminated copy */
int	 xasprintf(char **, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
int	 xvasprintf(char **, const char *fmt, va_list)
	    __attribute__((format(printf, 2, 0)));

/* Replace *p by a copy of s (which may lie inside the old one, or be NULL). */
void	 xreplace(char **p, const char *s);

/* Set *cause (if it is not NULL) to a formatted, malloced text; returns -1. */
int	 cause_set(char **cause, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
