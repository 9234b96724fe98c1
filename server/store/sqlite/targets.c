/*
 * targets: lists targets by the time of their last message. It looks at the end of each target's
 * history.
 */
#include <stdlib.h>
#include <string.h>

#include "common/string_list.h"
#include "common/xmalloc.h"
#include "server/store/conversation.h"
#include "server/store/sqlite/reads.h"
#include "server/store/sqlite/row.h"

struct targets {
	struct read read;
	struct store_span span;
	char **among; /* NULL: all targets */
	int64_t *closed_from;
	char *party; /* NULL: none */
	store_targets_fn *fn;
	void *ctx;
	struct store_target *found; /* its names are in `names` */
	struct string_list names;
	size_t n;
	size_t size;
};

/* NULL stays NULL. The copy lives until the read is finished. */
static const char *
copy(struct targets *t, const char *name)
{
	if (name == NULL)
		return NULL;
	string_list_add(&t->names, name);
	return t->names.v[t->names.n - 1];
}

static void
add(struct targets *t, const char *name, int64_t time, const char *other)
{
	if ((t->span.after != 0 && time <= t->span.after) ||
	    (t->span.before != 0 && time >= t->span.before))
		return;
	if (t->n == t->size) {
		t->size = t->size == 0 ? 64 : 2 * t->size;
		t->found = xreallocarray(t->found, t->size, sizeof(*t->found));
	}
	t->found[t->n++] =
	    (struct store_target){ copy(t, name), time, copy(t, other) };
}

/* The numbers of `what` are defined in row.h. */
#define SAID "SELECT seq FROM placed WHERE target = t.id AND what = "
#define LAST_WORD                                               \
	"(SELECT e.time FROM events e WHERE e.seq = (" SAID "0" \
	" UNION ALL " SAID "2 AND seq >= ?2 ORDER BY seq DESC LIMIT 1))"

static const char all[] = "SELECT t.folded, " LAST_WORD " FROM targets t";
static const char one[] =
    "SELECT t.folded, " LAST_WORD " FROM targets t WHERE t.folded = ?1";
/* Conversations have no closed events. */
static const char of_party[] =
    "SELECT t.folded, e.time, w.nick, w.account, e.target FROM pairs p"
    " CROSS JOIN targets t ON t.id = p.target"
    " CROSS JOIN events e ON e.seq = (" SAID "0 ORDER BY seq DESC LIMIT 1)"
    " CROSS JOIN people w ON w.id = e.who WHERE p.party = ?1";

static const char *
word(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

/* Returns the other user's nick at the time of the last message. */
static const char *
other_nick(const struct targets *t, sqlite3_stmt *stmt)
{
	const char *nick = word(stmt, 2), *account = word(stmt, 3);
	char from[CONVERSATION_PARTY];

	if (account[0] == '\0')
		account = NULL;
	if (conversation_party(from, account, view_of(nick)) != 0 ||
	    strcmp(from, t->party) == 0)
		return word(stmt, 4);
	return nick;
}

static int
gather_pairs(struct targets *t, sqlite3_stmt *stmt)
{
	int rc;

	db_bind_view(stmt, 1, view_of(t->party));
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		add(t, word(stmt, 0), sqlite3_column_int64(stmt, 1),
		    other_nick(t, stmt));
	sqlite3_reset(stmt);
	return rc;
}

static int
gather(struct targets *t, sqlite3_stmt *stmt)
{
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (sqlite3_column_type(stmt, 1) != SQLITE_NULL)
			add(t, word(stmt, 0), sqlite3_column_int64(stmt, 1),
			    NULL);
	}
	sqlite3_reset(stmt);
	return rc;
}

static int
by_time(const void *va, const void *vb)
{
	const struct store_target *a = va, *b = vb;

	return a->time < b->time ? -1 : a->time > b->time;
}

static enum store_result
targets_run(struct read *read, struct db *db)
{
	struct targets *t = (struct targets *)read;
	int rc = SQLITE_DONE;
	sqlite3_stmt *stmt;
	size_t i;

	if (t->among == NULL) {
		stmt = db_stmt(db, all);
		sqlite3_bind_int64(stmt, 2, 0);
		rc = gather(t, stmt);
	}
	for (i = 0; t->among != NULL && i < t->span.n && rc == SQLITE_DONE;
	     i++) {
		stmt = db_stmt(db, one);
		db_bind_view(stmt, 1, view_of(t->among[i]));
		sqlite3_bind_int64(stmt, 2, t->closed_from[i]);
		rc = gather(t, stmt);
	}
	if (t->party != NULL && rc == SQLITE_DONE)
		rc = gather_pairs(t, db_stmt(db, of_party));
	if (t->n > 0)
		qsort(t->found, t->n, sizeof(*t->found), by_time);
	return db_result(db, rc);
}

static void
targets_restart(struct read *read)
{
	struct targets *t = (struct targets *)read;

	string_list_clear(&t->names);
	t->n = 0;
}

static void
targets_finish(struct read *read)
{
	struct targets *t = (struct targets *)read;
	size_t i, n = t->n < t->span.limit ? t->n : t->span.limit;

	t->fn(read->result, t->found, read->result == STORE_OK ? n : 0, t->ctx);
	targets_restart(read);
	free(t->found);
	for (i = 0; i < t->span.n; i++)
		free(t->among[i]);
	free(t->among);
	free(t->closed_from);
	free(t->party);
	free(t);
}

struct read *
targets_new(const struct store_span *span, store_targets_fn *fn, void *ctx)
{
	struct targets *t = xcalloc(1, sizeof(*t));
	size_t i;

	t->read.run = targets_run;
	t->read.restart = targets_restart;
	t->read.finish = targets_finish;
	t->span = *span;
	t->fn = fn;
	t->ctx = ctx;
	if (span->among == NULL) {
		t->span.n = 0;
		return &t->read;
	}
	t->party = xstrdup(span->party);
	t->among = xcalloc(span->n + 1, sizeof(char *));
	t->closed_from = xcalloc(span->n + 1, sizeof(int64_t));
	for (i = 0; i < span->n; i++) {
		t->among[i] = xstrdup(span->among[i]);
		if (span->closed_from != NULL)
			t->closed_from[i] = (int64_t)span->closed_from[i];
	}
	return &t->read;
}
