/*
 * Secret rooms (mode s): an outsider's command is answered as if the room did not exist. Every
 * command is sent to a secret room and to a missing one, and the answers are compared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/irc/command.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/plain_client.h"
#include "tests/support/test.h"

#define SECRET	"#hidden1"
#define MISSING "#missing"
#define MSGID	"0123456789ABCDEFGHJKMNPQRS"
#define CAPS                                                        \
	"labeled-response batch draft/multiline message-tags "      \
	"server-time echo-message draft/channel-rename "            \
	"draft/message-redaction draft/chathistory soju.im/search " \
	"draft/event-playback draft/read-marker multi-prefix"

/* ROOM stands for its name; several lines are separated by LF. */
static const char *const requests[] = {
	"BATCH +1 draft/multiline ROOM\n@batch=1 PRIVMSG ROOM :a\n@batch=1 "
	"PRIVMSG ROOM "
	":b\nBATCH -1",
	"CHATHISTORY LATEST ROOM * 10",
	"CHATHISTORY BEFORE ROOM timestamp=2023-01-01T00:00:00.000Z 10",
	"CHATHISTORY AROUND ROOM msgid=" MSGID " 10",
	"CHATHISTORY BETWEEN ROOM msgid=" MSGID " msgid=" MSGID " 10",
	"INVITE bob ROOM",
	"INVITE ada ROOM",
	"INVITE nobody ROOM",
	"KICK ROOM ada",
	"KICK ROOM nobody :reason",
	"KICK ROOM,ROOM ada,bob",
	"LIST",
	"LIST ROOM",
	"LIST #h*,#m*",
	"LUSERS",
	"MARKREAD ROOM",
	"MARKREAD ROOM timestamp=2023-01-01T00:00:00.000Z",
	"MODE ROOM",
	"MODE ROOM b",
	"MODE ROOM e",
	"MODE ROOM I",
	"MODE ROOM +b x!*@*",
	"MODE ROOM +o ada",
	"MODE ROOM +o nobody",
	"MODE ROOM +z",
	"MODE ROOM +k",
	"MODE ROOM -s+l 5",
	"NAMES ROOM",
	"NAMES ROOM,ROOM",
	"NOTICE ROOM :hello",
	"NOTICE @ROOM :hello",
	"PART ROOM",
	"PART ROOM :reason",
	"PRIVMSG ROOM :hello",
	"PRIVMSG @ROOM :hello",
	"PRIVMSG +ROOM,nobody :hello",
	"PRIVMSG ROOM :\001VERSION\001",
	"PRIVMSG ROOM",
	"@+draft/react=x;+draft/reply=" MSGID " TAGMSG ROOM",
	"@+draft/nonce=n1 PRIVMSG ROOM :hello",
	"REDACT ROOM " MSGID,
	"REDACT ROOM " MSGID " :reason",
	"RENAME ROOM #other",
	"RENAME ROOM ROOM",
	"RENAME ROOM not-a-room",
	"SEARCH text=hello;in=ROOM",
	"SEARCH in=ROOM",
	"TAGMSG ROOM",
	"TAGMSG @ROOM",
	"TBAN ROOM",
	"TBAN ROOM 10m",
	"TBAN ROOM 10m x!*@*",
	"TBAN ROOM 10m :a b",
	"TOPIC ROOM",
	"TOPIC ROOM :new",
	"TOPIC ROOM :",
	"WHO ROOM",
	"WHO ROOM o",
	"WHO ROOM %tcuihsnfdlaor,42",
	"WHOIS ROOM",
	"WHOIS ada",
	"WHO ada %cn",
};

static const char *const plain_requests[] = {
	"/leave ROOM",
	"/who ROOM",
	"/rooms",
	"/whois ROOM",
	"/whois ada",
	"/invite bob ROOM",
	"/msg ROOM hello",
	"/topic ROOM",
	"/topic ROOM new",
	"/history ROOM 10",
	"/history ROOM",
	"/mode ROOM",
	"/mode ROOM +m",
	"/mode ROOM +o ada",
	"/kick ROOM ada",
	"/ban ROOM",
	"/ban ROOM ada",
	"/ban ROOM ada 10m reason",
	"/unban ROOM ada",
	"/mute ROOM ada",
	"/unmute ROOM ada",
	"/op ROOM ada",
	"/deop ROOM ada",
	"/voice ROOM ada",
	"/devoice ROOM ada",
	"/rename ROOM #other",
};

static const char *const plain_others[] = { "nick", "join", "away", "me",
	"search", "register", "login", "logout", "help", "quit" };

static struct irc_client *ada;

