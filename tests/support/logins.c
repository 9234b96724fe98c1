/*
 * logins: see the header.
 */
#include "tests/support/logins.h"

#include <string.h>

#include <gsasl.h>

#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "tests/support/irc_client.h"
#include "tests/support/test.h"

enum { ITERATIONS = 4096, PART = 400 };

struct account *
login_account(struct irc_rig *rig, const char *name, const char *password)
{
	struct account *a =
	    world_add_account(rig->server->world, view_of(name));

	struct account_verifier verifier;

	assert_non_null(a);
	if (password != NULL) {
		assert_int_equal(
		    verifier_make(&verifier, password, ITERATIONS), 0);
		world_set_verifier(rig->server->world, a, &verifier);
	}
	return a;
}

void
login_say(struct irc_client *c, const void *message, size_t n)
{
	char *text = NULL;
	size_t len = 0, at, part = PART;

	if (n > 0)
		assert_int_equal(
		    gsasl_base64_to(message, n, &text, &len), GSASL_OK);
	for (at = 0; part == PART; at += part) {
		part = len - at < PART ? len - at : PART;
		if (part == 0)
			client_send(c, "AUTHENTICATE +");
		else
			client_send(
			    c, "AUTHENTICATE %.*s", (int)part, text + at);
	}
	gsasl_free(text);
}

void
login_plain(struct irc_client *c, const char *name, const char *password)
{
	struct buf message = { 0 };

	buf_add_char(&message, '\0');
	buf_add(&message, name, strlen(name) + 1);
	buf_add_str(&message, password);
	client_send(c, "AUTHENTICATE PLAIN");
	login_say(c, message.p, message.len);
	irc_rig_work(c->rig);
	buf_clear(&message);
}

struct irc_client *
login_connect(struct irc_rig *rig, const char *caps)
{
	struct irc_client *c = client_connect(rig);

	client_send(c, "CAP REQ :sasl %s", caps);
	client_expect(c, ":chat.test CAP * ACK :*");
	return c;
}

struct irc_client *
login_enter(struct irc_rig *rig, const char *nick, const char *name,
    const char *password, const char *caps)
{
	struct irc_client *c = login_connect(rig, caps);

	client_send(c, "NICK %s", nick);
	client_send(c, "USER %s 0 * :Real %s", nick, nick);
	login_plain(c, name, password);
	client_await(c, ":chat.test 903 *");
	client_send(c, "CAP END");
	client_await(c, ":chat.test 422 *");
	return c;
}
