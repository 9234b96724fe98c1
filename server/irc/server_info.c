/*
 * server_info: LUSERS, MOTD, VERSION, TIME, INFO and LINKS.
 */
#include "common/clock.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/irc/times.h"

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

	server_count(req->server, req->session->user, &c);
	reply_begin(req, "251");
	irc_trailing_fmt(&req->w,
	    "There are %zu users and %zu invisible on 1 servers",
	    c.users - c.invisible, c.invisible);
	reply_end(req, NULL);
	number(req, "252", c.operators, "operators online");
	number(req, "253", c.unregistered, "unknown connections");
	number(req, "254", c.rooms, "rooms");
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

void
cmd_version(struct request *req)
{
	reply_begin(req, "351");
	reply_param_str(req, IRC_VERSION);
	reply_param_str(req, req->server->config->name);
	reply_end(req, "IRC and plain lines on one port");
}

/* Checklist 52. */
void
cmd_time(struct request *req)
{
	char now[IRC_DATE_SIZE];

	irc_date(now, clock_ms());
	reply_begin(req, "391");
	reply_param_str(req, req->server->config->name);
	reply_end(req, now);
}

void
cmd_info(struct request *req)
{
	static const char *const lines[] = {
		IRC_VERSION ": chat for a group in terminals, without set-up.",
		"IRC clients, nc and telnet share the rooms on one port.",
		"Free software: GNU General Public License, 3 or later.",
		"There is no warranty.",
	};
	char started[IRC_DATE_SIZE];
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		reply_text(req, "371", lines[i]);
	irc_date(started, req->server->started);
	reply_begin(req, "371");
	irc_trailing_fmt(&req->w, "Started %s", started);
	reply_end(req, NULL);
	reply_text(req, "374", "End of /INFO list");
}

/* There are no other servers. */
void
cmd_links(struct request *req)
{
	reply_about(req, "365", VIEW("*"), "End of /LINKS list");
}
