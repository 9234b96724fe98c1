/*
 * app_saved: what the whole client knows again after a restart, and what it never writes.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/app_buffers.h"
#include "client/app_saved.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "common/file.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/e2e.h"
#include "tests/support/past_world.h"
#include "tests/support/test.h"

#define UP "\033[A"

static char *dir, key[64];

static int
setup(void **state)
{
	past_world_setup(state);
	dir = e2e_folder();
	setenv("XDG_STATE_HOME", dir, 1);
	world.save_state = 1;
	return 0;
}

static int
teardown(void **state)
{
	world_teardown(state);
	e2e_remove(dir);
	free(dir);
	return 0;
}

/* Start the client in these rooms; the first one is shown. */
static void
start(void)
{
	world_start(2, "#a", "#b");
	world_accept();
	world_welcome();
	world_expect("JOIN #a,#b");
	past_wait_for_answers();
	snprintf(key, sizeof(key), "%s", world.config.network_key);
}

static void
restart(void)
{
	world_end();
	start();
}

static struct buffer *
buffer_of(const char *name)
{
	return model_find(model_network(world.app->model), view_of(name));
}

static void
show(const char *room)
{
	app_activate(world.app, buffer_of(room));
}

/* Return the contents of a state file; "" if there is none. */
static const char *
saved(const char *name)
{
	static struct buf text;
	char path[600];

	snprintf(path, sizeof(path), "%s/tchat/%s/%s", dir, key, name);
	buf_reset(&text);
	file_load(path, 1 << 20, &text, NULL);
	return buf_str(&text);
}

static void
drafts__are_there_after_a_restart(void **state)
{
	(void)state;
	start();
	world_keys("half\033\rtyped\002");
	show("#b");
	world_keys("other");
	restart();
	assert_view(editor_text(), "half\ntyped");
	assert_int_equal(editor_point(), strlen("half\ntype"));
	world_keys("!");
	show("#b");
	assert_view(editor_text(), "other");
	world_keys("\025");
	restart();
	assert_view(editor_text(), "half\ntype!d");
	show("#b");
	assert_view(editor_text(), "");
}

static void
a_draft__is_saved_a_moment_after_typing(void **state)
{
	(void)state;
	start();
	world_keys("typed");
	assert_true(evtimer_pending(world.app->save_timer, NULL));
	app_saved_cb(-1, 0, world.app);
	assert_non_null(strstr(saved("drafts"), "#a\t5 typed\n"));
	world_keys("\r");
	app_saved_cb(-1, 0, world.app);
	assert_null(strstr(saved("drafts"), "#a"));
}

/* What is typed before the first room is shown belongs to that room; its draft is in the history. */
static void
a_draft__does_not_replace_what_is_typed_at_the_start(void **state)
{
	(void)state;
	start();
	world_keys("stored draft");
	world_end();
	world_start(2, "#a", "#b");
	world_accept();
	world_keys("typed early");
	world_welcome();
	world_expect("JOIN #a,#b");
	past_wait_for_answers();
	assert_string_equal(world.app->model->active->name, "#a");
	assert_view(editor_text(), "typed early");
	world_keys("\025" UP);
	assert_view(editor_text(), "stored draft");
}

static void
a_draft__is_kept_when_its_window_is_closed(void **state)
{
	(void)state;
	start();
	show("#b");
	world_keys("unsent");
	show("#a");
	world_keys("/close #b\r");
	assert_null(buffer_of("#b"));
	world_keys("/join #b\r");
	assert_view(editor_text(), "unsent");
}

static void
a_draft__follows_a_nick_change(void **state)
{
	(void)state;
	start();
	world_keys("/query bo\rhello bo");
	app_saved_cb(-1, 0, world.app);
	assert_non_null(strstr(saved("drafts"), "bo\t"));
	world_serve(":bo!u@h NICK bob");
	app_saved_cb(-1, 0, world.app);
	assert_null(strstr(saved("drafts"), "bo\t"));
	assert_non_null(strstr(saved("drafts"), "bob\t8 hello bo\n"));
}

static void
history__is_there_after_a_restart_for_each_room(void **state)
{
	(void)state;
	start();
	world_keys("in a\rin a too\r");
	show("#b");
	world_keys("in b\r");
	world_keys(UP UP);
	assert_view(editor_text(), "in b");
	restart();
	world_keys(UP);
	assert_view(editor_text(), "in a too");
	world_keys("\025");
	show("#b");
	world_keys(UP UP);
	assert_view(editor_text(), "in b");
	world_keys("\025");
	show("#a");
	world_keys("\022in a\033");
	assert_view(editor_text(), "in a too");
	world_keys("\022\022");
	world_shows("in a");
}

static void
history__follows_a_nick_change(void **state)
{
	(void)state;
	start();
	world_keys("/query bo\rhello\r");
	world_serve(":bo!u@h NICK bob");
	show("#a");
	show("bob");
	world_keys(UP);
	assert_view(editor_text(), "hello");
	world_end();
	start();
	world_keys("/query bob\r" UP);
	assert_view(editor_text(), "hello");
}

