/*
 * user: what users say about themselves.
 */
#include "server/config.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

/* IRCv3 setname; checklist 53. */
void
cmd_setname(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct view name = request_param(req, 0);

	if (name.len == 0 ||
	    (long long)name.len > req->server->config->realname_bytes)
		reply_fail(req, "SETNAME", "INVALID_REALNAME", VIEW(""),
		    "Your real name is empty or too long");
	else if (chat_setname(req->server->world, &from, name) == CHAT_TOO_FAST)
		reply_fail(req, "SETNAME", "CANNOT_CHANGE_REALNAME", VIEW(""),
		    "You change your real name too often: wait a moment");
}
