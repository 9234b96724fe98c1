/*
 * irc_away: AWAY, and who hears of it (checklist 44; IRCv3 away-notify, pre-away).
 */
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/config.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

/* With pre-away a "*" is no message but the lack of one. */
static struct view
away_text(const struct request *req)
{
	struct view text = request_param(req, 0);

	if ((req->irc->caps & CAP_PRE_AWAY) && view_equal(text, VIEW("*")))
		return VIEW("Away");
	return text;
}

static void
confirm(struct request *req, struct view text)
{
	if (text.len > 0)
		reply_text(req, "306", "You have been marked as being away");
	else
		reply_text(
		    req, "305", "You are no longer marked as being away");
}

/* Before registration it is only noted. */
static void
away_before(struct request *req, struct view text)
{
	if (!(req->irc->caps & CAP_PRE_AWAY)) {
		reply_text(req, "451", "You have not registered");
		return;
	}
	free(req->irc->away);
	req->irc->away = xviewdup(text);
	confirm(req, text);
}

void
irc_apply_away(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);

	if (req->irc->away != NULL)
		chat_away(req->server->world, &from, view_of(req->irc->away));
	xreplace(&req->irc->away, NULL);
}

void
cmd_away(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct view text = away_text(req);

	if (req->session->user == NULL) {
		away_before(req, text);
		return;
	}
	chat_away(req->server->world, &from, text);
	confirm(req, text);
}

void
irc_away_notice(struct session *s, const struct user *u, struct buf *out)
{
	struct irc_state *irc = s->state;
	struct request req, *outer = irc->request;

	request_begin(&req, s, NULL);
	irc->request = outer;
	reply_begin(&req, "301");
	reply_param_str(&req, u->nick);
	reply_end(&req, u->away);
	buf_add_view(out, buf_view(&req.out));
	buf_clear(&req.out);
}
