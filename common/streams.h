/*
 * streams: make standard input, output and error safe at start-up, and check standard output at exit.
 */
#ifndef TCHAT_COMMON_STREAMS_H
#define TCHAT_COMMON_STREAMS_H

#include "common/view.h"

/*
 * Open /dev/null on each of descriptors 0, 1 and 2 that is closed, so that no file or socket gets that number,
 * and ignore SIGPIPE. Call it first in main. A standard output that was closed stays unwritable: streams_finish
 * reports it. Exits with status 1 if /dev/null cannot be opened.
 */
void	streams_open(void);

/* Flush standard output. Returns 0, or -1 and *cause if any output was lost. */
int	streams_flush(char **cause);

/*
 * Flush standard output at the end of a program that exits with this status. Returns the status; but if it is 0
 * and output was lost, prints the reason on standard error after the program's name, and returns 1.
 */
int	streams_finish(const char *program, int status);

/*
 * Print the lines of text on standard output (streams_print), or on standard error, each after the program's name
 * (streams_complain). Escapes control characters (text_escape), so that text from the network, a file or the
 * command line cannot act on the terminal. streams_print returns 0, or -1 and errno if writing fails.
 */
int	streams_print(struct view text);
void	streams_complain(const char *program, const char *text);

#endif
