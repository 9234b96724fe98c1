/*
 * plain_client: see the header.
 */
#include "tests/support/plain_client.h"

#include <sys/socket.h>

#include "server/plain/plain.h"
#include "tests/support/test.h"

/* As the detection does when a first line is text. */
static enum conn_verdict
open_on_line(struct conn *conn, struct view line, void *ctx)
{
	struct irc_rig *rig = ctx;

	(void)line;
	plain_opened(rig->server, conn);
	return CONN_AGAIN;
}

struct irc_client *
plain_connect(struct irc_rig *rig, int silent)
{
	static const struct conn_handler opener = { .line = open_on_line };
	struct irc_client *c;
	struct conn *conn;
	int fds[2];

	assert_true(rig->nclients < IRC_CLIENTS_MAX);
	c = &rig->clients[rig->nclients++];
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	*c = (struct irc_client){ .rig = rig, .fd = fds[0] };
	conn = conn_new(net_conns(rig->net), fds[1], &opener, rig);
	assert_non_null(conn);
	if (silent)
		plain_opened(rig->server, conn);
	return c;
}

void
irc_rig_skip(struct irc_rig *rig)
{
	size_t i;

	for (i = 0; i < rig->nclients; i++)
		client_skip(&rig->clients[i]);
}

struct irc_client *
plain_enter(struct irc_rig *rig, const char *nick)
{
	struct irc_client *c = plain_connect(rig, 1);

	client_send(c, "/nick %s", nick);
	client_await(c, "* You are now known as *");
	irc_rig_skip(rig);
	return c;
}

struct irc_client *
plain_enter_irc(struct irc_rig *rig, const char *nick)
{
	struct irc_client *c = client_enter(rig, nick);

	client_await(c, ":chat.test 366 *");
	irc_rig_skip(rig);
	return c;
}
