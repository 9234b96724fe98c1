/*
 * vt_links: libvterm ignores hyperlinks (OSC 8), so they are shown to it as fonts (SGR 10 to 19), which the client does
 * not use. An SGR resets the font, so the font is set again after each one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/vt_state.h"

enum { TEXT, ESCAPE, CSI, OSC, OSC_ESCAPE };

static void
set_font(struct vt *vt)
{
	char sgr[16];
	int n = snprintf(sgr, sizeof(sgr), "\033[%dm", 10 + vt->link);

	vterm_input_write(vt->term, sgr, (size_t)n);
}

/* "8;id=7;https://example.org" begins a link, "8;;" ends it. */
static void
end_osc(struct vt *vt)
{
	const char *osc = buf_str(&vt->osc), *id = strstr(osc, "id="), *uri;

	if (strncmp(osc, "8;", 2) != 0)
		return;
	uri = strchr(osc + 2, ';');
	vt->link = uri == NULL || uri[1] == '\0' ? 0
		   : id == NULL || id > uri
		       ? 1
		       : vt_link((unsigned)strtoul(id + 3, NULL, 10));
	set_font(vt);
}

/* Returns 1 if the font must be set after this byte. */
static int
next(struct vt *vt, char c)
{
	switch (vt->sequence) {
	case TEXT:
		vt->sequence = c == '\033' ? ESCAPE : TEXT;
		return 0;
	case ESCAPE:
		buf_reset(&vt->osc);
		vt->sequence = c == '[' ? CSI : c == ']' ? OSC : TEXT;
		return 0;
	case CSI:
		if (c >= '@' && c <= '~')
			vt->sequence = TEXT;
		return c == 'm' && vt->link != 0;
	case OSC:
		if (c == '\033')
			vt->sequence = OSC_ESCAPE;
		else if (c == '\a')
			vt->sequence = TEXT;
		else
			buf_add_char(&vt->osc, c);
		break;
	default:
		vt->sequence = TEXT;
		break;
	}
	return vt->sequence == TEXT;
}

void
vt_take_links(struct vt *vt, const char *p, size_t n)
{
	size_t from = 0;
	int was;

	for (size_t i = 0; i < n; i++) {
		was = vt->sequence;
		if (!next(vt, p[i]))
			continue;
		vterm_input_write(vt->term, p + from, i + 1 - from);
		from = i + 1;
		if (was == CSI)
			set_font(vt);
		else
			end_osc(vt);
	}
	vterm_input_write(vt->term, p + from, n - from);
}
