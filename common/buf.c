/*
 * buf: a growing byte buffer.
 */
#include "common/buf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"

enum { BUF_SIZE_MIN = 64 };

void
buf_clear(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
}

/* At least doubles the size, so that appending bytes takes linear time. */
char *
buf_reserve(struct buf *b, size_t n)
{
	size_t size;

	if (b->p == NULL || n > b->size - b->len) {
		/* On overflow, let xmalloc report that memory ran out. */
		size = n > SIZE_MAX / 2 - b->len ? SIZE_MAX : b->len + n;
		if (size < 2 * b->size)
			size = 2 * b->size;
		if (size < BUF_SIZE_MIN)
			size = BUF_SIZE_MIN;
		b->p = xreallocarray(b->p, size, 1);
		b->size = size;
	}
	return b->p + b->len;
}

void
buf_add(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_reserve(b, n), bytes, n);
	b->len += n;
}

void
buf_add_view(struct buf *b, struct view v)
{
	buf_add(b, v.p, v.len);
}

void
buf_add_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_add_char(struct buf *b, char c)
{
	*buf_reserve(b, 1) = c;
	b->len++;
}

/* Format into the free space; if it is too small, grow it and format again. */
void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	p = buf_reserve(b, 1);
	va_start(ap, fmt);
	n = vsnprintf(p, b->size - b->len, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	if ((size_t)n >= b->size - b->len) {
		p = buf_reserve(b, (size_t)n + 1);
		va_start(ap, fmt);
		vsnprintf(p, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	b->len += (size_t)n;
}

void
buf_drain(struct buf *b, size_t n)
{
	assert(n <= b->len);
	b->len -= n;
	if (n > 0 && b->len > 0)
		memmove(b->p, b->p + n, b->len);
}

const char *
buf_str(struct buf *b)
{
	*buf_reserve(b, 1) = '\0';
	return b->p;
}

char *
buf_take(struct buf *b)
{
	char *p;

	buf_str(b);
	p = b->p;
	*b = (struct buf){ 0 };
	return p;
}
