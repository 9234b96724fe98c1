/*
 * hostile_rig: a server with two bystanders who chat, and attackers. setup and teardown functions for cmocka.
 */
#ifndef TCHAT_SUPPORT_HOSTILE_RIG_H
#define TCHAT_SUPPORT_HOSTILE_RIG_H

#include "tests/support/attackers.h"
#include "tests/support/bystanders.h"
#include "tests/support/server_rig.h"

extern struct bystanders bystanders;
extern struct attackers	 attackers;

int	hostile_setup(void **state);
int	hostile_teardown(void **state);

/* Start the server, connect the bystanders, and print how long their messages take without an attack. */
void	hostile_begin(const char *const *more);
/*
 * Let the bystanders chat, and print how long their messages took. meanwhile is called before each
 * pair of messages, if it is not NULL.
 */
void	hostile_talk_during(const char *what, void (*meanwhile)(void *));

#endif
