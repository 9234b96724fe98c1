/*
 * server_info: information about the server: the numerics after registration, LUSERS, MOTD,
 * VERSION, TIME, INFO, LINKS, ADMIN and STATS.
 */
#include "server/irc/server_info.h"

#include <config.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/isupport.h"
#include "server/irc/mode.h"
#include "server/irc/request.h"
#include "server/irc/server_bans.h"
#include "server/irc/times.h"
#include "server/irc/user.h"

#define IRC_VERSION PACKAGE_NAME "-" PACKAGE_VERSION

static void
number(struct request *req, const char *numeric, size_t n, const char *text)
{
	reply_begin(req, numeric);
	reply_param_int(req, (long long)n);
	reply_end(req, text);
}

/* Begin 265 or 266. The server is the whole network, so both have the same numbers. */
static void
begin_current(
    struct request *req, const char *numeric, const struct server_counts *c)
{
	reply_begin(req, numeric);
	reply_param_int(req, (long long)c->users);
	reply_param_int(req, (long long)c->users_most);
}

/* Checklist 49. */
static void
cmd_lusers(struct request *req)
{
	struct server_counts c;

	server_count(req->server, req->session->user, &c);
	reply_begin(req, "251");
	irc_trailing_fmt(&req->w,
	    _("There are %zu users and %zu invisible on 1 servers"),
	    c.users - c.invisible, c.invisible);
	reply_end(req, NULL);
	number(req, "252", c.operators, _("operators online"));
	number(req, "253", c.unregistered, _("unknown connections"));
	number(req, "254", c.rooms, _("rooms"));
	reply_begin(req, "255");
	irc_trailing_fmt(
	    &req->w, _("I have %zu clients and 0 servers"), c.users);
	reply_end(req, NULL);
	begin_current(req, "265", &c);
	irc_trailing_fmt(&req->w, _("Current local users %zu, max %zu"),
	    c.users, c.users_most);
	reply_end(req, NULL);
	begin_current(req, "266", &c);
	irc_trailing_fmt(&req->w, _("Current global users %zu, max %zu"),
	    c.users, c.users_most);
	reply_end(req, NULL);
}

static void
cmd_motd(struct request *req)
{
	const struct server *server = req->server;
	size_t i;

	if (server->motd == NULL) {
		reply_text(req, "422", _("There is no message of the day"));
		return;
	}
	reply_text(req, "375", _("Message of the day"));
	for (i = 0; i < server->nmotd; i++)
		reply_text(req, "372", server->motd[i]);
	reply_text(req, "376", _("End of the message of the day"));
}

static void
cmd_version(struct request *req)
{
	reply_begin(req, "351");
	reply_param_str(req, IRC_VERSION);
	reply_param_str(req, req->server->config->name);
	reply_end(req, _("IRC and plain lines on one port"));
}

/* Checklist 52. */
static void
cmd_time(struct request *req)
{
	char now[IRC_DATE_SIZE];

	irc_date(now, clock_ms());
	reply_begin(req, "391");
	reply_param_str(req, req->server->config->name);
	reply_end(req, now);
}

static void
cmd_info(struct request *req)
{
	static const char *const lines[] = {
		N_("Chat for a group in terminals, without configuration."),
		N_("IRC clients, nc and telnet share the rooms on one port."),
		N_("Free software: GNU General Public License, 3 or later."),
		N_("There is no warranty."),
	};
	char started[IRC_DATE_SIZE];
	size_t i;

	reply_text(req, "371", IRC_VERSION);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		reply_text(req, "371", _(lines[i]));
	irc_date(started, req->server->started);
	reply_begin(req, "371");
	irc_trailing_fmt(&req->w, _("Started %s"), started);
	reply_end(req, NULL);
	reply_text(req, "374", _("End of /INFO list"));
}

/* There are no other servers. */
static void
cmd_links(struct request *req)
{
	reply_about(req, "365", VIEW("*"), _("End of /LINKS list"));
}

/* RFC 2812 3.4.9: two lines about the location, then how to reach the administrators. */
static void
cmd_admin(struct request *req)
{
	static const char *const numerics[] = { "257", "258", "259" };
	const struct config *c = req->server->config;
	size_t i;

	if (c->admin.n == 0) {
		reply_about(req, "423", view_of(c->name),
		    _("No administrative info available"));
		return;
	}
	reply_about(req, "256", view_of(c->name), _("Administrative info"));
	for (i = 0; i < c->admin.n; i++)
		reply_text(req, numerics[i < 2 ? i : 2], c->admin.v[i]);
}

