/*
 * operation: run an account operation: hash on the worker thread, revalidate on the loop, store, call back.
 */
#include "server/account/operation.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/account/account_draft.h"
#include "server/account/accounts.h"
#include "server/account/sasl.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/config/config.h"
#include "server/net/work_queue.h"
#include "server/session/deferred_reply.h"
#include "server/session/server.h"
#include "server/session/session.h"

/* A running operation. */
struct operation_run {
	struct server *server;
	struct operation *op;
	operation_done_fn *done;
	unsigned iterations;
	/* For the worker thread: the current verifier and the new one. */
	struct account_verifier now, next;
	int is_wrong;
	int is_bad;
};

struct operation *
operation_new(struct session *s, enum operation_kind kind, struct view name)
{
	struct operation *w = xcalloc(1, sizeof(*w));

	w->kind = kind;
	w->session = s->id;
	w->name = xviewdup(name);
	return w;
}

static void
free_secret(char *s)
{
	if (s != NULL)
		explicit_bzero(s, strlen(s));
	free(s);
}

void
operation_free(struct operation *w)
{
	if (w == NULL)
		return;
	free_secret(w->password);
	free(w->digest);
	free(w->text);
	free(w->name);
	free(w);
}

/* True if the operation sets a password, rather than checking one. */
static int
sets_password(const struct operation *w)
{
	return w->password != NULL && (w->kind == OPERATION_CREATE ||
					  w->kind == OPERATION_SET_PASSWORD);
}

static int
checks_password(const struct operation *w)
{
	return w->password != NULL && (w->kind == OPERATION_CHECK_PASSWORD ||
					  w->kind == OPERATION_DELETE);
}

static void
run(void *ctx)
{
	struct operation_run *e = ctx;
	const struct operation *w = e->op;

	if (sets_password(w))
		e->is_bad =
		    verifier_make(&e->next, w->password, e->iterations) != 0;
	else if (checks_password(w))
		e->is_wrong = !verifier_matches(&e->now, w->password);
}

static void
operation_run_free(struct operation_run *e)
{
	operation_free(e->op);
	explicit_bzero(e, sizeof(*e));
	free(e);
}

static void
end(struct operation_run *e, struct server *server,
    enum operation_result result)
{
	e->done(server, result, e->op);
	operation_run_free(e);
}

static void
on_stored(struct server *server, enum store_result result, void *ctx)
{
	end(ctx, server,
	    result == STORE_OK ? OPERATION_OK : OPERATION_NOT_STORED);
}

static struct account *
find_account(const struct operation_run *e)
{
	return world_find_account(e->server->world, view_of(e->op->name));
}

/* True if the nick is in use by a user other than the one who registers it. */
static int
nick_is_in_use(const struct operation_run *e)
{
	const struct user *u =
	    world_find_user(e->server->world, view_of(e->op->name));
	const struct session *s = session_by_id(e->server, e->op->session);

	return u != NULL && (s == NULL || s->user != u);
}

/* Add a key to the draft. Adding a pending key again extends its expiry. */
static enum operation_result
add_key(struct account *draft, const struct operation *w)
{
	const struct account_key *k = account_find_key(draft, w->digest);
	int rc;

	if (k != NULL && (!k->is_pending || (!w->is_proven && k->expires == 0)))
		return OPERATION_KEY_EXISTS;
	if (k == NULL && draft->nkeys >= ACCOUNT_KEYS_MAX)
		return OPERATION_KEYS_FULL;
	if (k == NULL && !w->is_proven &&
	    account_pending_keys(draft) >= ACCOUNT_PENDING_MAX)
		return OPERATION_PENDING_FULL;
	rc = w->is_proven ? draft_add_key(draft, w->digest)
			  : draft_add_pending_key(draft, w->digest);
	return rc == 0 ? OPERATION_OK : OPERATION_BAD_KEY;
}

/* Change the draft as the operation says. */
static enum operation_result
edit(const struct operation_run *e, struct account *draft)
{
	const struct operation *w = e->op;

	switch (w->kind) {
	case OPERATION_CREATE:
	case OPERATION_SET_PASSWORD:
		draft->verifier = e->next;
		if (w->kind == OPERATION_CREATE && w->digest != NULL)
			return add_key(draft, w);
		break;
	case OPERATION_ADD_KEY:
		return add_key(draft, w);
	case OPERATION_DROP_KEY:
		if (draft_drop_key(draft, w->digest) != 0)
			return OPERATION_NO_KEY;
		break;
	case OPERATION_SUSPEND:
	case OPERATION_UNSUSPEND:
		xreplace(&draft->suspended,
		    w->kind == OPERATION_SUSPEND ? w->text : NULL);
		return OPERATION_OK;
	default:
		break;
	}
	return account_can_log_in(draft) ? OPERATION_OK
					 : OPERATION_LAST_CREDENTIAL;
}

