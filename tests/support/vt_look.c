/*
 * vt_look: what the terminal shows, and the bytes that it received.
 */
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "tests/support/vt_state.h"

/* Append row y to the text. */
static void
add_row(struct vt *vt, int y)
{
	VTermScreenCell cell;
	VTermPos pos = { .row = y };
	size_t begin = vt->text.len;

	while (pos.col < vt->w) {
		if (!vterm_screen_get_cell(vt->screen, pos, &cell))
			break;
		if (cell.chars[0] == 0)
			buf_add_char(&vt->text, ' ');
		for (int i = 0;
		     i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0 &&
		     cell.chars[i] != (uint32_t)-1;
		     i++)
			text_add(&vt->text, cell.chars[i]);
		pos.col += cell.width > 1 ? cell.width : 1;
	}
	while (vt->text.len > begin && vt->text.p[vt->text.len - 1] == ' ')
		vt->text.len--;
}

const char *
vt_row(struct vt *vt, int y)
{
	buf_reset(&vt->text);
	if (y >= 0 && y < vt->h)
		add_row(vt, y);
	return buf_str(&vt->text);
}

const char *
vt_text(struct vt *vt)
{
	buf_reset(&vt->text);
	for (int y = 0; y < vt->h; y++) {
		add_row(vt, y);
		buf_add_char(&vt->text, '\n');
	}
	return buf_str(&vt->text);
}

int
vt_width(const struct vt *vt)
{
	return vt->w;
}

int
vt_height(const struct vt *vt)
{
	return vt->h;
}

int
vt_cursor(const struct vt *vt, int *x, int *y)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(vt->term), &pos);
	*x = pos.col;
	*y = pos.row;
	return vt->visible;
}

static int
colour_number(const VTermColor *c, int is_default)
{
	if (is_default)
		return -1;
	if (VTERM_COLOR_IS_INDEXED(c))
		return c->indexed.idx;
	return VT_RGB + (c->rgb.red << 16 | c->rgb.green << 8 | c->rgb.blue);
}

void
vt_cell(const struct vt *vt, int x, int y, struct vt_cell *out)
{
	VTermScreenCell cell;
	VTermPos pos = { .row = y, .col = x };

	memset(out, 0, sizeof(*out));
	out->fg = out->bg = -1;
	if (!vterm_screen_get_cell(vt->screen, pos, &cell))
		return;
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL; i++)
		out->chars[i] = cell.chars[i];
	out->width = (unsigned char)cell.width;
	out->bold = cell.attrs.bold;
	out->italic = cell.attrs.italic;
	out->underline = cell.attrs.underline != 0;
	out->reverse = cell.attrs.reverse;
	out->strike = cell.attrs.strike;
	out->link = (int)cell.attrs.font; /* see vt_links.c */
	out->fg = colour_number(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
	out->bg = colour_number(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
}

const char *
vt_title(const struct vt *vt)
{
	return buf_str(&((struct vt *)(uintptr_t)vt)->title);
}

int
vt_altscreen(const struct vt *vt)
{
	return vt->altscreen;
}

unsigned
vt_bells(const struct vt *vt)
{
	return vt->bells;
}

int
vt_has_text(struct vt *vt, const char *text)
{
	return strstr(vt_text(vt), text) != NULL;
}

const char *
vt_raw(const struct vt *vt, size_t *len)
{
	*len = vt->raw.len;
	return vt->raw.p;
}

int
vt_raw_has(const struct vt *vt, const char *s)
{
	return vt->raw.len > 0 &&
	       memmem(vt->raw.p, vt->raw.len, s, strlen(s)) != NULL;
}

void
vt_raw_reset(struct vt *vt)
{
	buf_reset(&vt->raw);
}
