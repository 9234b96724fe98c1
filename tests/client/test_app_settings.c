/*
 * Settings on the full screen: /set, /unset, /save and /reload.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/app_settings.h"
#include "client/app_state.h"
#include "client/config/live_settings.h"
#include "client/input/editor.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/file.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

static char dir[] = "/tmp/tchat-set-XXXXXX";
static char file[128];

static void
write_to(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
write_file(const char *text)
{
	write_to(file, text);
}

static void
assert_file(const char *want)
{
	struct buf b = { 0 };

	assert_int_equal(file_load(file, 1 << 20, &b, NULL), 0);
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
}

static int
setup(void **state)
{
	char folder[64];

	world_setup(state);
	strcpy(dir, "/tmp/tchat-set-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(folder, sizeof(folder), "%s/tchat", dir);
	mkdir(folder, 0700);
	snprintf(file, sizeof(file), "%s/tchat.conf", folder);
	setenv("XDG_CONFIG_HOME", dir, 1);
	return 0;
}

static int
teardown(void **state)
{
	char folder[64];

	world_teardown(state);
	chmod(file, 0600);
	unlink(file);
	snprintf(folder, sizeof(folder), "%s/tchat", dir);
	rmdir(folder);
	return rmdir(dir);
}

static void
enter_world(void)
{
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
}

static void
enter(const char *line)
{
	world_keys(line);
	world_keys("\r");
}

static int
dim(void)
{
	return theme_style(THEME_DIM, 256).fg;
}

static void
theme__changes_at_once__and_a_wrong_one_is_refused(void **state)
{
	char path[128], own[160];
	int dark;

	(void)state;
	enter_world();
	enter("/set theme dark");
	world_shows("theme is dark now. /save keeps it.");
	dark = dim();
	enter("/set theme light");
	assert_int_not_equal(dim(), dark);
	enter("/set theme bogus");
	world_shows("there is no theme \"bogus\"");
	world_hides("theme is bogus now");
	assert_int_not_equal(dim(), dark);
	snprintf(path, sizeof(path), "%s/tchat/themes", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(own, sizeof(own), "%s/own.theme", path);
	write_to(own, "base = dark\ndim = mauve\n");
	enter("/set theme own");
	world_shows("\"mauve\"");
	write_to(own, "base = dark\ndim = 99\n");
	enter("/set theme own");
	assert_int_equal(dim(), 99);
	unlink(own);
	rmdir(path);
	theme_use(NULL);
}

static void
theme__that_is_wrong_at_the_start__is_reported_in_the_first_room(void **state)
{
	(void)state;
	write_file("theme = nosuch\n");
	world_start(1, "#a");
	app_settings_apply(world.app); /* as when the terminal is open */
	world_accept();
	world_welcome();
	world_join("#a");
	world_shows("there is no theme \"nosuch\"");
}

/* The terminal's answer may come while the user types. */
static void
theme__follows_the_background__and_the_answer_is_no_input(void **state)
{
	int dark, light;

	(void)state;
	enter_world();
	world.app->background_asked = clock_mono_ms();
	world_keys("half a \033]11;rgb:1e1e/1e1e/1e1e\033\\line");
	dark = dim();
	world_shows("half a line");
	world_keys("\033]11;rgb:ffff/ffff/ffff\033\\"); /* not asked for */
	assert_int_equal(dim(), dark);
	world.app->background_asked = clock_mono_ms();
	world_keys("\033]11;rgb:ffff/ffff/ffff\a");
	light = dim();
	assert_int_not_equal(light, dark);
	world.app->background_asked = clock_mono_ms() - 6000; /* too late */
	world_keys("\033]11;rgb:0/0/0\a");
	assert_int_equal(dim(), light);
	world_shows("half a line");
	theme_use(NULL);
}

static void
set__shows_a_setting_and_changes_it_at_once(void **state)
{
	(void)state;
	enter_world();
	enter("/set scrollback");
	world_shows("scrollback = 10000");
	world_shows("100 to 1000000");
	enter("/set scrollback 200");
	world_shows("scrollback is 200 now. /save keeps it.");
	assert_int_equal(world.app->model->active->max, 200);
	enter("/set room-list off");
	assert_int_equal(world.app->view.rooms, PANE_OFF);
	enter("/set time-format \"at %H\"");
	world_shows("at 12");
	enter("/set nick you");
	world_expect("NICK you");
	enter("/unset scrollback");
	assert_int_equal(world.app->model->active->max, 10000);
}

