/*
 * attention_store: what is saved is there at the next start, also when several clients run, or the file is damaged.
 */
#include "client/commands/attention_store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/file.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

#define NOW INT64_C(1784116800000)

/* A client. */
struct client {
	struct attention rules;
	struct state_files *files;
	struct attention_store *store;
	struct buf done; /* what the store reported */
};

static struct client_config config;
static struct event_base *base;
static struct client a, b;
static char *dir;
static int64_t now;

static int64_t
wall(void)
{
	return now;
}

static void
ended_cb(unsigned id, void *arg)
{
	struct client *c = arg;

	buf_printf(&c->done, "ended %u\n", id);
}

static void
levels_cb(void *arg)
{
	struct client *c = arg;

	buf_add_str(&c->done, "levels\n");
}

static void
print_cb(const char *text, void *arg)
{
	struct client *c = arg;

	buf_printf(&c->done, "%s\n", text);
}

static void
start(struct client *c)
{
	static const struct attention_store_ops ops = { ended_cb, levels_cb,
		print_cb };

	c->files = state_files_new(&config, VIEW("net"), print_cb, c);
	c->store =
	    attention_store_new(base, &config, &c->rules, c->files, &ops, c);
}

static void
stop(struct client *c)
{
	attention_store_free(c->store);
	state_files_free(c->files);
	attention_clear(&c->rules);
	buf_clear(&c->done);
	memset(c, 0, sizeof(*c));
}

static int
setup(void **state)
{
	(void)state;
	dir = e2e_folder();
	setenv("XDG_STATE_HOME", dir, 1);
	config.save_state = 1;
	now = NOW;
	clock_set_wall(wall);
	base = event_base_new();
	start(&a);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	stop(&a);
	event_base_free(base);
	clock_set_wall(NULL);
	unsetenv("XDG_STATE_HOME");
	e2e_remove(dir);
	free(dir);
	return 0;
}

/* Make a change; fails unless the store returns rc. */
static void
change(struct client *c, struct attention_change change, int rc)
{
	char *cause = NULL;

	assert_int_equal(attention_store_change(c->store, &change, &cause), rc);
	assert_null(cause);
}

static void
ignore(struct client *c, const char *mask, int64_t until)
{
	change(c,
	    (struct attention_change){ .kind = ATTENTION_IGNORE,
		.name = view_of(mask),
		.value = IGNORE_MESSAGES,
		.until = until },
	    0);
}

static void
set_level(
    struct client *c, const char *room, enum room_level level, int64_t until)
{
	change(c,
	    (struct attention_change){ .kind = ATTENTION_LEVEL,
		.name = view_of(room),
		.value = (int)level,
		.until = until },
	    0);
}

static void
highlight(struct client *c, const char *room, const char *word)
{
	change(c,
	    (struct attention_change){ .kind = ATTENTION_HIGHLIGHT,
		.name = view_of(word),
		.room = view_of(room) },
	    0);
}

static char *
path(void)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/tchat/net/attention", dir);
	return path;
}

static void
assert_file(const char *want)
{
	struct buf text = { 0 };

	assert_int_equal(file_load(path(), 100000, &text, NULL), 0);
	assert_string_equal(buf_str(&text), want);
	buf_clear(&text);
}

static void
changes__are_there_at_the_next_start(void **state)
{
	(void)state;
	ignore(&a, "bo", 0);
	ignore(&a, "*!*@h", NOW + 5000);
	highlight(&a, "", "a\\tb");
	highlight(&a, "#Ops", "/x y/");
	set_level(&a, "#b", LEVEL_ALL, 0);
	set_level(&a, "#b", LEVEL_NOTHING, NOW + 9000);
	assert_file("tchat-state 1\n"
		    "ignore\tbo\tmessages\t0\n"
		    "ignore\t*!*@h\tmessages\t1784116805000\n"
		    "highlight\t\ta\\\\tb\n"
		    "highlight\t#ops\t/x y/\n"
		    "level\t#b\tnothing\t1784116809000\tall\n");
	stop(&a);
	start(&a);
	assert_int_equal(a.rules.ignores.n, 2);
	assert_int_equal(a.rules.ignores.v[0].what, IGNORE_MESSAGES);
	assert_int_equal(a.rules.ignores.v[1].until, NOW + 5000);
	assert_int_equal(a.rules.highlights.added.n, 2);
	assert_string_equal(a.rules.highlights.added.v[0].pattern, "a\\tb");
	assert_null(a.rules.highlights.added.v[0].room);
	assert_non_null(a.rules.highlights.added.v[1].regex);
	assert_int_equal(
	    room_levels_get(&a.rules.levels, VIEW("#b"), LEVEL_MENTIONS),
	    LEVEL_NOTHING);
	stop(&a);
	now = NOW + 9000;
	start(&a);
	assert_int_equal(a.rules.ignores.n, 1);
	assert_int_equal(
	    room_levels_get(&a.rules.levels, VIEW("#b"), LEVEL_MENTIONS),
	    LEVEL_ALL);
}

