/*
 * operation: operations on an account: create it, set its password or keys, delete it, or check a password. They
 * run the same way for every dialect: the worker thread hashes passwords (server/net/work_queue.h), then the store
 * writes the change, and the world is changed when the store has committed it (accounts.h). Meanwhile the session
 * waits; the dialect holds it.
 */
#ifndef TCHAT_SERVER_ACCOUNT_OPERATION_H
#define TCHAT_SERVER_ACCOUNT_OPERATION_H

#include <stdint.h>

#include "common/view.h"
#include "server/chat/account.h"

struct server;
struct session;

/* The result of an operation. */
enum operation_result {
	OPERATION_OK,
	/* The account. */
	OPERATION_NAME_TAKEN,		/* the account exists, or another user has that nick */
	OPERATION_BAD_NAME,
	OPERATION_LOOKS_LIKE,		/* the name could be mistaken for another account's */
	OPERATION_NO_ACCOUNT,
	OPERATION_SUSPENDED,
	OPERATION_LOGGED_IN,		/* the user is already logged in */
	/* The password. */
	OPERATION_NOT_PRIVATE,		/* the connection is not encrypted */
	OPERATION_WEAK_PASSWORD,	/* too short */
	OPERATION_BAD_PASSWORD,		/* empty, or has control characters */
	OPERATION_WRONG_PASSWORD,
	/* Keys. */
	OPERATION_NO_CERTIFICATE,
	OPERATION_BAD_KEY,
	OPERATION_KEY_EXISTS,		/* the account has that key already */
	OPERATION_KEYS_FULL,
	OPERATION_PENDING_FULL,		/* too many keys of the account are pending */
	OPERATION_NO_KEY,
	OPERATION_LAST_CREDENTIAL,	/* the only password or key cannot be removed */
	/* Registration. */
	OPERATION_REGISTRATION_CLOSED,
	OPERATION_NEEDS_CODE,
	OPERATION_BAD_CODE,
	OPERATION_TOO_OFTEN,
	OPERATION_ACCOUNTS_FULL,	/* the server has as many accounts as it may */
	/* Failures that may pass. */
	OPERATION_BUSY,			/* another operation on that account is running */
	OPERATION_QUEUE_FULL,		/* too many passwords wait for the worker thread */
	OPERATION_NOT_STORED,		/* the store failed; nothing changed */
	OPERATION_RESULTS
};

/* Return the code of a result for standard replies (FAIL), and its text for people. */
const char *operation_code(enum operation_result);
const char *operation_text(enum operation_result);

enum operation_kind {
	OPERATION_CREATE,		/* create an account, with a password, a key or both */
	OPERATION_CHECK_PASSWORD,
	OPERATION_SET_PASSWORD,		/* or remove it, if there is none */
	OPERATION_ADD_KEY,
	OPERATION_DROP_KEY,
	OPERATION_SUSPEND,		/* text is the reason */
	OPERATION_UNSUSPEND,
	OPERATION_DELETE,		/* delete the account; if there is a password, it must be right */
	OPERATION_KINDS
};

struct operation {
	enum operation_kind	 kind;
	uint64_t	 session;	/* the session that asked; 0: none */
	char		*name;
	char		*password;	/* or NULL */
	char		*digest;	/* of a certificate, or NULL */
	int		 is_proven;	/* the session has shown this certificate */
	char		*text;		/* or NULL */
	void		*ctx;		/* for the caller */
};

/*
 * Called with the result; borrows the operation. If server is NULL, it was freed: only free ctx. The session may
 * have ended; the operation was carried out all the same.
 */
typedef void operation_done_fn(struct server *, enum operation_result,
    const struct operation *);

/* Make an operation for that session on the account of that name. The caller owns it until operation_begin. */
struct operation *operation_new(struct session *, enum operation_kind, struct view name);
void	operation_free(struct operation *);

/*
 * Start an operation. Returns OPERATION_OK and takes it; `done` is called in a later turn of the loop. On any other
 * result the caller keeps it, and `done` is never called.
 */
enum operation_result operation_begin(struct server *, struct operation *, operation_done_fn *done);

/* Reply to the result of an operation. request is NULL if the session is gone. */
typedef void operation_reply_fn(struct server *, void *request, enum operation_result,
    const struct operation *);

/*
 * Start an operation, defer the reply to the request (server/session/deferred_reply.h; how: see deferred_ops), and
 * call the function with the result. Takes ownership of the operation, whose ctx it uses. If the operation cannot
 * start, the function is called at once.
 */
void	operation_reply(struct session *, void *request, int how, struct operation *,
	    operation_reply_fn *);

#endif
