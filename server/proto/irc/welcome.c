/*
 * welcome: what one hears after registering, in this order (checklist 6).
 */
#include <time.h>

#include "config.h"
#include "server/config.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

#define VERSION_TEXT PACKAGE_NAME "-" PACKAGE_VERSION

/* ISO 8601 in UTC. */
static void
date(char *buf, size_t size, int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(buf, size, "%Y-%m-%d %H:%M:%S UTC", &tm);
}

void
irc_welcome(struct request *req)
{
	const struct config *c = req->server->config;
	char started[32], modes[USER_MODES_MAX];

	date(started, sizeof(started), req->server->started);
	reply_begin(req, "001");
	irc_trailing_fmt(&req->w, "Welcome to the %s network, %s", c->network,
	    request_nick(req));
	reply_end(req, NULL);
	reply_begin(req, "002");
	irc_trailing_fmt(&req->w, "Your host is %s, running version %s",
	    c->name, VERSION_TEXT);
	reply_end(req, NULL);
	reply_begin(req, "003");
	irc_trailing_fmt(&req->w, "This server was started %s", started);
	reply_end(req, NULL);
	reply_begin(req, "004");
	reply_param_str(req, c->name);
	reply_param_str(req, VERSION_TEXT);
	irc_user_letters(~0U, modes);
	reply_param_str(req, modes);
	reply_param_str(req, "notv");
	reply_param_str(req, "ov");
	reply_end(req, NULL);
	irc_isupport(req);
	cmd_lusers(req);
	cmd_motd(req);
}
