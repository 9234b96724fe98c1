/*
 * SEARCH (soju.im/search).
 */
#include <stdio.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

#define CAPS                                                            \
	"batch echo-message labeled-response message-tags server-time " \
	"soju.im/search"

static void
say(struct irc_client *c, const char *room, const char *text)
{
	size_t i;

	irc_rig_pass(&rig, 1);
	client_send(c, "PRIVMSG %s :%s", room, text);
	for (i = 0; i < rig.nclients; i++)
		client_skip(&rig.clients[i]);
}

/* Expect messages with these texts, separated by commas. */
static void
expect_found(struct irc_client *c, const char *texts)
{
	struct view rest = view_of(texts), text;
	char pattern[200];

	client_expect(c, ":chat.test BATCH +* soju.im/search");
	while (rest.len > 0 && view_cut(&rest, ',', &text)) {
		snprintf(pattern, sizeof(pattern),
		    "@batch=*;time=*;msgid=* :*!*@* PRIVMSG #* :%.*s",
		    VIEW_ARG(text));
		client_expect(c, pattern);
	}
	client_expect(c, ":chat.test BATCH -*");
}

static void
search__finds_by_each_attribute_and_all_together(void **state)
{
	static const struct {
		const char *search;
		const char *found;
	} cases[] = {
		{ "text=tea", "green tea,no tea,Tea for two" },
		{ "text=tea\\sgreen", "green tea" },
		{ "in=#D", "no tea" },
		{ "text=tea;in=#c", "green tea,Tea for two" },
		{ "from=BOB", "coffee,Tea for two" },
		{ "from=bob;text=tea", "Tea for two" },
		{ "text=tea;limit=2", "no tea,Tea for two" },
		{ "after=2023-11-14T22:13:22.000Z;limit=2", "coffee,no tea" },
		{ "before=2023-11-14T22:13:22.000Z", "green tea,coffee" },
		{ "after=2023-11-14T22:13:22.000Z;before=2023-11-14T22:13:23."
		  "000Z",
		    "coffee,no tea" },
		{ "text=water", "" },
		{ "before=1960-01-01T00:00:00.000Z", "" },
	};
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);
	size_t i;

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(a, "#d");
	say(a, "#c", "green tea");
	say(b, "#c", "coffee");
	say(a, "#d", "no tea");
	say(b, "#c", "Tea for two");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		client_send(a, "SEARCH %s", cases[i].search);
		expect_found(a, cases[i].found);
	}
	client_send(a, "@label=x SEARCH text=coffee");
	client_expect(a, "@label=x :chat.test BATCH +* soju.im/search");
	client_expect(a, "@batch=* :bob!bob@* PRIVMSG #c :coffee");
	client_expect(a, ":chat.test BATCH -*");
	client_expect_nothing(a);
}

static void
search__looks_only_where_one_may_read(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);

	(void)state;
	client_join(a, "#c");
	client_join(a, "#open");
	client_send(a, "MODE #c +k key");
	say(a, "#c", "secret one");
	say(a, "#open", "open secret");
	client_join(b, "#c key");
	say(a, "#c", "shared secret");
	client_send(b, "SEARCH text=secret");
	expect_found(b, "shared secret");
	client_send(b, "SEARCH text=secret;in=#open");
	client_expect(b, ":chat.test FAIL SEARCH INVALID_PARAMS in :*");
	client_send(b, "SEARCH text=secret;in=#none");
	client_expect(b, ":chat.test FAIL SEARCH INVALID_PARAMS in :*");
	client_expect_nothing(b);
}

static void
search__that_is_malformed__fails(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);

	(void)state;
	client_send(a, "SEARCH");
	client_expect(a, ":chat.test 461 ada SEARCH :*");
	client_send(a, "SEARCH text=a;colour=red");
	client_expect(a, ":chat.test FAIL SEARCH INVALID_PARAMS colour :*");
	client_send(a, "SEARCH text=a;limit=no");
	client_expect(a, ":chat.test FAIL SEARCH INVALID_PARAMS limit :*");
	client_send(a, "SEARCH after=today");
	client_expect(a, ":chat.test FAIL SEARCH INVALID_PARAMS after :*");
	client_send(a, "SEARCH text=1\\s2\\s3\\s4\\s5\\s6\\s7\\s8\\s9\\s10"
		       "\\s11\\s12\\s13\\s14\\s15\\s16\\s17");
	client_expect(a,
	    ":chat.test FAIL SEARCH INVALID_PARAMS text :*at most 16 words*");
	client_expect_nothing(a);
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(search__finds_by_each_attribute_and_all_together),
		TEST(search__looks_only_where_one_may_read),
		TEST(search__that_is_malformed__fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
