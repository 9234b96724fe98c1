/*
 * store: the interface to storage. It is asynchronous: a call returns at once and calls `done`
 * later on the loop's thread. A fast store may call `done` before the call returns; callers must
 * handle both. Arguments are borrowed until the call returns; what a callback receives is borrowed
 * for that callback. Each callback is called once, at the latest while the store is freed.
 */
#ifndef TCHAT_SERVER_STORE_STORE_H
#define TCHAT_SERVER_STORE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "common/msgid.h"
#include "common/view.h"
#include "server/chat/event.h"

struct store;

enum { STORE_SECRET = 32 };	/* bytes */

enum store_result {
	STORE_OK,
	STORE_FULL,	/* disk full, or over quota */
	STORE_FAILED,	/* I/O error */
	STORE_UNKNOWN,	/* read: a point names a message that does not exist */
	STORE_TOO_LONG,	/* read: it exceeded its time limit */
	STORE_TOO_COMPLEX, /* search: the text has more words than STORE_WORDS_MAX */
	STORE_BUSY,	/* read: the requester has too many waiting reads, or used up its time */
	STORE_CANCELLED	/* read: `cancel` was called for its session */
};

enum { STORE_WORDS_MAX = 16 };		/* words in a search text */

/*
 * The requester of a read. Requesters are served in turn, and each has a limit on the time its
 * reads may use. All reads without a key count as one requester.
 */
struct store_requester {
	const char	*key;		/* an account or an address; NULL: none */
	uint64_t	 session;	/* for `cancel`; 0: none */
};

/*
 * A position in the order of events. The first field that is set counts; if none is set, the range
 * is open at this end.
 */
struct store_point {
	uint64_t	 seq;
	struct msgid	 id;	/* an event in the same target */
	int64_t		 time;	/* ms; before or after all events of that time */
};

/*
 * A range of one target's events, returned oldest first. `after` and `before` are exclusive. If
 * they are in the wrong order they are swapped, and `latest` is inverted.
 */
struct store_range {
	struct store_point	 after;
	struct store_point	 before;
	/* if set: half of limit before it, the rest from it onward */
	struct store_point	 around;
	size_t			 limit;
	/* if there are more than limit: those nearest `before`, else nearest `after` */
	int			 latest;
	int			 messages_only;	/* messages only, without joins, parts and so on */
	uint64_t		 closed_from;	/* leave out closed events (event.h) before this seq */
	struct store_requester	 requester;
};

/* A query for the targets whose last message is between two times (ms, exclusive; 0: open). */
struct store_span {
	int64_t			 after;
	int64_t			 before;
	size_t			 limit;
	const char		*const	*among;	/* n folded names; NULL: all targets */
	const uint64_t		*closed_from;	/* for each of these, as in store_range; NULL: 0 */
	size_t			 n;
	/* also this party's direct conversations (conversation.h); NULL: none */
	const char		*party;
	struct store_requester	 requester;
};

/*
 * A query for messages that contain all words of a text: the latest matches, or the earliest if
 * `forward`; returned oldest first. The newest messages may not be searchable for a moment.
 */
struct store_search {
	const char		*text;		/* NULL: any text */
	const char		*from;		/* nick of the author; NULL: any */
	int64_t			 after;		/* ms, exclusive; 0: open */
	int64_t			 before;
	int			 forward;
	const char		*const *in;	/* n folded names */
	const uint64_t		*closed_from;	/* for each of these, as in store_range; NULL: 0 */
	size_t			 n;
	const char		*party;		/* also this party's direct messages; NULL: none */
	size_t			 limit;
	struct store_requester	 requester;
};

struct store_target {
	const char	*name;	/* folded room name, or a conversation key (conversation.h) */
	int64_t		 time;	/* time of the last message */
	/* in a party's conversation: the latest nick of the other user; else NULL */
	const char	*other;
};

