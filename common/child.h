/*
 * child: what a process that fork(2) made does before it executes a program of the user's.
 */
#ifndef TCHAT_COMMON_CHILD_H
#define TCHAT_COMMON_CHILD_H

/* Set default actions for all signals, and block none. */
void	child_reset_signals(void);

/*
 * Let the program inherit only its standard input (`input`; -1: /dev/null), and /dev/null as its standard output and
 * error. Returns 0, or -1 with errno.
 */
int	child_set_descriptors(int input);

#endif
