/*
 * vt: a terminal for tests: a child process on a pty, its output read by libvterm like a real terminal
 * would, and its screen as text. Every wait polls for a condition and has a deadline.
 */
#ifndef TCHAT_TESTS_SUPPORT_VT_H
#define TCHAT_TESTS_SUPPORT_VT_H

#include <sys/types.h>

#include <stddef.h>
#include <stdint.h>
#include <termios.h>

struct vt;

enum { VT_RGB = 1 << 24 };

/* A cell as the terminal shows it. */
struct vt_cell {
	uint32_t	chars[6];	/* base character and marks; ends with 0 */
	int		width;		/* 1 or 2 */
	int		bold, italic, underline, reverse, strike;
	int		fg, bg;		/* index in the palette; VT_RGB + 0xRRGGBB; -1: the default */
	int		link;		/* vt_link of the hyperlink's id; 0: none */
};

/* Ids of hyperlinks are told apart by their remainder only. */
static inline int
vt_link(unsigned id)
{
	return (int)(1 + id % 9);
}

struct vt *vt_new(int w, int h);
/* Kill the child (SIGKILL) if it still runs, wait for it, and free. */
void	vt_close(struct vt *);

/*
 * Start a program, or a function whose result is the exit status, with the pty as
 * its terminal. env is NULL or a NULL-terminated list of "NAME=value" to set and
 * "NAME" to unset on top of ours; TERM is xterm-256color and the locale C.UTF-8
 * unless it says otherwise. Returns the child's id, or -1.
 */
pid_t	vt_spawn(struct vt *, const char *const argv[],
	    const char *const env[]);
pid_t	vt_fork(struct vt *, int (*fn)(void *), void *arg,
	    const char *const env[]);

/* Type. vt_keys takes a string, vt_write any bytes. */
void	vt_keys(struct vt *, const char *);
void	vt_write(struct vt *, const void *, size_t);
void	vt_resize(struct vt *, int w, int h);	/* the child gets SIGWINCH */

/*
 * Read what the child writes; wait at most ms for the first byte. Returns 1: something arrived; 0:
 * nothing did; -1: the child has closed the terminal.
 */
int	vt_pump(struct vt *, int ms);

/* Return row y as UTF-8 without trailing spaces; valid until the next pump or resize. */
const char *vt_row(struct vt *, int y);
/* Return all rows, each with a line end, for messages of failed tests. */
const char *vt_text(struct vt *);
int	vt_width(const struct vt *);
int	vt_height(const struct vt *);
/* Set the position of the cursor; return whether it is visible. */
int	vt_cursor(const struct vt *, int *x, int *y);
void	vt_cell(const struct vt *, int x, int y, struct vt_cell *);
const char *vt_title(const struct vt *);
int	vt_altscreen(const struct vt *);
unsigned	vt_bells(const struct vt *);

/* Pump until the condition holds. Returns 1, or 0 after ms or if the child is gone. */
int	vt_wait(struct vt *, int (*pred)(struct vt *, void *), void *arg,
	    int ms);
int	vt_wait_text(struct vt *, const char *text, int ms);	/* in any row */
int	vt_wait_gone(struct vt *, const char *text, int ms);
int	vt_wait_row(struct vt *, int y, const char *text, int ms);	/* equal */
int	vt_wait_cursor(struct vt *, int x, int y, int ms);
int	vt_has_text(struct vt *, const char *);
/* Pump until nothing has arrived for quiet ms, at most max ms. */
void	vt_settle(struct vt *, int quiet, int max);

/* Return the last VT_RAW_MAX bytes that the child has written. */
enum { VT_RAW_MAX = 4 << 20 };
const char *vt_raw(const struct vt *, size_t *len);
int	vt_raw_has(const struct vt *, const char *);
int	vt_wait_raw(struct vt *, const char *, int ms);
void	vt_raw_reset(struct vt *);

/* The terminal modes that the child has set. */
void	vt_modes(const struct vt *, struct termios *);
pid_t	vt_pid(const struct vt *);
/*
 * Pump until the child ends. Returns 0 and its wait(2) status, or -1 after ms.
 */
int	vt_wait_exit(struct vt *, int ms, int *status);
/* Pump until a signal stops the child. Returns 1, or 0 after ms. */
int	vt_wait_stopped(struct vt *, int ms);

#endif
