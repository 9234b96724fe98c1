/*
 * proc: child processes for the e2e tests, with pipes. Waits poll with a deadline, in milliseconds,
 * and no process is left behind.
 */
#ifndef TCHAT_SUPPORT_PROC_H
#define TCHAT_SUPPORT_PROC_H

#include <sys/types.h>

#include "common/buf.h"

enum { PROC_DEADLINE = 20000 };	/* generous: only a failing test waits this long */

struct proc {
	pid_t		 pid;		/* -1 once reaped */
	int		 in, out;	/* -1 once closed */
	int		 err;		/* a file in memory */
	struct buf	 said;		/* all of its stdout so far */
	struct buf	 erred;		/* all of its stderr so far */
	size_t		 mark;		/* offset in said where proc_expect continues */
	int		 status;	/* from waitpid, once reaped */
};

/* Start argv (searched in PATH). env: additions "K=V", ending with NULL, or NULL. */
struct proc *proc_start(const char *const *argv, const char *const *env);
void	proc_say(struct proc *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	proc_end_input(struct proc *);

/* Wait until stdout after the mark contains text, and set the mark behind it. Returns 1 or 0. */
int	proc_expect(struct proc *, const char *text);
/* The same for stderr, from its beginning. */
int	proc_expect_err(struct proc *, const char *text);
/* Return whether stdout so far contains text. */
int	proc_has_said(struct proc *, const char *text);
/* Read what is there, for at most this many ms. */
void	proc_pump(struct proc *, int ms);

/* Wait for its end; return the exit status, 128 + signal, or -1 after the deadline. */
int	proc_wait(struct proc *, int ms);
void	proc_signal(struct proc *, int sig);
/* Kill it if it still runs, reap it and free it. NULL is allowed. */
void	proc_free(struct proc *);

#endif