/* The saved state of a room. Strings are borrowed. */
struct store_mask {
	char		 list;		/* letter of the list mode */
	const char	*mask;
	const char	*by;
	int64_t		 time;		/* ms */
	int64_t		 until;		/* ms; 0: permanent */
};

struct store_access {
	const char	*account;
	unsigned	 ranks;		/* MEMBER_* (server/chat/room.h) */
};

struct store_room {
	const char		*name;
	const char		*folded;
	const char		*modes;		/* mode letters */
	int64_t			 limit;		/* 0: none */
	int64_t			 slow;		/* seconds; 0: none */
	const char		*key;		/* NULL: none */
	const char		*founder;	/* account; NULL: not registered */
	uint64_t		 first_seq;	/* if registered: where its history begins */
	int64_t			 created;	/* ms */
	const char		*topic;		/* NULL: none */
	const char		*topic_by;	/* or NULL */
	int64_t			 topic_time;	/* ms */
	const struct store_mask	*masks;
	size_t			 nmasks;
	const struct store_access *access;
	size_t			 naccess;
};

/* A key of a saved account (server/chat/account.h). Everything is borrowed. */
struct store_key {
	const char	*digest;
	int64_t		 added;		/* ms */
	int		 is_pending;	/* claimed but not proved */
	int64_t		 expires;	/* ms; 0: never */
};

struct store_account {
	const char	*name;
	const char	*folded;
	unsigned	 iterations;	/* of the password verifier; 0: no password */
	struct view	 salt;		/* bytes, like the next two */
	struct view	 stored_key;
	struct view	 server_key;
	const char	*suspended;	/* the reason; NULL: not suspended */
	int64_t		 created;	/* ms */
	int64_t		 seen;		/* ms */
	const struct store_key	*keys;	/* oldest first */
	size_t		 nkeys;
};

typedef void store_room_fn(const struct store_room *, void *ctx);
/* A server ban (server/moderation/server_bans.h). Everything is borrowed. */
struct store_ban {
	const char	*key;		/* unique */
	char		 kind;
	const char	*mask;
	const char	*by;
	const char	*reason;
	int64_t		 time;		/* ms */
	int64_t		 until;		/* ms; 0: permanent */
};

typedef void store_ban_fn(const struct store_ban *, void *ctx);
typedef void store_account_fn(const struct store_account *, void *ctx);
typedef void store_marker_fn(
    const char *account, const char *target, int64_t ms, void *ctx);
typedef void store_done_fn(enum store_result, void *ctx);
/* Called with the number of deleted events. */
typedef void store_pruned_fn(enum store_result, size_t n, void *ctx);
typedef void store_events_fn(
    enum store_result, struct chat_event *const *, size_t n, void *ctx);
typedef void store_targets_fn(
    enum store_result, const struct store_target *, size_t n, void *ctx);