static void
set__refuses_wrong_values_and_names(void **state)
{
	(void)state;
	enter_world();
	enter("/set scrollback many");
	world_shows("scrollback: \"many\" is not a number (100 to 1000000)");
	enter("/set nosuch 1");
	world_shows("There is no setting nosuch.");
	enter("/set -x bell yes");
	world_shows("There is no option -x.");
	enter("/set -room nick x");
	world_shows("nick is the same for all rooms");
	assert_int_equal(world.app->config->scrollback, 10000);
}

static void
set__lists_what_a_pattern_names(void **state)
{
	(void)state;
	enter_world();
	enter("/set list");
	world_shows("room-list ");
	world_shows("member-list-width ");
	world_hides("scrollback ");
	world_keys("q");
	enter("/set nosuch");
	world_shows("There is no setting nosuch. /set lists all.");
}

static void
set__says_when_a_change_takes_effect_later(void **state)
{
	(void)state;
	enter_world();
	enter("/set plain yes");
	world_shows("at the next start");
	enter("/set tls no");
	world_shows("tls will be no at the next start");
	enter("/set max-iterations 5000");
	world_shows("with the next connection");
}

static void
set__changes_one_room_only(void **state)
{
	const struct buffer *a, *b;

	(void)state;
	enter_world();
	world_join("#b");
	a = model_find(model_network(world.app->model), VIEW("#a"));
	b = model_find(model_network(world.app->model), VIEW("#b"));
	enter("/set -room bell yes");
	assert_true(a->config->bell);
	assert_false(b->config->bell);
	enter("/set -room #b bell yes");
	assert_true(b->config->bell);
	enter("/set bell no");
	assert_true(a->config->bell);
	world_shows("has another value");
	enter("/unset -room bell");
	assert_false(a->config->bell);
	assert_true(b->config->bell);
}

static void
set__changes_the_host_of_a_server__for_the_next_start(void **state)
{
	(void)state;
	enter_world();
	enter("/set -server host chat.example.org");
	world_shows("at the next start");
	enter("/set -server host");
	enter("/set -server nick you");
	world_expect("NICK you");
	enter("/set host x");
	world_shows("There is no setting host.");
	enter("/unset -server host");
	world_shows("host will be");
}

static void
save__writes_changes_and_keeps_the_rest_of_the_file(void **state)
{
	char want[256];
	const char *key;

	(void)state;
	write_file("# mine\nbell = yes # loud\n");
	enter_world();
	enter("/save");
	world_shows("There is nothing to save.");
	enter("/set scrollback 500");
	enter("/unset bell");
	enter("/set -room bell yes");
	enter("/save");
	world_shows("Saved 3 settings in");
	key = world.config.network_key;
	snprintf(want, sizeof(want),
	    "# mine\n# loud\nscrollback = 500\n\nroom \"%s/#a\" {\n\tbell = "
	    "yes\n}\n",
	    key);
	assert_file(want);
	enter("/set scrollback 10000");
	enter("/unset -room bell");
	enter("/save");
	snprintf(
	    want, sizeof(want), "# mine\n# loud\n\nroom \"%s/#a\" {\n}\n", key);
	assert_file(want);
}

static void
save__leaves_a_file_alone__that_was_edited(void **state)
{
	(void)state;
	write_file("bell = yes\n");
	enter_world();
	enter("/set scrollback 500");
	write_file("bell = no\n");
	enter("/save");
	world_shows("was changed since it was");
	world_shows("Not saved: scrollback = 500");
	assert_file("bell = no\n");
	assert_int_equal(world.app->config->scrollback, 500);
	enter("/reload");
	assert_false(world.app->config->bell);
	assert_int_equal(world.app->config->scrollback, 500);
	enter("/save");
	assert_file("bell = no\nscrollback = 500\n");
}

static void
reload__changes_nothing__if_the_file_has_mistakes(void **state)
{
	(void)state;
	write_file("bell = yes\n");
	enter_world();
	write_file("bell = no\nscrollback = 5\n");
	enter("/reload");
	world_shows("tchat.conf:2: scrollback:");
	world_shows("Nothing was changed.");
	assert_true(world.app->config->bell);
	enter("/set mouse yes");
	enter("/save");
	world_shows("not saved");
	assert_file("bell = no\nscrollback = 5\n");
}

