/*
 * buf: a growing run of bytes, owned by whoever embeds it. A zeroed struct is an
 * empty buffer that holds no memory.
 */
#ifndef TCHAT_COMMON_BUF_H
#define TCHAT_COMMON_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "common/view.h"

struct buf {
	char	*p;
	size_t	 len;
	size_t	 size;	/* allocated */
};

void	 buf_clear(struct buf *);		/* frees; empty again */
void	 buf_reset(struct buf *);		/* empty; keeps the memory */
char	*buf_reserve(struct buf *, size_t n);	/* n writable bytes at the end */
void	 buf_add(struct buf *, const void *, size_t);
void	 buf_add_view(struct buf *, struct view);
void	 buf_add_str(struct buf *, const char *);
void	 buf_add_char(struct buf *, char);
void	 buf_printf(struct buf *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	 buf_drain(struct buf *, size_t n);	/* drop n bytes at the front */
const char *buf_str(struct buf *);		/* terminated; len unchanged */
char	*buf_take(struct buf *);		/* terminated, the caller's; buf is empty */

static inline struct view
buf_view(const struct buf *b)
{
	return (struct view){ b->p, b->len };
}

#endif
