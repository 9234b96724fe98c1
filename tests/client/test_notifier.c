/*
 * notifier: when the user is notified, how often, and with how much text.
 */
#include "client/notifier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/file.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

enum { DEADLINE_MS = 20000 };

static struct event_base *base;
static struct client_config config;
static struct model *m;
static struct buffer *ops, *tea, *cy;
static struct notifier *nt;
static struct buf sent;
static unsigned bells;
static int64_t now;

static int64_t
fake_clock(void)
{
	return now;
}

static void
bell_cb(void *ctx)
{
	(void)ctx;
	bells++;
}

static void
terminal_cb(struct view bytes, void *ctx)
{
	(void)ctx;
	buf_add_view(&sent, bytes);
}

static void
report_cb(const char *text, void *ctx)
{
	(void)ctx;
	fail_msg("%s", text);
}

static int
setup(void **state)
{
	static const struct notifier_ops ops_of_test = { bell_cb, terminal_cb,
		report_cb };
	struct network *n;

	(void)state;
	unsetenv("TMUX");
	unsetenv("STY");
	now = 5000000;
	clock_set(fake_clock);
	config = (struct client_config){ .notify = NOTIFY_OSC9,
		.notify_text = NOTIFY_WHO,
		.notify_level = LEVEL_MENTIONS };
	m = model_new(&config, 100);
	n = model_add_network(m, &config, "host.x");
	ops = model_open(n, BUFFER_ROOM, VIEW("#ops"));
	tea = model_open(n, BUFFER_ROOM, VIEW("#tea"));
	cy = model_open(n, BUFFER_QUERY, VIEW("cy"));
	model_activate(m, tea);
	base = event_base_new();
	nt = notifier_new(base, &config, m, &ops_of_test, NULL);
	bells = 0;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	clock_set(NULL);
	notifier_free(nt);
	event_base_free(base);
	model_free(m);
	string_list_clear(&config.notify_command);
	buf_clear(&sent);
	return 0;
}

/* A message arrives. */
static void
say(struct buffer *b, const char *nick, const char *text, int mention)
{
	struct line line = { .kind = LINE_MESSAGE,
		.time = now,
		.mention = mention,
		.nick = (char *)(uintptr_t)nick,
		.text = (char *)(uintptr_t)text };

	alert_add(&m->alert, b, &line, model_is_viewed(m, b));
	notifier_take(nt);
}

/* Check what was sent since the last look. */
static void
assert_sent(const char *want)
{
	assert_string_equal(buf_str(&sent), want);
	buf_reset(&sent);
}

static void
notifier__says_no_more_than_the_setting_allows(void **state)
{
	(void)state;
	say(ops, "bo", "\002secret\002 \033[0m words", 1);
	assert_sent("\033]9;bo in #ops: 1 new message\a");
	notifier_end_pause(nt);
	config.notify_text = NOTIFY_NOTHING;
	say(ops, "bo", "secret", 1);
	assert_sent("\033]9;tchat: 1 new message\a");
	config.notify_text = NOTIFY_TEXT;
	say(cy, "cy", "the\nsecret \002words", 1);
	notifier_end_pause(nt);
	assert_sent("\033]9;cy: the secret words\a");
	say(cy, "cy", "one", 1);
	say(ops, "bo", "two", 1);
	notifier_end_pause(nt);
	assert_sent("\033]9;bo in #ops: 2 new messages: two\a");
}

static void
notifier__notifies_only_of_what_is_not_seen(void **state)
{
	(void)state;
	say(tea, "bo", "hi", 1);
	assert_sent("");
	model_set_focus(m, 0);
	say(tea, "bo", "hi", 1);
	assert_sent("\033]9;bo in #tea: 1 new message\a");
	model_set_focus(m, 1);
	say(ops, "bo", "hi", 1); /* waits */
	model_activate(m, ops);	 /* and is read meanwhile */
	notifier_end_pause(nt);
	assert_sent("");
	config.notify_when = NOTIFY_ALWAYS;
	say(ops, "bo", "hi", 1);
	assert_sent("\033]9;bo in #ops: 1 new message\a");
}

static void
notifier__makes_one_of_a_burst(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 50; i++)
		say(ops, "bo", "hi", 1);
	assert_sent("\033]9;bo in #ops: 1 new message\a");
	notifier_end_pause(nt);
	assert_sent("\033]9;bo in #ops: 49 new messages\a");
	notifier_end_pause(nt);
	assert_sent("");
}

static void
notifier__follows_the_level_of_the_room(void **state)
{
	struct room_levels *levels = &ops->network->attention.levels;

	(void)state;
	say(ops, "bo", "hi", 0);
	assert_sent("");
	room_levels_set(levels, VIEW("#ops"), LEVEL_ALL, 0);
	say(ops, "bo", "hi", 0);
	assert_sent("\033]9;bo in #ops: 1 new message\a");
	notifier_end_pause(nt);
	room_levels_set(levels, VIEW("#ops"), LEVEL_NOTHING, 0);
	say(ops, "bo", "me: hi", 1);
	notifier_end_pause(nt);
	assert_sent("");
}

