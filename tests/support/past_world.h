/*
 * past_world: the client of app_world.h beside a server that has a past (past_server.h).
 */
#ifndef TCHAT_TESTS_SUPPORT_PAST_WORLD_H
#define TCHAT_TESTS_SUPPORT_PAST_WORLD_H

#include <stddef.h>
#include <stdint.h>

#include "client/model/buffer.h"
#include "tests/support/past_server.h"

#define PAGE_UP "\033[5~"
#define HOUR	((int64_t)3600 * 1000)

#define PAST_CASE(fn) \
	cmocka_unit_test_setup_teardown(fn, past_world_setup, world_teardown)

extern struct past_server past_world;

/* For cmocka, as world_setup. */
int	past_world_setup(void **state);

/* bo says "<prefix> 0" and so on, in the past. */
void	past_say_many(const char *room, const char *prefix, int n, int64_t ago);
/* And now, to all who listen; which of the server's it is. */
size_t	past_say_now(const char *room, const char *text);

/* Until all that was asked is answered. */
void	past_await_answers(void);
/* A connection comes to be, and the client in #a; first of all with a new client. */
void	past_come_in(void);
void	past_enter(void);

/* All of bo's and my words in a room, in order, one a line: shown, and on the server. */
const char *past_talk(const struct buffer *);
const char *past_all_said(const char *room);

#endif
