/*
 * Capabilities (checklist 18 to 20).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/irc_client.h"

static struct irc_rig rig;

static int
setup(void **state)
{
	(void)state;
	irc_rig_init(&rig, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	irc_rig_clear(&rig);
	return 0;
}

#define ALL                                                             \
	"batch cap-notify echo-message extended-join labeled-response " \
	"message-tags multi-prefix server-time setname standard-replies"

/* checklist 18 */
static void
ls__is_one_line_without_values(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "CAP LS");
	client_expect(c, ":chat.test CAP * LS :" ALL);
	client_send(c, "CAP LIST");
	client_expect(c, ":chat.test CAP * LIST :");
	client_send(c, "CAP LS 302");
	client_expect(c, ":chat.test CAP * LS :" ALL);
	client_send(c, "CAP LIST");
	client_expect(c, ":chat.test CAP * LIST :cap-notify");
}

/* checklist 19 */
static void
unknown_subcommand__is_410__with_it_as_sent(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "CAP fOo");
	client_expect(c, ":chat.test 410 * fOo :*");
	client_send(c, "CAP");
	client_expect(c, ":chat.test 461 * CAP :*");
	c = client_enter(&rig, "ada");
	client_send(c, "CAP Bar");
	client_expect(c, ":chat.test 410 ada Bar :*");
	client_send(c, "CAP LIST");
	client_expect(c, ":chat.test CAP ada LIST :");
}

/* checklist 20 */
static void
req__is_all_or_nothing__and_repeats_the_text(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "CAP REQ :setname  nothing batch");
	client_expect(c, ":chat.test CAP * NAK :setname  nothing batch");
	client_send(c, "CAP LIST");
	client_expect(c, ":chat.test CAP * LIST :");
	client_send(c, "CAP REQ :setname  batch ");
	client_expect(c, ":chat.test CAP * ACK :setname  batch ");
	client_send(c, "CAP REQ :-setname server-time");
	client_expect(c, ":chat.test CAP * ACK :-setname server-time");
	client_send(c, "CAP LIST");
	client_expect(c, ":chat.test CAP * LIST :batch server-time");
	client_send(c, "CAP REQ :Batch");
	client_expect(c, ":chat.test CAP * NAK :Batch");
}

static void
cap_notify__cannot_be_turned_off__by_302_clients(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "CAP REQ cap-notify");
	client_expect(c, ":chat.test CAP * ACK :cap-notify");
	client_send(c, "CAP REQ -cap-notify");
	client_expect(c, ":chat.test CAP * ACK :-cap-notify");
	client_send(c, "CAP LS 302");
	client_send(c, "CAP REQ -cap-notify");
	client_await(c, ":chat.test CAP * NAK :-cap-notify");
}

/* checklist 20 */
static void
req__works_after_registration__from_the_next_line_on(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(b, "PRIVMSG #c :before");
	irc_rig_run(&rig);
	client_send(a, "CAP REQ :server-time extended-join");
	client_expect(a, ":bob!bob@* PRIVMSG #c :before");
	client_expect(a, ":chat.test CAP ada ACK :server-time extended-join");
	client_send(b, "PRIVMSG #c :after");
	client_expect(a, "@time=*Z :bob!bob@* PRIVMSG #c :after");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ls__is_one_line_without_values),
		TEST(unknown_subcommand__is_410__with_it_as_sent),
		TEST(req__is_all_or_nothing__and_repeats_the_text),
		TEST(cap_notify__cannot_be_turned_off__by_302_clients),
		TEST(req__works_after_registration__from_the_next_line_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
