/*
 * The whole database: everything is exported in order, imported once, copied while others write,
 * and one user's messages are deleted.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "server/store/archive.h"
#include "tests/support/bad_disk.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

static struct store_rig rig, other;
static const struct archive_filter everything = { NULL, 0, INT64_MAX };
static const char *const tea[] = { "#tea" };
static const struct store_range all = { .limit = 10000 };

static int
setup(void **state)
{
	(void)state;
	store_rig_init(&rig);
	store_rig_init(&other);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bad_disk_set(BAD_DISK_GOOD);
	store_rig_clear(&rig);
	store_rig_clear(&other);
	return 0;
}

/* Sends a message to a room at that time; the store's threads read the real clock. */
static void
say_at(struct store_rig *to, int64_t ms, const char *target, const char *text)
{
	struct chat_event *e = store_rig_event(CHAT_MESSAGE);

	e->time = ms;
	e->target = xstrdup(target);
	e->text = xstrdup(text);
	store_rig_append(to, e);
}

static void
say_as(struct store_rig *to, const char *nick, const char *text)
{
	struct chat_event *from = store_rig_event(CHAT_MESSAGE), *e;
	const char *was = from->nick;

	from->nick = nick;
	e = chat_event_copy(from);
	from->nick = was;
	chat_event_unref(from);
	e->target = xstrdup("#tea");
	e->text = xstrdup(text);
	store_rig_append(to, e);
}

static struct archive *
open_or_fail(const char *file, enum archive_mode mode)
{
	char *cause = NULL;
	struct archive *a = archive_open(file, mode, &cause);

	if (a == NULL)
		fail_msg("%s", cause);
	return a;
}

static int
write_down(const struct archive_record *record, void *ctx)
{
	buf_printf(ctx, "%s[%.*s]%s ",
	    record->event->text == NULL ? "-" : record->event->text,
	    VIEW_ARG(record->rooms), record->event->redacted ? "!" : "");
	return 0;
}

static void
expect_all(
    const char *file, const struct archive_filter *filter, const char *text)
{
	struct archive *a = open_or_fail(file, ARCHIVE_READ);
	struct buf got = { 0 };
	char *cause = NULL;

	assert_int_equal(archive_each(a, filter, write_down, &got, &cause), 0);
	assert_string_equal(buf_str(&got), text);
	buf_clear(&got);
	archive_close(a);
}

struct taking {
	struct archive *into;
	size_t added;
};

static int
take_over(const struct archive_record *record, void *ctx)
{
	struct taking *t = ctx;
	char *cause = NULL;
	int rc = archive_add(t->into, record, &cause);

	if (rc == -1)
		fail_msg("%s", cause);
	t->added += rc == 1;
	return 0;
}

/* Imports one database into another; returns how many events were new. */
static size_t
merge(const char *from, const char *into, const struct archive_filter *filter)
{
	struct archive *a = open_or_fail(from, ARCHIVE_READ);
	struct taking t = { open_or_fail(into, ARCHIVE_MAKE), 0 };
	char *cause = NULL;

	assert_int_equal(archive_begin(t.into, &cause), 0);
	assert_int_equal(archive_each(a, filter, take_over, &t, &cause), 0);
	assert_int_equal(archive_commit(t.into, &cause), 0);
	archive_close(a);
	archive_close(t.into);
	return t.added;
}

static void
talk(struct store_rig *to)
{
	struct chat_event *e;

	say_at(to, 1000, "#Tea", "one");
	say_at(to, 2000, "#b", "two");
	e = store_rig_event(CHAT_QUIT);
	e->time = 2000;
	e->text = xstrdup("bye");
	e->rooms = xstrdup("#b,#Tea");
	store_rig_append(to, e);
	say_at(to, 3000, "#tea", "three");
	store_rig_settle(to);
}

static void
archive__reads_all_events_in_order__with_their_rooms(void **state)
{
	struct archive_filter filter = everything;

	(void)state;
	store_rig_open(&rig);
	talk(&rig);
	expect_all(rig.file, &everything,
	    "one[#tea] two[#b] bye[#b,#tea] three[#tea] ");
	filter.room = "#tea";
	expect_all(rig.file, &filter, "one[#tea] bye[#tea] three[#tea] ");
	filter.room = "#none";
	expect_all(rig.file, &filter, "");
	filter.room = NULL;
	filter.after = 2000;
	filter.before = 3000;
	expect_all(rig.file, &filter, "two[#b] bye[#b,#tea] ");
}

