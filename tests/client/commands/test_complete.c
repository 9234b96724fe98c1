/*
 * Tests of complete: what is offered where, and in what order.
 */
#include <stdlib.h>

#include "client/commands/complete.h"
#include "client/config/config.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/environment.h"
#include "tests/support/test.h"

/* 2026-11-21 12:00 UTC */
static int64_t
noon(void)
{
	return 1795262400000;
}

static struct model *
a_model(void)
{
	struct model *m = model_new(client_config_defaults(), 100);
	struct buffer *tea, *b;

	model_add_network(m, client_config_defaults(), "irc.example.org");
	xreplace(&model_network(m)->nick, "me");
	b = model_open(model_network(m), BUFFER_ROOM, VIEW("#coffee"));
	roster_set(&b->roster, VIEW("zed"), "");
	tea = model_open(model_network(m), BUFFER_ROOM, VIEW("#tea"));
	model_open(model_network(m), BUFFER_QUERY, VIEW("Quinn"));
	roster_set(&tea->roster, VIEW("me"), "@");
	roster_set(&tea->roster, VIEW("Alice"), "");
	roster_set(&tea->roster, VIEW("bob"), "");
	roster_set(&tea->roster, VIEW("Bert"), "");
	roster_set(&tea->roster, VIEW("[weird]{}"), "");
	roster_set(&tea->roster, VIEW("\xc3\x84nne"), "");
	roster_spoke(&tea->roster, VIEW("Bert"), 1000);
	roster_spoke(&tea->roster, VIEW("bob"), 2000);
	model_activate(m, tea);
	return m;
}

/* Complete the end of the line: "a b c|append". */
static void
completes(const struct model *m, const char *line, const char *expected)
{
	struct buf out = { 0 };
	size_t point = strlen(line), start = point;
	const char *append;
	char **v;

	while (start > 0 && line[start - 1] != ' ')
		start--;
	v = complete_word(m, NULL, view_of(line), start, point, &append);
	for (size_t i = 0; v != NULL && v[i] != NULL; i++) {
		buf_printf(&out, "%s%s", i > 0 ? " " : "", v[i]);
		free(v[i]);
	}
	if (v != NULL)
		buf_printf(&out, "|%s", append);
	free(v);
	assert_string_equal(buf_str(&out), expected);
	buf_clear(&out);
}

static void
complete_word__offers_nicks__with_a_colon_at_the_start_of_a_line(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "b", "bob Bert|: ");
	completes(m, "hi b", "bob Bert| ");
	completes(m, "BE", "Bert|: ");
	completes(m, "hi al", "Alice| ");
	completes(m, "[w", "[weird]{}|: ");
	completes(m, "m", ""); /* not our own nick */
	completes(m, "z", ""); /* not members of other rooms */
	completes(m, "", "bob Bert [weird]{} Alice \xc3\x84nne Quinn|: ");
	model_free(m);
}

static void
complete_word__folds_names(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "\xc3\xa4", "\xc3\x84nne|: ");   /* a with dots */
	completes(m, "\xc3\x84N", "\xc3\x84nne|: ");  /* A with dots */
	completes(m, "a\xcc\x88n", "\xc3\x84nne|: "); /* in two parts */
	completes(m, "\xc3", "");		      /* not UTF-8 */
	model_free(m);
}

static void
complete_word__offers_rooms__after_a_hash(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "#", "#tea #coffee| ");
	completes(m, "see #CO", "#coffee| ");
	completes(m, "/join #", "#tea #coffee| ");
	completes(m, "/part #t", "#tea| ");
	completes(m, "/msg #t", "#tea| ");
	model_free(m);
}

static void
complete_word__offers_commands__after_a_slash(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "/noti", "/notice /notify| ");
	completes(m, "/WHO", "/who /whois| ");
	completes(m, "/j", "/join| ");
	completes(m, "/help k", "keys kick kill kline known-hosts| ");
	completes(m, "/nosuch", "");
	completes(m, " /no", "");
	completes(m, "//no", "");
	model_free(m);
}

static void
complete_word__offers_what_the_argument_takes(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "/whois b", "bob Bert| ");
	completes(m, "/kick #tea be", "Bert| ");
	completes(m, "/notify n", "nothing| ");
	completes(m, "/notify #tea m", "mentions| ");
	completes(m, "/ignore bob p", "presence| ");
	completes(m, "/ignore bob 2h m", "messages| ");
	completes(m, "/highlight ", "add del| ");
	ignores_set(&model_network(m)->attention.ignores, VIEW("*!*@x.net"),
	    IGNORE_BOTH, 0, NULL);
	highlights_add(&model_network(m)->attention.highlights, VIEW(""),
	    VIEW("deploy"), NULL);
	completes(m, "/unignore *", "*!*@x.net| ");
	completes(m, "/highlight #tea del d", "deploy| ");
	completes(m, "/kick bob al", "Alice| ");
	completes(m, "/msg q", "Quinn| ");
	completes(m, "/msg bob al", "Alice| ");
	completes(m, "/invite bob #c", "#coffee| ");
	completes(m, "/clear b", "");
	completes(m, "/nosuch b", "");
	model_free(m);
}

