/*
 * admin_account: the account commands. Each reports success only when the store has committed the change.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/account_draft.h"
#include "server/account/accounts.h"
#include "server/admin/admin.h"
#include "server/admin/verifier_text.h"
#include "server/chat/account.h"
#include "server/session/server.h"
#include "server/session/session.h"

enum { TIME_SIZE = 32 };

static struct world *
world_of(struct admin_call *call)
{
	return admin_server(call)->world;
}

/* Return the account that the first word names. Returns NULL after ending the call if there is none. */
static struct account *
named(struct admin_call *call)
{
	const char *name = admin_word(call, 0);
	struct account *a = world_find_account(world_of(call), view_of(name));

	if (a == NULL)
		admin_refuse(call, _("there is no account named \"%s\""), name);
	return a;
}

static void
on_stored(struct server *server, enum store_result result, void *ctx)
{
	if (server != NULL && result == STORE_OK)
		admin_done(ctx);
	else
		admin_refuse_not_stored(ctx, result);
}

/* Store the draft, which this takes over. */
static void
change(struct admin_call *call, struct account *draft)
{
	if (accounts_change(admin_server(call), draft, on_stored, call) == 0)
		return;
	admin_refuse(call,
	    _("the account %s is being changed at the moment. Try again"),
	    draft->name);
	draft_free(draft);
}

static int
put_verifier(struct admin_call *call, struct account *draft, const char *text)
{
	if (text[0] == '\0' || verifier_read(&draft->verifier, text) == 0)
		return 0;
	admin_refuse(call, _("the password verifier is not valid"));
	draft_free(draft);
	return -1;
}

static int
put_key(struct admin_call *call, struct account *draft, const char *digest)
{
	if (digest[0] == '\0' || draft_add_key(draft, digest) == 0)
		return 0;
	admin_refuse(call,
	    _("cannot add the key \"%s\". A key has %d lower-case hexadecimal "
	      "digits, an account has each key once, and at most %d keys"),
	    digest, ACCOUNT_DIGEST, ACCOUNT_KEYS_MAX);
	draft_free(draft);
	return -1;
}

/* Users may not register a look-alike name, but the operator may; print a note. */
static void
note_look_alike(struct admin_call *call, struct view name)
{
	const char *like = world_find_look_alike(world_of(call), name);

	if (like != NULL)
		admin_say(call, _("note: the name %.*s looks like %s"),
		    VIEW_ARG(name), like);
}

/* Arguments: name, the password's verifier or "", a key or "". */
void
admin_account_add(struct admin_call *call)
{
	const char *name = admin_word(call, 0);
	struct account *draft;

	if (!nick_valid(view_of(name))) {
		admin_refuse(call, _("\"%s\" is not a valid nick"), name);
		return;
	}
	if (world_find_account(world_of(call), view_of(name)) != NULL) {
		admin_refuse(
		    call, _("an account named \"%s\" already exists"), name);
		return;
	}
	if (admin_word(call, 1)[0] == '\0' && admin_word(call, 2)[0] == '\0') {
		admin_refuse(call, _("the account needs a password or a key"));
		return;
	}
	note_look_alike(call, view_of(name));
	draft = draft_new(view_of(name));
	if (put_verifier(call, draft, admin_word(call, 1)) == 0 &&
	    put_key(call, draft, admin_word(call, 2)) == 0)
		change(call, draft);
}

void
admin_account_password(struct admin_call *call)
{
	struct account *a = named(call), *draft;

	if (a == NULL)
		return;
	if (admin_word(call, 1)[0] == '\0') {
		admin_refuse(call, _("no password was given"));
		return;
	}
	draft = draft_copy(a);
	if (put_verifier(call, draft, admin_word(call, 1)) == 0)
		change(call, draft);
}

static void
drop_key(struct admin_call *call, struct account *draft, const char *digest)
{
	if (draft_drop_key(draft, digest) != 0)
		admin_refuse(
		    call, _("the account %s has no such key"), draft->name);
	else if (!account_can_log_in(draft))
		admin_refuse(call,
		    _("without this key nobody could log in to %s. Set a "
		      "password or add another key first"),
		    draft->name);
	else {
		change(call, draft);
		return;
	}
	draft_free(draft);
}

