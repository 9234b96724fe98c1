/*
 * e2e: a real server for a test, and the programs that talk to it.
 */
#ifndef TCHAT_SUPPORT_E2E_H
#define TCHAT_SUPPORT_E2E_H

#include "tests/support/proc.h"

struct vt;

struct e2e_server {
	struct proc	*proc;
	unsigned	 port;
	char		*dir;	/* its data folder, made for it */
	char		*home;	/* of its clients: settings, known_hosts; likewise */
};

/* Path of a program of ours: from $TCHAT_BUILD, else beside the test program. */
const char *e2e_program(const char *name);

/*
 * A server on a free loopback port; $XDG_CONFIG_HOME is its clients' home from now on. more: further
 * arguments, NULL-ended, or NULL.
 */
void	e2e_server_start(struct e2e_server *, const char *const *more);
/* On that port again (after its end), with the same data. */
void	e2e_server_restart(struct e2e_server *, const char *const *more);
/* SIGTERM, and its exit status. */
int	e2e_server_stop(struct e2e_server *);
void	e2e_server_free(struct e2e_server *);
char	*e2e_port(const struct e2e_server *);	/* as text; the caller's */

/* Start nc, telnet (each required, see e2e_require), or tchat in line mode. */
struct proc *e2e_nc(const struct e2e_server *);
struct proc *e2e_telnet(const struct e2e_server *);
struct proc *e2e_pipe(const struct e2e_server *, const char *const *more);

/* Wait until the screen shows text: 1; else print the screen: 0. */
int	e2e_shows(struct vt *, const char *text);
/* Type keys, again and again if they came too early, until the screen shows sign. */
int	e2e_types_until(struct vt *, const char *keys, const char *sign);
/* Wait for the end of the program on it: exit status, 128 + signal, or -1. */
int	e2e_exit(struct vt *);

/*
 * Skip the running test unless the program is in $PATH. The reason goes to the
 * output, where tests/run.sh finds it. Call it before the test starts anything.
 */
void	e2e_require(const char *program);
/* A folder under $TMPDIR for one test; the caller's. Removed by e2e_remove. */
char	*e2e_folder(void);
void	e2e_remove(const char *dir);

#endif