static void
removals__are_saved__and_reported(void **state)
{
	(void)state;
	ignore(&a, "bo", 0);
	highlight(&a, "", "tea");
	set_level(&a, "#b", LEVEL_ALL, 0);
	change(&a,
	    (struct attention_change){
		.kind = ATTENTION_IGNORE, .remove = 1, .name = VIEW("BO") },
	    0);
	change(&a,
	    (struct attention_change){
		.kind = ATTENTION_HIGHLIGHT, .remove = 1, .name = VIEW("tea") },
	    0);
	change(&a,
	    (struct attention_change){
		.kind = ATTENTION_LEVEL, .remove = 1, .name = VIEW("#B") },
	    0);
	change(&a,
	    (struct attention_change){
		.kind = ATTENTION_IGNORE, .remove = 1, .name = VIEW("bo") },
	    -1);
	assert_string_equal(buf_str(&a.done), "levels\nended 1\nlevels\n");
	assert_file("tchat-state 1\n");
}

static void
changes__of_several_clients_are_all_kept(void **state)
{
	(void)state;
	start(&b);
	ignore(&a, "bo", 0);
	ignore(&b, "cy", 0);
	highlight(&a, "", "tea");
	change(&b,
	    (struct attention_change){
		.kind = ATTENTION_IGNORE, .remove = 1, .name = VIEW("cy") },
	    0);
	ignore(&b, "dan", 0);
	assert_file("tchat-state 1\n"
		    "ignore\tbo\tmessages\t0\n"
		    "ignore\tdan\tmessages\t0\n"
		    "highlight\t\ttea\n");
	stop(&b);
}

static void
changes__wait_while_another_client_writes(void **state)
{
	char lock[512];
	int fd;

	(void)state;
	ignore(&a, "bo", 0);
	snprintf(lock, sizeof(lock), "%s/tchat/net/lock", dir);
	fd = open(lock, O_RDWR);
	assert_int_not_equal(fd, -1);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	ignore(&a, "cy", 0);
	assert_file("tchat-state 1\nignore\tbo\tmessages\t0\n");
	assert_int_equal(a.rules.ignores.n, 2);
	close(fd);
	event_base_loop(base, EVLOOP_ONCE); /* the store tries again */
	assert_file("tchat-state 1\nignore\tbo\tmessages\t0\n"
		    "ignore\tcy\tmessages\t0\n");
}

static void
lines__that_are_not_valid_are_skipped(void **state)
{
	static const char text[] = "tchat-state 1\n"
				   "ignore\n"
				   "ignore\tbo\tmessages\tsoon\n"
				   "ignore\tbo\teverything\t0\n"
				   "ignore\t*\tboth\t0\n"
				   "ignore\tb\033[0mo\tboth\t0\n"
				   "ignore\tcy\tboth\t0\n"
				   "highlight\t\t/(/\n"
				   "highlight\t\t\n"
				   "highlight\t#x\033\ttea\n"
				   "level\t#a\tloud\t0\tnormal\n"
				   "level\t#a\033\tall\t0\tnormal\n"
				   "level\t#a\tall\t-1\tnormal\n"
				   "later\tversion\n"
				   "\n";
	FILE *f;

	(void)state;
	ignore(&a, "x", 0); /* makes the folder */
	stop(&a);
	f = fopen(path(), "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	start(&a);
	assert_int_equal(a.rules.ignores.n, 1);
	assert_string_equal(a.rules.ignores.v[0].mask, "cy");
	assert_int_equal(a.rules.highlights.added.n, 0);
	assert_int_equal(a.rules.levels.n, 0);
}

static void
attention_store_end__ends_what_is_over(void **state)
{
	(void)state;
	ignore(&a, "bo", NOW + 1000);
	ignore(&a, "cy", NOW + 3000);
	set_level(&a, "#b", LEVEL_NOTHING, NOW + 2000);
	buf_reset(&a.done);
	attention_store_end(a.store);
	assert_string_equal(buf_str(&a.done), "");
	now = NOW + 2000;
	attention_store_end(a.store);
	assert_string_equal(buf_str(&a.done),
	    "ended 1\nYou no longer ignore bo: the time is over.\nlevels\n");
	assert_int_equal(a.rules.ignores.n, 1);
	assert_int_equal(a.rules.levels.n, 0);
}

static void
timer__ends_what_is_over_without_an_event(void **state)
{
	(void)state;
	ignore(&a, "bo", NOW + 1);
	now = NOW + 1;
	event_base_loop(base, EVLOOP_ONCE);
	assert_int_equal(a.rules.ignores.n, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(changes__are_there_at_the_next_start),
		TEST(removals__are_saved__and_reported),
		TEST(changes__of_several_clients_are_all_kept),
		TEST(changes__wait_while_another_client_writes),
		TEST(lines__that_are_not_valid_are_skipped),
		TEST(attention_store_end__ends_what_is_over),
		TEST(timer__ends_what_is_over_without_an_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
