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
enum operation_result {
	OPERATION_OK,
	/* The account. */
	OPERATION_TAKEN,		/* there is one, or somebody else bears that nick */
	OPERATION_BAD_NAME,
	OPERATION_LOOKS_LIKE,	/* people could take it for another account's name */
	OPERATION_GONE,		/* there is none */
	OPERATION_SUSPENDED,
	OPERATION_LOGGED_IN,		/* already */
	/* The password. */
	OPERATION_NOT_PRIVATE,	/* others could read it on its way */
	OPERATION_WEAK,
	OPERATION_BAD_PASSWORD,	/* it is none */
	OPERATION_WRONG,		/* it is another one */
	/* Keys. */
	OPERATION_NO_CERTIFICATE,
	OPERATION_BAD_KEY,
	OPERATION_KEY_THERE,
	OPERATION_KEYS_FULL,
	OPERATION_PENDING_FULL,	/* too many keys of the account are pending */
	OPERATION_NO_KEY,
	OPERATION_LAST,		/* nobody could log in any more */
	/* Making accounts. */
	OPERATION_CLOSED,
	OPERATION_NEEDS_CODE,
	OPERATION_BAD_CODE,
	OPERATION_TOO_OFTEN,
	OPERATION_FULL,
	/* Now. */
	OPERATION_BUSY,		/* something else is under way with that account */
	OPERATION_QUEUE_FULL,		/* too many passwords wait */
	OPERATION_UNSETTLED,		/* the store could not keep it */
	OPERATION_RESULTS
};

/* For standard replies (FAIL), and in words for people. */
const char *operation_code(enum operation_result);
const char *operation_text(enum operation_result);

enum operation_kind {
	OPERATION_MAKE,		/* an account, with password or key or both */
	OPERATION_CHECK,		/* show that the password is known */
	OPERATION_PASSWORD,		/* set it; none: take it away */
	OPERATION_ADD_KEY,
	OPERATION_DROP_KEY,
	OPERATION_SUSPEND,		/* text: why */
	OPERATION_UNSUSPEND,
	OPERATION_DROP,		/* the account; with a password, if that is the right one */
	OPERATION_KINDS
};

struct operation {
	enum operation_kind	 kind;
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
typedef void operation_done_fn(struct server *, enum operation_result,
    const struct operation *);

/* A wish of that session's about the account of that name. */
struct operation *operation_new(struct session *, enum operation_kind, struct view name);
void	operation_free(struct operation *);

/*
 * Do it; `done` comes in a later turn of the loop. OPERATION_OK, and the wish is ours; else it stays
 * the caller's, and `done` never comes.
 */
enum operation_result operation_begin(struct server *, struct operation *, operation_done_fn *done);

#endif