struct store_ops {
	/* Stores an event. Appends complete in the order of the calls. */
	void	(*append)(struct store *, struct chat_event *,
		    store_done_fn *, void *ctx);
	/*
	 * Reads the history of a target (a folded room name, or a conversation key). The result
	 * includes everything appended before this call, once that has been stored, and perhaps
	 * later events. The other reads see only what was stored when they were called.
	 */
	void	(*query)(struct store *, const char *target,
		    const struct store_range *, store_events_fn *, void *ctx);
	/* Lists targets, the one with the oldest last message first. NULL: not supported. */
	void	(*targets)(struct store *, const struct store_span *,
		    store_targets_fn *, void *ctx);
	/* NULL: not supported. */
	void	(*search)(struct store *, const struct store_search *,
		    store_events_fn *, void *ctx);
	/*
	 * The session ended: its reads end soon, as STORE_CANCELLED unless they are already done.
	 * NULL: reads of this store complete within their call.
	 */
	void	(*cancel)(struct store *, uint64_t session);
	/*
	 * Replaces the saved state of a room, or deletes it. There is no callback: it is written
	 * soon, or when the disk allows. NULL: not supported.
	 */
	void	(*save_room)(struct store *, const struct store_room *);
	void	(*delete_room)(struct store *, const char *folded);
	/*
	 * Calls fn, within the call, for the rooms that were saved when the store was opened, least
	 * recently changed first. Call it once. NULL: not supported.
	 */
	void	(*rooms)(struct store *, store_room_fn *, void *ctx);
	/*
	 * Replaces a saved account, or deletes it whether or not it exists. Completes in the order
	 * of the calls, together with appends.
	 */
	void	(*save_account)(struct store *, const struct store_account *,
		    store_done_fn *, void *ctx);
	void	(*delete_account)(struct store *, const char *folded,
		    store_done_fn *, void *ctx);
	/*
	 * Calls fn, within the call, for the accounts that were saved when the store was opened.
	 * Call it once.
	 */
	void	(*accounts)(struct store *, store_account_fn *, void *ctx);
	/*
	 * Saves an account's read marker in a target (folded): everything up to this time (ms) is
	 * read. 0 deletes the marker; with target NULL, all markers of the account. No callback, as
	 * above. NULL: not supported.
	 */
	void	(*save_marker)(struct store *, const char *account,
		    const char *target, int64_t ms);
	/*
	 * Calls fn, within the call, for the markers that were saved when the store was opened, of
	 * each account the least recently set first. Call it once. NULL: not supported.
	 */
	void	(*markers)(struct store *, store_marker_fn *, void *ctx);
	/*
	 * Saves a ban, replacing the one with its key; deletes the ban with that key whether or not
	 * it exists. Completes in the order of the calls, together with appends. NULL: not
	 * supported.
	 */
	void	(*save_ban)(struct store *, const struct store_ban *,
		    store_done_fn *, void *ctx);
	void	(*delete_ban)(struct store *, const char *key,
		    store_done_fn *, void *ctx);
	/*
	 * Calls fn, within the call, for the bans that were saved when the store was opened, oldest
	 * first. Call it once. NULL: not supported.
	 */
	void	(*bans)(struct store *, store_ban_fn *, void *ctx);
	/*
	 * Deletes events that are too old, even if the clock is not trusted (clock_watch.h). Calls
	 * back with STORE_FAILED if the store is freed before that is done. NULL: this store
	 * deletes nothing by age.
	 */
	void	(*prune)(struct store *, store_pruned_fn *, void *ctx);
	/* Runs the callbacks of completed calls. NULL: this store calls back within its calls. */
	void	(*collect)(struct store *);
	/* Completes everything in progress, then frees the store. */
	void	(*free)(struct store *);
};

/* Every store's struct begins with this. */
struct store {
	const struct store_ops	*ops;
	uint64_t	 last_seq;	/* the last seq stored when it was opened */
	uint32_t	 epoch;		/* a number, from 1, that no earlier run with the same data had */
	/*
	 * Random bytes, made once with the database. Salts of unknown account names are derived
	 * from them, so that they stay the same after a restart, like the salt of a real account.
	 */
	unsigned char	 secret[STORE_SECRET];
};

/* Makes a store that keeps the last `lines` events per room in memory. Calls complete at once. */
struct store *store_memory_new(size_t lines);

struct store_sqlite_settings {
	const char	*file;
	int		 fsync;	/* true: stored means on the disk; false: given to the kernel */
	size_t		 lines;	/* messages kept per room; 0: all */
	int64_t		 age;	/* maximum age in ms; 0: unlimited */
	/*
	 * Called from any thread, the loop's too: arrange that `collect` is called in a later turn
	 * of the loop.
	 */
	void		(*wake)(void *ctx);
	void		*wake_ctx;
};

/*
 * Makes a store that keeps everything in an SQLite database, created if needed. A call completes
 * when the writer thread has committed it. Returns NULL and sets *cause if the database cannot be
 * opened.
 */
struct store *store_sqlite_new(
    const struct store_sqlite_settings *, char **cause);

#endif
