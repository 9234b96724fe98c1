/* hostile_rig: a server with two bystanders who chat, and attackers. */
#include "tests/support/hostile_rig.h"

#include <string.h>

#include "tests/support/test.h"

enum { MESSAGES = 20 /* sent by each bystander */ };

struct bystanders bystanders;
struct attackers attackers;

int
hostile_setup(void **state)
{
	memset(&attackers, 0, sizeof(attackers));
	memset(&bystanders, 0, sizeof(bystanders));
	bystanders.ana.fd = bystanders.bob.fd = -1;
	return server_setup_later(state);
}

int
hostile_teardown(void **state)
{
	bystanders_leave(&bystanders);
	attackers_go(&attackers);
	return server_teardown(state);
}

void
hostile_begin(const char *const *more)
{
	e2e_server_start(&server, more);
	assert_true(bystanders_enter(&bystanders, server.port));
	hostile_talk_during("nobody else", NULL);
}

void
hostile_talk_during(const char *what, void (*meanwhile)(void *))
{
	assert_true(bystanders_talk(&bystanders, MESSAGES, meanwhile, NULL));
	bystanders_report(&bystanders, what);
}
