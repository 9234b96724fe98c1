/*
 * irc_from: see the header.
 */
#include "tests/support/irc_from.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/session/session.h"
#include "tests/support/test.h"

/* Return a socket bound to that address; set *port. */
static int
bind_to(const char *address, struct sockaddr_in *in)
{
	socklen_t len = sizeof(*in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*in = (struct sockaddr_in){ .sin_family = AF_INET };
	assert_int_not_equal(fd, -1);
	assert_int_equal(inet_pton(AF_INET, address, &in->sin_addr), 1);
	assert_int_equal(bind(fd, (struct sockaddr *)in, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)in, &len), 0);
	return fd;
}

struct irc_client *
client_connect_from(struct irc_rig *rig, const char *address)
{
	struct sockaddr_in here, there;
	int listening = bind_to("127.0.0.1", &here), taken;
	struct irc_client *c;

	assert_int_equal(listen(listening, 1), 0);
	assert_true(rig->nclients < IRC_CLIENTS_MAX);
	c = &rig->clients[rig->nclients++];
	*c = (struct irc_client){ .rig = rig, .fd = bind_to(address, &there) };
	assert_int_equal(
	    connect(c->fd, (struct sockaddr *)&here, sizeof(here)), 0);
	taken = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	assert_int_not_equal(taken, -1);
	close(listening);
	net_accept(rig->net, taken);
	return c;
}

void
client_register(struct irc_client *c, const char *nick)
{
	client_send(c, "NICK %s", nick);
	client_send(c, "USER %s 0 * :Real %s", nick, nick);
}

struct irc_client *
client_enter_from(struct irc_rig *rig, const char *address, const char *nick)
{
	struct irc_client *c = client_connect_from(rig, address);

	client_register(c, nick);
	client_await(c, ":chat.test 422 *");
	return c;
}

struct irc_client *
client_enter_operator(struct irc_rig *rig, const char *nick)
{
	struct irc_client *c = client_enter(rig, nick);
	struct chat_from from = { .user = world_find_user(
				      rig->server->world, view_of(nick)) };

	LIST_FIRST(session_list_of(from.user))->opered = 1;
	assert_int_equal(
	    chat_user_modes(rig->server->world, &from, USER_OPERATOR, 0),
	    CHAT_OK);
	client_await(c, "*MODE * +o");
	return c;
}
