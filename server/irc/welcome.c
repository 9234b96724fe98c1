/*
 * welcome: the numerics after registration, in this order (checklist 6).
 */
#include <time.h>

#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/irc/times.h"

void
irc_date(char buf[IRC_DATE_SIZE], int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(buf, IRC_DATE_SIZE, "%Y-%m-%d %H:%M:%S UTC", &tm);
}

void
irc_welcome(struct request *req)
{
	const struct config *c = req->server->config;
	char started[IRC_DATE_SIZE], modes[USER_MODES_MAX];
	char letters[ROOM_LETTERS_MAX];

	irc_date(started, req->server->started);
	reply_begin(req, "001");
	irc_trailing_fmt(&req->w, "Welcome to the %s network, %s", c->network,
	    request_nick(req));
	reply_end(req, NULL);
	reply_begin(req, "002");
	irc_trailing_fmt(&req->w,
	    "Your host is %s, running version %s; your connection is %s",
	    c->name, IRC_VERSION,
	    conn_is_tls(req->session->conn) ? "encrypted" : "not encrypted");
	reply_end(req, NULL);
	reply_begin(req, "003");
	irc_trailing_fmt(&req->w, "This server was started %s", started);
	reply_end(req, NULL);
	reply_begin(req, "004");
	reply_param_str(req, c->name);
	reply_param_str(req, IRC_VERSION);
	irc_user_letters(~0U, modes);
	reply_param_str(req, modes);
	irc_room_letters(letters, 0);
	reply_param_str(req, letters);
	irc_room_letters(letters, 1);
	reply_param_str(req, letters);
	reply_end(req, NULL);
	irc_isupport(req);
	cmd_lusers(req);
	cmd_motd(req);
}
