/*
 * search: finds messages with certain words. One expression for the search table contains the
 * words, the author and, if there are few, the places; the table returns matches in its order. If
 * there are many places (someone with thousands of direct-message partners), each row's place is
 * looked up in their sorted list instead, because an expression with thousands of places would cost
 * more than the search.
 */
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/events.h"
#include "server/store/sqlite/index.h"
#include "server/store/sqlite/parts.h"
#include "server/store/sqlite/reads.h"
#include "server/store/sqlite/row.h"
#include "server/store/sqlite/target_rows.h"
#include "server/store/sqlite/words.h"

enum {
	WORDS_MAX = 64,		  /* tokenizer words in all phrases of a text */
	PLACES_IN_EXPRESSION = 64 /* more places are looked up row by row */
};

struct place {
	int64_t target;
	uint64_t closed_from;
};

struct search {
	struct read read;
	char *text;
	char *from; /* NULL: any author */
	char **in;
	uint64_t *closed_from;
	size_t n;
	char *party; /* NULL: no direct messages */
	/* The places to search: the given ones that have history, and the party's. */
	struct place *places; /* sorted */
	size_t nplaces;
	size_t size;
	int64_t after;
	int64_t before;
	size_t limit;
	int forward;
	store_events_fn *fn;
	void *ctx;
	struct events events;
};

static void
add_place(struct search *s, int64_t target, uint64_t closed_from)
{
	if (s->nplaces == s->size) {
		s->size = s->size == 0 ? 16 : 2 * s->size;
		s->places =
		    xreallocarray(s->places, s->size, sizeof(*s->places));
	}
	s->places[s->nplaces].target = target;
	s->places[s->nplaces++].closed_from = closed_from;
}

static int
find_pairs(struct search *s, struct db *db)
{
	static const char find[] = "SELECT target FROM pairs WHERE party = ?1";
	sqlite3_stmt *stmt = db_stmt(db, find);
	int rc;

	db_bind_view(stmt, 1, view_of(s->party));
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		add_place(s, sqlite3_column_int64(stmt, 0), 0);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : -1;
}

static int
by_target(const void *va, const void *vb)
{
	const struct place *a = va, *b = vb;

	return (a->target > b->target) - (a->target < b->target);
}

/* Finds the places that have history. Returns 0 or -1. */
static int
find_places(struct search *s, struct db *db)
{
	int64_t target;
	size_t i;
	int found;

	for (i = 0; i < s->n; i++) {
		found = target_rows_find(db, s->in[i], &target);
		if (found < 0)
			return -1;
		if (found > 0)
			add_place(s, target, s->closed_from[i]);
	}
	if (s->party != NULL && find_pairs(s, db) != 0)
		return -1;
	if (s->nplaces > 0)
		qsort(s->places, s->nplaces, sizeof(*s->places), by_target);
	return 0;
}

static void
begin_term(struct buf *out)
{
	if (out->len > 0)
		buf_add_str(out, " AND ");
}

static void
add_places(struct buf *out, const struct search *s)
{
	size_t i;

	for (i = 0; i < s->nplaces; i++) {
		buf_add_str(out, i > 0 ? " OR " : "place : (");
		index_add_place(out, s->places[i].target);
	}
	buf_add_char(out, ')');
}

/* Returns 1, or 0 if the text has no words, so nothing matches. */
static int
add_text(struct buf *out, const struct search *s)
{
	struct buf words = { 0 };
	int any = words_query(&words, view_of(s->text)) > 0;

	begin_term(out);
	buf_printf(out, "text : (%s)", buf_str(&words));
	buf_clear(&words);
	return any;
}

/*
 * Makes the expression; empty means that every message of the places matches. Returns 1, or 0 if
 * nothing can match.
 */
static int
make_expression(struct buf *out, const struct search *s)
{
	if (s->nplaces == 0)
		return 0;
	if (s->nplaces <= PLACES_IN_EXPRESSION)
		add_places(out, s);
	if (s->text != NULL && !add_text(out, s))
		return 0;
	if (s->from != NULL) {
		begin_term(out);
		buf_add_str(out, "nick : ");
		index_add_nick(out, view_of(s->from));
	}
	return 1;
}

/*
 * True if the requester may read the event: it is in one of the places, and not from a time when
 * that was closed to them.
 */
static int
is_readable(const struct search *s, sqlite3_stmt *stmt)
{
	const struct place key = { .target = sqlite3_column_int64(
				       stmt, ROW_NCOLUMNS) };
	uint64_t seq = (uint64_t)sqlite3_column_int64(stmt, 0);
	const struct place *p =
	    bsearch(&key, s->places, s->nplaces, sizeof(*p), by_target);

	return p != NULL && (seq >= p->closed_from ||
				!sqlite3_column_int(stmt, ROW_NCOLUMNS - 1));
}

/* The limit of each part is what is still missing. */
static enum store_result
gather(struct search *s, struct db *db, sqlite3_stmt *stmt)
{
	struct chat_event *e;
	int rc = SQLITE_DONE;

	while (
	    s->events.n < s->limit && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		e = is_readable(s, stmt) ? row_get(stmt) : NULL;
		if (e != NULL)
			events_add(&s->events, e);
	}
	return db_result(db, rc == SQLITE_ROW ? SQLITE_DONE : rc);
}

