/*
 * server_bans: KLINE, DLINE, UNKLINE and UNDLINE, with which server operators ban users, and the lists
 * of STATS k and d.
 */
#include "server/irc/server_bans.h"

#include <stdlib.h>

#include "common/duration.h"
#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/mask.h"
#include "server/deliver/oper_notices.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/irc/times.h"
#include "server/moderation/server_bans.h"
#include "server/session/deferred_reply.h"

/* Cut the prefix of an account ("a:ada") off the mask, and return the kind of the ban. */
static enum ban_kind
kind_of(struct view *mask)
{
	struct view prefix = VIEW(MASK_ACCOUNT);

	if (!view_has_prefix(*mask, prefix))
		return BAN_MASK;
	mask->p += prefix.len;
	mask->len -= prefix.len;
	return BAN_ACCOUNT;
}

/* A command that waits for the store to commit the change. */
struct ban_command {
	struct deferred_reply reply;
	const char *command;
	char *by;   /* nick */
	char *mask; /* as the operator wrote it */
	long long seconds;
};

static struct ban_command *
ban_command_new(struct request *req, const char *command, struct view mask)
{
	struct ban_command *b = xcalloc(1, sizeof(*b));

	b->command = command;
	b->by = xstrdup(req->session->user->nick);
	b->mask = xviewdup(mask);
	deferred_reply_begin(&b->reply, req->session, req);
	return b;
}

static void
ban_command_free(struct ban_command *b)
{
	free(b->by);
	free(b->mask);
	free(b);
}

/* Notify the operator who gave the command, unless their session is gone (req NULL), and the others. */
static void
notify_operators(struct server *server, struct request *req, const char *by,
    const char *done)
{
	char *text;

	if (req != NULL)
		reply_notice(req, done);
	xasprintf(&text, "%s: %s", by, done);
	oper_notice(server, req == NULL ? NULL : req->session->user, text);
	free(text);
}

/* Return the sentence that tells operators what was done. The caller frees it. */
static char *
describe(const struct ban_command *b, const struct ban *set)
{
	char lasts[DURATION_SIZE], *mask, *text;
	const char *reason;

	if (set == NULL) {
		xasprintf(&text, _("Removed the ban on %s"), b->mask);
		return text;
	}
	xasprintf(&mask, "%s%s", set->kind == BAN_ACCOUNT ? MASK_ACCOUNT : "",
	    set->mask);
	reason = set->reason;
	duration_text(lasts, b->seconds);
	if (b->seconds == 0 && reason[0] == '\0')
		xasprintf(&text, _("Banned %s permanently"), mask);
	else if (b->seconds == 0)
		xasprintf(&text, _("Banned %s permanently: %s"), mask, reason);
	else if (reason[0] == '\0')
		xasprintf(&text, _("Banned %s for %s"), mask, lasts);
	else
		xasprintf(
		    &text, _("Banned %s for %s: %s"), mask, lasts, reason);
	free(mask);
	return text;
}

static void
change_done(struct server *server, enum store_result result,
    const struct ban *set, void *ctx)
{
	struct ban_command *b = ctx;
	struct request *req = deferred_reply_resume(&b->reply);
	char *text;

	if (server != NULL && result == STORE_OK) {
		text = describe(b, set);
		notify_operators(server, req, b->by, text);
		free(text);
	} else if (req != NULL) {
		reply_fail(req, b->command, "TEMPORARILY_UNAVAILABLE",
		    view_of(b->mask),
		    result == STORE_FULL ? _("Nothing changed, because the "
					     "server's disk is full")
					 : _("Nothing changed, because the "
					     "server could not save it"));
	}
	if (deferred_reply_done(&b->reply))
		ban_command_free(b);
}

/* Refuse a command before the store was asked. */
static void
refuse(struct request *req, struct ban_command *b, const char *code,
    const char *text)
{
	reply_fail(req, b->command, code, view_of(b->mask), text);
	deferred_reply_done(&b->reply);
}

/* [duration] mask [reason] */
static void
set_ban(struct request *req, const char *command, enum ban_kind kind)
{
	struct ban_request ban = { .kind = kind, .asker = req->session };
	struct ban_command *b;
	char *cause = NULL;
	int i = 0;

	if (req->msg->nparams > 1 && duration_parse(request_param(req, 0),
					 BAN_SECONDS_MAX, &ban.seconds) == 0)
		i = 1;
	ban.mask = request_param(req, i);
	ban.reason = request_param(req, i + 1);
	ban.by = view_of(req->session->user->nick);
	if (kind == BAN_MASK)
		ban.kind = kind_of(&ban.mask);
	b = ban_command_new(req, command, request_param(req, i));
	b->seconds = ban.seconds;
	if (server_bans_add(req->server, &ban, change_done, b, &cause) != 0)
		refuse(req, b, "INVALID_MASK", cause);
	if (deferred_reply_asked(&b->reply, LABEL_STREAM))
		ban_command_free(b);
	free(cause);
}

