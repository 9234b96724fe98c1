/*
 * markread: MARKREAD, which shows and sets how far a user has read (IRCv3 draft/read-marker; checklist 64).
 */
#include "server/irc/markread.h"

#include <stdio.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "server/account/read_markers.h"
#include "server/chat/account.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/session/history_access.h"

static void
put_marker(struct request *req, struct view target, int64_t ms)
{
	char time[CLOCK_ISO_SIZE];

	reply_begin(req, "MARKREAD");
	reply_param(req, target);
	if (ms == 0) {
		reply_param_str(req, "*");
	} else {
		clock_iso(time, ms);
		irc_param_fmt(&req->w, "timestamp=%s", time);
	}
	reply_end(req, NULL);
}

void
irc_show_marker(struct request *req, const struct room *r)
{
	if (req->irc->caps & CAP_READ_MARKER)
		put_marker(req, view_of(r->name),
		    read_markers_get(
			req->server, req->session->user, view_of(r->name)));
}

static int
gets_marker(const struct session *s, const struct session *but)
{
	const struct irc_state *irc = s->state;

	return s != but && session_is_listening(s) &&
	       s->dialect == but->dialect && (irc->caps & CAP_READ_MARKER);
}

static void
send_to_user(
    const struct request *req, struct user *u, struct view target, int64_t ms)
{
	struct request other;
	struct session *s;

	SESSION_FOREACH(s, u)
	{
		if (!gets_marker(s, req->session))
			continue;
		request_begin(&other, s, NULL);
		put_marker(&other, target, ms);
		request_end(&other);
	}
}

/* Send the new marker to all other clients of the user or of the account. */
static void
send_to_others(const struct request *req, struct view target, int64_t ms)
{
	struct user *u = req->session->user;
	const struct account *a = NULL;

	if (u->account != NULL)
		a = world_find_account(req->server->world, view_of(u->account));
	if (a == NULL) {
		send_to_user(req, u, target, ms);
		return;
	}
	LIST_FOREACH (u, &a->users, of_account)
		send_to_user(req, u, target, ms);
}

/* Parse the time; a time in the future means now. */
static int
parse_time(struct view v, int64_t *ms)
{
	int64_t now = clock_ms();

	if (!view_has_prefix(v, VIEW("timestamp=")))
		return -1;
	v.p += sizeof("timestamp=") - 1;
	v.len -= sizeof("timestamp=") - 1;
	if (clock_parse_iso(v, ms) != 0 || *ms <= 0)
		return -1;
	if (*ms > now)
		*ms = now;
	return 0;
}

static void
set_marker(struct request *req, struct view target, int64_t ms)
{
	struct user *u = req->session->user;
	int64_t before = read_markers_get(req->server, u, target), now;

	now = read_markers_set(req->server, u, target, ms);
	put_marker(req, target, now);
	if (now != before)
		send_to_others(req, target, now);
}

static void
cmd_markread(struct request *req)
{
	struct view target = request_param(req, 0);
	int64_t ms;

	if (target.len == 0)
		reply_fail(req, "MARKREAD", "NEED_MORE_PARAMS", VIEW(""),
		    _("Missing parameters"));
	else if (!room_valid(target) && !history_is_nick(target))
		reply_fail(req, "MARKREAD", "INVALID_PARAMS", target,
		    _("That is neither a room nor a nick"));
	else if (req->msg->nparams == 1)
		put_marker(req, target,
		    read_markers_get(req->server, req->session->user, target));
	else if (parse_time(request_param(req, 1), &ms) != 0)
		reply_fail(req, "MARKREAD", "INVALID_PARAMS",
		    request_param(req, 1),
		    _("Invalid time. Use timestamp=YYYY-MM-DDThh:mm:ss.sssZ"));
	else
		set_marker(req, target, ms);
}

const struct irc_command irc_markread_commands[] = {
	{ "MARKREAD", cmd_markread, REGISTERED, 0, 2, 1, 0,
	    N_("target [timestamp=time]"),
	    N_("Shows or sets how far you have read in a room or "
	       "conversation.") },
	{ .name = NULL },
};
