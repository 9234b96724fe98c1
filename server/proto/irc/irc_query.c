/*
 * irc_query: questions about the server.
 */
#include "server/config.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

static void
number(struct request *req, const char *numeric, size_t n, const char *text)
{
	reply_begin(req, numeric);
	reply_param_int(req, (long long)n);
	reply_end(req, text);
}

static void
now_and_most(struct request *req, const char *numeric, const char *what,
    const struct server_counts *c)
{
	reply_begin(req, numeric);
	reply_param_int(req, (long long)c->users);
	reply_param_int(req, (long long)c->users_most);
	irc_trailing_fmt(&req->w, "Current %s users %zu, max %zu", what,
	    c->users, c->users_most);
	reply_end(req, NULL);
}

/* Checklist 49. */
void
cmd_lusers(struct request *req)
{
	struct server_counts c;

	server_count(req->server, &c);
	reply_begin(req, "251");
	irc_trailing_fmt(&req->w,
	    "There are %zu users and %zu invisible on 1 servers",
	    c.users - c.invisible, c.invisible);
	reply_end(req, NULL);
	number(req, "252", c.operators, "operators online");
	number(req, "253", c.unregistered, "unknown connections");
	number(req, "254", c.rooms, "channels formed");
	reply_begin(req, "255");
	irc_trailing_fmt(&req->w, "I have %zu clients and 0 servers", c.users);
	reply_end(req, NULL);
	now_and_most(req, "265", "local", &c);
	now_and_most(req, "266", "global", &c);
}

void
cmd_motd(struct request *req)
{
	const struct server *server = req->server;
	size_t i;

	if (server->motd == NULL) {
		reply_text(req, "422", "There is no message of the day");
		return;
	}
	reply_text(req, "375", "Message of the day");
	for (i = 0; i < server->nmotd; i++)
		reply_text(req, "372", server->motd[i]);
	reply_text(req, "376", "End of the message of the day");
}
