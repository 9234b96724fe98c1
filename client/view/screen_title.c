/*
 * screen_title: xterm control sequences, "Operating System Commands", 2.
 */
#include "client/view/screen_title.h"

#include <string.h>

#include "common/text.h"

int
screen_title_known(const char *term)
{
	static const char *const kinds[] = { "alacritty", "contour", "foot",
		"ghostty", "gnome", "iterm", "kitty", "konsole", "mintty",
		"mlterm", "putty", "rxvt", "screen", "st-", "tmux", "vte",
		"wezterm", "xterm" };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(term, kinds[i], strlen(kinds[i])) == 0)
			return 1;
	}
	return 0;
}

void
screen_title_make(struct buf *out, struct view title)
{
	struct buf clean = { 0 };

	text_clean(&clean, title, 0);
	buf_add_str(out, "\033]2;");
	buf_add(out, clean.p, text_cut(buf_view(&clean), SCREEN_TITLE_MAX));
	buf_add_char(out, '\a');
	buf_clear(&clean);
}
