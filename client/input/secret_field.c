/*
 * secret_field: handles only a few keys, and at most as many bytes as fit into one line of the protocol.
 */
#include "client/input/secret_field.h"

#include <string.h>

#include "common/text.h"

enum { SECRET_BYTES = 400, BACKSPACE = 0x08, RUBOUT = 0x7f, ESCAPE = 0x1b };

/* Reserves the whole size at once: a buffer that grows would leave copies of the text in memory. */
static void
add(struct secret_field *f, char c)
{
	if (f->text.len < SECRET_BYTES) {
		buf_reserve(&f->text, SECRET_BYTES - f->text.len);
		buf_add_char(&f->text, c);
	}
}

static void
erase_last(struct secret_field *f)
{
	struct view v = buf_view(&f->text);

	while (v.len > 0 && ((unsigned char)v.p[--v.len] & 0xc0) == 0x80)
		;
	f->text.len = v.len;
}

/* Skip the rest of a key that begins with ESC: it has no meaning here. */
static void
skip_key(struct view *bytes)
{
	char c = bytes->p[0];

	bytes->p++;
	bytes->len--;
	if (c == 'O' && bytes->len > 0) {
		bytes->p++;
		bytes->len--;
	}
	while (c == '[' && bytes->len > 0) {
		c = bytes->p[0] >= 0x40 && bytes->p[0] < 0x7f ? 0 : '[';
		bytes->p++;
		bytes->len--;
	}
}

enum secret_key
secret_field_keys(struct secret_field *f, struct view *bytes)
{
	char c;

	while (bytes->len > 0) {
		c = *bytes->p++;
		bytes->len--;
		if (c == '\r' || c == '\n')
			return SECRET_ENTERED;
		if (c == 3 || c == 7 || (c == 4 && f->text.len == 0) ||
		    (c == ESCAPE && bytes->len == 0))
			return SECRET_CANCELLED;
		if (c == ESCAPE)
			skip_key(bytes);
		else if (c == RUBOUT || c == BACKSPACE)
			erase_last(f);
		else if (c == 0x15) /* C-u */
			f->text.len = 0;
		else if ((unsigned char)c >= 0x20)
			add(f, c);
	}
	return SECRET_MORE;
}

void
secret_field_paste(struct secret_field *f, struct view text)
{
	struct view line;

	view_cut(&text, '\n', &line);
	for (; line.len > 0; line.p++, line.len--)
		if ((unsigned char)*line.p >= 0x20 && *line.p != RUBOUT)
			add(f, *line.p);
}

void
secret_field_clear(struct secret_field *f)
{
	if (f->text.p != NULL)
		explicit_bzero(
		    f->text.p, f->text.size); /* with erased characters */
	buf_clear(&f->text);
}

void
secret_mask(struct buf *out, struct view text, size_t at, size_t *point)
{
	size_t i, old = *point;

	for (i = 0; i < text.len; i++) {
		if (i == old)
			*point = out->len;
		if (i < at)
			buf_add_char(out, text.p[i]);
		else if (((unsigned char)text.p[i] & 0xc0) != 0x80)
			buf_add_char(out, '*');
	}
	if (old >= text.len)
		*point = out->len;
}
