/*
 * AUTHENTICATE (checklist 55 to 57).
 */
#include <stdlib.h>
#include <string.h>

#include <gsasl.h>

#include "server/chat/account.h"
#include "server/net/conn_impl.h"
#include "server/net/work_queue.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/logins.h"
#include "tests/support/scram_client.h"
#include "tests/support/test.h"

static struct account *ada;

static int
set_up(void **state)
{
	irc_set_up(state);
	ada = login_account(&rig, "Ada", "sesame");
	irc_rig_set(&rig, "login-tries", "100");
	return 0;
}

/* checklist 55 */
static void
plain__is_900_and_903__before_registration(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	client_send(c, "AUTHENTICATE plain");
	client_expect(c, "AUTHENTICATE +");
	/* NUL ada NUL sesame */
	client_send(c, "AUTHENTICATE AGFkYQBzZXNhbWU=");
	irc_rig_work(&rig);
	client_expect(
	    c, ":chat.test 900 * *!*@* Ada :You are now logged in as Ada");
	client_expect(c, ":chat.test 903 * :*");
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_expect_nothing(c);
	client_send(c, "CAP END");
	client_expect(c, ":chat.test 001 ada :*");
	client_await(c, ":chat.test 422 *");
	client_send(c, "WHOIS ada");
	client_await(c, ":chat.test 330 ada ada Ada :*");
}

/* checklist 57 */
static void
plain__is_sent_in_parts__if_the_password_is_long(void **state)
{
	struct irc_client *c;
	char text[601];
	size_t n;

	(void)state;
	memset(text, 'x', sizeof(text));
	text[600] = '\0';
	login_account(&rig, "long", text);
	c = login_connect(&rig, "");
	login_plain(c, "long", text);
	client_await(c, ":chat.test 903 *");
	/* 300 bytes are 400 in base 64, to which belongs a +. */
	n = 300 - strlen("full") - 2;
	text[n] = '\0';
	login_account(&rig, "full", text);
	login_plain(c, "full", text);
	client_await(c, ":chat.test 903 *");
	login_account(&rig, "caf\xc3\xa9", "p\xc3\xa4ssw\xc3\xb6rd");
	login_plain(c, "caf\xc3\xa9", "p\xc3\xa4ssw\xc3\xb6rd");
	client_await(c, ":chat.test 903 *");
}

static void
expect_login(struct irc_client *c)
{
	client_skip(c);
	login_plain(c, "ada", "sesame");
	client_expect(c, "AUTHENTICATE +");
	client_expect(c, ":chat.test 900 * Ada :*");
	client_expect(c, ":chat.test 903 *");
	client_expect_nothing(c);
}

/* checklist 55 */
static void
failure__is_904__and_a_new_try_works(void **state)
{
	static const char *const bad[] = { "AGFkYQBzZXNhbQ==", "AGFkYQA=",
		"AABzZXNhbWU=", "%%%%", "AGFkYQBzZXNhbWU", "+",
		"AAAAAA==", ":" };
	struct irc_client *c = login_connect(&rig, "");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		client_send(c, "AUTHENTICATE PLAIN");
		client_expect(c, "AUTHENTICATE +");
		client_send(c, "AUTHENTICATE %s", bad[i]);
		irc_rig_work(&rig);
		client_expect(c, ":chat.test 904 * :*");
		client_expect_nothing(c);
	}
	expect_login(c);
}

/* checklist 55 */
static void
unknown_mechanism__is_908_and_904(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	client_send(c, "AUTHENTICATE FOO");
	client_expect(c, ":chat.test 908 * SCRAM-SHA-256,PLAIN :*");
	client_expect(c, ":chat.test 904 * :*");
	client_send(c, "AUTHENTICATE EXTERNAL");
	client_expect(c, ":chat.test 908 * SCRAM-SHA-256,PLAIN :*");
	client_expect(c, ":chat.test 904 * :*");
	client_send(c, "AUTHENTICATE");
	client_expect(c, ":chat.test 461 * AUTHENTICATE :*");
	expect_login(c);
}

