/*
 * vt_state: the internals of a test terminal, shared by vt*.c only.
 */
#ifndef TCHAT_TESTS_SUPPORT_VT_STATE_H
#define TCHAT_TESTS_SUPPORT_VT_STATE_H

#include <vterm.h>

#include "common/buf.h"
#include "tests/support/vt.h"

struct vt {
	int		 w, h;
	VTerm		*term;
	VTermScreen	*screen;
	int		 fd;	/* the master; -1 before a child and after its end */
	pid_t		 pid;
	int		 reaped;
	int		 status;
	int		 visible;
	int		 altscreen;
	unsigned	 bells;
	struct buf	 out;	/* to the child, not yet written */
	struct buf	 raw;
	struct buf	 text;
	struct buf	 title;
	int		 sequence;	/* the kind of control sequence that is incomplete */
	struct buf	 osc;		/* its text, if it is an OSC */
	int		 link;		/* of what is written now; 0: none */
	int		 other;	/* keeps the child's side of the pty open until the child ends */
	struct termios	 modes;	/* as the child left them */
};

/* The real time, even if the clock is set. */
int64_t	vt_now_ms(void);
/* Give the terminal what the child has written, with hyperlinks as fonts. */
void	vt_take_links(struct vt *, const char *, size_t);

#endif
