/*
 * past: old messages are fetched page by page, and printed together, oldest first, under a heading.
 */
#include <stdlib.h>
#include <string.h>

#include "client/line_mode/past.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

static struct irc_fake f;
static struct past past;
static struct buf printed;

static void
on_render(struct buf *out, const struct irc_event *ev, void *ctx)
{
	(void)ctx;
	buf_printf(out, "%.*s\n", VIEW_ARG(ev->text));
}

static int
on_hides(const struct irc_event *ev, void *ctx)
{
	(void)ctx;
	return view_has_prefix(ev->text, VIEW("hidden"));
}

static void
on_put(int64_t time, struct view line, void *ctx)
{
	(void)time;
	(void)ctx;
	buf_add_view(&printed, line);
}

static void
on_heading(const char *text, void *ctx)
{
	(void)ctx;
	buf_printf(&printed, "== %s\n", text);
}

static void
on_fail(const char *text, void *ctx)
{
	(void)ctx;
	buf_printf(&printed, "failed: %s\n", text);
}

static void
on_event(const struct irc_event *ev, void *ctx)
{
	uint64_t next;

	(void)ctx;
	if (ev->history != 0)
		past_event(&past, ev, &next);
}

static int
setup(void **state)
{
	static const struct past_ops ops = { on_render, on_hides, on_put,
		on_heading, on_fail };

	(void)state;
	fake_open(&f, "me");
	f.on_event = on_event;
	past_init(&past, f.session, &ops, NULL);
	fake_register(&f, "batch draft/chathistory draft/event-playback "
			  "message-tags server-time soju.im/search");
	fake_line(&f, ":s.x 005 me CHATHISTORY=2 MSGREFTYPES=msgid,timestamp "
		      ":are supported");
	fake_line(&f, ":s.x 422 me :no motd");
	fake_sent(&f);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	past_clear(&past);
	fake_close(&f);
	buf_clear(&printed);
	return 0;
}

static void
fetch(enum past_kind kind, size_t want)
{
	const struct irc_bound newest = { 0 };

	past_fetch(&past, kind, VIEW("#a"), newest, want);
	fake_wait(&f, 1);
}

/* The server answers with these texts, whose msgids are the same; "+x" is a JOIN of x. */
static void
answer(const char *type, const char *texts)
{
	struct view rest = view_of(texts), text;

	fake_line(&f, ":s.x BATCH +b %s #a", type);
	while (view_cut(&rest, ' ', &text))
		if (text.len > 0 && *text.p == '+')
			fake_line(&f, "@batch=b;msgid=%.*s :bo!b@h JOIN #a",
			    VIEW_ARG(text));
		else if (text.len > 0)
			fake_line(&f,
			    "@batch=b;msgid=%.*s :bo!b@h PRIVMSG #a :%.*s",
			    VIEW_ARG(text), VIEW_ARG(text));
	fake_line(&f, ":s.x BATCH -b");
	fake_wait(&f, 1);
}

static void
expect(const char *want)
{
	assert_string_equal(buf_str(&printed), want);
	buf_reset(&printed);
}

static void
past_fetch__fetches_pages__until_there_are_enough_lines(void **state)
{
	(void)state;
	fetch(PAST_LAST, 3);
	assert_string_equal(fake_sent(&f), "CHATHISTORY LATEST #a * 2\n");
	answer("chathistory", "m4 m5");
	assert_string_equal(
	    fake_sent(&f), "CHATHISTORY BEFORE #a msgid=m4 1\n");
	expect("");
	answer("chathistory", "hidden");
	assert_string_equal(
	    fake_sent(&f), "CHATHISTORY BEFORE #a msgid=hidden 1\n");
	expect("");
	answer("chathistory", "+j3"); /* not worth a line */
	assert_string_equal(
	    fake_sent(&f), "CHATHISTORY BEFORE #a msgid=+j3 1\n");
	answer("chathistory", "m2");
	expect("== The last 3 lines of #a:\nm2\nm4\nm5\n");
	assert_string_equal(fake_sent(&f), "");
}

static void
past_fetch__ends_at_the_beginning_of_the_history(void **state)
{
	(void)state;
	fetch(PAST_LAST, 9);
	answer("chathistory", "m1");
	expect("== The last line of #a:\nm1\n");
	fetch(PAST_LAST, 9);
	answer("chathistory", "");
	expect("== The history of #a is empty.\n");
	fetch(PAST_JOINED, 9);
	answer("chathistory", "");
	expect("");
}

static void
past_fetch__says_why__if_there_is_no_history(void **state)
{
	(void)state;
	irc_session_disconnected(f.session);
	fake_register(&f, "batch");
	fetch(PAST_JOINED, 9);
	expect("");
	fetch(PAST_LAST, 9);
	expect("failed: Cannot fetch the history of #a: the server keeps no "
	       "history.\n");
}

static void
past_search__prints_what_was_found__with_the_number(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_true(past_search(&past, VIEW("tea from:bo"), &cause) != 0);
	fake_wait(&f, 1);
	assert_non_null(
	    strstr(fake_sent(&f), "SEARCH from=bo;text=tea;limit="));
	answer("soju.im/search", "tea1 tea2");
	expect("== 2 messages found.\ntea1\ntea2\n");
	assert_true(past_search(&past, VIEW("tea"), &cause) != 0);
	fake_wait(&f, 1);
	answer("soju.im/search", "");
	expect("== No message was found.\n");
	assert_true(past_search(&past, VIEW("tea after:x"), &cause) == 0);
	assert_non_null(strstr(cause, "is not a day"));
	free(cause);
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(past_fetch__fetches_pages__until_there_are_enough_lines),
		CASE(past_fetch__ends_at_the_beginning_of_the_history),
		CASE(past_fetch__says_why__if_there_is_no_history),
		CASE(past_search__prints_what_was_found__with_the_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