/* checklist 55 */
static void
message__is_905_when_a_part_is_too_long__904_when_it_is_too_much(void **state)
{
	struct irc_client *c = login_connect(&rig, "");
	char part[402];
	int i;

	(void)state;
	memset(part, 'A', sizeof(part));
	part[401] = '\0';
	client_send(c, "AUTHENTICATE PLAIN");
	client_send(c, "AUTHENTICATE %s", part);
	client_expect(c, "AUTHENTICATE +");
	client_expect(c, ":chat.test 905 * :*");
	part[400] = '\0';
	client_send(c, "AUTHENTICATE PLAIN");
	client_expect(c, "AUTHENTICATE +");
	for (i = 0; i < 21; i++) {
		client_expect_nothing(c);
		client_send(c, "AUTHENTICATE %s", part);
	}
	client_expect(c, ":chat.test 904 * :*");
	expect_login(c);
}

/* checklist 55 */
static void
star__is_906(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	client_send(c, "AUTHENTICATE *");
	client_expect(c, ":chat.test 906 * :*");
	client_send(c, "AUTHENTICATE SCRAM-SHA-256");
	client_expect(c, "AUTHENTICATE +");
	client_send(c, "AUTHENTICATE *");
	client_expect(c, ":chat.test 906 * :*");
	expect_login(c);
}

/* checklist 56 */
static void
others__change_nothing__in_the_middle(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	client_send(c, "AUTHENTICATE PLAIN");
	client_expect(c, "AUTHENTICATE +");
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_send(c, "PING x");
	client_expect(c, ":chat.test PONG chat.test :x");
	client_send(c, "AUTHENTICATE AGFkYQBzZXNhbWU=");
	irc_rig_work(&rig);
	client_expect(c, ":chat.test 900 * ada!ada@* Ada :*");
	client_expect(c, ":chat.test 903 * :*");
	client_send(c, "CAP END");
	client_expect(c, ":chat.test 001 ada :*");
}

/* checklist 56 */
static void
registration__ends_it(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	client_send(c, "AUTHENTICATE PLAIN");
	client_send(c, "NICK bob");
	client_send(c, "USER bob 0 * :Bob");
	client_send(c, "CAP END");
	client_expect(c, "AUTHENTICATE +");
	client_expect(c, ":chat.test 906 * :*");
	client_expect(c, ":chat.test 001 bob :*");
	client_skip(c);
	client_send(c, "AUTHENTICATE AGFkYQBzZXNhbWU=");
	client_expect(c, ":chat.test 908 bob *");
}

/* checklist 56 */
static void
without_the_capability__it_is_answered_as_with_it(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "AUTHENTICATE PLAIN");
	client_expect(c, "AUTHENTICATE +");
	client_send(c, "AUTHENTICATE AGFkYQBzZXNhbWU=");
	irc_rig_work(&rig);
	client_expect(c, ":chat.test 900 * *!*@* Ada :*");
	client_expect(c, ":chat.test 903 * :*");
}

/* checklist 56 */
static void
after_registration__it_works__and_with_another_account_too(void **state)
{
	struct irc_client *c = client_enter_with(&rig, "nell", "sasl");

	(void)state;
	login_account(&rig, "bob", "hunter2");
	login_plain(c, "ada", "sesame");
	client_expect(c, "AUTHENTICATE +");
	client_expect(c, ":chat.test 900 nell nell!nell@* Ada :*");
	client_expect(c, ":chat.test 903 nell :*");
	login_plain(c, "ada", "wrong");
	client_await(c, ":chat.test 904 nell :*");
	client_send(c, "WHOIS nell");
	client_await(c, ":chat.test 330 nell nell Ada :*");
	login_plain(c, "bob", "hunter2");
	client_await(c, ":chat.test 900 nell nell!nell@* bob :*");
	client_expect(c, ":chat.test 903 nell :*");
	login_plain(c, "bob", "hunter2");
	client_await(c, ":chat.test 903 nell :*");
	client_send(c, "WHOIS nell");
	client_await(c, ":chat.test 330 nell nell bob :*");
}