void
admin_account_key(struct admin_call *call)
{
	const char *verb = admin_word(call, 1), *digest = admin_word(call, 2);
	struct account *a = named(call), *draft;

	if (a == NULL)
		return;
	draft = draft_copy(a);
	if (strcmp(verb, "add") == 0) {
		if (put_key(call, draft, digest) == 0)
			change(call, draft);
	} else if (strcmp(verb, "del") == 0) {
		drop_key(call, draft, digest);
	} else {
		admin_refuse(call,
		    _("\"%s\" is not a key command. Use add or del"), verb);
		draft_free(draft);
	}
}

void
admin_account_drop(struct admin_call *call)
{
	const struct account *a = named(call);

	if (a != NULL)
		accounts_delete(admin_server(call), a->folded, on_stored, call);
}

static void
send_away(struct server *server, const struct account *a)
{
	char *reason;

	xasprintf(&reason, _("The account %s is suspended (%s)"), a->name,
	    a->suspended);
	accounts_close_sessions(server, a, reason);
	free(reason);
}

static void
suspended(struct server *server, enum store_result result, void *ctx)
{
	const struct account *a;

	if (server != NULL && result == STORE_OK) {
		a = world_find_account(
		    server->world, view_of(admin_word(ctx, 0)));
		if (a != NULL && a->suspended != NULL)
			send_away(server, a);
	}
	on_stored(server, result, ctx);
}

void
admin_account_suspend(struct admin_call *call)
{
	struct account *a = named(call), *draft;
	const char *why = admin_word(call, 1);

	if (a == NULL)
		return;
	draft = draft_copy(a);
	xreplace(
	    &draft->suspended, why[0] == '\0' ? _("no reason given") : why);
	if (accounts_change(admin_server(call), draft, suspended, call) == 0)
		return;
	admin_refuse(call,
	    _("the account %s is being changed at the moment. Try again"),
	    draft->name);
	draft_free(draft);
}

void
admin_account_unsuspend(struct admin_call *call)
{
	struct account *a = named(call), *draft;

	if (a == NULL)
		return;
	if (a->suspended == NULL) {
		admin_refuse(call, _("%s is not suspended"), a->name);
		return;
	}
	draft = draft_copy(a);
	xreplace(&draft->suspended, NULL);
	change(call, draft);
}

static const char *
time_text(char buf[TIME_SIZE], int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(buf, TIME_SIZE, "%Y-%m-%d %H:%M UTC", &tm);
	return buf;
}

static const char *
seen_text(char buf[TIME_SIZE], const struct account *a)
{
	return LIST_EMPTY(&a->users) ? time_text(buf, a->seen) : "now";
}

/* Scripts read the output of list and show, so it is not translated. */
static int
list_one(struct account *a, void *ctx)
{
	const char *mask = admin_word(ctx, 0);
	char seen[TIME_SIZE];

	if (mask[0] == '\0' || mask_match(view_of(mask), view_of(a->name)))
		admin_say(ctx, "%s\tseen %s\t%zu keys\t%s%s%s", a->name,
		    seen_text(seen, a), account_bound_keys(a),
		    a->verifier.iterations > 0 ? "password" : "no password",
		    a->suspended == NULL ? "" : "\tsuspended: ",
		    a->suspended == NULL ? "" : a->suspended);
	return 0;
}

void
admin_account_list(struct admin_call *call)
{
	world_each_account(world_of(call), list_one, call);
	admin_done(call);
}

static void
show_key(struct admin_call *call, const struct account_key *k)
{
	char when[TIME_SIZE];

	if (!k->is_pending)
		admin_say(call, "key: %s since %s", k->digest,
		    time_text(when, k->added));
	else if (k->expires == 0)
		admin_say(call, "pending key: %s since %s", k->digest,
		    time_text(when, k->added));
	else if (!account_key_expired(k))
		admin_say(call, "pending key: %s until %s", k->digest,
		    time_text(when, k->expires));
}

void
admin_account_show(struct admin_call *call)
{
	const struct account *a = named(call);
	const struct account_key *k;
	char when[TIME_SIZE];

	if (a == NULL)
		return;
	admin_say(call, "name: %s", a->name);
	admin_say(call, "created: %s", time_text(when, a->created));
	admin_say(call, "last seen: %s", seen_text(when, a));
	admin_say(
	    call, "password: %s", a->verifier.iterations > 0 ? "yes" : "none");
	if (a->suspended != NULL)
		admin_say(call, "suspended: %s", a->suspended);
	TAILQ_FOREACH (k, &a->keys, link)
		show_key(call, k);
	admin_done(call);
}
