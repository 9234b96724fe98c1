/*
 * store: all that the server asks of storage. Asynchronous: a call returns at once
 * and its `done` comes later on the loop's thread, or, where a store is that
 * quick, before the call returns; callers hold for both. What is borrowed by a call is
 * free again when it returns; what a callback is given is borrowed for the callback. Each
 * callback comes once, at the latest while the store is freed.
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
	STORE_FULL,	/* disk full, quota */
	STORE_FAILED,	/* I/O error */
	STORE_UNKNOWN,	/* reading: a point names a message that is not there */
	STORE_TOO_LONG,	/* reading: it took longer than it may */
	STORE_TOO_COMPLEX, /* searching: the text has more words than STORE_WORDS_MAX */
	STORE_BUSY,	/* reading: the requester has too many reads waiting, or used up its time */
	STORE_CANCELLED	/* reading: `cancel` was called for its session */
};

enum { STORE_WORDS_MAX = 16 };		/* of a search's text */

/*
 * Who a read is for. Requesters are served in turn, and the time that their reads take is limited for each.
 * All that has no key is one requester.
 */
struct store_requester {
	const char	*key;		/* an account or an address; NULL: none */
	uint64_t	 session;	/* for `cancel`; 0: none */
};

/* A place in the order of events: by the first of these that is set; none: open. */
struct store_point {
	uint64_t	 seq;
	struct msgid	 id;	/* of an event in the same target */
	int64_t		 time;	/* ms; before all, or after all, of that time */
};

/*
 * A range of one target's kept events, given oldest first. After and before are exclusive;
 * if they come the wrong way round they change places, and `latest` turns.
 */
struct store_range {
	struct store_point	 after;
	struct store_point	 before;
	struct store_point	 around;	/* if set: half of limit before it, the rest from it on */
	size_t		 limit;
	int		 latest;	/* keep those nearest `before`, not `after` */
	int		 said_only;	/* what was said, without joins and all that */
	uint64_t	 closed_from;	/* closed events (event.h) from that seq on only */
	struct store_requester requester;
};

/* Targets whose latest word was said between two times (ms, exclusive; 0: open). */
struct store_span {
	int64_t		 after;
	int64_t		 before;
	size_t		 limit;
	const char *const	*among;	/* n folded names; NULL: all there are */
	const uint64_t	*closed_from;	/* for each of these, as above; NULL: 0 */
	size_t		 n;
	const char	*party;		/* and with whom that one talks (conversation.h); NULL: nobody */
	struct store_requester requester;
};

/*
 * Messages in which all words of a text are, the latest of them, or the first (forth); given
 * oldest first. What was
 * said last may not be found in the first moments after it.
 */
struct store_search {
	const char	*text;		/* NULL: any */
	const char	*from;		/* nick; NULL: anybody's */
	int64_t		 after;		/* ms, exclusive; 0: open */
	int64_t		 before;
	int		 forth;
	const char *const *in;		/* n folded names */
	const uint64_t	*closed_from;	/* for each of these, as above; NULL: 0 */
	size_t		 n;
	const char	*party;		/* and in that one's direct messages; NULL: nobody's */
	size_t		 limit;
	struct store_requester requester;
};

struct store_target {
	const char	*name;	/* folded; or a pair (conversation.h) */
	int64_t		 time;	/* of what was said last */
	const char	*other;	/* of a party's pair: the other one's nick, as it was last; else NULL */
};

/* What stays of a room. Words are borrowed. */
struct store_mask {
	char		 list;		/* the letter of the list's mode */
	const char	*mask;
	const char	*by;
	int64_t		 time;		/* ms */
	int64_t		 until;		/* ms; 0: for good */
};

struct store_access {
	const char	*account;
	unsigned	 ranks;		/* MEMBER_* (server/chat/room.h) */
};

struct store_room {
	const char	*name;
	const char	*folded;
	const char	*modes;		/* letters */
	int64_t		 limit;		/* 0: none */
	int64_t		 slow;		/* seconds; 0: none */
	const char	*key;		/* NULL: none */
	const char	*founder;	/* account; NULL: nobody's */
	uint64_t	 first_seq;	/* of one that is somebody's: where its past begins */
	int64_t		 created;	/* ms */
	const char	*topic;		/* NULL: none */
	const char	*topic_by;	/* or NULL */
	int64_t		 topic_time;	/* ms */
	const struct store_mask	*masks;
	size_t		 nmasks;
	const struct store_access *access;
	size_t		 naccess;
};

/* An account (server/chat/account.h) as it is kept. All is borrowed. */
struct store_key {
	const char	*digest;
	int64_t		 added;		/* ms */
	int		 is_pending;	/* claimed, and not proved */
	int64_t		 expires;	/* ms; 0: never */
};

struct store_account {
	const char	*name;
	const char	*folded;
	unsigned	 iterations;	/* of the verifier; 0: there is none */
	struct view	 salt;		/* bytes, as the next two */
	struct view	 stored_key;
	struct view	 server_key;
	const char	*suspended;	/* why; NULL: it is not */
	int64_t		 created;	/* ms */
	int64_t		 seen;		/* ms */
	const struct store_key	*keys;	/* oldest first */
	size_t		 nkeys;
};

typedef void store_room_fn(const struct store_room *, void *ctx);
/* Who is kept out of the server (server/moderation/server_bans.h). All is borrowed. */
struct store_ban {
	const char	*key;		/* there is one of each */
	char		 kind;
	const char	*mask;
	const char	*by;
	const char	*reason;
	int64_t		 time;		/* ms */
	int64_t		 until;		/* ms; 0: for good */
};