/* checklist 57: the server's signature, a + for it, 900, 903. */
static void
scram__ends_with_a_plus(void **state)
{
	struct irc_client *c = login_connect(&rig, "");
	struct scram_client scram;
	struct buf said = { 0 };
	char *bytes = NULL;
	const char *line;
	int rc = 1;
	size_t n = 0;

	(void)state;
	scram_client_begin(&scram, "ada", NULL, "sesame");
	client_send(c, "AUTHENTICATE SCRAM-SHA-256");
	client_expect(c, "AUTHENTICATE +");
	while (rc == 1) {
		rc =
		    scram_client_step(&scram, (struct view){ bytes, n }, &said);
		gsasl_free(bytes);
		bytes = NULL;
		login_say(c, said.p, said.len);
		line = client_line(c);
		if (rc == 0)
			break;
		assert_non_null(line);
		line += strlen("AUTHENTICATE ");
		assert_int_equal(
		    gsasl_base64_from(line, strlen(line), &bytes, &n),
		    GSASL_OK);
	}
	assert_int_equal(rc, 0);
	assert_non_null(strstr(line, " 900 * "));
	client_expect(c, ":chat.test 903 * :*");
	client_expect_nothing(c);
	scram_client_end(&scram);
	buf_clear(&said);
}

static void
plain__is_not_offered__where_others_may_read_along(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	rig.server->sessions->conn->is_loopback = 0;
	client_send(c, "CAP LS 302");
	client_await(c, "*sasl=SCRAM-SHA-256 *");
	client_skip(c);
	client_send(c, "AUTHENTICATE PLAIN");
	client_expect(c, ":chat.test 908 * SCRAM-SHA-256 :*");
	client_expect(c, ":chat.test 904 * :*");
}

static void
failed_logins__close_the_connection__past_the_limit(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	irc_rig_set(&rig, "login-tries", "2");
	login_plain(c, "ada", "no");
	login_plain(c, "ada", "neither");
	client_await(c, ":chat.test 904 *");
	client_await(c, ":chat.test 904 *");
	client_expect(c, "ERROR :Too many failed logins");
	assert_true(client_is_closed(c));
	c = login_connect(&rig, "");
	client_send(c, "AUTHENTICATE SCRAM-SHA-256");
	client_send(c, "AUTHENTICATE AAAA");
	client_send(c, "AUTHENTICATE SCRAM-SHA-256");
	client_send(c, "AUTHENTICATE AAAA");
	client_send(c, "AUTHENTICATE SCRAM-SHA-256");
	client_await(c, ":chat.test 904 *");
	client_await(c, ":chat.test 904 *");
	client_expect(c, "ERROR :Too many failed logins");
	assert_true(client_is_closed(c));
}

/* A failed login makes the next commands wait. */
static void
failures__cost_time(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	irc_rig_set(&rig, "flood-burst", "20");
	irc_rig_set(&rig, "flood-rate", "1");
	client_send(c, "AUTHENTICATE SCRAM-SHA-256");
	client_send(c, "AUTHENTICATE AAAA");
	client_await(c, ":chat.test 904 *");
	client_send(c, "AUTHENTICATE SCRAM-SHA-256");
	client_send(c, "AUTHENTICATE AAAA");
	client_expect(c, "AUTHENTICATE +");
	client_expect(c, ":chat.test 904 *");
	client_send(c, "PING x");
	client_expect_nothing(c);
	irc_rig_pass(&rig, 20);
	client_expect(c, ":chat.test PONG chat.test :x");
}

static void
too_many_checks__are_refused(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	work_queue_set_limit(rig.server->work, 0);
	login_plain(c, "ada", "sesame");
	client_expect(c, "AUTHENTICATE +");
	client_expect(c,
	    ":chat.test 904 * :The server is checking too many passwords. *");
	work_queue_set_limit(rig.server->work, 1);
	expect_login(c);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(plain__is_900_and_903__before_registration),
		TEST(plain__is_sent_in_parts__if_the_password_is_long),
		TEST(failure__is_904__and_a_new_try_works),
		TEST(unknown_mechanism__is_908_and_904),
		TEST(
		    message__is_905_when_a_part_is_too_long__904_when_it_is_too_much),
		TEST(star__is_906),
		TEST(others__change_nothing__in_the_middle),
		TEST(registration__ends_it),
		TEST(without_the_capability__it_is_answered_as_with_it),
		TEST(
		    after_registration__it_works__and_with_another_account_too),
		TEST(scram__ends_with_a_plus),
		TEST(plain__is_not_offered__where_others_may_read_along),
		TEST(failed_logins__close_the_connection__past_the_limit),
		TEST(failures__cost_time),
		TEST(too_many_checks__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
