/*
 * screen_tty: the terminal's modes: taken, given back, and given back in an emergency. Part
 * of screen; knows no curses. There is one per program, as there is one terminal.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_TTY_H
#define TCHAT_CLIENT_VIEW_SCREEN_TTY_H

#include "common/view.h"

/* Remember the modes of stdin. 0, or -1 and *cause: it is no terminal. */
int	screen_tty_save(char **cause);
/*
 * Raw keys, bracketed paste, and the mouse if asked. reset is what an emergency
 * writes besides switching those off: colours, cursor and main screen as they were.
 */
void	screen_tty_take(int mouse, struct view reset);
/* Switch those off and restore the modes; the screen itself is curses's to end. */
void	screen_tty_give(void);
/* All of it, from a signal handler or at exit: nothing if it is not taken. */
void	screen_tty_emergency(void);

void	screen_tty_write(struct view);

#endif
