/*
 * reader: serves requesters in turn, ends reads that take too long or were cancelled, and refuses
 * too many. These reads wait for the test or never end.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/reader.h"
#include "tests/support/proc.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

enum { SECOND = 1000000, LONG_MS = 600000 };

static struct store_rig rig;
static struct reader *reader, *next;
static int wake[2], gate[2];
static atomic_int running; /* reads that have started */
static struct buf told;	   /* "name:result " of each finished read */

struct job {
	struct read read;
	const char *name;
};

static void
ring(void *ctx)
{
	(void)ctx;
	if (write(wake[1], "", 1) != 1)
		abort();
}

static struct reader *
start(const struct fair_limits *limits, int run_ms, struct reader *after)
{
	const struct reader_settings settings = {
		.limits = *limits, .run_ms = run_ms, .next = after, .wake = ring
	};
	struct db *db = db_open_to_read(rig.file, 1000, NULL);
	struct reader *r = reader_new(db, &settings, NULL);

	assert_non_null(r);
	return r;
}

static int
setup(void **state)
{
	(void)state;
	running = 0;
	reader = next = NULL;
	assert_int_equal(pipe2(wake, O_CLOEXEC), 0);
	assert_int_equal(pipe2(gate, O_CLOEXEC), 0);
	store_rig_init(&rig);
	store_rig_open(&rig);
	return 0;
}

static const char *const names[] = { [STORE_OK] = "ok",
	[STORE_FAILED] = "failed",
	[STORE_TOO_LONG] = "long",
	[STORE_BUSY] = "busy",
	[STORE_CANCELLED] = "cancelled" };

static void
job_finish(struct read *read)
{
	struct job *j = (struct job *)read;

	buf_printf(&told, "%s:%s ", j->name, names[read->result]);
	free(read->key);
	free(j);
}

static void
take(struct reader *r)
{
	struct reads finished = TAILQ_HEAD_INITIALIZER(finished);
	struct read *read;

	reader_take(r, &finished);
	while ((read = TAILQ_FIRST(&finished)) != NULL) {
		TAILQ_REMOVE(&finished, read, link);
		read->finish(read);
	}
}

static void
end(struct reader *r)
{
	if (r == NULL)
		return;
	reader_stop(r);
	take(r);
	if (r == reader && next != NULL)
		take(next);
	reader_free(r);
}

static int
teardown(void **state)
{
	int i;

	(void)state;
	end(reader);
	end(next);
	store_rig_clear(&rig);
	buf_clear(&told);
	for (i = 0; i < 2; i++) {
		close(wake[i]);
		close(gate[i]);
	}
	return 0;
}

/* Waits until `told` is this text. */
static void
await(const char *text)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	struct pollfd fd = { .fd = wake[0], .events = POLLIN };
	char byte;

	while (
	    strcmp(buf_str(&told), text) != 0 && clock_mono_ms() < deadline) {
		if (poll(&fd, 1, 10) == 1 && read(wake[0], &byte, 1) != 1)
			abort();
		take(reader);
		if (next != NULL)
			take(next);
	}
	assert_string_equal(buf_str(&told), text);
}

static void
await_running(int n)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	while (atomic_load(&running) < n && clock_mono_ms() < deadline)
		usleep(1000);
	assert_int_equal(atomic_load(&running), n);
}

static enum store_result
run_at_once(struct read *read, struct db *db)
{
	(void)read;
	(void)db;
	return STORE_OK;
}

/* Blocks until the test releases one read. */
static enum store_result
run_gated(struct read *r, struct db *db)
{
	char byte;

	(void)r;
	(void)db;
	atomic_fetch_add(&running, 1);
	return read(gate[0], &byte, 1) == 1 ? STORE_OK : STORE_FAILED;
}

static void
open_gate(void)
{
	assert_int_equal(write(gate[1], "", 1), 1);
}

static enum store_result
run_for_ever(struct read *read, struct db *db)
{
	static const char forever[] =
	    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)"
	    " SELECT count(*) FROM t";
	int64_t n;

	(void)read;
	atomic_fetch_add(&running, 1);
	db_number(db_stmt(db, forever), &n);
	return db_result(db, sqlite3_errcode(db_handle(db)));
}

/* Uses two milliseconds of CPU time, however long that takes. */
static enum store_result
run_two_ms(struct read *read, struct db *db)
{
	int64_t began = clock_thread_us();

	(void)read;
	(void)db;
	while (clock_thread_us() - began < 2000)
		;
	return STORE_OK;
}

