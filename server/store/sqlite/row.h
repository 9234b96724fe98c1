/*
 * row: converts an event to table rows and back.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_ROW_H
#define TCHAT_SERVER_STORE_SQLITE_ROW_H

#include <stdint.h>

#include "common/view.h"
#include "server/chat/event.h"
#include "server/store/sqlite/db.h"

/* The columns that row_get reads, from events e and people w; the query must join them. */
#define ROW_COLUMNS                                                    \
	"e.seq, e.time, e.msgid, e.type, e.kind, e.target, e.object, " \
	"e.text, e.tags, w.nick, w.username, w.host, w.realname, "     \
	"w.account, w.bot, e.user, e.closed "

enum { ROW_NCOLUMNS = 17 }; /* the last column is `closed` */

/* values of placed.what */
enum {
	ROW_MESSAGE = 0,
	ROW_EVENT = 1,
	ROW_CLOSED = 2, /* added to the two above: in a closed room */
	ROW_REDACTED = 4,
	ROW_WHATS
};

/*
 * Writes an event. Call it in a transaction. Calls `placed` with the id of each target whose
 * history contains it. Returns an SQLite result.
 */
int	row_write(struct db *, const struct chat_event *,
    void (*placed)(int64_t target, void *ctx), void *ctx);

/*
 * The same in two steps, for imported events: row_add writes a new event without a target;
 * row_place adds it to a target (folded) that does not have it yet.
 */
int	row_add(struct db *, const struct chat_event *);
int	row_place(
    struct db *, int64_t seq, struct view target, const struct chat_event *);

/* Deletes the text of an event; of a message only its place in the order remains. */
int	row_redact(struct db *, int64_t seq);

/* Returns the event of the current row, owned by the caller; NULL if its type is unknown. */
struct chat_event *row_get(sqlite3_stmt *);

/*
 * Finds the last event not later than a time, or (forward) the first not earlier. Returns like
 * db_number. History is ordered by seq, even where the clock was set back.
 */
int	row_find_time(struct db *, int64_t time, int forward, int64_t *seq);

/* Finds an event's seq by its id. Returns 1, 0 if there is none, or -1 on error. */
int	row_find_id(struct db *, const struct msgid *, int64_t *seq);

#endif