typedef void store_ban_fn(const struct store_ban *, void *ctx);
typedef void store_account_fn(const struct store_account *, void *ctx);
typedef void store_marker_fn(
    const char *account, const char *target, int64_t ms, void *ctx);
typedef void store_done_fn(enum store_result, void *ctx);
/* With how many events were deleted. */
typedef void store_pruned_fn(enum store_result, size_t n, void *ctx);
typedef void store_events_fn(
    enum store_result, struct chat_event *const *, size_t n, void *ctx);
typedef void store_targets_fn(
    enum store_result, const struct store_target *, size_t n, void *ctx);

struct store_ops {
	/* Keep an event. Settled in the order of the calls. */
	void	(*append)(struct store *, struct chat_event *,
		    store_done_fn *, void *ctx);
	/*
	 * What was said in a target (a room's folded name, or a pair). It sees all that was appended before it
	 * was called for, once that has settled, and perhaps more. The other readings see
	 * what had settled by then.
	 */
	void	(*query)(struct store *, const char *target,
		    const struct store_range *, store_events_fn *, void *ctx);
	/* Which targets there are, the one that was silent longest first. NULL: it can't. */
	void	(*targets)(struct store *, const struct store_span *,
		    store_targets_fn *, void *ctx);
	/* NULL: it can't. */
	void	(*search)(struct store *, const struct store_search *,
		    store_events_fn *, void *ctx);
	/*
	 * The session is gone: its reads end soon, as STORE_CANCELLED unless they are already read.
	 * NULL: reads of this store end within their call.
	 */
	void	(*cancel)(struct store *, uint64_t session);
	/*
	 * Keep what there is of a room now instead of what there was; forget it. Nobody hears
	 * when that is done: soon, or when the disk lets it. NULL: it can't.
	 */
	void	(*keep_room)(struct store *, const struct store_room *);
	void	(*forget_room)(struct store *, const char *folded);
	/*
	 * The rooms that were kept when the store was opened, the one that was changed longest
	 * ago first; called within. Once. NULL: it can't.
	 */
	void	(*rooms)(struct store *, store_room_fn *, void *ctx);
	/*
	 * Keep an account as it is now instead of what there was of it; forget it, whether it
	 * is there or not. Settled in the order of the calls, appends among them.
	 */
	void	(*keep_account)(struct store *, const struct store_account *,
		    store_done_fn *, void *ctx);
	void	(*forget_account)(struct store *, const char *folded,
		    store_done_fn *, void *ctx);
	/* The accounts that were kept when the store was opened; called within. Once. */
	void	(*accounts)(struct store *, store_account_fn *, void *ctx);
	/*
	 * How far an account has read: of that target (folded) up to there (ms); 0: it is forgotten,
	 * and with target NULL all of that account's. Nobody hears of it, as above. NULL: it can't.
	 */
	void	(*keep_marker)(struct store *, const char *account,
		    const char *target, int64_t ms);
	/* Those that were kept when it was opened, of each account the one read longest ago
	 * first; called within. Once. NULL: it can't. */
	void	(*markers)(struct store *, store_marker_fn *, void *ctx);
	/*
	 * Keep a ban instead of the one with its key; forget the one with that key, whether it is
	 * there or not. Settled in the order of the calls, appends among them. NULL: it can't.
	 */
	void	(*keep_ban)(struct store *, const struct store_ban *,
		    store_done_fn *, void *ctx);
	void	(*forget_ban)(struct store *, const char *key,
		    store_done_fn *, void *ctx);
	/*
	 * The bans that were kept when the store was opened, the oldest first; called within. Once.
	 * NULL: it can't.
	 */
	void	(*bans)(struct store *, store_ban_fn *, void *ctx);
	/*
	 * Delete what is older than it may be, even if the clock is not trusted (clock_watch.h).
	 * STORE_FAILED when the store is freed before that is done. NULL: it keeps nothing by age.
	 */
	void	(*prune)(struct store *, store_pruned_fn *, void *ctx);
	/* Call back for what is done. NULL: this store calls back within its calls. */
	void	(*collect)(struct store *);
	/* Settle what is underway, then free. */
	void	(*free)(struct store *);
};

/* Every store begins with this. */
struct store {
	const struct store_ops	*ops;
	uint64_t	 last_seq;	/* of what it kept when it was opened */
	/*
	 * Random bytes, made with the store and kept as long as it: salts of unknown names are derived from
	 * them, so these stay the same over a restart, as an account's salt does.
	 */
	unsigned char	 secret[STORE_SECRET];
};

/* Keeps the last `lines` events per room in memory; settles at once. */
struct store *store_memory_new(size_t lines);

struct store_sqlite_settings {
	const char	*file;
	int		 fsync;	/* settled: on the disk; else: with the kernel */
	size_t		 lines;	/* kept per room; 0: all */
	int64_t		 age;	/* ms that are kept; 0: for ever */
	/* From any thread, the loop's too: have `collect` called in a turn to come. */
	void		(*wake)(void *ctx);
	void		*wake_ctx;
};

/*
 * Keeps all in an SQLite database, made if need be. Settles when its own thread
 * has committed. NULL and *cause if it can't be opened.
 */
struct store *store_sqlite_new(
    const struct store_sqlite_settings *, char **cause);

#endif