#define FIND(order)                                              \
	"SELECT " ROW_COLUMNS ", e.place FROM %s f"              \
	" CROSS JOIN events e ON e.seq = f.rowid"                \
	" CROSS JOIN people w ON w.id = e.who WHERE %s MATCH ?1" \
	" AND f.rowid > ?2 AND f.rowid < ?3 ORDER BY f.rowid " order

/* Two exclusive seqs. */
struct bounds {
	int64_t after;
	int64_t before;
};

static enum store_result
find_in_part(struct search *s, struct db *db, const struct part *part,
    struct view expression, const struct bounds *b)
{
	static const char latest[] = FIND("DESC"), first[] = FIND("ASC");
	sqlite3_stmt *stmt =
	    parts_prepare(db, s->forward ? first : latest, part);
	enum store_result result;

	db_bind_view(stmt, 1, expression);
	sqlite3_bind_int64(stmt, 2, b->after);
	sqlite3_bind_int64(stmt, 3, b->before);
	result = gather(s, db, stmt);
	sqlite3_finalize(stmt);
	return result;
}

/* Goes from part to part until there are enough matches or the next part is out of bounds. */
static enum store_result
find_between(struct search *s, struct db *db, struct view expression,
    const struct bounds *b)
{
	enum store_result result = STORE_OK;
	struct part part;
	int found;

	found = parts_of(db, s->forward ? b->after : b->before, &part);
	while (found == 1 && result == STORE_OK && s->events.n < s->limit) {
		result = find_in_part(s, db, &part, expression, b);
		if (!s->forward && part.first <= b->after)
			break;
		found = parts_next(db, !s->forward, &part);
		if (found == 1 && part.first >= b->before)
			break;
	}
	if (!s->forward)
		events_reverse(&s->events, 0);
	return found < 0 ? STORE_FAILED : result;
}

#define FIND_ALL(order)                                                     \
	"SELECT " ROW_COLUMNS ", e.place FROM events e"                     \
	" CROSS JOIN people w ON w.id = e.who WHERE e.seq > ?1"             \
	" AND e.seq < ?2 AND e.type = 0 AND e.kind < 2 AND e.text NOT NULL" \
	" ORDER BY e.seq " order

/* Returns every message of the places between two seqs. */
static enum store_result
find_all(struct search *s, struct db *db, const struct bounds *b)
{
	static const char latest[] = FIND_ALL("DESC"),
			  first[] = FIND_ALL("ASC");
	sqlite3_stmt *stmt = db_stmt(db, s->forward ? first : latest);
	enum store_result result;

	sqlite3_bind_int64(stmt, 1, b->after);
	sqlite3_bind_int64(stmt, 2, b->before);
	result = gather(s, db, stmt);
	sqlite3_reset(stmt);
	if (!s->forward)
		events_reverse(&s->events, 0);
	return result;
}

static enum store_result
find(struct search *s, struct db *db, struct view expression)
{
	struct bounds b = { 0, INT64_MAX };

	if (s->after != 0 && row_find_time(db, s->after, 0, &b.after) < 0)
		return STORE_FAILED;
	if (s->before != 0 && row_find_time(db, s->before, 1, &b.before) < 0)
		return STORE_FAILED;
	return expression.len == 0 ? find_all(s, db, &b)
				   : find_between(s, db, expression, &b);
}

static enum store_result
search_run(struct read *read, struct db *db)
{
	struct search *s = (struct search *)read;
	struct buf expression = { 0 };
	enum store_result result = STORE_OK;

	if (find_places(s, db) != 0)
		result = db_result(db, sqlite3_errcode(db_handle(db)));
	else if (make_expression(&expression, s))
		result = find(s, db, buf_view(&expression));
	buf_clear(&expression);
	return result;
}

static void
search_finish(struct read *read)
{
	struct search *s = (struct search *)read;
	size_t i;

	if (read->result != STORE_OK)
		events_clear(&s->events);
	s->fn(read->result, s->events.v, s->events.n, s->ctx);
	events_clear(&s->events);
	for (i = 0; i < s->n; i++)
		free(s->in[i]);
	free(s->in);
	free(s->closed_from);
	free(s->places);
	free(s->party);
	free(s->text);
	free(s->from);
	free(s);
}

int
search_is_simple(const char *text)
{
	size_t phrases, words;

	words_count(view_of(text), &phrases, &words);
	return phrases <= STORE_WORDS_MAX && words <= WORDS_MAX;
}

struct read *
search_new(const struct store_search *asked, store_events_fn *fn, void *ctx)
{
	struct search *s = xcalloc(1, sizeof(*s));
	size_t i;

	s->read.run = search_run;
	s->read.finish = search_finish;
	s->text = xstrdup(asked->text);
	s->from = xstrdup(asked->from);
	s->n = asked->n;
	s->in = xcalloc(s->n + 1, sizeof(char *));
	s->closed_from = xcalloc(s->n + 1, sizeof(uint64_t));
	s->party = xstrdup(asked->party);
	for (i = 0; i < s->n; i++) {
		s->in[i] = xstrdup(asked->in[i]);
		if (asked->closed_from != NULL)
			s->closed_from[i] = asked->closed_from[i];
	}
	s->forward = asked->forward;
	s->after = asked->after;
	s->before = asked->before;
	s->limit = asked->limit;
	s->fn = fn;
	s->ctx = ctx;
	return &s->read;
}
