/*
 * notify_program: runs the user's program (setting notify-command) for a notification. The program gets a line of JSON on
 * its standard input and nothing else from us: no descriptors, only the variables of the environment that the manual
 * lists, its arguments as the setting has them. One runs at a time, for a few seconds at most.
 */
#ifndef TCHAT_CLIENT_NOTIFY_PROGRAM_H
#define TCHAT_CLIENT_NOTIFY_PROGRAM_H

#include "common/string_list.h"
#include "common/view.h"

struct event_base;
struct notify_program;

enum {
	NOTIFY_PROGRAM_MS = 10 * 1000,	/* then it is killed, with its children */
	NOTIFY_INPUT_MAX = 4096		/* bytes of its input; a pipe holds more, so writing never waits */
};

/* Tell the user, in one sentence, what went wrong. */
typedef void notify_report_fn(const char *text, void *ctx);

struct notify_program *notify_program_new(struct event_base *,
	    notify_report_fn *, void *ctx);
/* Kills the program if it runs. NULL: does nothing. */
void	notify_program_free(struct notify_program *);

int	notify_program_is_running(const struct notify_program *);
/*
 * Run the program with this input of at most NOTIFY_INPUT_MAX bytes. Does nothing while one runs. Failures are reported,
 * but not the same one again until the program succeeds.
 */
void	notify_program_run(struct notify_program *, const struct string_list *,
	    struct view input);

#endif
