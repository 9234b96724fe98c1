/*
 * account: a name that is somebody's for good. Who shows that an account is theirs, by its
 * password or by the key of a certificate, is logged in to it (chat_login in chat.h); its
 * name as a nick is for them alone.
 *
 * The world owns all accounts and has them in memory; what is to outlast a restart is
 * written by those who change one (server/account/accounts.h). Changing them tells nobody:
 * an account is no event, being logged in is.
 */
#ifndef TCHAT_SERVER_CHAT_ACCOUNT_H
#define TCHAT_SERVER_CHAT_ACCOUNT_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

#include "common/view.h"

struct protected_name;
struct user;
struct world;

enum {
	ACCOUNT_SALT_MAX = 32,
	ACCOUNT_HASH = 32,		/* bytes of SHA-256 */
	ACCOUNT_DIGEST = 64,		/* a certificate's SHA-256 in hexadecimal digits, lower case */
	ACCOUNT_KEYS_MAX = 32,		/* of one account, pending ones included */
	ACCOUNT_PENDING_MAX = 8,	/* of these */
	ACCOUNT_PENDING_MS = 3 * 24 * 3600 * 1000
};

/* What checks a password and does not tell it: SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677). */
struct account_verifier {
	unsigned	 iterations;	/* 0: there is no password */
	size_t		 salt_len;
	unsigned char	 salt[ACCOUNT_SALT_MAX];
	unsigned char	 stored_key[ACCOUNT_HASH];
	unsigned char	 server_key[ACCOUNT_HASH];
};

/*
 * A certificate that logs in to an account. A bound key was proved: a client showed the certificate
 * and named the account, or the server's operator vouched for it. A pending key was only
 * claimed, by a user of the account: it logs in clients that name the account, which binds it, and
 * never selects the account for a client that names none.
 */
struct account_key {
	char		 digest[ACCOUNT_DIGEST + 1];
	int64_t		 added;			/* ms: when it was bound, or claimed */
	int		 is_pending;
	int64_t		 expires;		/* ms; 0: never */
	struct account	*account;
	TAILQ_ENTRY(account_key) link;		/* of the account, oldest first */
	struct account_key *next_same;		/* bound to another account as well */
	UT_hash_handle	 hh;			/* bound keys; only the first with that digest */
};

struct account {
	char		*name;
	char		*folded;		/* key */
	struct account_verifier verifier;
	TAILQ_HEAD(, account_key) keys;
	size_t		 nkeys;
	char		*suspended;		/* why nobody may log in; NULL: they may */
	int64_t		 created;		/* ms */
	int64_t		 seen;			/* ms: when somebody was last logged in */
	int64_t		 missed;		/* ms: what was said from then on nobody was shown; 0 */
	int64_t		 not_shown;		/* ms: `missed` for the next login: a client left before the messages were sent; 0 */
	unsigned	 from_guests;		/* messages by guests while nobody was here */
	struct protected_name *protected_name;	/* from look-alikes */
	LIST_HEAD(, user) users;		/* who is logged in */
	void		*extra;			/* proto's (server/account/accounts.h) */
	UT_hash_handle	 hh;
};

/* NULL: it is no valid nick, or there is one of that name. */
struct account *world_add_account(struct world *, struct view name);
/* Set or remove (iterations 0) the account's password. */
void	world_set_verifier(struct world *, struct account *,
	    const struct account_verifier *);
/* Walk the iteration counts that passwords have, with the number of accounts that have each. */
void	world_each_iterations(const struct world *,
	    void (*fn)(unsigned iterations, size_t accounts, void *),
	    void *ctx);
/* Nobody is logged in to it any more. */
void	world_drop_account(struct world *, struct account *);
struct account *world_find_account(const struct world *, struct view name);
size_t	world_accounts(const struct world *);
/* Walk all; fn returns non-zero to stop, and that is returned. */
int	world_each_account(struct world *, int (*fn)(struct account *, void *),
	    void *);

/* The account with that name, if it has that key, bound or pending; else NULL. */
struct account *world_account_with_key(const struct world *,
	    const char *digest, struct view name);
/*
 * Select the account for a client that shows a certificate and names no account: the account of
 * its nick (may be empty), if the key is bound to that one, else the account to which the key was
 * bound first. NULL: the key is bound to no account.
 */
struct account *world_account_by_key(const struct world *, const char *digest,
	    struct view nick);
/* The account's key with that digest; NULL: there is none, or it has expired. */
struct account_key *account_find_key(const struct account *,
	    const char *digest);
/*
 * Bind a key, or add a pending one that expires then (ms; 0: never). Returns 0, or -1: the digest
 * is malformed, the account has that key already, or too many.
 */
int	world_add_key(struct world *, struct account *, const char *digest,
	    int64_t added);
int	world_add_pending_key(struct world *, struct account *,
	    const char *digest, int64_t added, int64_t expires);
int	account_key_expired(const struct account_key *);
/* Number of bound keys; of pending keys that have not expired. */
size_t	account_bound_keys(const struct account *);
size_t	account_pending_keys(const struct account *);
/* True if someone can log in: there is a password, or a key that does not expire. */
int	account_can_log_in(const struct account *);
/* 0, or -1: there is none like that. */
int	world_drop_key(struct world *, struct account *, const char *digest);

/*
 * The name of an account, or of a room with a founder, that people could take this name for
 * (look_alikes.h); borrowed. NULL: none.
 */
const char *world_find_look_alike(const struct world *, struct view name);
/* Walk the pairs of such names that look alike: they are older than the rule. */
void	world_each_look_alike(const struct world *,
	    void (*fn)(const char *name, const char *other, void *ctx),
	    void *ctx);

/* Is that nick somebody else's than this user's (NULL: nobody's in particular)? */
int	world_nick_is_reserved(const struct world *, struct view nick,
	    const struct user *);

#endif
