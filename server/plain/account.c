/*
 * account: the commands /register, /login and /logout. While a password is hashed, only this session waits.
 */
#include "server/plain/account.h"

#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/account/guests.h"
#include "server/account/registration.h"
#include "server/chat/account.h"
#include "server/config/config.h"
#include "server/moderation/cloak.h"
#include "server/plain/current_room.h"
#include "server/plain/history.h"
#include "server/plain/parse.h"
#include "server/plain/peer.h"
#include "server/plain/reply.h"
#include "server/session/session.h"
#include "server/session/user_sessions.h"

#define GUEST "guest-"

static void
tell_why(struct session *s, enum operation_result no)
{
	if (no == OPERATION_WEAK_PASSWORD)
		plain_reply(s,
		    ngettext(
			"The password is too short. It needs at least %lld "
			"character.",
			"The password is too short. It needs at least %lld "
			"characters.",
			(unsigned long)s->server->config->password_min),
		    s->server->config->password_min);
	else
		plain_reply(s, "%s.", _(operation_text(no)));
}

/* Log in to an account, and change the nick to its name unless another session has that nick. */
static void
log_in(struct session *s, struct account *a)
{
	struct chat_from from = session_from(s, 0);
	const char *why = user_sessions_login_error(s, a);
	struct user *other;
	enum refusal no;

	if (why != NULL) {
		plain_reply(s, "%s.", _(why));
		return;
	}
	guests_reclaim_nick(s, a);
	log_info("login", conn_id(s->conn), "is logged in account=%s from=%s",
	    a->name, conn_host(s->conn));
	plain_of(s)->login_failures = 0;
	if (chat_login(s->server->world, &from, a) == CHAT_OK)
		cloak_update(s);
	other = world_find_user(s->server->world, view_of(a->name));
	if (user_sessions_can_move(s, other)) {
		plain_move_to_user(s, other);
		return;
	}
	no = chat_nick(s->server->world, &from, view_of(a->name));
	if (no == CHAT_NICK_TAKEN)
		plain_reply(s,
		    _("You are logged in as %s. Another session of yours uses "
		      "that nick, so yours is still %s."),
		    a->name, s->user->nick);
	else
		plain_reply(s, _("You are logged in as %s."), a->name);
	plain_show_offline_messages(s);
}

static void
registered(struct server *server, void *request, enum operation_result result,
    const struct operation *w)
{
	struct session *s = request;

	registration_done(server, result, w);
	if (result == OPERATION_OK)
		log_info("accounts", s == NULL ? 0 : conn_id(s->conn),
		    "registered account=%s", w->name);
	if (s == NULL)
		return;
	if (result != OPERATION_OK) {
		tell_why(s, result);
	} else {
		plain_reply(s,
		    server->config->history == CONFIG_HISTORY_SQLITE
			? _("%s is registered to you. To log in next time: "
			    "/login %s PASSWORD")
			: _("%s is registered to you until the server "
			    "restarts. To log in next time: /login %s "
			    "PASSWORD"),
		    w->name, w->name);
		log_in(s, world_find_account(server->world, view_of(w->name)));
	}
}

/* Cut the last word, an invitation code, off the arguments if registration needs one. */
static struct view
cut_code(const struct session *s, struct view *args)
{
	struct view code = *args;
	const char *space = memrchr(args->p, ' ', args->len);

	if (s->server->config->registration != CONFIG_REGISTRATION_INVITE ||
	    space == NULL)
		return VIEW("");
	code.p = space + 1;
	code.len = args->len - (size_t)(code.p - args->p);
	args->len = (size_t)(space - args->p);
	return code;
}

void
plain_register(struct session *s, struct view args)
{
	struct view nick = view_of(s->user->nick), code;
	struct operation *w;
	enum operation_result no;

	if (s->user->account != NULL) {
		plain_reply(
		    s, _("You are already logged in as %s."), s->user->account);
		return;
	}
	if (view_has_prefix(nick, VIEW(GUEST))) {
		plain_reply(s, _("Choose a nick first: /nick NICK"));
		return;
	}
	if (args.len == 0) {
		plain_reply(
		    s, _("Password missing. Usage: /register PASSWORD"));
		return;
	}
	code = cut_code(s, &args);
	no = registration_check(s, nick, args, code, &w);
	if (no == OPERATION_NEEDS_CODE)
		plain_reply(s, _("%s. Usage: /register PASSWORD CODE"),
		    _(operation_text(no)));
	else if (no != OPERATION_OK)
		tell_why(s, no);
	else
		operation_reply(s, s, 0, w, registered);
}

/* Count a failed login. Too many of them end the session. */
static void
count_failure(struct session *s)
{
	struct plain *p = plain_of(s);

	p->login_failures++;
	log_warn(
	    "login", conn_id(s->conn), "failed from=%s", conn_host(s->conn));
}

static void
logged_in(struct server *server, void *request, enum operation_result result,
    const struct operation *w)
{
	struct session *s = request;

	if (s == NULL)
		return;
	if (result == OPERATION_OK) {
		log_in(s, world_find_account(server->world, view_of(w->name)));
		return;
	}
	tell_why(s, result);
	if (result == OPERATION_QUEUE_FULL) /* the password was not checked */
		return;
	count_failure(s);
	if (plain_of(s)->login_failures >=
	    (unsigned)server->config->login_tries)
		s->dialect->close(s, "Too many failed logins");
}

/* Log in with the connection's certificate; a name selects the account and binds a pending key. */
static void
log_in_by_key(struct session *s, struct view name)
{
	const char *digest = conn_tls_digest(s->conn);
	struct world *w = s->server->world;
	struct account *a = NULL;

	if (digest != NULL && name.len > 0)
		a = world_account_with_key(w, digest, name);
	else if (digest != NULL)
		a = world_account_by_key(w, digest, view_of(s->user->nick));
	if (a == NULL)
		plain_reply(s, _("Nick or password missing. Usage: /login NICK "
				 "PASSWORD"));
	else if (a->suspended != NULL)
		tell_why(s, OPERATION_SUSPENDED);
	else {
		accounts_prove_key(s->server, a, digest);
		log_in(s, a);
	}
}

void
plain_login(struct session *s, struct view args)
{
	struct view name = plain_cut_word(&args);
	struct operation *w;

	if (args.len == 0) {
		log_in_by_key(s, name);
		return;
	}
	if (!session_allows_passwords(s)) {
		tell_why(s, OPERATION_NOT_PRIVATE);
		return;
	}
	w = operation_new(s, OPERATION_CHECK_PASSWORD, name);
	w->password = xviewdup(args);
	operation_reply(s, s, 0, w, logged_in);
}

void
plain_logout(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	const char *why = user_sessions_login_error(s, NULL);

	(void)args;
	if (s->user->account != NULL && why != NULL) {
		plain_reply(s, "%s.", _(why));
		return;
	}
	if (chat_logout(s->server->world, &from) != CHAT_OK) {
		plain_reply(s, _("You are not logged in."));
		return;
	}
	plain_reply(s, _("You are logged out."));
	why = guests_forbidden(s->server, s->user);
	if (why != NULL)
		s->dialect->close(s, why);
	else
		cloak_update(s);
}
