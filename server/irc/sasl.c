/*
 * sasl: AUTHENTICATE (IRCv3 sasl-3.2; checklist 55 to 57), before and after registration, any number
 * of times. So the server never sends 907, which refuses a second login.
 */
#include "server/irc/sasl.h"

#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/account/sasl.h"
#include "server/account/sasl_text.h"
#include "server/auth/verifier.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/login.h"
#include "server/irc/request.h"
#include "server/net/conn.h"
#include "server/session/deferred_reply.h"
#include "server/session/user_sessions.h"

enum { COST_OF_FAILURE = 10 }; /* in addition to the cost of the lines */

/* An exchange in progress. */
struct irc_sasl {
	struct sasl *sasl;
	struct sasl_text text;
};

static struct sasl_peer
peer_of(const struct session *s)
{
	return (struct sasl_peer){ session_allows_passwords(s),
		conn_tls_digest(s->conn) };
}

void
irc_sasl_list(const struct session *s, char buf[SASL_LIST])
{
	const struct sasl_peer peer = peer_of(s);

	sasl_list(&peer, buf);
}

void
irc_sasl_drop(struct irc_state *irc)
{
	if (irc->sasl == NULL)
		return;
	sasl_free(irc->sasl->sasl);
	sasl_text_clear(&irc->sasl->text);
	free(irc->sasl);
	irc->sasl = NULL;
}

void
irc_sasl_abort(struct request *req)
{
	if (req->irc->sasl == NULL)
		return;
	irc_sasl_drop(req->irc);
	reply_text(req, "906", _("SASL authentication aborted"));
}

static int
is_external(const struct request *req)
{
	return strcmp(sasl_mechanism(req->irc->sasl->sasl), "EXTERNAL") == 0;
}

/*
 * Return whether a client offered a certificate that no account has. That is not an attack: a
 * certificate cannot be guessed.
 */
static int
is_unknown_key(const struct request *req)
{
	return is_external(req) && sasl_account(req->irc->sasl->sasl) == NULL;
}

/* Log only known names: an unknown name may be a password typed in the wrong place. */
static void
log_failure(const struct request *req)
{
	const struct irc_sasl *x = req->irc->sasl;
	const struct account *a = sasl_account(x->sasl);
	struct conn *conn = req->session->conn;

	log_warn("login", conn_id(conn),
	    "failed mechanism=%s account=%s from=%s", sasl_mechanism(x->sasl),
	    a != NULL ? a->name : "(unknown)", conn_host(conn));
}

static void
fail(struct request *req, const char *numeric, const char *why)
{
	if (!is_unknown_key(req)) {
		log_failure(req);
		req->irc->login_failures++;
		session_charge(req->session, COST_OF_FAILURE);
	}
	reply_text(req, numeric, why);
	irc_sasl_drop(req->irc);
}

static void
succeed(struct request *req)
{
	struct account *a = sasl_account(req->irc->sasl->sasl);
	const char *why = user_sessions_login_error(req->session, a);
	int by_key = is_external(req);

	irc_sasl_drop(req->irc);
	if (why != NULL) {
		reply_text(req, "904", why);
		return;
	}
	if (by_key)
		accounts_prove_key(
		    req->server, a, conn_tls_digest(req->session->conn));
	irc_login_by_sasl(req, a);
}

static void
finish(struct request *req, enum sasl_next next)
{
	if (next == SASL_DONE)
		succeed(req);
	else
		fail(req, "904", sasl_error(req->irc->sasl->sasl));
}

static void
close_after_many(struct session *s)
{
	const struct irc_state *irc = s->state;

	if (irc->login_failures >= s->server->config->login_tries)
		irc_close(s, _("Too many failed logins"));
}

/* A plain password to check, and the result. */
struct work_queue {
	struct sasl_check check;
	int fits;
};

static void
work_run(void *ctx)
{
	struct work_queue *w = ctx;

	w->fits = verifier_matches(&w->check.verifier, w->check.password);
}

static void
work_done(void *request, void *ctx)
{
	struct request *req = request;
	const struct work_queue *w = ctx;

	if (req->irc->sasl != NULL)
		finish(req, sasl_checked(req->irc->sasl->sasl, w->fits));
}

static void
work_after(struct session *s, void *ctx)
{
	(void)ctx;
	close_after_many(s);
}

static void
work_queue_free(void *ctx)
{
	struct work_queue *w = ctx;

	sasl_check_clear(&w->check);
	free(w);
}