static void
change(struct operation_run *e, struct account *draft)
{
	enum operation_result result = edit(e, draft);

	if (result == OPERATION_OK &&
	    accounts_change(e->server, draft, on_stored, e) == 0)
		return;
	draft_free(draft);
	end(e, e->server, result == OPERATION_OK ? OPERATION_BUSY : result);
}

/* True if the password was changed while the old one was being checked. */
static int
password_changed(const struct operation_run *e, const struct account *a)
{
	return checks_password(e->op) &&
	       memcmp(a->verifier.stored_key, e->now.stored_key,
		   ACCOUNT_HASH) != 0;
}

static int
looks_like_another(const struct operation_run *e)
{
	return world_find_look_alike(e->server->world, view_of(e->op->name)) !=
	       NULL;
}

/* Check again: the world may have changed since the operation was begun. */
static enum operation_result
revalidate(const struct operation_run *e)
{
	const struct account *a = find_account(e);
	int is_busy = accounts_is_busy(e->server, view_of(e->op->name));

	if (e->op->kind == OPERATION_CREATE)
		return a != NULL || is_busy || nick_is_in_use(e)
			   ? OPERATION_NAME_TAKEN
		       : looks_like_another(e) ? OPERATION_LOOKS_LIKE
		       : e->is_bad	       ? OPERATION_BAD_PASSWORD
					       : OPERATION_OK;
	if (a ==
	    NULL) /* an unknown name gets the same error as a wrong password */
		return e->op->kind == OPERATION_CHECK_PASSWORD
			   ? OPERATION_WRONG_PASSWORD
			   : OPERATION_NO_ACCOUNT;
	if (e->is_bad)
		return OPERATION_BAD_PASSWORD;
	if (e->is_wrong || password_changed(e, a))
		return OPERATION_WRONG_PASSWORD;
	if (e->op->kind == OPERATION_CHECK_PASSWORD && a->suspended != NULL)
		return OPERATION_SUSPENDED;
	return is_busy && e->op->kind != OPERATION_CHECK_PASSWORD
		   ? OPERATION_BUSY
		   : OPERATION_OK;
}

static void
hashing_done(void *ctx)
{
	struct operation_run *e = ctx;
	enum operation_result result = revalidate(e);
	const struct account *a = find_account(e);

	if (result != OPERATION_OK || e->op->kind == OPERATION_CHECK_PASSWORD)
		end(e, e->server, result);
	else if (e->op->kind == OPERATION_DELETE)
		accounts_delete(e->server, a->folded, on_stored, e);
	else if (e->op->kind == OPERATION_CREATE)
		change(e, draft_new(view_of(e->op->name)));
	else
		change(e, draft_copy(a));
}

static void
cancelled(void *ctx)
{
	end(ctx, NULL, OPERATION_NOT_STORED);
}

enum operation_result
operation_begin(
    struct server *server, struct operation *w, operation_done_fn *done)
{
	static const struct work_queue_ops ops = { run, hashing_done,
		cancelled };
	struct operation_run *e = xcalloc(1, sizeof(*e));
	const struct session *s = session_by_id(server, w->session);
	char key[SESSION_KEY] = "";
	const struct account *a;

	if (s != NULL)
		session_fair_key(s, key);
	*e = (struct operation_run){ .server = server, .op = w, .done = done };
	e->iterations = (unsigned)server->config->password_iterations;
	a = find_account(e);
	if (a != NULL && a->verifier.iterations > 0)
		e->now = a->verifier;
	else if (checks_password(w))
		sasl_fake_verifier(
		    server->sasls, view_of(w->name), e->iterations, &e->now);
	if (server->work != NULL &&
	    work_queue_submit(server->work, key, &ops, e) == 0)
		return OPERATION_OK;
	e->op = NULL;
	operation_run_free(e);
	return OPERATION_QUEUE_FULL;
}

