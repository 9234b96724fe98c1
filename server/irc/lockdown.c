/*
 * lockdown: LOCKDOWN, with which an operator keeps new guests out during an attack.
 */
#include <stdlib.h>

#include "common/duration.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/deliver/oper_notices.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/moderation/lockdown.h"

static void
say_and_notify(struct request *req, const char *text)
{
	const struct user *u = req->session->user;
	char *told;

	reply_notice(req, text);
	xasprintf(&told, "%s: %s", u->nick, text);
	oper_notice(req->server, u, told);
	free(told);
	log_info("oper", conn_id(req->session->conn), "lockdown by=%s: %s",
	    u->nick, text);
}

static void
show_state(struct request *req)
{
	char left_text[DURATION_SIZE], *text;
	long long left;

	if (!lockdown_is_on(req->server, &left)) {
		reply_notice(req, _("No lockdown is on."));
		return;
	}
	if (left == 0) {
		reply_notice(req, _("Lockdown: new guests are refused."));
		return;
	}
	duration_text(left_text, left);
	xasprintf(&text, _("Lockdown: new guests are refused for another %s."),
	    left_text);
	reply_notice(req, text);
	free(text);
}

static void
begin(struct request *req)
{
	struct view word = request_param(req, 1);
	char lasts[DURATION_SIZE], *text;
	long long seconds = 0;

	if (word.len > 0 &&
	    duration_parse(word, LOCKDOWN_SECONDS_MAX, &seconds) != 0) {
		reply_fail(req, "LOCKDOWN", "INVALID_PARAMS", word,
		    _("Invalid time. Use a time like 10m or 2h, at most 30 "
		      "days"));
		return;
	}
	lockdown_begin(req->server, seconds);
	if (seconds == 0) {
		say_and_notify(req, _("Lockdown on: new guests are refused."));
		return;
	}
	duration_text(lasts, seconds);
	xasprintf(
	    &text, _("Lockdown on: new guests are refused for %s."), lasts);
	say_and_notify(req, text);
	free(text);
}

static void
end(struct request *req)
{
	long long left;

	if (!lockdown_is_on(req->server, &left)) {
		show_state(req);
		return;
	}
	lockdown_end(req->server);
	say_and_notify(req, _("The lockdown is over."));
}

static void
cmd_lockdown(struct request *req)
{
	struct view word = request_param(req, 0);

	if (word.len == 0)
		show_state(req);
	else if (view_equal_nocase(word, VIEW("on")))
		begin(req);
	else if (view_equal_nocase(word, VIEW("off")))
		end(req);
	else
		reply_fail(req, "LOCKDOWN", "INVALID_PARAMS", word,
		    "Use LOCKDOWN ON [time] or LOCKDOWN OFF");
}

const struct irc_command irc_lockdown_commands[] = {
	{ "LOCKDOWN", cmd_lockdown, REGISTERED, 0, 2, 2,
	    COMMAND_OPERATOR | COMMAND_NO_ROOM, N_("[ON [time], OFF]"),
	    N_("Refuses new users without an account; without parameters: "
	       "shows whether that is on.") },
	{ .name = NULL },
};
