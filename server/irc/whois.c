/*
 * whois: WHOIS and WHOWAS (checklist 47, 48).
 */
#include "common/clock.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "server/chat/whowas.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/mode.h"
#include "server/irc/request.h"
#include "server/irc/times.h"

static void
begin(struct request *req, const char *numeric, const struct user *u)
{
	reply_begin(req, numeric);
	reply_param_str(req, u->nick);
}

static void
say(struct request *req, const char *numeric, const struct user *u,
    const char *text)
{
	begin(req, numeric, u);
	reply_end(req, text);
}

/* RFC 2812 5.1 knows only "@" and "+" here, so older clients see a founder as an operator. */
static unsigned
ranks_shown(const struct member *m)
{
	return m->ranks & MEMBER_FOUNDER ? MEMBER_OP : m->ranks;
}

/* Write as many 319 lines as needed, none without a room. */
static void
show_rooms(struct request *req, const struct user *u)
{
	int all = (req->irc->caps & CAP_MULTI_PREFIX) != 0;
	const struct member *m;
	struct buf rooms = { 0 };
	const char *prefix;

	begin(req, "319", u);
	TAILQ_FOREACH (m, &u->rooms, in_user) {
		if (!room_shows_member(m, req->session->user))
			continue;
		prefix = irc_prefixes(all ? m->ranks : ranks_shown(m), all);
		if (rooms.len + strlen(prefix) + strlen(m->room->name) + 1 >
		    irc_space(&req->w)) {
			reply_end_view(req, buf_view(&rooms));
			buf_reset(&rooms);
			begin(req, "319", u);
		}
		if (rooms.len > 0)
			buf_add_char(&rooms, ' ');
		buf_add_str(&rooms, prefix);
		buf_add_str(&rooms, m->room->name);
	}
	if (rooms.len > 0)
		reply_end_view(req, buf_view(&rooms));
	buf_clear(&rooms);
}

/* Write 312 with the connection type, so that IRC users can recognize plain guests. */
static void
show_server(struct request *req, struct user *u)
{
	begin(req, "312", u);
	reply_param_str(req, req->server->config->name);
	irc_trailing_fmt(
	    &req->w, _("connected with %s"), session_connection_type(u));
	reply_end(req, NULL);
}

/* Log that an operator looked at a user's address. */
static void
log_address_lookup(const struct request *req, const struct user *u)
{
	const struct session *s = req->session;

	if (u != s->user)
		log_info("oper", conn_id(s->conn),
		    "looked at the address of nick=%s by=%s", u->nick,
		    s->user->nick);
}

/* Write 378 with the address of each connection: only for the user and for operators. */
static void
show_address(struct request *req, struct user *u)
{
	const struct session *s;

	log_address_lookup(req, u);
	SESSION_FOREACH(s, u)
	{
		if (s->conn == NULL)
			continue;
		begin(req, "378", u);
		irc_trailing_fmt(&req->w, "is connecting from *@%s %s",
		    conn_host(s->conn), conn_host(s->conn));
		reply_end(req, NULL);
	}
}

static void
show_idle(struct request *req, const struct user *u)
{
	begin(req, "317", u);
	reply_param_int(req, clock_seconds_since(u->last_spoke));
	reply_param_int(req, u->since / 1000);
	reply_end(req, _("seconds idle, signon time"));
}

static void
show_user(struct request *req, struct user *u)
{
	const struct user *asker = req->session->user;

	begin(req, "311", u);
	reply_param_str(req, u->username);
	reply_param_str(req, u->host);
	reply_param_str(req, "*");
	reply_end(req, u->realname);
	show_rooms(req, u);
	show_server(req, u);
	if (u->modes & USER_OPERATOR)
		say(req, "313", u, _("is an operator of this server"));
	if (u->away != NULL)
		say(req, "301", u, u->away);
	if (u->modes & USER_BOT)
		say(req, "335", u, _("is a bot"));
	if (u->account != NULL) {
		begin(req, "330", u);
		reply_param_str(req, u->account);
		reply_end(req, _("is logged in as"));
	}
	if (session_is_encrypted(u))
		say(req, "671", u, _("is using a secure connection"));
	if (u == asker || session_is_operator(req->session))
		show_address(req, u);
	show_idle(req, u);
}

/* "WHOIS nick", "WHOIS server nick" and "WHOIS nick nick". */
static void
cmd_whois(struct request *req)
{
	struct view nick = request_param(req, req->msg->nparams - 1);
	struct user *u;

	if (nick.len == 0) {
		reply_text(req, "431", _("No nick given"));
		return;
	}
	u = world_find_user(req->server->world, nick);
	if (u != NULL)
		show_user(req, u);
	else
		reply_refusal(req, CHAT_NO_NICK, nick);
	reply_about(req, "318", u != NULL ? view_of(u->nick) : nick,
	    _("End of /WHOIS list"));
}

struct whowas {
	struct request *req;
	long long left; /* rows left to show; 0: all */
	int found;
};

static int
show_entry(const struct whowas_entry *p, void *ctx)
{
	struct whowas *w = ctx;
	struct request *req = w->req;
	char left[IRC_DATE_SIZE];

	reply_begin(req, "314");
	reply_param_str(req, p->nick);
	reply_param_str(req, p->username);
	reply_param_str(req, p->host);
	reply_param_str(req, "*");
	reply_end(req, p->realname);
	irc_date(left, p->time);
	reply_begin(req, "312");
	reply_param_str(req, p->nick);
	reply_param_str(req, req->server->config->name);
	reply_end(req, left);
	w->found = 1;
	return w->left > 0 && --w->left == 0;
}

static void
cmd_whowas(struct request *req)
{
	struct view nick = request_param(req, 0);
	struct whowas w = { .req = req };

	if (nick.len == 0) {
		reply_text(req, "431", _("No nick given"));
		return;
	}
	if (view_to_int(request_param(req, 1), 1, 1000000, &w.left) != 0)
		w.left = 0;
	world_each_whowas(req->server->world, nick, show_entry, &w);
	if (!w.found)
		reply_about(
		    req, "406", nick, _("Nobody used that nick recently"));
	reply_about(req, "369", nick, _("End of WHOWAS"));
}

const struct irc_command irc_whois_commands[] = {
	{ "WHOIS", cmd_whois, REGISTERED, 0, 2, 2, 0, N_("nick"),
	    N_("Shows details about a user.") },
	{ "WHOWAS", cmd_whowas, REGISTERED, 0, 2, 3, COMMAND_NO_ROOM,
	    N_("nick [count]"), N_("Shows who last used a nick.") },
	{ .name = NULL },
};
