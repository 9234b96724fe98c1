/* long_history: see the header. */
#include "tests/support/long_history.h"

#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/gauge.h"
#include "tests/support/test.h"

enum {
	AHEAD = 4096, /* handed in and not settled yet */
	WORD_BITS = 15,
	HAN_BITS = 10,
	HAN_EVERY = 10, /* one message of this many */
	HAN_FIRST = 0x5e03
};

void
long_history_init(struct long_history *h, int64_t n)
{
	memset(h, 0, sizeof(*h));
	h->n = n;
	h->first_time = clock_ms() - (n + 1000000) * LONG_STEP_MS;
	h->prng.state = 4711;
	store_rig_init(&h->rig);
	store_rig_open(&h->rig);
	assert_int_equal(
	    sqlite3_open_v2(h->rig.file, &h->look, SQLITE_OPEN_READONLY, NULL),
	    SQLITE_OK);
}

void
long_history_clear(struct long_history *h)
{
	sqlite3_close(h->look);
	store_rig_clear(&h->rig);
}

/* As many words of rank 1 as of 2 and 3, and as of 4 to 7: the distribution of words in a language. */
static unsigned
pick_rank(struct long_history *h, unsigned bits)
{
	unsigned k = (unsigned)prng_below(&h->prng, bits);

	return (1U << k) + (unsigned)prng_below(&h->prng, 1U << k);
}

/* A Han character and its neighbours, as UTF-8. */
static void
add_han(struct long_history *h, struct buf *out)
{
	unsigned c = HAN_FIRST + pick_rank(h, HAN_BITS) - 1;

	buf_add_char(out, (char)(0xe0 | c >> 12));
	buf_add_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
	buf_add_char(out, (char)(0x80 | (c & 0x3f)));
}

static void
add_text(struct long_history *h, struct buf *out, int64_t i, const char *room)
{
	size_t words = 2 + prng_below(&h->prng, 12), k;

	for (k = 0; k < words; k++) {
		if (i % HAN_EVERY == 3)
			add_han(h, out);
		else
			buf_printf(out, "%sw%uo", k > 0 ? " " : "",
			    pick_rank(h, WORD_BITS));
	}
	if (strcmp(room, LONG_QUIET) == 0)
		buf_add_str(out, " " LONG_THERE);
	if (i == h->n / 2)
		buf_add_str(out, " " LONG_RARE);
}

static void
on_kept(enum store_result result, void *ctx)
{
	size_t *underway = ctx;

	assert_int_equal(result, STORE_OK);
	--*underway;
}

/* Append message i. */
static void
say(struct long_history *h, int64_t i, const char *room)
{
	char nick[16], word[] = "u", host[] = "host.example", empty[] = "";
	struct chat_event by = { .type = CHAT_MESSAGE,
		.nick = nick,
		.username = word,
		.host = host,
		.realname = empty,
		.time = h->first_time + i * LONG_STEP_MS };
	struct buf text = { 0 };
	struct chat_event *e;

	snprintf(
	    nick, sizeof(nick), "nick%zu", prng_below(&h->prng, LONG_NICKS));
	msgid_new(&by.id, by.time);
	e = chat_event_copy(&by);
	add_text(h, &text, i, room);
	e->text = buf_take(&text);
	e->target = xstrdup(room);
	e->seq = ++h->rig.seq;
	h->rig.underway++;
	h->rig.store->ops->append(h->rig.store, e, on_kept, &h->rig.underway);
	chat_event_unref(e);
}

void
long_history_fill(struct long_history *h)
{
	int64_t i;

	for (i = 1; i <= h->n; i++) {
		say(h, i, i % LONG_QUIET_EVERY == 0 ? LONG_QUIET : LONG_ROOM);
		while (h->rig.underway >= AHEAD)
			store_rig_pump(&h->rig, 100);
	}
	store_rig_settle(&h->rig);
}

double
long_history_say(struct long_history *h)
{
	double from = gauge_now();

	say(h, (int64_t)h->rig.seq + 1, LONG_ROOM);
	store_rig_settle(&h->rig);
	return gauge_now() - from;
}

int64_t
long_history_ask(struct long_history *h, const char *sql, int64_t parameter)
{
	sqlite3_stmt *stmt = NULL;
	int64_t n = 0;

	if (sqlite3_prepare_v2(h->look, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(h->look));
	sqlite3_bind_int64(stmt, 1, parameter);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

int64_t
long_history_indexed(struct long_history *h)
{
	return long_history_ask(
	    h, "SELECT n FROM marks WHERE name = 'indexed'", 0);
}

double
long_history_bytes(struct long_history *h)
{
	int64_t pages = long_history_ask(h, "PRAGMA page_count", 0),
		empty = long_history_ask(h, "PRAGMA freelist_count", 0);

	return (double)(pages - empty) *
	       (double)long_history_ask(h, "PRAGMA page_size", 0);
}