static void
show_uptime(struct request *req)
{
	long long s = clock_seconds_since(req->server->started);

	reply_begin(req, "242");
	irc_trailing_fmt(&req->w, _("Server Up %lld days %lld:%02lld:%02lld"),
	    s / 86400, s / 3600 % 24, s / 60 % 60, s % 60);
	reply_end(req, NULL);
}

/* Only operators may see the list of operators. */
static void
show_operators(struct request *req)
{
	const struct setting_sections *list = &req->server->config->operators;
	size_t i;

	if (!session_is_operator(req->session)) {
		reply_refusal(req, CHAT_NOT_OPERATOR, VIEW(""));
		return;
	}
	for (i = 0; i < list->n; i++) {
		reply_begin(req, "243");
		reply_param_str(req, "O");
		reply_param_str(req, "*");
		reply_param_str(req, "*");
		reply_param_str(req, list->v[i].title);
		reply_end(req, NULL);
	}
}

static void
cmd_stats(struct request *req)
{
	struct view query = request_param(req, 0);

	query.len = query.len > 0;
	if (view_equal_nocase(query, VIEW("k")) ||
	    view_equal_nocase(query, VIEW("d"))) {
		irc_show_bans(req, view_equal_nocase(query, VIEW("d")));
		return;
	}
	if (view_equal(query, VIEW("u")))
		show_uptime(req);
	else if (view_equal(query, VIEW("o")))
		show_operators(req);
	reply_about(req, "219", query.len > 0 ? query : VIEW("*"),
	    _("End of /STATS report"));
}

/* The numerics after registration, in this order (checklist 6). */
void
irc_welcome(struct request *req)
{
	const struct config *c = req->server->config;
	char started[IRC_DATE_SIZE], modes[USER_MODES_MAX];
	char letters[ROOM_LETTERS_MAX];

	irc_date(started, req->server->started);
	reply_begin(req, "001");
	irc_trailing_fmt(&req->w, _("Welcome to the %s network, %s"),
	    c->network, request_nick(req));
	reply_end(req, NULL);
	reply_begin(req, "002");
	irc_trailing_fmt(&req->w,
	    conn_is_tls(req->session->conn)
		? _("Your host is %s, running version %s; your connection is "
		    "encrypted")
		: _("Your host is %s, running version %s; your connection is "
		    "not encrypted"),
	    c->name, IRC_VERSION);
	reply_end(req, NULL);
	reply_begin(req, "003");
	irc_trailing_fmt(&req->w, _("This server was started %s"), started);
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

const struct irc_command irc_server_info_commands[] = {
	{ "ADMIN", cmd_admin, REGISTERED, 0, 1, 1, COMMAND_NO_ROOM, "",
	    N_("Shows who runs this server and how to reach them.") },
	{ "INFO", cmd_info, REGISTERED, 0, 0, 2, COMMAND_NO_ROOM, "",
	    N_("Describes this server.") },
	{ "LINKS", cmd_links, REGISTERED, 0, 0, 1, COMMAND_NO_ROOM, "",
	    N_("Lists linked servers. There are none.") },
	{ "LUSERS", cmd_lusers, REGISTERED, 0, 0, 2, 0, "",
	    N_("Shows how many users and rooms there are.") },
	{ "MOTD", cmd_motd, REGISTERED, 0, 0, 3, COMMAND_NO_ROOM, "",
	    N_("Shows the message of the day.") },
	{ "STATS", cmd_stats, REGISTERED, 0, 1, 2, COMMAND_NO_ROOM,
	    N_("u, o, k, d"),
	    N_("Shows how long the server has been running (u).\n"
	       "Server operators: o lists operators, k user bans, d address "
	       "bans.") },
	{ "TIME", cmd_time, REGISTERED, 0, 0, 1, COMMAND_NO_ROOM, "",
	    N_("Shows the server's time.") },
	{ "VERSION", cmd_version, REGISTERED, 0, 0, 1, COMMAND_NO_ROOM, "",
	    N_("Shows the version of the server.") },
	{ .name = NULL },
};