static void
notifier__rings_the_bell_if_it_is_on__also_for_what_is_seen(void **state)
{
	(void)state;
	config.notify = NOTIFY_OFF;
	say(tea, "bo", "hi", 1);
	assert_int_equal(bells, 0);
	config.bell = 1;
	say(tea, "bo", "hi", 1);
	say(ops, "bo", "hi", 1);
	assert_int_equal(bells, 1); /* a burst rings once */
	now += 1000;
	say(tea, "bo", "hi", 0);
	assert_int_equal(bells, 1);
	say(tea, "bo", "hi", 1);
	assert_int_equal(bells, 2);
	assert_sent("");
}

static void
notifier__rings_a_terminal_that_it_does_not_know(void **state)
{
	static const char *const known[] = { "TERM_PROGRAM", "LC_TERMINAL",
		"KITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR", "WEZTERM_PANE",
		"ITERM_SESSION_ID" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		unsetenv(known[i]);
	config.notify = NOTIFY_AUTO;
	setenv("TERM", "xterm-256color", 1);
	say(ops, "bo", "hi", 1);
	assert_sent("\a");
	assert_int_equal(bells, 0);
	notifier_end_pause(nt);
	config.bell = 1; /* rings, so that is enough */
	say(ops, "bo", "hi", 1);
	assert_sent("");
	assert_int_equal(bells, 1);
}

static void
notifier__notifies_of_an_invitation(void **state)
{
	char text[] = "bo invited you to #den";
	struct line line = { .kind = LINE_INFO, .mention = 1, .text = text };

	(void)state;
	config.notify_text = NOTIFY_TEXT;
	alert_add(&m->alert, ops, &line, 0);
	notifier_take(nt);
	assert_sent("\033]9;tchat: bo invited you to #den\a");
}

static void
notifier__forgets_an_alert_of_a_closed_window(void **state)
{
	(void)state;
	say(cy, "cy", "hi", 1);
	assert_sent("\033]9;cy: 1 new message\a");
	say(cy, "cy", "hi", 1);
	model_close(m, cy);
	notifier_end_pause(nt);
	assert_sent("");
}

/* Run the loop until the program has written the file. */
static void
assert_written(const char *path, const char *want)
{
	struct buf text = { 0 };
	int tries = DEADLINE_MS / 50;

	while (file_load(path, 100000, &text, NULL) != 0 || text.len == 0) {
		assert_true(tries-- > 0);
		buf_reset(&text);
		event_base_loop(base, EVLOOP_ONCE);
	}
	assert_string_equal(buf_str(&text), want);
	buf_clear(&text);
}

static void
notifier__runs_the_program_with_what_it_may_know(void **state)
{
	static const struct {
		enum notify_text text;
		int private;
		const char *json;
	} rows[] = {
		{ NOTIFY_NOTHING, 0, "{\"count\":1}\n" },
		{ NOTIFY_WHO, 0,
		    "{\"count\":1,\"network\":\"host.x\",\"room\":\"#ops\","
		    "\"nick\":\"bo\"}\n" },
		{ NOTIFY_TEXT, 1,
		    "{\"count\":1,\"network\":\"host.x\",\"nick\":\"cy\","
		    "\"text\":\"say \\\"hi\\\"\\nand \xc3\xa4\"}\n" },
	};
	char *dir = e2e_folder(), path[512], to[600];
	size_t i;

	(void)state;
	config.notify = NOTIFY_OFF;
	snprintf(path, sizeof(path), "%s/json", dir);
	snprintf(to, sizeof(to), "of=%s", path);
	string_list_add(&config.notify_command, "dd");
	string_list_add(&config.notify_command, to);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		config.notify_text = (int)rows[i].text;
		if (rows[i].private)
			say(cy, "cy", "say \"hi\"\nand \xc3\xa4", 1);
		else
			say(ops, "bo", "hi", 1);
		notifier_end_pause(nt);
		assert_written(path, rows[i].json);
		assert_int_equal(remove(path), 0);
		now += 60000;
		event_base_loop(base, EVLOOP_ONCE);
	}
	assert_sent("");
	e2e_remove(dir);
	free(dir);
}

/* However long the texts, the input of the program fits. */
static void
notifier__cuts_the_input_of_the_program(void **state)
{
	struct buf text = { 0 };
	int i;

	(void)state;
	config.notify_text = NOTIFY_TEXT;
	for (i = 0; i < 20000; i++)
		buf_add_char(&text, '"');
	string_list_add(&config.notify_command, "true");
	say(cy, buf_str(&text), buf_str(&text), 1);
	buf_clear(&text);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(notifier__says_no_more_than_the_setting_allows),
		TEST(notifier__notifies_only_of_what_is_not_seen),
		TEST(notifier__makes_one_of_a_burst),
		TEST(notifier__follows_the_level_of_the_room),
		TEST(
		    notifier__rings_the_bell_if_it_is_on__also_for_what_is_seen),
		TEST(notifier__rings_a_terminal_that_it_does_not_know),
		TEST(notifier__notifies_of_an_invitation),
		TEST(notifier__forgets_an_alert_of_a_closed_window),
		TEST(notifier__runs_the_program_with_what_it_may_know),
		TEST(notifier__cuts_the_input_of_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