static void
save__says_why__if_the_file_cannot_be_read(void **state)
{
	(void)state;
	write_file("bell = yes\n");
	enter_world();
	enter("/set mouse yes");
	unlink(file);
	assert_int_equal(mkdir(file, 0700), 0);
	enter("/save");
	world_shows("Not saved: mouse = yes");
	world_shows("The file is unchanged.");
	rmdir(file);
}

static void
alias__runs_its_command_and_is_saved(void **state)
{
	(void)state;
	enter_world();
	enter("/alias hi /me says hi to $1");
	world_shows("/hi means /me says hi to $1 now.");
	enter("/hi bo");
	world_expect("ACTION says hi to bo");
	enter("/alias unalias /quit");
	world_shows("/unalias cannot be an alias.");
	enter("/alias a,b /quit");
	world_shows("is not an alias");
	enter("/alias yo hi $*, x");
	enter("/yo bo");
	world_expect("ACTION says hi to bo");
	enter("/save");
	assert_file(
	    "alias = { \"hi /me says hi to \\$1\", \"yo /hi \\$*, x\" }\n");
	enter("/unalias hi");
	enter("/hi bo");
	world_shows("Unknown command /hi");
}

static void
bind__runs_a_command_without_touching_the_line(void **state)
{
	(void)state;
	write_file("bind = { \"F9 /me naps\" }\n");
	enter_world();
	world_keys("half");
	world_keys("\033[20~");
	world_expect("ACTION naps");
	assert_true(view_equal(editor_text(), VIEW("half")));
	world_keys("\025");
	enter("/bind C-x r /me waves");
	world_shows("C-x r: /me waves");
	world_keys("half a line");
	world_keys("\030r");
	world_expect("ACTION waves");
	assert_true(view_equal(editor_text(), VIEW("half a line")));
	world_keys("\025");
	enter("/bind M-q kill-word");
	world_keys("one two\001\033q");
	assert_true(view_equal(editor_text(), VIEW(" two")));
	world_keys("\005\025");
	enter("/unbind F9");
	enter("/save");
	assert_file("bind = { \"C-x r /me waves\", \"M-q kill-word\" }\n");
}

static void
unbind__gives_a_key_back_what_it_did(void **state)
{
	(void)state;
	enter_world();
	enter("/bind C-k /me waves");
	world_keys("text\001\013");
	world_expect("ACTION waves");
	world_keys("\025");
	world_keys("\005\025");
	enter("/unbind C-k");
	world_shows("The binding of C-k is removed.");
	world_keys("text\001\013");
	assert_true(view_equal(editor_text(), VIEW("")));
}

static void
bind__refuses_what_is_not_a_key_or_an_action(void **state)
{
	(void)state;
	write_file("bind = { \"F9 nonsense\" }\n");
	enter_world();
	world_shows("bind: \"nonsense\" is not an action");
	enter("/bind Hyper-x /me waves");
	world_shows("\"Hyper-x\" is not a key");
	enter("/bind a /me waves");
	world_shows("a alone cannot be bound");
	enter("/bind C-x /me waves");
	world_shows("C-x alone cannot be bound");
	enter("/bind F9");
	world_shows("F9: nonsense");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(set__shows_a_setting_and_changes_it_at_once),
		TEST(theme__changes_at_once__and_a_wrong_one_is_refused),
		TEST(
		    theme__that_is_wrong_at_the_start__is_reported_in_the_first_room),
		TEST(theme__follows_the_background__and_the_answer_is_no_input),
		TEST(set__refuses_wrong_values_and_names),
		TEST(set__lists_what_a_pattern_names),
		TEST(set__says_when_a_change_takes_effect_later),
		TEST(set__changes_one_room_only),
		TEST(set__changes_the_host_of_a_server__for_the_next_start),
		TEST(save__writes_changes_and_keeps_the_rest_of_the_file),
		TEST(save__leaves_a_file_alone__that_was_edited),
		TEST(reload__changes_nothing__if_the_file_has_mistakes),
		TEST(save__says_why__if_the_file_cannot_be_read),
		TEST(alias__runs_its_command_and_is_saved),
		TEST(bind__runs_a_command_without_touching_the_line),
		TEST(unbind__gives_a_key_back_what_it_did),
		TEST(bind__refuses_what_is_not_a_key_or_an_action),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
