/*
 * admin: ADMIN and STATS: who runs the server, its uptime, its operators and bans.
 */
#include "common/clock.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

/* RFC 2812 3.4.9: two lines about the location, then how to reach the administrators. */
void
cmd_admin(struct request *req)
{
	static const char *const numerics[] = { "257", "258", "259" };
	const struct config *c = req->server->config;
	size_t i;

	if (c->admin.n == 0) {
		reply_about(req, "423", view_of(c->name),
		    "No administrative info available");
		return;
	}
	reply_about(req, "256", view_of(c->name), "Administrative info");
	for (i = 0; i < c->admin.n; i++)
		reply_text(req, numerics[i < 2 ? i : 2], c->admin.v[i]);
}

static void
show_uptime(struct request *req)
{
	long long s = clock_seconds_since(req->server->started);

	reply_begin(req, "242");
	irc_trailing_fmt(&req->w, "Server Up %lld days %lld:%02lld:%02lld",
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

void
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
	    "End of /STATS report");
}
