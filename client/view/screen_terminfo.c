/*
 * screen_terminfo: looks up capabilities by their names in terminfo(5).
 */
#define NCURSES_WIDECHAR 1

#include "client/view/screen_terminfo.h"

#include <curses.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

static struct buf *tputs_out; /* where add_byte_cb appends */

static int
add_byte_cb(int c)
{
	buf_add_char(tputs_out, (char)c);
	return c;
}

static void
add_capability(struct buf *b, const char *s)
{
	tputs_out = b;
	if (s != NULL)
		tputs(s, 1, add_byte_cb);
}

int
screen_terminfo_check(const char *term, char **cause)
{
	TERMINAL *before = cur_term;
	int rc;

	if (term == NULL || *term == '\0')
		return cause_set(cause,
		    _("TERM is not set; set TERM to the type of your terminal "
		      "(often xterm-256color), or use -P"));
	if (strcmp(term, "dumb") == 0)
		return cause_set(cause,
		    _("TERM=dumb cannot show a screen; set TERM to the type "
		      "of your terminal (often xterm-256color), or use -P"));
	if (setupterm(term, STDOUT_FILENO, &rc) == ERR)
		return cause_set(cause,
		    rc == -1
			? _("TERM=%s: no terminfo database found; install "
			    "ncurses-base, or use -P")
			: _("TERM=%s is unknown; install ncurses-term, set "
			    "TERM to the type of your terminal (often "
			    "xterm-256color), or use -P"),
		    term);
	rc = cursor_address != NULL && clear_screen != NULL ? 0 : -1;
	del_curterm(cur_term);
	set_curterm(before);
	if (rc == -1)
		cause_set(cause,
		    _("TERM=%s cannot move the cursor; set TERM to the type "
		      "of your terminal (often xterm-256color), or use -P"),
		    term);
	return rc;
}

int
screen_terminfo_colours(void)
{
	if (!has_colors() || start_color() == ERR || COLORS < 8)
		return 0;
	/* More than 256 are direct colours, where only the first eight numbers have their usual meaning. */
	return COLORS > 256 ? 8 : COLORS == 256 ? 256 : COLORS >= 16 ? 16 : 8;
}

int
screen_terminfo_has_strike(void)
{
	char name[] = "smxx"; /* tigetstr takes a char * */
	const char *smxx = tigetstr(name);

	return smxx != NULL && smxx != (const char *)-1;
}

int
screen_terminfo_scrolls_at_corner(void)
{
	return auto_right_margin &&
	       (enter_am_mode == NULL || exit_am_mode == NULL);
}

int
screen_terminfo_has_title(void)
{
	char name[] = "XT"; /* tigetflag takes a char * */
	const char *tsl = to_status_line;

	return screen_term_has_title(getenv("TERM")) || tigetflag(name) == 1 ||
	       (tsl != NULL && strncmp(tsl, "\033]", 2) == 0);
}

void
screen_terminfo_add_move(struct buf *b, int x, int y)
{
	add_capability(b, tiparm(cursor_address, y, x));
}

void
screen_terminfo_add_reset(struct buf *b)
{
	add_capability(b, exit_insert_mode);
	add_capability(b, exit_alt_charset_mode);
	add_capability(b, exit_attribute_mode);
	add_capability(b, orig_pair);
	if (change_scroll_region != NULL)
		add_capability(b, tiparm(change_scroll_region, 0, LINES - 1));
	add_capability(b, tiparm(cursor_address, LINES - 1, 0));
	add_capability(b, cursor_normal);
	if (exit_ca_mode != NULL)
		add_capability(b, exit_ca_mode);
	else
		buf_add_str(b, "\r\n");
}

/* True if the name begins with one of these. */
static int
is_kind(const char *term, const char *const *kinds, size_t n)
{
	for (size_t i = 0; term != NULL && i < n; i++)
		if (strncmp(term, kinds[i], strlen(kinds[i])) == 0)
			return 1;
	return 0;
}

int
screen_term_has_title(const char *term)
{
	static const char *const kinds[] = { "alacritty", "contour", "foot",
		"ghostty", "gnome", "iterm", "kitty", "konsole", "mintty",
		"mlterm", "putty", "rxvt", "screen", "st-", "tmux", "vte",
		"wezterm", "xterm" };

	return is_kind(term, kinds, sizeof(kinds) / sizeof(kinds[0]));
}

int
screen_term_has_links(
    const char *term, const char *tmux, const char *vte_version)
{
	enum { VTE_SAFE = 5000 }; /* earlier ones have defects with OSC 8 */
	static const char *const kinds[] = { "alacritty", "contour", "foot",
		"ghostty", "gnome", "iterm", "kitty", "konsole", "mintty",
		"mlterm", "rio", "tmux", "vte", "wezterm", "xterm" };
	long long version;

	if (tmux != NULL && tmux[0] != '\0')
		return 1;
	if (vte_version != NULL &&
	    view_to_int(view_of(vte_version), VTE_SAFE, INT_MAX, &version) != 0)
		return 0;
	return is_kind(term, kinds, sizeof(kinds) / sizeof(kinds[0]));
}

int
screen_term_has_rgb(const char *colorterm, const char *term)
{
	if (colorterm != NULL && (strcmp(colorterm, "truecolor") == 0 ||
				     strcmp(colorterm, "24bit") == 0))
		return 1;
	return term != NULL && strstr(term, "-direct") != NULL;
}

void
screen_title_sequence(struct buf *out, struct view title)
{
	struct buf clean = { 0 };

	text_clean(&clean, title, 0);
	buf_add_str(out, "\033]2;");
	buf_add(out, clean.p, text_cut(buf_view(&clean), SCREEN_TITLE_MAX));
	buf_add_char(out, '\a');
	buf_clear(&clean);
}
