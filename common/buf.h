/*
 * buf: a growing byte buffer, owned by the struct it is embedded in. A zeroed struct is an empty buffer that
 * holds no memory.
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

void	 buf_clear(struct buf *);		/* free the memory; the buffer is empty again */
void	 buf_reset(struct buf *);		/* empty the buffer, keep the memory */
char	*buf_reserve(struct buf *, size_t n);	/* make room for n bytes at the end; returns where they begin */
void	 buf_add(struct buf *, const void *, size_t);
void	 buf_add_view(struct buf *, struct view);
void	 buf_add_str(struct buf *, const char *);
void	 buf_add_char(struct buf *, char);
void	 buf_printf(struct buf *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	 buf_drain(struct buf *, size_t n);	/* drop n bytes at the front */
const char *buf_str(struct buf *);		/* NUL-terminated; len does not count the NUL */
char	*buf_take(struct buf *);		/* NUL-terminated; the caller frees it; the buffer is empty
						 * afterwards */

static inline struct view
buf_view(const struct buf *b)
{
	return (struct view){ b->p, b->len };
}

#endif
