/*
 * proc: child processes for the end-to-end tests: started with pipes, spoken to, waited for
 * by polling with a deadline, and never left behind. All waits are in milliseconds.
 */
#ifndef TCHAT_SUPPORT_PROC_H
#define TCHAT_SUPPORT_PROC_H

#include <sys/types.h>

#include "common/buf.h"

enum { PROC_DEADLINE = 20000 };	/* generous: only a failure waits so long */

struct proc {
	pid_t		 pid;		/* -1 once reaped */
	int		 in, out;	/* -1 once closed */
	int		 err;		/* a file in memory */
	struct buf	 said;		/* all of its stdout */
	struct buf	 erred;		/* all of its stderr */
	size_t		 mark;		/* of said: where proc_expect looks on */
	int		 status;	/* waitpid's, once reaped */
};

/* Start argv (searched in PATH); env: NULL, or "K=V" additions, NULL-ended. */
struct proc *proc_start(const char *const *argv, const char *const *env);
void	proc_say(struct proc *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	proc_end_input(struct proc *);

/* Wait until stdout after the mark has text, and put the mark behind it. 1 or 0. */
int	proc_expect(struct proc *, const char *text);
/* The same on stderr, from its beginning. */
int	proc_expect_err(struct proc *, const char *text);
/* Is text anywhere in stdout so far? */
int	proc_has_said(struct proc *, const char *text);
/* Read what is there, for at most ms. */
void	proc_pump(struct proc *, int ms);

/* Wait for its end: the exit status, 128 + signal, or -1 past the deadline. */
int	proc_wait(struct proc *, int ms);
void	proc_signal(struct proc *, int sig);
/* Kill it if it lives, reap it, free it. NULL is fine. */
void	proc_free(struct proc *);

#endif