/* Return text with every `from` replaced by `to`. The caller frees it. */
static char *
replace(const char *text, const char *from, const char *to)
{
	struct buf out = { 0 };
	const char *at;

	while ((at = strstr(text, from)) != NULL) {
		buf_add(&out, text, (size_t)(at - text));
		buf_add_str(&out, to);
		text = at + strlen(from);
	}
	buf_add_str(&out, text);
	return buf_take(&out);
}

/* Return the reply to a request about that room, with its name replaced by MISSING. The caller frees it. */
static char *
answer_to(struct irc_client *c, const char *request, const char *room)
{
	char *lines = replace(request, "ROOM", room), *named;
	struct buf out = { 0 };
	const char *line;

	client_send(c, "%s", lines);
	while ((line = client_line(c)) != NULL)
		buf_printf(&out, "%s\n", line);
	buf_add_str(&out, "");
	named = buf_take(&out);
	free(lines);
	lines = replace(named == NULL ? "" : named, room, MISSING);
	free(named);
	return lines;
}

/* Ask both outsiders, one about each room. Their names have the same length. */
static void
compare(
    struct irc_client *secret, struct irc_client *missing, const char *request)
{
	char *a = answer_to(secret, request, SECRET);
	char *b = answer_to(missing, request, MISSING);
	char *same = replace(a, "dora", "dirk");

	if (strcmp(same, b) != 0)
		fail_msg("%s\nsecret:  %s\nmissing: %s", request, same, b);
	free(same);
	free(a);
	free(b);
}

static void
make_secret(const char *modes)
{
	ada = client_enter(&rig, "ada");
	client_enter(&rig, "bob");
	client_join(ada, SECRET);
	client_send(ada, "MODE " SECRET " %s", modes);
	client_send(ada, "TOPIC " SECRET " :plans");
	client_send(ada, "MODE " SECRET " +b dora!*@*");
	irc_rig_skip(&rig);
}

static void
compare_all(const char *modes)
{
	struct irc_client *dora, *dirk;
	size_t i;

	make_secret(modes);
	dora = client_enter_with(&rig, "dora", CAPS);
	dirk = client_enter_with(&rig, "dirk", CAPS);
	for (i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		compare(dora, dirk, requests[i]);
	client_expect_nothing(ada);
}

static void
every_command__answers_an_outsider_as_if_a_secret_room_did_not_exist(
    void **state)
{
	(void)state;
	compare_all("+s");
}

static void
every_command__hides_a_secret_room_with_other_rules(void **state)
{
	(void)state;
	compare_all("+sikmRCW key 60");
}

/* Mode n is off, so outsiders may write. But this one is banned, and must not learn more. */
static void
every_command__hides_a_secret_room_that_refuses_this_outsider(void **state)
{
	(void)state;
	compare_all("+s-n");
}

static void
label__does_not_tell_a_secret_room_from_a_missing_one(void **state)
{
	static const char *const labelled[] = { "@label=l1 TOPIC ROOM :x",
		"@label=l2 PRIVMSG ROOM :x", "@label=l3 MODE ROOM +m",
		"@label=l4 PART ROOM", ("@label=l5 REDACT ROOM " MSGID),
		"@label=l6 NAMES ROOM", "@label=l7 NOTICE ROOM :x" };
	struct irc_client *dora, *dirk;
	size_t i;

	(void)state;
	make_secret("+s");
	dora = client_enter_with(&rig, "dora", CAPS);
	dirk = client_enter_with(&rig, "dirk", CAPS);
	for (i = 0; i < sizeof(labelled) / sizeof(labelled[0]); i++)
		compare(dora, dirk, labelled[i]);
}

static int
is_listed(const char *name, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(list[i], name) == 0)
			return 1;
	return 0;
}

