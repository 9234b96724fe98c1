/*
 * operation: what somebody wants done about an account: made, given a password or a key, forgotten,
 * or shown to be theirs. Whatever the dialect, it is worked on the same way: passwords in the
 * server's other thread (server/net/work.h), then what is to change is written, and done
 * when that has settled (accounts.h). Meanwhile the one who asked waits; how is the
 * dialect's to see to.
 */
#ifndef TCHAT_SERVER_ACCOUNT_OPERATION_H
#define TCHAT_SERVER_ACCOUNT_OPERATION_H

#include <stdint.h>

#include "common/view.h"
#include "server/chat/account.h"

struct server;
struct session;

/* What became of it, or why nothing did. */
enum wish_result {
	WISH_OK,
	/* The account. */
	WISH_TAKEN,		/* there is one, or somebody else bears that nick */
	WISH_BAD_NAME,
	WISH_LOOKS_LIKE,	/* people could take it for another account's name */
	WISH_GONE,		/* there is none */
	WISH_SUSPENDED,
	WISH_LOGGED_IN,		/* already */
	/* The password. */
	WISH_NOT_PRIVATE,	/* others could read it on its way */
	WISH_WEAK,
	WISH_BAD_PASSWORD,	/* it is none */
	WISH_WRONG,		/* it is another one */
	/* Keys. */
	WISH_NO_CERTIFICATE,
	WISH_BAD_KEY,
	WISH_KEY_THERE,
	WISH_KEYS_FULL,
	WISH_PENDING_FULL,	/* too many keys of the account are pending */
	WISH_NO_KEY,
	WISH_LAST,		/* nobody could log in any more */
	/* Making accounts. */
	WISH_CLOSED,
	WISH_NEEDS_CODE,
	WISH_BAD_CODE,
	WISH_TOO_OFTEN,
	WISH_FULL,
	/* Now. */
	WISH_BUSY,		/* something else is under way with that account */
	WISH_NO_PLACE,		/* too many passwords wait */
	WISH_UNSETTLED,		/* the store could not keep it */
	WISH_RESULTS
};

/* For standard replies (FAIL), and in words for people. */
const char *wish_code(enum wish_result);
const char *wish_text(enum wish_result);

enum wish_kind {
	WISH_MAKE,		/* an account, with password or key or both */
	WISH_CHECK,		/* show that the password is known */
	WISH_PASSWORD,		/* set it; none: take it away */
	WISH_ADD_KEY,
	WISH_DROP_KEY,
	WISH_SUSPEND,		/* text: why */
	WISH_UNSUSPEND,
	WISH_DROP,		/* the account; with a password, if that is the right one */
	WISH_KINDS
};

struct wish {
	enum wish_kind	 kind;
	uint64_t	 session;	/* whose wish it is */
	char		*name;
	char		*password;	/* or NULL */
	char		*digest;	/* of a certificate, or NULL */
	int		 is_proven;	/* it is the one that this session showed */
	char		*text;		/* or NULL */
	void		*ctx;		/* the dialect's */
};

/*
 * Borrows the wish. server NULL: it is gone, and nothing is left but to free ctx. The session
 * may be gone, too, and what was wished has been done all the same.
 */
typedef void wish_done_fn(struct server *, enum wish_result,
    const struct wish *);

/* A wish of that session's about the account of that name. */
struct wish *wish_new(struct session *, enum wish_kind, struct view name);
void	wish_free(struct wish *);

/*
 * Do it; `done` comes in a later turn of the loop. WISH_OK, and the wish is ours; else it stays
 * the caller's, and `done` never comes.
 */
enum wish_result wish_begin(struct server *, struct wish *, wish_done_fn *done);

#endif
