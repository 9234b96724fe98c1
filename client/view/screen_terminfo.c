/*
 * screen_terminfo: capabilities asked for and given out, by their names in terminfo(5).
 */
#define NCURSES_WIDECHAR 1

#include "client/view/screen_terminfo.h"

#include <curses.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#include "client/view/screen_title.h"
#include "common/xmalloc.h"

static struct buf *out; /* where tputs gives to */

static int
add_cap(int c)
{
	buf_add_char(out, (char)c);
	return c;
}

/* Append a capability. */
static void
cap(struct buf *b, const char *s)
{
	out = b;
	if (s != NULL)
		tputs(s, 1, add_cap);
}

int
screen_terminfo_check(const char *term, char **cause)
{
	static const char advice[] = "set TERM to the type of your terminal "
				     "(often xterm-256color), or use -P";
	TERMINAL *before = cur_term;
	int rc;

	if (term == NULL || *term == '\0')
		return cause_set(cause, "TERM is not set; %s", advice);
	if (strcmp(term, "dumb") == 0)
		return cause_set(
		    cause, "TERM=dumb cannot show a screen; %s", advice);
	if (setupterm(term, STDOUT_FILENO, &rc) == ERR)
		return cause_set(cause,
		    rc == -1 ? "TERM=%s: no terminfo database found; "
			       "install ncurses-base, or use -P"
			     : "TERM=%s is unknown; install ncurses-term, "
			       "%s",
		    term, advice);
	rc = cursor_address != NULL && clear_screen != NULL ? 0 : -1;
	del_curterm(cur_term);
	set_curterm(before);
	if (rc == -1)
		cause_set(
		    cause, "TERM=%s cannot move the cursor; %s", term, advice);
	return rc;
}

int
screen_terminfo_colours(void)
{
	if (!has_colors() || start_color() == ERR || COLORS < 8)
		return 0;
	/* more: direct colours, where only eight numbers mean what they do */
	return COLORS > 256 ? 8 : COLORS == 256 ? 256 : COLORS >= 16 ? 16 : 8;
}

int
screen_terminfo_strikes(void)
{
	/* it takes char *, for want of const */
	const char *smxx = tigetstr((char *)(uintptr_t) "smxx");

	return smxx != NULL && smxx != (const char *)-1;
}

int
screen_terminfo_pushes_corner(void)
{
	return auto_right_margin &&
	       (enter_am_mode == NULL || exit_am_mode == NULL);
}

int
screen_terminfo_titles(void)
{
	const char *tsl = to_status_line;

	return screen_title_known(getenv("TERM")) ||
	       tigetflag((char *)(uintptr_t) "XT") == 1 ||
	       (tsl != NULL && strncmp(tsl, "\033]", 2) == 0);
}

void
screen_terminfo_add_move(struct buf *b, int x, int y)
{
	cap(b, tiparm(cursor_address, y, x));
}

void
screen_terminfo_add_undo(struct buf *b)
{
	cap(b, exit_insert_mode);
	cap(b, exit_alt_charset_mode);
	cap(b, exit_attribute_mode);
	cap(b, orig_pair);
	if (change_scroll_region != NULL)
		cap(b, tiparm(change_scroll_region, 0, LINES - 1));
	cap(b, tiparm(cursor_address, LINES - 1, 0));
	cap(b, cursor_normal);
	if (exit_ca_mode != NULL)
		cap(b, exit_ca_mode);
	else
		buf_add_str(b, "\r\n");
}