/* Return whether a request of the list begins with this command, after tags and slash. */
static int
is_requested(const char *name, const char *const *list, size_t n)
{
	size_t i, len = strlen(name);
	const char *p;

	for (i = 0; i < n; i++) {
		p = list[i];
		if (*p == '@')
			p = strchr(p, ' ') + 1;
		p += *p == '/';
		if (strncmp(p, name, len) == 0 &&
		    (p[len] == ' ' || p[len] == '\0'))
			return 1;
	}
	return 0;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
every_command_that_takes_a_room__is_in_the_requests(void **state)
{
	const struct irc_command *c;
	size_t i;

	(void)state;
	for (i = 0; (c = irc_command_at(i)) != NULL; i++)
		if (!(c->flags & COMMAND_NO_ROOM) &&
		    !is_requested(c->name, requests, COUNT(requests)))
			fail_msg("%s is not tried", c->name);
}

/*
 * The flag must be right. JOIN is left out: it may tell (473, 475), since the outsider wants to create
 * the room.
 */
static void
command_that_takes_no_room__hides_a_secret_one_in_any_parameter(void **state)
{
	static const char *const parameters[] = { "ROOM", "ROOM ROOM",
		"ROOM ada", "ada ROOM", "1nobody ROOM :ROOM", "* ROOM x" };
	struct irc_client *dora, *dirk;
	const struct irc_command *c;
	char request[128];
	size_t i, k;

	(void)state;
	make_secret("+s");
	dora = client_enter_with(&rig, "dora", CAPS);
	dirk = client_enter_with(&rig, "dirk", CAPS);
	for (i = 0; (c = irc_command_at(i)) != NULL; i++) {
		if (!(c->flags & COMMAND_NO_ROOM) ||
		    strcmp(c->name, "JOIN") == 0 ||
		    strcmp(c->name, "QUIT") == 0)
			continue;
		for (k = 0; k < COUNT(parameters); k++) {
			snprintf(request, sizeof(request), "%s %s", c->name,
			    parameters[k]);
			compare(dora, dirk, request);
		}
	}
	client_expect_nothing(ada);
}

static void
message_to_a_secret_room_without_n__reaches_its_members(void **state)
{
	struct irc_client *eve;

	(void)state;
	make_secret("+s-n");
	eve = client_enter(&rig, "eve");
	client_send(eve, "PRIVMSG " SECRET " :hello");
	client_expect_nothing(eve);
	client_expect(ada, ":eve!*@* PRIVMSG " SECRET " :hello");
}

static void
lusers__counts_secret_rooms_for_their_members_alone(void **state)
{
	struct irc_client *eve;

	(void)state;
	make_secret("+s");
	eve = client_enter(&rig, "eve");
	client_join(eve, "#open");
	client_send(eve, "LUSERS");
	client_await(eve, ":chat.test 254 eve 1 :*");
	client_send(ada, "LUSERS");
	client_await(ada, ":chat.test 254 ada 2 :*");
	client_send(ada, "RENAME " SECRET " #renamed");
	client_send(ada, "MODE #renamed -s");
	client_await(ada, ":ada!*@* MODE #renamed -s");
	client_skip(eve);
	client_send(eve, "LUSERS");
	client_await(eve, ":chat.test 254 eve 2 :*");
	client_skip(eve);
	client_send(ada, "MODE #renamed +s");
	client_send(ada, "PART #renamed");
	client_send(ada, "LUSERS");
	client_await(ada, ":chat.test 254 ada 1 :*");
}

static void
every_plain_command__answers_an_outsider_as_if_a_secret_room_did_not_exist(
    void **state)
{
	struct irc_client *dora, *dirk;
	size_t i;

	(void)state;
	irc_rig_set(&rig, "lobby", "#lobby");
	make_secret("+s");
	dora = plain_enter(&rig, "dora");
	dirk = plain_enter(&rig, "dirk");
	for (i = 0; i < COUNT(plain_requests); i++)
		compare(dora, dirk, plain_requests[i]);
	client_expect_nothing(ada);
}

/* The commands as /help lists them: "*   /name ARGS   what it does". */
static void
every_plain_command__is_tried_here_or_is_about_no_room(void **state)
{
	struct irc_client *dora;
	const char *line, *at;
	char name[32];
	int n = 0;

	(void)state;
	dora = plain_enter(&rig, "dora");
	client_send(dora, "/help");
	while ((line = client_line(dora)) != NULL) {
		at = strchr(line, '/');
		if (at == NULL || sscanf(at, "/%31[a-z]", name) != 1)
			continue;
		n++;
		if (!is_requested(
			name, plain_requests, COUNT(plain_requests)) &&
		    !is_listed(name, plain_others, COUNT(plain_others)))
			fail_msg("/%s is not tried", name);
	}
	assert_true(n > 20);
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    every_command__answers_an_outsider_as_if_a_secret_room_did_not_exist),
		TEST(every_command__hides_a_secret_room_with_other_rules),
		TEST(
		    every_command__hides_a_secret_room_that_refuses_this_outsider),
		TEST(label__does_not_tell_a_secret_room_from_a_missing_one),
		TEST(every_command_that_takes_a_room__is_in_the_requests),
		TEST(
		    command_that_takes_no_room__hides_a_secret_one_in_any_parameter),
		TEST(message_to_a_secret_room_without_n__reaches_its_members),
		TEST(lusers__counts_secret_rooms_for_their_members_alone),
		TEST(
		    every_plain_command__answers_an_outsider_as_if_a_secret_room_did_not_exist),
		TEST(every_plain_command__is_tried_here_or_is_about_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