static void
archive__adds_an_event_once(void **state)
{
	struct archive_filter only_tea = everything, b = everything;

	(void)state;
	store_rig_open(&rig);
	talk(&rig);
	only_tea.room = "#tea";
	b.room = "#b";
	assert_int_equal(merge(rig.file, other.file, &only_tea), 3);
	assert_int_equal(merge(rig.file, other.file, &only_tea), 0);
	/* The PART existed already, and is now in the other room's history too. */
	assert_int_equal(merge(rig.file, other.file, &b), 1);
	expect_all(other.file, &everything,
	    "one[#tea] two[#b] bye[#b,#tea] three[#tea] ");
	store_rig_open(&other);
	store_rig_expect_page(&other, "#tea", &all, "one QUIT three ");
	store_rig_expect_page(&other, "#b", &all, "two QUIT ");
}

/* Ordered by time; where a clock was set back on one side, that side keeps its order. */
static void
two_histories__merge__ordered_by_time(void **state)
{
	static const struct store_search words = {
		.text = "late", .in = tea, .n = 1, .limit = 10
	};
	struct store_range range = { .limit = 10 };

	(void)state;
	store_rig_open(&rig);
	store_rig_open(&other);
	say_at(&rig, 1000, "#tea", "a1");
	say_at(&rig, 4000, "#tea", "a4 late");
	say_at(&rig, 2500, "#tea", "a2 back");
	say_at(&rig, 6000, "#tea", "a6");
	say_at(&other, 2000, "#tea", "b2");
	say_at(&other, 5000, "#tea", "b5 late");
	store_rig_settle(&rig);
	store_rig_settle(&other);
	store_rig_expect_found(&other, &words, "b5 late ");
	store_rig_close(&other);
	assert_int_equal(merge(rig.file, other.file, &everything), 4);
	expect_all(other.file, &everything,
	    "a1[#tea] b2[#tea] a4 late[#tea] a2 back[#tea] b5 late[#tea] "
	    "a6[#tea] ");
	store_rig_open(&other);
	store_rig_expect_page(
	    &other, "#tea", &all, "a1 b2 a4 late a2 back b5 late a6 ");
	range.after.time = 4500;
	store_rig_expect_page(&other, "#tea", &range, "a2 back b5 late a6 ");
	store_rig_expect_found(&other, &words, "a4 late b5 late ");
	/* New messages follow the imported ones. */
	say_at(&other, 7000, "#tea", "b7 late");
	store_rig_settle(&other);
	store_rig_expect_found(&other, &words, "a4 late b5 late b7 late ");
}

static void
archive__discards_uncommitted_events(void **state)
{
	struct archive *a, *from;
	struct taking t;
	char *cause = NULL;

	(void)state;
	store_rig_open(&rig);
	talk(&rig);
	from = open_or_fail(rig.file, ARCHIVE_READ);
	a = open_or_fail(other.file, ARCHIVE_MAKE);
	t = (struct taking){ a, 0 };
	assert_int_equal(archive_begin(a, &cause), 0);
	assert_int_equal(
	    archive_each(from, &everything, take_over, &t, &cause), 0);
	assert_int_equal(t.added, 4);
	archive_close(from);
	archive_close(a);
	expect_all(other.file, &everything, "");
}

