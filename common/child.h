/*
 * child: a program of the user's: its command, and what a process that fork(2) made does before it executes it.
 */
#ifndef TCHAT_COMMON_CHILD_H
#define TCHAT_COMMON_CHILD_H

#include "common/string_list.h"

/*
 * Return the program and its arguments, which the caller clears, from the value of a setting. A single text is split at its
 * spaces: people write "firefox --new-tab".
 */
struct string_list child_split_command(const struct string_list *);

/* Set default actions for all signals, and block none. */
void	child_reset_signals(void);

/*
 * Let the program inherit only its standard input (`input`; -1: /dev/null), and /dev/null as its standard output and
 * error. Returns 0, or -1 with errno.
 */
int	child_set_descriptors(int input);

#endif
