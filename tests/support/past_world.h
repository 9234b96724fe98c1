/*
 * past_world: the client of app_world.h with a server that has a history (past_server.h).
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

/* cmocka's setup, like world_setup. */
int	past_world_setup(void **state);

/* Add messages of bo to the history: "<prefix> 0" and so on. */
void	past_say_many(const char *room, const char *prefix, int n, int64_t ago);
/* Send a message of bo now, to the client too; return its number. */
size_t	past_say_now(const char *room, const char *text);

/* Run until all requests are answered. */
void	past_wait_for_answers(void);
/* Connect the client and join #a; the first time with a new client. */
void	past_connect_and_join(void);
void	past_start(void);

/* Return all messages of bo and me in a room, one per line: as shown, and as the server has them. */
const char *past_shown(const struct buffer *);
const char *past_on_server(const char *room);

#endif