static void
copy__is_complete_and_private__and_replaces_no_file(void **state)
{
	char *to = path_join(rig.dir, "copy"), *cause = NULL;
	struct archive *a;
	struct stat st;

	(void)state;
	store_rig_open(&rig);
	talk(&rig);
	a = open_or_fail(rig.file, ARCHIVE_READ);
	assert_int_equal(archive_copy(a, to, &cause), 0);
	assert_int_equal(stat(to, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(archive_copy(a, to, &cause), -1);
	assert_non_null(strstr(cause, "already exists"));
	free(cause);
	archive_close(a);
	expect_all(
	    to, &everything, "one[#tea] two[#b] bye[#b,#tea] three[#tea] ");
	free(to);
}

static size_t
count_files(const char *dir, const char *begin)
{
	char *command;
	size_t n = 0;
	FILE *f;

	xasprintf(&command, "ls '%s' | grep -c '^%s'", dir, begin);
	f = popen(command, "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%zu", &n), 1);
	pclose(f);
	free(command);
	return n;
}

static void
copy__leaves_no_file__when_the_disk_is_full(void **state)
{
	char *to = path_join(rig.dir, "copy"), *cause = NULL;
	struct archive *a;

	(void)state;
	store_rig_open(&rig);
	talk(&rig);
	store_rig_close(&rig);
	a = open_or_fail(rig.file, ARCHIVE_READ);
	bad_disk_set(BAD_DISK_FULL);
	assert_int_equal(archive_copy(a, to, &cause), -1);
	assert_non_null(strstr(cause, "full"));
	free(cause);
	bad_disk_set(BAD_DISK_GOOD);
	archive_close(a);
	assert_int_equal(count_files(rig.dir, "copy"), 0);
	free(to);
}

/* Counts these bytes in a file, which may be missing. */
static size_t
count_in(const char *file, const char *suffix, const char *bytes)
{
	char *path, *text;
	size_t n = 0, len = strlen(bytes);
	struct stat st;
	const char *p;
	int fd;

	xasprintf(&path, "%s%s", file, suffix);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	free(path);
	if (fd == -1)
		return 0;
	assert_int_equal(fstat(fd, &st), 0);
	text = xmalloc((size_t)st.st_size + 1);
	assert_int_equal(read(fd, text, (size_t)st.st_size), st.st_size);
	close(fd);
	p = text;
	while ((p = memmem(p, (size_t)(text + st.st_size - p), bytes, len)) !=
	       NULL) {
		n++;
		p++;
	}
	free(text);
	return n;
}

static const struct store_search secrets = {
	.text = "xyzzysecret", .in = tea, .n = 1, .limit = 10
};

static void
deleted_text__is_in_no_file__while_the_store_is_open(void **state)
{
	static const struct store_search kept = {
		.text = "plover", .in = tea, .n = 1, .limit = 10
	};
	struct archive *a;
	char *cause = NULL;
	size_t n = 0;
	int i;

	(void)state;
	store_rig_open(&rig);
	for (i = 0; i < 500; i++) {
		say_as(&rig, i % 2 ? "Eve" : "eve", "an xyzzysecret word");
		say_as(&rig, "bo", "a plover");
	}
	store_rig_settle(&rig);
	store_rig_expect_found(&rig, &kept,
	    "a plover a plover a plover a plover a plover a plover a plover "
	    "a plover a plover a plover ");
	assert_true(count_in(rig.file, "-wal", "xyzzysecret") +
			count_in(rig.file, "", "xyzzysecret") >
		    0);
	a = open_or_fail(rig.file, ARCHIVE_CHANGE);
	if (archive_forget(a, "EVE", &n, &cause) != 0)
		fail_msg("%s", cause);
	assert_int_equal(n, 500);
	assert_int_equal(archive_forget(a, "eve", &n, &cause), 0);
	assert_int_equal(n, 0);
	archive_close(a);
	assert_int_equal(count_in(rig.file, "", "xyzzysecret"), 0);
	assert_int_equal(count_in(rig.file, "-wal", "xyzzysecret"), 0);
	store_rig_expect_found(&rig, &secrets, "");
	store_rig_expect_found(&rig, &kept,
	    "a plover a plover a plover a plover a plover a plover a plover "
	    "a plover a plover a plover ");
	say_as(&rig, "bo", "xyzzysecret again");
	store_rig_settle(&rig);
	store_rig_expect_found(&rig, &secrets, "xyzzysecret again ");
}

static void
deleted_text__leaves_other_messages_in_place(void **state)
{
	struct archive *a;
	char *cause = NULL;
	size_t n = 0;

	(void)state;
	store_rig_open(&rig);
	say_as(&rig, "bo", "one");
	say_as(&rig, "eve", "two");
	say_as(&rig, "bo", "three");
	store_rig_settle(&rig);
	a = open_or_fail(rig.file, ARCHIVE_CHANGE);
	assert_int_equal(archive_forget(a, "eve", &n, &cause), 0);
	archive_close(a);
	assert_int_equal(n, 1);
	store_rig_expect_page(&rig, "#tea", &all, "one three ");
	expect_all(rig.file, &everything, "one[#tea] -[#tea]! three[#tea] ");
	/* The redacted message's place is imported too. */
	assert_int_equal(merge(rig.file, other.file, &everything), 3);
	expect_all(other.file, &everything, "one[#tea] -[#tea]! three[#tea] ");
}

static void
errors__name_the_file(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_null(archive_open(rig.file, ARCHIVE_READ, &cause));
	assert_non_null(strstr(cause, "cannot open the database"));
	free(cause);
	assert_null(archive_open(rig.file, ARCHIVE_CHANGE, &cause));
	assert_non_null(strstr(cause, rig.file));
	free(cause);
	assert_null(archive_open(rig.dir, ARCHIVE_READ, &cause));
	assert_non_null(strstr(cause, rig.dir));
	free(cause);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(archive__reads_all_events_in_order__with_their_rooms),
		CASE(archive__adds_an_event_once),
		CASE(two_histories__merge__ordered_by_time),
		CASE(archive__discards_uncommitted_events),
		CASE(copy__is_complete_and_private__and_replaces_no_file),
		CASE(copy__leaves_no_file__when_the_disk_is_full),
		CASE(deleted_text__is_in_no_file__while_the_store_is_open),
		CASE(deleted_text__leaves_other_messages_in_place),
		CASE(errors__name_the_file),
	};

	bad_disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
