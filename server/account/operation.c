/*
 * operation: the way of a wish: to the other thread, back, to the store, back.
 */
#include "server/account/operation.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/account/sasl.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/config.h"
#include "server/net/work.h"
#include "server/session/server.h"
#include "server/session/session.h"
#include "server/verifier.h"

/* A wish under way. */
struct errand {
	struct server *server;
	struct wish *wish;
	wish_done_fn *done;
	unsigned iterations;
	/* For the other thread: the password as it is now, and as it is to be. */
	struct account_verifier now, next;
	int is_wrong;
	int is_bad;
};

struct wish *
wish_new(struct session *s, enum wish_kind kind, struct view name)
{
	struct wish *w = xcalloc(1, sizeof(*w));

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
wish_free(struct wish *w)
{
	if (w == NULL)
		return;
	free_secret(w->password);
	free(w->digest);
	free(w->text);
	free(w->name);
	free(w);
}

/* Is the password to be set, or is it the one that is there? */
static int
sets_password(const struct wish *w)
{
	return w->password != NULL &&
	       (w->kind == WISH_MAKE || w->kind == WISH_PASSWORD);
}

static int
checks_password(const struct wish *w)
{
	return w->password != NULL &&
	       (w->kind == WISH_CHECK || w->kind == WISH_DROP);
}

static void
run(void *ctx)
{
	struct errand *e = ctx;
	const struct wish *w = e->wish;

	if (sets_password(w))
		e->is_bad =
		    verifier_make(&e->next, w->password, e->iterations) != 0;
	else if (checks_password(w))
		e->is_wrong = !verifier_fits(&e->now, w->password);
}

static void
errand_free(struct errand *e)
{
	wish_free(e->wish);
	explicit_bzero(e, sizeof(*e));
	free(e);
}

static void
end(struct errand *e, struct server *server, enum wish_result result)
{
	e->done(server, result, e->wish);
	errand_free(e);
}

static void
settled(struct server *server, enum store_result result, void *ctx)
{
	end(ctx, server, result == STORE_OK ? WISH_OK : WISH_UNSETTLED);
}

static struct account *
find_account(const struct errand *e)
{
	return world_find_account(e->server->world, view_of(e->wish->name));
}

/* It is made for who bears the nick, or for nobody. */
static int
is_held_by_others(const struct errand *e)
{
	const struct user *u =
	    world_find_user(e->server->world, view_of(e->wish->name));
	const struct session *s = session_by_id(e->server, e->wish->session);

	return u != NULL && (s == NULL || s->user != u);
}

/* Claiming a pending key again lets it expire later. */
static enum wish_result
add_key(struct account *draft, const struct wish *w)
{
	const struct account_key *k = account_find_key(draft, w->digest);
	int rc;

	if (k != NULL && (!k->is_pending || (!w->is_proven && k->expires == 0)))
		return WISH_KEY_THERE;
	if (k == NULL && draft->nkeys >= ACCOUNT_KEYS_MAX)
		return WISH_KEYS_FULL;
	if (k == NULL && !w->is_proven &&
	    account_pending_keys(draft) >= ACCOUNT_PENDING_MAX)
		return WISH_PENDING_FULL;
	rc = w->is_proven ? draft_add_key(draft, w->digest)
			  : draft_add_pending_key(draft, w->digest);
	return rc == 0 ? WISH_OK : WISH_BAD_KEY;
}

/* Let the draft be as it is wished. */
static enum wish_result
edit(const struct errand *e, struct account *draft)
{
	const struct wish *w = e->wish;

	switch (w->kind) {
	case WISH_MAKE:
	case WISH_PASSWORD:
		draft->verifier = e->next;
		if (w->kind == WISH_MAKE && w->digest != NULL)
			return add_key(draft, w);
		break;
	case WISH_ADD_KEY:
		return add_key(draft, w);
	case WISH_DROP_KEY:
		if (draft_drop_key(draft, w->digest) != 0)
			return WISH_NO_KEY;
		break;
	case WISH_SUSPEND:
	case WISH_UNSUSPEND:
		xreplace(&draft->suspended,
		    w->kind == WISH_SUSPEND ? w->text : NULL);
		return WISH_OK;
	default:
		break;
	}
	return account_is_reachable(draft) ? WISH_OK : WISH_LAST;
}

static void
change(struct errand *e, struct account *draft)
{
	enum wish_result result = edit(e, draft);

	if (result == WISH_OK &&
	    accounts_change(e->server, draft, settled, e) == 0)
		return;
	draft_free(draft);
	end(e, e->server, result == WISH_OK ? WISH_BUSY : result);
}

/* What was checked is not the password any more. */
static int
is_outdated(const struct errand *e, const struct account *a)
{
	return checks_password(e->wish) &&
	       memcmp(a->verifier.stored_key, e->now.stored_key,
		   ACCOUNT_HASH) != 0;
}

static int
looks_like_another(const struct errand *e)
{
	return world_looks_like(e->server->world, view_of(e->wish->name)) !=
	       NULL;
}

/* The world is another than when the wish was made. */
static enum wish_result
look_again(const struct errand *e)
{
	const struct account *a = find_account(e);
	int is_busy = accounts_is_busy(e->server, view_of(e->wish->name));

	if (e->wish->kind == WISH_MAKE)
		return a != NULL || is_busy || is_held_by_others(e) ? WISH_TAKEN
		       : looks_like_another(e) ? WISH_LOOKS_LIKE
		       : e->is_bad	       ? WISH_BAD_PASSWORD
					       : WISH_OK;
	if (a == NULL) /* an unknown name is like a wrong password */
		return e->wish->kind == WISH_CHECK ? WISH_WRONG : WISH_GONE;
	if (e->is_bad)
		return WISH_BAD_PASSWORD;
	if (e->is_wrong || is_outdated(e, a))
		return WISH_WRONG;
	if (e->wish->kind == WISH_CHECK && a->suspended != NULL)
		return WISH_SUSPENDED;
	return is_busy && e->wish->kind != WISH_CHECK ? WISH_BUSY : WISH_OK;
}

static void
worked(void *ctx)
{
	struct errand *e = ctx;
	enum wish_result result = look_again(e);
	const struct account *a = find_account(e);

	if (result != WISH_OK || e->wish->kind == WISH_CHECK)
		end(e, e->server, result);
	else if (e->wish->kind == WISH_DROP)
		accounts_forget(e->server, a->folded, settled, e);
	else if (e->wish->kind == WISH_MAKE)
		change(e, draft_new(view_of(e->wish->name)));
	else
		change(e, draft_of(a));
}

static void
dropped(void *ctx)
{
	end(ctx, NULL, WISH_UNSETTLED);
}

enum wish_result
wish_begin(struct server *server, struct wish *w, wish_done_fn *done)
{
	static const struct work_ops ops = { run, worked, dropped };
	struct errand *e = xcalloc(1, sizeof(*e));
	const struct session *s = session_by_id(server, w->session);
	char key[SESSION_KEY] = "";
	const struct account *a;

	if (s != NULL)
		session_fair_key(s, key);
	*e = (struct errand){ .server = server, .wish = w, .done = done };
	e->iterations = (unsigned)server->config->password_iterations;
	a = find_account(e);
	if (a != NULL && a->verifier.iterations > 0)
		e->now = a->verifier;
	else if (checks_password(w))
		sasl_make_up(
		    server->sasls, view_of(w->name), e->iterations, &e->now);
	if (server->work != NULL && work_give(server->work, key, &ops, e) == 0)
		return WISH_OK;
	e->wish = NULL;
	errand_free(e);
	return WISH_NO_PLACE;
}
