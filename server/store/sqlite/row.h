/*
 * row: an event as rows of the tables, and back.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_ROW_H
#define TCHAT_SERVER_STORE_SQLITE_ROW_H

#include <stdint.h>

#include "common/view.h"
#include "server/chat/event.h"
#include "server/store/sqlite/db.h"

/* What row_get reads, of events e and people w; a WHERE is to join them. */
#define ROW_COLUMNS                                                    \
	"e.seq, e.time, e.msgid, e.type, e.kind, e.target, e.object, " \
	"e.text, e.tags, w.nick, w.username, w.host, w.realname, "     \
	"w.account, w.bot, e.user, e.closed "

enum { ROW_NCOLUMNS = 17 }; /* the last one: closed */

/* placed.what */
enum {
	ROW_SAID = 0,
	ROW_HAPPENED = 1,
	ROW_CLOSED = 2,	/* added to these two: in a closed room */
	ROW_REDACTED = 4,
	ROW_WHATS
};

/*
 * Write a kept event (stored_lines.h), within a transaction. placed is called with the id of
 * each target it stands in. An SQLite result.
 */
int	row_put(struct db *, const struct chat_event *,
    void (*placed)(int64_t target, void *ctx), void *ctx);

/*
 * The parts of it, for events that were kept elsewhere. Write a new event that stands nowhere
 * yet; put it into a target (folded) where it does not stand yet.
 */
int	row_add(struct db *, const struct chat_event *);
int	row_place(struct db *, int64_t seq, struct view target,
    const struct chat_event *);

/* Take the words of an event; of a message only its place in the order is left. */
int	row_redact(struct db *, int64_t seq);

/* The event of a statement's row, the caller's; NULL if it is of a kind that we don't know. */
struct chat_event *row_get(sqlite3_stmt *);

/*
 * The last event that is not later than a time, or (forth) the first that is not earlier: as
 * db_number. The order of seqs is that of history, also where a clock was put back.
 */
int	row_find_time(struct db *, int64_t time, int forth, int64_t *seq);

/* The seq of the event of that id: 1; 0: there is none; -1: something is wrong. */
int	row_find_id(struct db *, const struct msgid *, int64_t *seq);

/* The id of a target by its folded name: 1; 0: there is none; -1: something is wrong. */
int	row_find_target(struct db *, const char *folded, int64_t *id);

#endif
