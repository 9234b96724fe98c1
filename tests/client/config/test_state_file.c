/*
 * state_file: where the files are and who may read them; changes by several clients; files and disks that cannot be
 * used.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/config/state_file.h"
#include "common/file.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

#define HEADER "tchat-state 1\n"

static struct client_config config;
static struct state_files *files, *other;
static struct buf got;
static char *dir, reported[512];
static int reports;

static void
report_cb(const char *text, void *ctx)
{
	(void)ctx;
	reports++;
	snprintf(reported, sizeof(reported), "%s", text);
}

static int
setup(void **state)
{
	(void)state;
	dir = e2e_folder();
	setenv("XDG_STATE_HOME", dir, 1);
	config.save_state = 1;
	files = state_files_new(&config, VIEW("net"), report_cb, NULL);
	other = state_files_new(&config, VIEW("net"), report_cb, NULL);
	reports = 0;
	reported[0] = '\0';
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	state_files_free(files);
	state_files_free(other);
	buf_clear(&got);
	e2e_remove(dir);
	free(dir);
	return 0;
}

/* Return the path of a file in the state folder; valid until the next call. */
static const char *
path_of(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/tchat/%s", dir, name);
	return path;
}

static void
assert_mode(const char *name, mode_t mode)
{
	struct stat st;

	assert_int_equal(stat(path_of(name), &st), 0);
	assert_int_equal(st.st_mode & 07777, mode);
}

static void
assert_contents(const char *name, const char *want)
{
	struct buf text = { 0 };

	assert_int_equal(file_load(path_of(name), 10000, &text, NULL), 0);
	assert_string_equal(buf_str(&text), want);
	buf_clear(&text);
}