static void
check(struct request *req)
{
	static const struct deferred_work ops = { work_run, work_done,
		work_after, work_queue_free };
	struct work_queue *w = xcalloc(1, sizeof(*w));

	sasl_check_take(req->irc->sasl->sasl, &w->check);
	if (deferred_reply_work(req->session, req, LABEL_GATHERED, &ops, w) ==
	    0)
		return;
	work_queue_free(w);
	irc_sasl_drop(req->irc);
	reply_text(req, "904",
	    _("The server is checking too many passwords. Try again in a "
	      "moment"));
}

/* Send the line without a source, like PING: some clients compare the whole line. */
static void
say_part(void *ctx, struct view part)
{
	struct request *req = ctx;

	irc_begin(&req->w, req->line, sizeof(req->line), LINE_TAGS_SERVER);
	irc_command(&req->w, "AUTHENTICATE");
	irc_param(&req->w, part);
	reply_end(req, NULL);
}

/*
 * Select the account for EXTERNAL without an authzid, by the nick and the bound keys. Pending keys
 * don't count: a digest is no secret, and others may have claimed it for their accounts.
 */
static struct view
name_account(const struct request *req, struct view message)
{
	const struct session *s = req->session;
	const char *nick = s->user != NULL ? s->user->nick : req->irc->nick;
	const char *digest = conn_tls_digest(s->conn);

	const struct account *a;

	if (message.len > 0 || digest == NULL || !is_external(req))
		return message;
	a = world_account_by_key(req->server->world, digest, view_of(nick));
	return a == NULL ? message : view_of(a->name);
}

static void
step(struct request *req, struct view message)
{
	struct buf out = { 0 };
	enum sasl_next next =
	    sasl_step(req->irc->sasl->sasl, name_account(req, message), &out);

	if (next == SASL_SAY)
		sasl_text_say(buf_view(&out), say_part, req);
	else if (next == SASL_CHECK)
		check(req);
	else
		finish(req, next);
	buf_clear(&out);
}

static void
add_part(struct request *req, struct view part)
{
	struct buf message = { 0 };

	switch (sasl_text_add(&req->irc->sasl->text, part, &message)) {
	case SASL_TEXT_MORE:
		break;
	case SASL_TEXT_WHOLE:
		step(req, buf_view(&message));
		break;
	case SASL_TEXT_TOO_LONG:
		fail(req, "905", _("SASL message too long"));
		break;
	case SASL_TEXT_TOO_MUCH:
	case SASL_TEXT_BAD:
		fail(req, "904", _("SASL authentication failed"));
		break;
	}
	sasl_text_wipe(&message);
}

static void
refuse_mechanism(struct request *req)
{
	char list[SASL_LIST];

	irc_sasl_list(req->session, list);
	reply_about(
	    req, "908", view_of(list), _("are the available SASL mechanisms"));
	reply_text(req, "904", _("SASL authentication failed"));
}

static void
begin(struct request *req, struct view mechanism)
{
	const struct config *c = req->server->config;
	const struct sasl_peer peer = peer_of(req->session);
	struct sasl *sasl = sasl_new(req->server->sasls, &peer, mechanism,
	    (unsigned)c->password_iterations);

	if (sasl == NULL) {
		refuse_mechanism(req);
		return;
	}
	req->irc->sasl = xcalloc(1, sizeof(*req->irc->sasl));
	req->irc->sasl->sasl = sasl;
	sasl_text_say(VIEW(""), say_part, req);
}

static void
handle_part(struct request *req, struct view word)
{
	if (view_equal(word, VIEW("*"))) {
		irc_sasl_drop(req->irc);
		reply_text(req, "906", _("SASL authentication aborted"));
	} else if (req->irc->sasl == NULL) {
		begin(req, word);
	} else {
		add_part(req, word);
	}
}

/*
 * Clients that have not requested the capability may use it, too (checklist 56): some only look at
 * CAP LS.
 */
static void
cmd_authenticate(struct request *req)
{
	handle_part(req, request_param(req, 0));
	if (req->irc->login_failures < req->server->config->login_tries)
		return;
	request_end(req);
	close_after_many(req->session);
}

const struct irc_command irc_sasl_commands[] = {
	{ "AUTHENTICATE", cmd_authenticate, ANY_STATE, 1, 1, 2, COMMAND_NO_ROOM,
	    N_("mechanism, then base64, or * to stop"),
	    N_("Logs in to an account (SASL).") },
	{ .name = NULL },
};
