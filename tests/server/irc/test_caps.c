/*
 * Capabilities (checklist 18 to 20).
 */
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

#define BEFORE(value)                                         \
	"account-notify account-tag away-notify batch "       \
	"cap-notify chghost draft/account-registration" value \
	" draft/channel-rename draft/chathistory "            \
	"draft/event-playback draft/extended-isupport "       \
	"draft/message-redaction"
#define AFTER(value, own)                                               \
	" draft/no-implicit-names draft/pre-away draft/read-marker "    \
	"echo-message extended-join extended-monitor invite-notify "    \
	"labeled-response message-tags multi-prefix no-implicit-names " \
	"sasl" value " server-time setname soju.im/search "             \
	"standard-replies " own "userhost-in-names"
#define EARLY "=before-connect"
#define SASL  "=SCRAM-SHA-256,PLAIN"
#define ALL   BEFORE("") " draft/multiline" AFTER("", "")
#define VALUES                                                  \
	BEFORE(EARLY)                                           \
	" draft/multiline=max-bytes=16384,max-lines=100" AFTER( \
	    SASL, "tchat/no-lobby tchat/visitor ")

/* The list takes as many lines as it needs. */
static void
expect_ls_302(struct irc_client *c, const char *want)
{
	struct buf all = { 0 };
	const char *got;
	int more = 1;

	client_send(c, "CAP LS 302");
	while (more) {
		got = client_line(c);
		assert_non_null(got);
		assert_true(strlen(got) <= 510);
		got = strstr(got, " LS ") + 4;
		more = strncmp(got, "* :", 3) == 0;
		buf_printf(&all, "%s%s", got + (more ? 3 : 1), more ? " " : "");
	}
	assert_string_equal(buf_str(&all), want);
	buf_clear(&all);
}

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
	expect_ls_302(c, VALUES);
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

/* checklist 18: with the longest possible names. */
static void
ls__is_one_line__and_several_with_302_where_it_does_not_fit(void **state)
{
	char name[64], nick[65];
	struct irc_client *c;
	const char *got;
	int i;

	(void)state;
	memset(name, 'n', sizeof(name));
	memcpy(name + 50, ".example.test", 14);
	irc_rig_set(&rig, "name", name);
	for (i = 0; i < 32; i++)
		memcpy(nick + 2 * i, "\xc3\xa9", 3);
	c = client_connect(&rig);
	client_send(c, "CAP LS");
	client_send(c, "NICK %s", nick);
	client_send(c, "USER u 0 * :u");
	client_send(c, "CAP END");
	client_await(c, ":* 422 *");
	client_send(c, "CAP LS");
	got = client_line(c);
	assert_non_null(got);
	assert_true(strlen(got) <= 510);
	got = strstr(got, " LS :") + 5;
	assert_int_equal(strncmp(ALL, got, strlen(got)), 0);
	assert_int_equal(ALL[strlen(got)], ' ');
	client_expect_nothing(c);
	expect_ls_302(c, VALUES);
}

static void
reload__is_announced__to_clients_with_cap_notify(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "cap-notify batch draft/multiline");
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "batch draft/multiline");
	struct irc_client *d = client_connect(&rig);
	struct irc_client *e = client_connect(&rig);

	(void)state;
	client_send(d, "CAP LS 302");
	client_send(d, "NICK dora");
	client_send(d, "USER u 0 * :u");
	client_send(d, "CAP END");
	client_await(d, ":chat.test 422 *");
	client_send(e, "CAP LS 302");
	client_skip(e);
	irc_rig_set(&rig, "multiline-lines", "7");
	client_expect(a, ":chat.test CAP ada NEW :draft/multiline");
	client_expect(d, ":chat.test CAP dora NEW "
			 ":draft/multiline=max-bytes=16384,max-lines=7");
	irc_rig_set(&rig, "topic-bytes", "100");
	client_expect_nothing(d);
	irc_rig_set(&rig, "multiline-lines", "0");
	client_expect(a, ":chat.test CAP ada DEL :draft/multiline");
	client_expect(d, ":chat.test CAP dora DEL :draft/multiline");
	client_expect_nothing(b);
	client_expect_nothing(e);
	client_send(b, "CAP LIST");
	client_expect(b, ":chat.test CAP bob LIST :batch");
	client_send(b, "CAP REQ draft/multiline");
	client_expect(b, ":chat.test CAP bob NAK :draft/multiline");
	expect_ls_302(
	    b, BEFORE(EARLY) AFTER(SASL, "tchat/no-lobby tchat/visitor "));
	irc_rig_set(&rig, "multiline-lines", "9");
	client_expect(a, ":chat.test CAP ada NEW :draft/multiline");
	client_send(a, "CAP LIST");
	client_expect(a, ":chat.test CAP ada LIST :batch cap-notify");
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ls__is_one_line_without_values),
		TEST(unknown_subcommand__is_410__with_it_as_sent),
		TEST(req__is_all_or_nothing__and_repeats_the_text),
		TEST(cap_notify__cannot_be_turned_off__by_302_clients),
		TEST(
		    ls__is_one_line__and_several_with_302_where_it_does_not_fit),
		TEST(reload__is_announced__to_clients_with_cap_notify),
		TEST(req__works_after_registration__from_the_next_line_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