static void
write_file(const char *name, const char *text)
{
	FILE *f = fopen(path_of(name), "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* Make a file where a folder is needed. */
static void
block(const char *name)
{
	char path[300];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

static void
assert_read(struct state_files *sf, const char *want)
{
	buf_reset(&got);
	assert_int_equal(state_file_read(sf, "drafts", &got), STATE_OK);
	assert_string_equal(buf_str(&got), want);
}

/* A merge that adds a line. */
static void
add_line(struct view now, struct buf *out, void *line)
{
	buf_add_view(out, now);
	buf_add_str(out, line);
}

static enum state_result
add(struct state_files *sf, const char *line)
{
	return state_file_update(sf, "drafts", add_line, (void *)line);
}

static void
state_file__is_for_its_owner_only(void **state)
{
	(void)state;
	assert_int_equal(add(files, "one\n"), STATE_OK);
	assert_int_equal(
	    state_file_append(files, "history", VIEW("a\n")), STATE_OK);
	assert_mode("net", 0700);
	assert_mode("net/drafts", 0600);
	assert_mode("net/history", 0600);
	assert_contents("net/drafts", HEADER "one\n");
	assert_contents("net/history", HEADER "a\n");
}

static void
state_file__takes_rights_away_from_others(void **state)
{
	(void)state;
	add(files, "one\n");
	chmod(path_of("net/drafts"), 0644);
	chmod(path_of("net"), 0755);
	assert_int_equal(add(files, "two\n"), STATE_OK);
	assert_mode("net", 0700);
	assert_mode("net/drafts", 0600);
}

static void
state_file__makes_a_safe_folder_name_of_any_network(void **state)
{
	const struct {
		struct view network;
		const char *folder;
	} names[] = { { VIEW("chat.example.org:6697"),
			  "chat.example.org:6697" },
		{ VIEW("../../etc"), "%2E.%2F..%2Fetc" }, { VIEW(""), "%" },
		{ VIEW("."), "%2E" },
		{ VIEW("a b\n\303\251%"), "a%20b%0A%C3%A9%25" },
		{ VIEW("[2001:db8::1]"), "%5B2001:db8::1%5D" } };
	struct state_files *sf;
	char name[64];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		sf =
		    state_files_new(&config, names[i].network, report_cb, NULL);
		assert_int_equal(add(sf, "x\n"), STATE_OK);
		snprintf(name, sizeof(name), "%s/drafts", names[i].folder);
		assert_contents(name, HEADER "x\n");
		state_files_free(sf);
	}
}

static void
state_file__accepts_a_very_long_network_name(void **state)
{
	char name[3000];
	struct state_files *sf;

	(void)state;
	memset(name, '/', sizeof(name));
	sf = state_files_new(
	    &config, (struct view){ name, sizeof(name) }, report_cb, NULL);
	assert_int_equal(add(sf, "x\n"), STATE_OK);
	assert_int_equal(reports, 0);
	state_files_free(sf);
}

static void
state_file__reads_nothing_from_a_missing_file(void **state)
{
	(void)state;
	assert_read(files, "");
	assert_int_equal(reports, 0);
	assert_int_not_equal(access(path_of(""), F_OK), 0);
}

static void
state_file__merges_what_two_clients_write(void **state)
{
	(void)state;
	add(files, "one\n");
	add(other, "two\n");
	add(files, "three\n");
	assert_read(other, "one\ntwo\nthree\n");
	state_file_append(files, "history", VIEW("a\n"));
	state_file_append(other, "history", VIEW("b\n"));
	state_file_append(files, "history", VIEW("c\n"));
	assert_contents("net/history", HEADER "a\nb\nc\n");
}

static void
state_file__is_busy_while_another_client_writes(void **state)
{
	int fd;

	(void)state;
	add(files, "one\n");
	fd = open(path_of("net/lock"), O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(add(files, "two\n"), STATE_BUSY);
	assert_int_equal(
	    state_file_append(files, "history", VIEW("a\n")), STATE_BUSY);
	assert_read(files, "one\n");
	close(fd);
	assert_int_equal(add(files, "two\n"), STATE_OK);
	assert_read(files, "one\ntwo\n");
	assert_int_equal(reports, 0);
}

static void
state_file__does_nothing_while_the_setting_is_off(void **state)
{
	(void)state;
	config.save_state = 0;
	assert_int_equal(add(files, "one\n"), STATE_OK);
	assert_int_equal(
	    state_file_append(files, "history", VIEW("a\n")), STATE_OK);
	assert_int_not_equal(access(path_of(""), F_OK), 0);
	config.save_state = 1;
	add(files, "one\n");
	config.save_state = 0;
	assert_read(files, "");
}

/* Each of these is reported once, and the file stays as it is. */
static void
state_file__leaves_a_damaged_file_alone(void **state)
{
	static const char *const damaged[] = { "something else\n",
		"tchat-state 2\nnew format\n", "t", "\n" };

	(void)state;
	add(files, "one\n");
	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		struct state_files *sf =
		    state_files_new(&config, VIEW("net"), report_cb, NULL);

		reports = 0;
		write_file("net/drafts", damaged[i]);
		assert_int_equal(
		    state_file_read(sf, "drafts", &got), STATE_FAILED);
		assert_non_null(strstr(reported, "net/drafts is damaged"));
		assert_int_equal(add(sf, "two\n"), STATE_OK);
		assert_contents("net/drafts", damaged[i]);
		assert_int_equal(reports, 1);
		state_files_free(sf);
	}
}

static void
state_file__reports_what_is_no_file_once(void **state)
{
	(void)state;
	add(files, "one\n");
	unlink(path_of("net/drafts"));
	mkdir(path_of("net/drafts"), 0700);
	assert_int_equal(add(files, "two\n"), STATE_FAILED);
	assert_int_equal(add(files, "two\n"), STATE_OK);
	assert_int_equal(reports, 1);
	assert_non_null(strstr(reported, "is a folder"));
	unlink(path_of("net/history"));
	mkfifo(path_of("net/history"), 0600);
	assert_int_equal(
	    state_file_append(files, "history", VIEW("a\n")), STATE_FAILED);
	assert_int_equal(reports, 2);
}

static void
state_file__reports_a_folder_that_cannot_be_made_once(void **state)
{
	(void)state;
	block("tchat");
	assert_int_equal(add(files, "one\n"), STATE_FAILED);
	assert_int_equal(add(files, "one\n"), STATE_FAILED);
	assert_int_equal(reports, 1);
	assert_non_null(strstr(reported, "Not saved for the next start: "));
}

/* The old contents stay, and what could not be written is written later. */
static void
state_file__survives_a_full_disk(void **state)
{
	struct rlimit old, full;
	char line[4096];

	(void)state;
	memset(line, 'x', sizeof(line) - 2);
	memcpy(line + sizeof(line) - 2, "\n", 2);
	add(files, "one\n");
	state_file_append(files, "history", VIEW("a\n"));
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	full = (struct rlimit){ 1000, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &full);
	assert_int_equal(add(files, line), STATE_FAILED);
	assert_int_equal(add(files, line), STATE_FAILED);
	assert_int_equal(
	    state_file_append(files, "history", view_of(line)), STATE_FAILED);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(reports, 2);
	assert_contents("net/drafts", HEADER "one\n");
	assert_contents("net/history", HEADER "a\n");
	assert_int_equal(add(files, "two\n"), STATE_OK);
	assert_contents("net/drafts", HEADER "one\ntwo\n");
}

static void
state_file__does_not_bring_control_characters_to_the_screen(void **state)
{
	char evil[300];

	(void)state;
	snprintf(evil, sizeof(evil), "%s/\033[2J", dir);
	setenv("XDG_STATE_HOME", evil, 1);
	block("\033[2J");
	state_files_free(files);
	files = state_files_new(&config, VIEW("net"), report_cb, NULL);
	assert_int_equal(add(files, "one\n"), STATE_FAILED);
	assert_null(strchr(reported, '\033'));
}

static void
state_field__keeps_any_text(void **state)
{
	const struct view fields[] = { VIEW(""), VIEW("plain"),
		VIEW("tab\tline\nback\\slash\\n\\"), VIEW("\0nul\0"),
		VIEW("\377\\t\303\251") };
	const size_t n = sizeof(fields) / sizeof(fields[0]);
	struct buf line = { 0 };
	struct view rest;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_add_char(&line, '\t');
		state_add_field(&line, fields[i]);
	}
	assert_null(memchr(line.p, '\n', line.len));
	rest = buf_view(&line);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(state_take_field(&rest, &got), 1);
		assert_true(view_equal(buf_view(&got), fields[i]));
	}
	assert_int_equal(state_take_field(&rest, &got), 0);
	buf_clear(&line);
}

#define STATE_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STATE_TEST(state_file__is_for_its_owner_only),
		STATE_TEST(state_file__takes_rights_away_from_others),
		STATE_TEST(state_file__makes_a_safe_folder_name_of_any_network),
		STATE_TEST(state_file__accepts_a_very_long_network_name),
		STATE_TEST(state_file__reads_nothing_from_a_missing_file),
		STATE_TEST(state_file__merges_what_two_clients_write),
		STATE_TEST(state_file__is_busy_while_another_client_writes),
		STATE_TEST(state_file__does_nothing_while_the_setting_is_off),
		STATE_TEST(state_file__leaves_a_damaged_file_alone),
		STATE_TEST(state_file__reports_what_is_no_file_once),
		STATE_TEST(
		    state_file__reports_a_folder_that_cannot_be_made_once),
		STATE_TEST(state_file__survives_a_full_disk),
		STATE_TEST(
		    state_file__does_not_bring_control_characters_to_the_screen),
		STATE_TEST(state_field__keeps_any_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