static void
lift_ban(struct request *req, const char *command, enum ban_kind kind)
{
	struct view mask = request_param(req, 0);
	struct ban_command *b = ban_command_new(req, command, mask);

	if (kind == BAN_MASK)
		kind = kind_of(&mask);
	if (server_bans_remove(req->server, kind, mask, change_done, b) != 0)
		refuse(req, b, "NO_SUCH_BAN", _("No such ban"));
	if (deferred_reply_asked(&b->reply, LABEL_STREAM))
		ban_command_free(b);
}

static void
cmd_kline(struct request *req)
{
	set_ban(req, "KLINE", BAN_MASK);
}

static void
cmd_unkline(struct request *req)
{
	lift_ban(req, "UNKLINE", BAN_MASK);
}

static void
cmd_dline(struct request *req)
{
	set_ban(req, "DLINE", BAN_RANGE);
}

static void
cmd_undline(struct request *req)
{
	lift_ban(req, "UNDLINE", BAN_RANGE);
}

/* The rows of STATS, sent in steps because there may be more than the queue holds. */
struct ban_rows {
	int ranges; /* bans of DLINE, else those of KLINE */
	struct {
		char *mask;
		char *text;
	} * rows;
	size_t n, at;
};

static void
ban_rows_free(void *ctx)
{
	struct ban_rows *ban_rows = ctx;

	for (; ban_rows->n > 0; ban_rows->n--) {
		free(ban_rows->rows[ban_rows->n - 1].mask);
		free(ban_rows->rows[ban_rows->n - 1].text);
	}
	free(ban_rows->rows);
	free(ban_rows);
}

static void
add_row(const struct ban *ban, void *ctx)
{
	struct ban_rows *ban_rows = ctx;
	char set[IRC_DATE_SIZE], until[IRC_DATE_SIZE] = "";

	if ((ban->kind == BAN_RANGE) != ban_rows->ranges)
		return;
	if ((ban_rows->n & (ban_rows->n - 1)) == 0)
		ban_rows->rows = xreallocarray(ban_rows->rows,
		    ban_rows->n == 0 ? 1 : 2 * ban_rows->n,
		    sizeof(*ban_rows->rows));
	irc_date(set, ban->time);
	if (ban->until != 0)
		irc_date(until, ban->until);
	xasprintf(&ban_rows->rows[ban_rows->n].mask, "%s%s",
	    ban->kind == BAN_ACCOUNT ? MASK_ACCOUNT : "", ban->mask);
	if (until[0] != '\0')
		xasprintf(&ban_rows->rows[ban_rows->n].text,
		    _("%s (set by %s, %s; until %s)"), ban->reason, ban->by,
		    set, until);
	else
		xasprintf(&ban_rows->rows[ban_rows->n].text,
		    _("%s (set by %s, %s)"), ban->reason, ban->by, set);
	ban_rows->n++;
}

static int
show_step(void *request, void *ctx)
{
	struct request *req = request;
	struct ban_rows *ban_rows = ctx;
	const char *mask;

	if (ban_rows->at == ban_rows->n) {
		reply_about(req, "219",
		    ban_rows->ranges ? VIEW("d") : VIEW("k"),
		    "End of /STATS report");
		return 1;
	}
	mask = ban_rows->rows[ban_rows->at].mask;
	reply_begin(req, ban_rows->ranges ? "225" : "216");
	reply_param_str(req, ban_rows->ranges ? "D" : "K");
	reply_param_str(req, mask);
	if (!ban_rows->ranges) {
		reply_param_str(req, "*");
		reply_param_str(req, "*");
	}
	reply_end(req, ban_rows->rows[ban_rows->at++].text);
	return 0;
}

void
irc_show_bans(struct request *req, int ranges)
{
	struct ban_rows *ban_rows;

	if (!session_is_operator(req->session)) {
		reply_refusal(req, CHAT_NOT_OPERATOR, VIEW(""));
		reply_about(req, "219", ranges ? VIEW("d") : VIEW("k"),
		    "End of /STATS report");
		return;
	}
	ban_rows = xcalloc(1, sizeof(*ban_rows));
	ban_rows->ranges = ranges;
	server_bans_each(req->server, add_row, ban_rows);
	deferred_reply_steps(req->session, req, LABEL_STREAM, show_step,
	    ban_rows_free, ban_rows);
}

const struct irc_command irc_server_bans_commands[] = {
	{ "DLINE", cmd_dline, REGISTERED, 1, 3, 2,
	    COMMAND_OPERATOR | COMMAND_NO_ROOM,
	    N_("[time] address or range [reason]"),
	    N_("Bans an address or range from the server.\n"
	       "STATS d lists these bans.") },
	{ "KLINE", cmd_kline, REGISTERED, 1, 3, 2,
	    COMMAND_OPERATOR | COMMAND_NO_ROOM,
	    N_("[time] mask, or a:account [reason]"),
	    N_("Bans users from the server.\n"
	       "STATS k lists these bans.") },
	{ "UNDLINE", cmd_undline, REGISTERED, 1, 1, 2,
	    COMMAND_OPERATOR | COMMAND_NO_ROOM, N_("address or range"),
	    N_("Removes a DLINE ban.") },
	{ "UNKLINE", cmd_unkline, REGISTERED, 1, 1, 2,
	    COMMAND_OPERATOR | COMMAND_NO_ROOM, N_("mask, or a:account"),
	    N_("Removes a KLINE ban.") },
	{ .name = NULL },
};