/* The codes of REGISTER are those of IRCv3 account-registration. */
/* clang-format off */
static const struct {
	const char *code;
	const char *text;
} errors[OPERATION_RESULTS] = {
	[OPERATION_OK] = { "SUCCESS", N_("Done") },
	[OPERATION_NAME_TAKEN] = { "ACCOUNT_EXISTS",
	    N_("That name is already registered, or in use by another user") },
	[OPERATION_BAD_NAME] = { "BAD_ACCOUNT_NAME", N_("That is not a valid account name") },
	[OPERATION_LOOKS_LIKE] = { "BAD_ACCOUNT_NAME",
	    N_("That name looks like another user's name; choose a different one") },
	[OPERATION_NO_ACCOUNT] = { "NO_SUCH_ACCOUNT", N_("There is no such account") },
	[OPERATION_SUSPENDED] = { "ACCOUNT_SUSPENDED", N_("That account is suspended") },
	[OPERATION_LOGGED_IN] = { "ALREADY_AUTHENTICATED", N_("You are already logged in") },
	[OPERATION_NOT_PRIVATE] = { "SECURE_CONNECTION_REQUIRED",
	    N_("This connection is not encrypted, so no password is accepted; connect with TLS") },
	[OPERATION_WEAK_PASSWORD] = { "WEAK_PASSWORD", N_("That password is too short") },
	[OPERATION_BAD_PASSWORD] = { "UNACCEPTABLE_PASSWORD",
	    N_("A password is UTF-8 text without control characters") },
	[OPERATION_WRONG_PASSWORD] = { "INVALID_PASSWORD", N_("Wrong password") },
	[OPERATION_NO_CERTIFICATE] = { "UNACCEPTABLE_PASSWORD",
	    N_("The password * means your certificate, but you have not sent a certificate") },
	[OPERATION_BAD_KEY] = { "INVALID_KEY",
	    N_("A key is a certificate's SHA-256 in 64 hexadecimal digits") },
	[OPERATION_KEY_EXISTS] = { "KEY_EXISTS", N_("Your account already has that key") },
	[OPERATION_KEYS_FULL] = { "TOO_MANY_KEYS",
	    N_("Your account has too many keys; remove one first") },
	[OPERATION_PENDING_FULL] = { "TOO_MANY_KEYS",
	    N_("Too many keys of your account are pending; log in with one of them, or remove one") },
	[OPERATION_NO_KEY] = { "NO_SUCH_KEY", N_("Your account has no such key") },
	[OPERATION_LAST_CREDENTIAL] = { "LAST_CREDENTIAL",
	    N_("You could not log in without it; set a password or bind another key first") },
	[OPERATION_REGISTRATION_CLOSED] = { "TEMPORARILY_UNAVAILABLE",
	    N_("Registration is closed; ask an operator for an account") },
	[OPERATION_NEEDS_CODE] = { "INVITATION_REQUIRED",
	    N_("Registration needs an invitation; ask an operator for a code") },
	[OPERATION_BAD_CODE] = { "INVALID_CODE",
	    N_("That invitation code is unknown, used or expired") },
	[OPERATION_TOO_OFTEN] = { "TEMPORARILY_UNAVAILABLE",
	    N_("Too many accounts were registered from your address; try again in an hour") },
	[OPERATION_ACCOUNTS_FULL] = { "TEMPORARILY_UNAVAILABLE",
	    N_("The server has reached its limit of accounts") },
	[OPERATION_BUSY] = { "TEMPORARILY_UNAVAILABLE",
	    N_("That account is being changed; try again") },
	[OPERATION_QUEUE_FULL] = { "TEMPORARILY_UNAVAILABLE",
	    N_("The server is checking too many passwords; try again soon") },
	[OPERATION_NOT_STORED] = { "TEMPORARILY_UNAVAILABLE",
	    N_("The change could not be saved, and nothing was changed; try again later") },
};
/* clang-format on */

const char *
operation_code(enum operation_result result)
{
	assert(result < OPERATION_RESULTS);
	return errors[result].code;
}

const char *
operation_text(enum operation_result result)
{
	assert(result < OPERATION_RESULTS);
	return _(errors[result].text);
}

/* A reply that waits for an operation. */
struct waiting_reply {
	struct deferred_reply reply;
	operation_reply_fn *fn;
};

static void
answer(struct server *server, enum operation_result result,
    const struct operation *op)
{
	struct waiting_reply *w = op->ctx;
	void *request;

	if (server != NULL) {
		request = deferred_reply_resume(&w->reply);
		w->fn(server, request, result, op);
	}
	deferred_reply_done(&w->reply);
	free(w);
}

void
operation_reply(struct session *s, void *request, int how, struct operation *op,
    operation_reply_fn *fn)
{
	struct waiting_reply *w = xcalloc(1, sizeof(*w));
	enum operation_result no;

	w->fn = fn;
	op->ctx = w;
	deferred_reply_begin(&w->reply, s, request);
	no = operation_begin(s->server, op, answer);
	if (no == OPERATION_OK) {
		deferred_reply_asked(&w->reply, how);
		return;
	}
	fn(s->server, request, no, op);
	deferred_reply_done(&w->reply);
	operation_free(op);
	free(w);
}