/* The second run is quick. */
static void
be_quick(struct read *read)
{
	read->run = run_at_once;
}

static void
push(const char *name, const char *key, uint64_t session,
    enum store_result (*run)(struct read *, struct db *))
{
	struct job *j = xcalloc(1, sizeof(*j));

	j->name = name;
	j->read.run = run;
	j->read.restart = be_quick;
	j->read.finish = job_finish;
	j->read.key = xstrdup(key);
	j->read.session = session;
	reader_push(reader, &j->read);
}

static const struct fair_limits wide = {
	.per_requester = 100, .total = 100, .half_life = 60000
};

static void
reader__serves_one_read__despite_the_backlog_of_another_requester(void **state)
{
	int i;

	(void)state;
	reader = start(&wide, LONG_MS, NULL);
	push("a1", "a", 1, run_gated);
	await_running(1);
	push("a2", "a", 1, run_gated);
	push("a3", "a", 1, run_gated);
	push("a4", "a", 1, run_gated);
	push("b1", "b", 2, run_gated);
	for (i = 0; i < 5; i++)
		open_gate();
	await("a1:ok b1:ok a2:ok a3:ok a4:ok ");
}

static void
reader__refuses_a_requester__with_too_many_reads(void **state)
{
	const struct fair_limits narrow = {
		.per_requester = 1, .total = 10, .half_life = 60000
	};

	(void)state;
	reader = start(&narrow, LONG_MS, NULL);
	push("a1", "a", 1, run_gated);
	await_running(1);
	push("a2", "a", 1, run_at_once);
	push("a3", "a", 1, run_at_once);
	push("b1", "b", 2, run_at_once);
	await("a3:busy ");
	open_gate();
	await("a3:busy a1:ok b1:ok a2:ok ");
}

static void
reader__cancels_the_reads_of_an_ended_session(void **state)
{
	(void)state;
	reader = start(&wide, LONG_MS, NULL);
	push("a1", "a", 1, run_for_ever);
	await_running(1);
	push("a2", "a", 1, run_for_ever);
	push("b1", "b", 2, run_at_once);
	reader_cancel(reader, 1);
	await("a2:cancelled a1:cancelled b1:ok ");
}

static void
reader__interrupts_a_read__past_its_time_limit(void **state)
{
	(void)state;
	reader = start(&wide, 1, NULL);
	push("a1", "a", 1, run_for_ever);
	push("b1", "b", 2, run_at_once);
	await("a1:long b1:ok ");
}

static void
reader__moves_a_slow_read__to_the_next_reader(void **state)
{
	(void)state;
	next = start(&wide, LONG_MS, NULL);
	reader = start(&wide, 1, next);
	push("a1", "a", 1, run_for_ever);
	await("a1:ok ");
}

static void
reader__refuses_only_the_requester__whose_budget_is_used_up(void **state)
{
	struct fair_limits budget = wide;

	(void)state;
	budget.budget = 1000; /* microseconds: one millisecond */
	budget.half_life = (int64_t)3600 * SECOND;
	reader = start(&budget, LONG_MS, NULL);
	push("a1", "a", 1, run_two_ms);
	await("a1:ok ");
	push("a2", "a", 1, run_at_once);
	push("b1", "b", 2, run_for_ever);
	await("a1:ok a2:busy b1:busy ");
}

static void
reader__fails_waiting_reads__when_stopped(void **state)
{
	(void)state;
	reader = start(&wide, LONG_MS, NULL);
	push("a1", "a", 1, run_for_ever);
	await_running(1);
	push("a2", "a", 1, run_for_ever);
	reader_stop(reader);
	take(reader);
	reader_free(reader);
	reader = NULL;
	assert_string_equal(buf_str(&told), "a1:failed a2:failed ");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    reader__serves_one_read__despite_the_backlog_of_another_requester),
		CASE(reader__refuses_a_requester__with_too_many_reads),
		CASE(reader__cancels_the_reads_of_an_ended_session),
		CASE(reader__interrupts_a_read__past_its_time_limit),
		CASE(reader__moves_a_slow_read__to_the_next_reader),
		CASE(
		    reader__refuses_only_the_requester__whose_budget_is_used_up),
		CASE(reader__fails_waiting_reads__when_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