/* No file of the folder may contain any of these, whether they were entered or are drafts. */
static void
secrets__are_never_saved(void **state)
{
	static const char *const lines[] = { "/login me hunter2",
		"/register hunter2", "/oper me hunter2",
		"/account password hunter2", "/join #x hunter2",
		"/msg NickServ hunter2", "/quote PASS hunter2",
		"/quote JOIN #x hunter2", " hunter2", "/mode +k hunter2",
		"/nickserv identify hunter2", "hello\033\r/login me hunter2" };
	static const char *const files[] = { "history", "drafts", "read" };

	(void)state;
	start();
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		show("#a");
		world_keys(lines[i]);
		app_saved_cb(-1, 0, world.app);
		for (size_t f = 0; f < 3; f++)
			assert_null(strstr(saved(files[f]), "hunter2"));
		world_keys("\r\025");
		app_saved_cb(-1, 0, world.app);
		for (size_t f = 0; f < 3; f++)
			assert_null(strstr(saved(files[f]), "hunter2"));
	}
	world_keys("/query NickServ\rhunter2");
	app_saved_cb(-1, 0, world.app);
	world_keys("\r/me hello\r");
	world_end();
	assert_null(strstr(saved("history"), "hunter2"));
	assert_null(strstr(saved("drafts"), "hunter2"));
	start();
	world_keys(UP UP);
	assert_null(strstr(editor_text().p, "hunter2"));
}

static void
the_setting__switches_everything_off(void **state)
{
	(void)state;
	world.save_state = 0;
	start();
	world_keys("entered\rdraft");
	restart();
	assert_view(editor_text(), "");
	world_keys(UP);
	assert_view(editor_text(), "");
	assert_string_equal(saved("history"), "");
	world.config.save_state = 1; /* at once */
	world_keys("draft");
	app_saved_cb(-1, 0, world.app);
	assert_non_null(strstr(saved("drafts"), "draft"));
}

static void
the_setting__of_the_history_limits_it(void **state)
{
	(void)state;
	start();
	world.config.input_history = 2;
	world_keys("one\rtwo\rthree\r");
	show("#b");
	show("#a");
	world_keys(UP UP UP UP);
	assert_view(editor_text(), "two");
	world.config.input_history = 0;
	world_keys("\025four\r" UP);
	assert_view(editor_text(), "three");
}

/* Two clients of the user: neither takes back what the other one typed. */
static void
a_busy_file__is_written_a_moment_later(void **state)
{
	char path[600];
	int fd;

	(void)state;
	start();
	world_keys("one\r");
	app_saved_cb(-1, 0, world.app);
	snprintf(path, sizeof(path), "%s/tchat/%s/lock", dir, key);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	world_keys("two\rdraft");
	app_saved_cb(-1, 0, world.app);
	assert_null(strstr(saved("history"), "two"));
	assert_true(evtimer_pending(world.app->save_timer, NULL));
	close(fd);
	app_saved_cb(-1, 0, world.app);
	assert_non_null(strstr(saved("history"), "#a\tone\n#a\ttwo\n"));
	assert_non_null(strstr(saved("drafts"), "draft"));
}

static void
a_failure__is_reported_once_in_the_window_of_the_server(void **state)
{
	char path[600];
	const struct buffer *b;
	size_t n = 0;

	(void)state;
	snprintf(path, sizeof(path), "%s/tchat", dir);
	close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	start();
	for (int i = 0; i < 3; i++) {
		world_keys("draft");
		app_saved_cb(-1, 0, world.app);
	}
	b = world.app->networks.tqh_first->network->server;
	for (size_t i = 0; i < b->n; i++)
		n += strstr(buffer_line(b, i)->text,
			 "Not saved for the next start") != NULL;
	assert_in_range(n, 1, 2); /* and once for the list of servers */
	assert_view(editor_text(), "draftdraftdraft");
}

/* A file that has grown is rewritten at the start with what is kept of it. */
static void
history__is_compacted_at_the_start(void **state)
{
	(void)state;
	start();
	for (int i = 0; i < 1200; i++)
		world_keys(i % 2 ? "odd\r" : "even\r");
	world_end();
	assert_true(strlen(saved("history")) > 1200 * strlen("#a\todd\n"));
	start();
	assert_string_equal(
	    saved("history"), "tchat-state 1\n#a\teven\n#a\todd\n");
}

static void
start_without_read_markers(void)
{
	world.caps = "echo-message labeled-response batch message-tags "
		     "server-time draft/chathistory";
	start();
}

/* The server does not know what was read: the client does. */
static void
unread_messages__are_counted_after_a_restart_without_read_markers(void **state)
{
	const struct buffer *b;

	(void)state;
	past_say_many("#b", "read", 5, 3 * HOUR);
	start_without_read_markers();
	assert_int_equal(buffer_of("#b")->unread, 0);
	show("#b");
	show("#a");
	world_end();
	past_say_many("#b", "new", 3, -1000);
	start_without_read_markers();
	b = buffer_of("#b");
	assert_int_equal(b->unread, 3);
	show("#b");
	world_shows("new messages");
	world_keys("\033m");
	world_shows("bo new 0");
}

#define SAVED_CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SAVED_CASE(drafts__are_there_after_a_restart),
		SAVED_CASE(a_draft__is_saved_a_moment_after_typing),
		SAVED_CASE(
		    a_draft__does_not_replace_what_is_typed_at_the_start),
		SAVED_CASE(a_draft__is_kept_when_its_window_is_closed),
		SAVED_CASE(a_draft__follows_a_nick_change),
		SAVED_CASE(history__is_there_after_a_restart_for_each_room),
		SAVED_CASE(history__follows_a_nick_change),
		SAVED_CASE(secrets__are_never_saved),
		SAVED_CASE(the_setting__switches_everything_off),
		SAVED_CASE(the_setting__of_the_history_limits_it),
		SAVED_CASE(a_busy_file__is_written_a_moment_later),
		SAVED_CASE(
		    a_failure__is_reported_once_in_the_window_of_the_server),
		SAVED_CASE(history__is_compacted_at_the_start),
		SAVED_CASE(
		    unread_messages__are_counted_after_a_restart_without_read_markers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
