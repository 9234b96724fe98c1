/*
 * away: AWAY, and the 301 for users who write to someone away (checklist 44; IRCv3 away-notify, pre-away).
 */
#include "server/irc/away.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/account/offline_notice.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

/* With pre-away, "*" is not a message: the client reports that its user is not looking at it. */
static int
is_unattended(const struct request *req, struct view text)
{
	return (req->irc->caps & CAP_PRE_AWAY) && view_equal(text, VIEW("*"));
}

/*
 * Mark the user as away or back. Any client of the user may do so. But "*" is about one client only
 * (IRCv3 draft/pre-away), so it changes nothing if the user has other clients.
 */
static enum refusal
set_away(struct request *req, struct view text)
{
	struct chat_from from = session_from(req->session, req->token);
	int unattended = is_unattended(req, text);

	if (unattended && !session_is_only(req->session))
		return CHAT_OK;
	return chat_away(
	    req->server->world, &from, unattended ? VIEW("Away") : text);
}

void
irc_confirm_away(struct request *req, int is_away)
{
	if (is_away)
		reply_text(req, "306", _("You have been marked as being away"));
	else
		reply_text(
		    req, "305", _("You are no longer marked as being away"));
}

/* Before registration, only note it. */
static void
away_before(struct request *req, struct view text)
{
	if (!(req->irc->caps & CAP_PRE_AWAY)) {
		reply_text(req, "451", _("You have not registered"));
		return;
	}
	free(req->irc->away);
	req->irc->away = xviewdup(text);
	irc_confirm_away(req, text.len > 0);
}

void
irc_apply_away(struct request *req)
{
	if (req->irc->away != NULL)
		set_away(req, view_of(req->irc->away));
	xreplace(&req->irc->away, NULL);
}

static void
cmd_away(struct request *req)
{
	struct view text = request_param(req, 0);
	enum refusal no;

	if (req->session->user == NULL) {
		away_before(req, text);
		return;
	}
	no = set_away(req, text);
	if (no == CHAT_TOO_FAST)
		reply_refusal(req, no, VIEW(""));
	else
		irc_confirm_away(req, text.len > 0);
}

/* 301 nick :text */
static void
notice(struct session *s, const char *nick, const char *text, struct buf *out)
{
	struct irc_state *irc = s->state;
	struct request req, *outer = irc->request;

	request_begin(&req, s, NULL);
	irc->request = outer;
	reply_begin(&req, "301");
	reply_param_str(&req, nick);
	reply_end(&req, text);
	buf_add_view(out, buf_view(&req.out));
	buf_clear(&req.out);
}

void
irc_away_notice(struct session *s, const struct user *u, struct buf *out)
{
	notice(s, u->nick, u->away, out);
}

void
irc_offline_notice(struct session *s, const char *name, struct buf *out)
{
	notice(s, name, OFFLINE_NOTICE_TEXT, out);
}

const struct irc_command irc_away_commands[] = {
	{ "AWAY", cmd_away, ANY_STATE, 0, 1, 2, COMMAND_NO_ROOM,
	    N_("[message]"),
	    N_("Marks you as away: users who write to you get the message.\n"
	       "Without a message: marks you as back.") },
	{ .name = NULL },
};
