/*
 * e2e: a real server for a test, and the programs that connect to it.
 */
#ifndef TCHAT_SUPPORT_E2E_H
#define TCHAT_SUPPORT_E2E_H

#include "tests/support/proc.h"

struct vt;

struct e2e_server {
	struct proc	*proc;
	unsigned	 port;
	char		*dir;	/* its data folder */
	char		*home;	/* home of its clients: settings, known_hosts */
};

/* Return the path of a program of ours: from $TCHAT_BUILD, else beside the test program. */
const char *e2e_program(const char *name);

/*
 * Start a server on a free loopback port, and set $XDG_CONFIG_HOME and $XDG_STATE_HOME to the home of its clients. more:
 * further arguments, ending with NULL, or NULL.
 */
void	e2e_server_start(struct e2e_server *, const char *const *more);
/* Start it again after its end, on the same port and with the same data. */
void	e2e_server_restart(struct e2e_server *, const char *const *more);
/* Send SIGTERM and return the exit status. */
int	e2e_server_stop(struct e2e_server *);
void	e2e_server_free(struct e2e_server *);
char	*e2e_port(const struct e2e_server *);	/* the port as text; the caller frees it */

/* Start nc or telnet (each must be required, see e2e_require), or tchat in line mode. */
struct proc *e2e_nc(const struct e2e_server *);
struct proc *e2e_telnet(const struct e2e_server *);
struct proc *e2e_pipe(const struct e2e_server *, const char *const *more);

/* Wait until the screen shows text and return 1; else print the screen and return 0. */
int	e2e_shows(struct vt *, const char *text);
/* Type keys until the screen shows sign, again if they came too early. */
int	e2e_types_until(struct vt *, const char *keys, const char *sign);
/* Wait until its program ends; return the exit status, 128 + signal, or -1. */
int	e2e_exit(struct vt *);

/*
 * Skip the running test unless the program is in $PATH. The reason goes to the
 * output, where tests/run.sh finds it. Call it before the test starts anything.
 */
void	e2e_require(const char *program);
/* Make a folder under $TMPDIR for one test; e2e_remove removes it. The caller frees the name. */
char	*e2e_folder(void);
void	e2e_remove(const char *dir);

#endif