static void
complete_word__offers_emoji__by_short_codes(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, ":smil",
	    "\U0001f604 \U0001f603 \U0001f60a \U0001f970 "
	    "\U0001f608 \U0001f63a \U0001f638 "
	    "\U0001f605 \U0001f642| ");
	completes(m, "so :TAD", "\U0001f389| ");
	completes(m, ":tada:", "\U0001f389| ");
	completes(m, ":+1", "\U0001f44d| ");
	completes(m, ":sweat_s", "\U0001f605| ");
	completes(m, "/me is :koa", "\U0001f428| ");
	completes(m, "/topic :koa", "\U0001f428| ");
	completes(m, ":d", ""); /* :D is no short code */
	completes(m, ":", "");
	completes(m, "::", "");
	completes(m, ":no such", "");
	completes(m, "/nick :koa", "");
	model_free(m);
}

static void
complete_word__offers_the_topic__to_change_it(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "/topic ", "");
	buffer_set_topic(m->active, "tea at five");
	buffer_set_topic(
	    model_find(model_network(m), VIEW("#coffee")), "beans");
	completes(m, "/topic ", "tea at five|");
	completes(m, "/topic te", "tea at five|");
	completes(m, "/topic x", "");
	completes(m, "/topic #coffee ", "beans|");
	completes(m, "/topic #none ", "");
	completes(m, "/topic tea ", "");
	model_free(m);
}

static void
complete_word__offers_modes__then_nicks(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "/mode -", "-o -v -b -m -t -i -k -l -s -n -e -I| ");
	completes(m, "/mode +i", "+i| ");
	completes(m, "/mode #tea +m", "+m| ");
	completes(m, "/mode #tea +o be", "Bert| ");
	model_free(m);
}

static void
complete_word__offers_what_a_search_can_have(void **state)
{
	struct model *m = a_model();

	(void)state;
	set_time_zone("UTC");
	clock_set(noon);
	completes(m, "/search ", "from: in: after: before:|");
	completes(m, "/search tea f", "from:|");
	completes(m, "/search from:b", "from:bob from:Bert| ");
	completes(m, "/search x in:#c", "in:#coffee| ");
	completes(m, "/search after:2026-11-1",
	    "after:2026-11-19 "
	    "after:2026-11-14| ");
	completes(m, "/search before:2025", "before:2025-11-21| ");
	completes(m, "/search from:zzz", "");
	clock_set(NULL);
	model_free(m);
}

static void
complete_word__offers_accounts(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "/login ", "me| ");
	completes(m, "/account k", "key| ");
	completes(m, "/account key ", "add del| ");
	completes(m, "/account key add ", "");
	completes(m, "/account drop ", "");
	xreplace(&model_network(m)->account, "ana");
	completes(m, "/account drop ", "ana| ");
	completes(m, "/login ", "ana me| ");
	completes(m, "/login ana ", ""); /* the password */
	model_free(m);
}

static void
describes(
    const char *line, size_t start, const char *candidate, const char *expected)
{
	char *text = complete_describe(view_of(line), start, candidate);

	if (expected == NULL)
		assert_null(text);
	else
		assert_string_equal(text, expected);
	free(text);
}

static void
complete_describe__explains_commands_modes_settings_and_emoji(void **state)
{
	(void)state;
	describes("/wh", 0, "/whois", "NICK: show information about a user");
	describes("/un", 0, "/unread", "go to the first unread message");
	describes("hi :ko", 3, "\U0001f428", ":koala:");
	describes("/mode +i", 6, "+i", "only invited users may join");
	describes("/mode +o +i", 9, "+i", "only invited users may join");
	describes("/set bel", 5, "bell",
	    "ring the bell for each message that notifies you");
	describes("/set bell yes", 10, "yes", NULL);
	describes("bo", 0, "bob", NULL);
	describes("/msg bo", 5, "bob", NULL);
	describes("", 0, "", NULL);
}

static void
complete_word__offers_the_other_user__in_a_query(void **state)
{
	struct model *m = a_model();

	(void)state;
	model_activate(m, model_find(model_network(m), VIEW("quinn")));
	completes(m, "qu", "Quinn|: ");
	completes(m, "b", "");
	model_activate(m, model_network(m)->server);
	completes(m, "b", "");
	model_free(m);
}

static void
complete_word__offers_settings_and_their_values(void **state)
{
	struct model *m = a_model();

	(void)state;
	completes(m, "/set scrollb", "scrollback| ");
	completes(m, "/set bell ", "yes no| ");
	completes(m, "/set colours n", "none| ");
	completes(m, "/set scrollback 1", "10000| ");
	completes(m, "/set theme d", "default dark| ");
	completes(m, "/set -r", "-room| ");
	completes(m, "/set -room b", "bell| ");
	completes(m, "/set -room scrollb", "");
	completes(m, "/set -room #tea bell n", "no| ");
	completes(m, "/unset -server nic", "nick| ");
	model_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    complete_word__offers_nicks__with_a_colon_at_the_start_of_a_line),
		cmocka_unit_test(complete_word__folds_names),
		cmocka_unit_test(complete_word__offers_rooms__after_a_hash),
		cmocka_unit_test(complete_word__offers_commands__after_a_slash),
		cmocka_unit_test(complete_word__offers_what_the_argument_takes),
		cmocka_unit_test(
		    complete_word__offers_settings_and_their_values),
		cmocka_unit_test(complete_word__offers_emoji__by_short_codes),
		cmocka_unit_test(complete_word__offers_the_topic__to_change_it),
		cmocka_unit_test(complete_word__offers_modes__then_nicks),
		cmocka_unit_test(complete_word__offers_what_a_search_can_have),
		cmocka_unit_test(complete_word__offers_accounts),
		cmocka_unit_test(
		    complete_describe__explains_commands_modes_settings_and_emoji),
		cmocka_unit_test(
		    complete_word__offers_the_other_user__in_a_query),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
