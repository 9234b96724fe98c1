/*
 * store_rig: see the header.
 */
#include "tests/support/store_rig.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"
#include "tests/support/e2e.h"
#include "tests/support/proc.h"
#include "tests/support/test.h"

static void
ring(void *ctx)
{
	struct store_rig *rig = ctx;

	if (write(rig->fds[1], "", 1) != 1)
		abort();
}

void
store_rig_init(struct store_rig *rig)
{
	*rig = (struct store_rig){ .dir = e2e_folder() };
	rig->file = path_join(rig->dir, "tchat.db");
	rig->settings.file = rig->file;
	rig->settings.wake = ring;
	rig->settings.wake_ctx = rig;
	assert_int_equal(pipe2(rig->fds, O_CLOEXEC), 0);
}

static void
forget_events(struct store_rig *rig)
{
	size_t i;

	for (i = 0; i < rig->nevents; i++)
		chat_event_unref(rig->events[i]);
	free(rig->events);
	rig->events = NULL;
	rig->nevents = 0;
}

void
store_rig_clear(struct store_rig *rig)
{
	store_rig_close(rig);
	forget_events(rig);
	buf_clear(&rig->told);
	buf_clear(&rig->read);
	close(rig->fds[0]);
	close(rig->fds[1]);
	e2e_remove(rig->dir);
	free(rig->dir);
	free(rig->file);
}

void
store_rig_open(struct store_rig *rig)
{
	char *cause = NULL;

	rig->store = store_sqlite_new(&rig->settings, &cause);
	if (rig->store == NULL) {
		fail_msg("%s", cause);
		return;
	}
	if (rig->seq < rig->store->last_seq)
		rig->seq = rig->store->last_seq;
}

void
store_rig_open_memory(struct store_rig *rig)
{
	rig->store = store_memory_new(1000);
}

void
store_rig_close(struct store_rig *rig)
{
	if (rig->store != NULL)
		rig->store->ops->free(rig->store);
	rig->store = NULL;
	assert_int_equal(rig->underway, 0);
}

char *
store_rig_refused(struct store_rig *rig)
{
	char *cause = NULL;

	assert_null(store_sqlite_new(&rig->settings, &cause));
	assert_non_null(cause);
	return cause;
}

struct chat_event *
store_rig_event(enum chat_event_type type)
{
	static char nick[] = "ada", username[] = "u", host[] = "h", real[] = "";
	static const struct user u = { .id = 1,
		.nick = nick,
		.username = username,
		.host = host,
		.realname = real };

	return chat_event_new(type, &u);
}

struct underway {
	struct store_rig *rig;
	char *what;
};

static void
on_done(enum store_result result, void *ctx)
{
	struct underway *u = ctx;

	u->rig->underway--;
	buf_printf(&u->rig->told, "%s%s ", u->what,
	    result == STORE_OK	   ? ""
	    : result == STORE_FULL ? ":full"
				   : ":failed");
	free(u->what);
	free(u);
}

void
store_rig_append(struct store_rig *rig, struct chat_event *e)
{
	struct underway *u = xcalloc(1, sizeof(*u));

	u->rig = rig;
	u->what = xstrdup(e->text == NULL ? "?" : e->text);
	rig->underway++;
	e->seq = ++rig->seq;
	rig->store->ops->append(rig->store, e, on_done, u);
	chat_event_unref(e);
}

void
store_rig_say(struct store_rig *rig, const char *target, const char *text)
{
	struct chat_event *e = store_rig_event(CHAT_MESSAGE);

	e->target = xstrdup(target);
	e->text = xstrdup(text);
	store_rig_append(rig, e);
}

void
store_rig_pump(struct store_rig *rig, int ms)
{
	struct pollfd fd = { .fd = rig->fds[0], .events = POLLIN };
	char bytes[64];

	if (poll(&fd, 1, ms) != 1)
		return;
	if (read(rig->fds[0], bytes, sizeof(bytes)) <= 0)
		abort();
	rig->store->ops->collect(rig->store);
}

void
store_rig_settle(struct store_rig *rig)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	while (rig->underway > 0 && clock_mono_ms() < deadline)
		store_rig_pump(rig, 100);
	assert_int_equal(rig->underway, 0);
}

void
store_rig_expect_told(struct store_rig *rig, const char *text)
{
	assert_string_equal(buf_str(&rig->told), text);
	buf_reset(&rig->told);
}

static const char *
name_of(const struct chat_event *e)
{
	static const char *const names[] = { [CHAT_JOIN] = "JOIN",
		[CHAT_PART] = "PART",
		[CHAT_QUIT] = "QUIT",
		[CHAT_KICK] = "KICK",
		[CHAT_NICK] = "NICK",
		[CHAT_TOPIC] = "TOPIC",
		[CHAT_MODE] = "MODE",
		[CHAT_MESSAGE] = "TAGMSG",
		[CHAT_RENAME] = "RENAME",
		[CHAT_REDACT] = "REDACT" };

	return e->type == CHAT_MESSAGE && e->text != NULL ? e->text
							  : names[e->type];
}

static void
on_events(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	struct store_rig *rig = ctx;
	size_t i;

	rig->underway--;
	rig->result = result;
	forget_events(rig);
	rig->events = xcalloc(n + 1, sizeof(struct chat_event *));
	rig->nevents = n;
	for (i = 0; i < n; i++) {
		rig->events[i] = chat_event_ref(events[i]);
		buf_printf(&rig->read, "%s ", name_of(events[i]));
	}
}

static void
on_targets(enum store_result result, const struct store_target *targets,
    size_t n, void *ctx)
{
	struct store_rig *rig = ctx;
	size_t i;

	rig->underway--;
	rig->result = result;
	for (i = 0; i < n; i++)
		buf_printf(&rig->read, "%s%s%s%s=%lld ", targets[i].name,
		    targets[i].other == NULL ? "" : "(",
		    targets[i].other == NULL ? "" : targets[i].other,
		    targets[i].other == NULL ? "" : ")",
		    (long long)targets[i].time);
}

void
store_rig_query(
    struct store_rig *rig, const char *target, const struct store_range *range)
{
	store_rig_settle(rig);
	buf_reset(&rig->read);
	rig->underway++;
	rig->store->ops->query(rig->store, target, range, on_events, rig);
	store_rig_settle(rig);
}

void
store_rig_expect_page(struct store_rig *rig, const char *target,
    const struct store_range *range, const char *text)
{
	store_rig_query(rig, target, range);
	assert_int_equal(rig->result, STORE_OK);
	assert_string_equal(buf_str(&rig->read), text);
}

void
store_rig_expect_targets(
    struct store_rig *rig, const struct store_span *span, const char *text)
{
	store_rig_settle(rig);
	buf_reset(&rig->read);
	rig->underway++;
	rig->store->ops->targets(rig->store, span, on_targets, rig);
	store_rig_settle(rig);
	assert_int_equal(rig->result, STORE_OK);
	assert_string_equal(buf_str(&rig->read), text);
}

void
store_rig_search(struct store_rig *rig, const struct store_search *asked)
{
	store_rig_settle(rig);
	buf_reset(&rig->read);
	rig->underway++;
	rig->store->ops->search(rig->store, asked, on_events, rig);
	store_rig_settle(rig);
}

void
store_rig_expect_found(
    struct store_rig *rig, const struct store_search *asked, const char *text)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	do {
		store_rig_search(rig, asked);
		assert_int_equal(rig->result, STORE_OK);
	} while (strcmp(buf_str(&rig->read), text) != 0 &&
		 clock_mono_ms() < deadline);
	assert_string_equal(buf_str(&rig->read), text);
}
