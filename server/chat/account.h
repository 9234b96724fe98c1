/*
 * account: registered names. A user who proves ownership of an account, with its password or
 * with the key of a certificate, is logged in to it (chat_login in chat.h). Only they may use
 * its name as a nick.
 *
 * The world owns all accounts and keeps them in memory. The code that changes an account also
 * saves it (server/account/accounts.h). A change of an account is no event; logging in is one.
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
	ACCOUNT_DIGEST = 64,		/* SHA-256 of a certificate, lower-case hex */
	ACCOUNT_KEYS_MAX = 32,		/* of one account, including pending ones */
	ACCOUNT_PENDING_MAX = 8,	/* pending keys of one account */
	ACCOUNT_PENDING_MS = 3 * 24 * 3600 * 1000
};

/* Checks a password without storing it: SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677). */
struct account_verifier {
	unsigned	iterations;	/* 0: the account has no password */
	size_t		salt_len;
	unsigned char	salt[ACCOUNT_SALT_MAX];
	unsigned char	stored_key[ACCOUNT_HASH];
	unsigned char	server_key[ACCOUNT_HASH];
};

/*
 * A certificate that logs in to an account. A bound key was proved: a client showed the certificate
 * and named the account, or the server's operator vouched for it. A pending key was only
 * claimed, by a user of the account: it logs in clients that name the account, which binds it, and
 * never selects the account for a client that names none.
 */
struct account_key {
	char				 digest[ACCOUNT_DIGEST + 1];
	int64_t				 added;		/* ms: when it was bound, or claimed */
	int				 is_pending;
	int64_t				 expires;	/* ms; 0: never */
	struct account			*account;
	TAILQ_ENTRY(account_key)	 link;		/* of the account, oldest first */
	/* The next key with the same digest, bound to another account. */
	struct account_key		*next_same;
	UT_hash_handle			 hh;		/* bound keys; only the first with that digest */
};

struct account {
	char				*name;
	char				*folded;	/* key */
	struct account_verifier		 verifier;
	TAILQ_HEAD(, account_key)	 keys;
	size_t				 nkeys;
	char				*suspended;	/* why logins are refused; NULL: not suspended */
	int64_t				 created;	/* ms */
	int64_t				 seen;		/* ms: last time that a user was logged in */
	/* ms: messages from then on were not shown yet; 0: none */
	int64_t				 missed;
	/*
	 * ms: `missed` for the next login, if a client left before the messages were sent; 0:
	 * none
	 */
	int64_t				 not_shown;
	unsigned			 from_guests;	/* messages from guests since the last login */
	struct protected_name		*protected_name;
	LIST_HEAD(, user)		 users;		/* logged-in users */
	void				*extra;		/* owned by server/account/accounts.h */
	UT_hash_handle			 hh;
};

/* Return the account that a user is logged in to, or NULL. */
struct account *user_account(const struct world *, const struct user *);
/*
 * Set the account that a user is logged in to (NULL: none). Only server/chat calls this; others
 * call chat_login.
 */
void	user_set_account(struct world *, struct user *, struct account *);

/* Create an account. Returns NULL if the name is not a valid nick or is registered already. */
struct account *world_add_account(struct world *, struct view name);
/* Set or remove (iterations 0) the account's password. */
void	world_set_verifier(
	    struct world *, struct account *, const struct account_verifier *);
/* Call fn for each iteration count in use, with the number of accounts that have it. */
void	world_each_iterations(const struct world *,
	    void (*fn)(unsigned iterations, size_t accounts, void *), void *ctx);
/* Delete an account that no user is logged in to. */
void	world_drop_account(struct world *, struct account *);
struct account *world_find_account(const struct world *, struct view name);
size_t	world_accounts(const struct world *);
/* Call fn for each account. If fn returns non-zero, stop and return that value. */
int	world_each_account(
	    struct world *, int (*fn)(struct account *, void *), void *);

/* Return the account of that name if it has that key, bound or pending; else NULL. */
struct account *world_account_with_key(
	    const struct world *, const char *digest, struct view name);
/*
 * Select the account for a client that shows a certificate and names no account: the account of
 * its nick (may be empty), if the key is bound to that one, else the account to which the key was
 * bound first. NULL: the key is bound to no account.
 */
struct account *world_account_by_key(
	    const struct world *, const char *digest, struct view nick);
/* Return the account's key with that digest; NULL if there is none or it has expired. */
struct account_key *account_find_key(
	    const struct account *, const char *digest);
/*
 * Bind a key, or add a pending one that expires then (ms; 0: never). Returns 0, or -1: the digest
 * is malformed, the account has that key already, or too many.
 */
int	world_add_key(
	    struct world *, struct account *, const char *digest, int64_t added);
int	world_add_pending_key(struct world *, struct account *, const char *digest,
	    int64_t added, int64_t expires);
int	account_key_expired(const struct account_key *);
/* Count the bound keys, and the pending keys that have not expired. */
size_t	account_bound_keys(const struct account *);
size_t	account_pending_keys(const struct account *);
/* True if somebody can log in: the account has a password, or a key that does not expire. */
int	account_can_log_in(const struct account *);
/* Delete a key. Returns 0, or -1 if the account does not have it. */
int	world_drop_key(struct world *, struct account *, const char *digest);

/*
 * Return the name of an account or of a founded room that people could mistake this name for
 * (look_alikes.h); borrowed. NULL: none.
 */
const char *world_find_look_alike(const struct world *, struct view name);
/*
 * Call fn for each pair of registered names that look alike. Such pairs are older than the rule
 * against them.
 */
void	world_each_look_alike(const struct world *,
	    void (*fn)(const char *name, const char *other, void *ctx), void *ctx);

/* True if the nick is the name of an account that this user (NULL: nobody) is not logged in to. */
int	world_nick_is_reserved(
	    const struct world *, struct view nick, const struct user *);

#endif
