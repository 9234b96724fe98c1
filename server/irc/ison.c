/*
 * ison: ISON and USERHOST, which look up several nicks.
 */
#include "common/i18n.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

enum { USERHOST_MAX = 5 }; /* RFC 2812 4.8 */

/* ISON shows "nick", USERHOST "nick*=+user@host" (checklist 44). */
static void
add_nick(struct buf *b, const struct user *u)
{
	buf_add_str(b, u->nick);
}

static void
add_userhost(struct buf *b, const struct user *u)
{
	buf_printf(b, "%s%s=%c%s@%s", u->nick,
	    u->modes & USER_OPERATOR ? "*" : "", u->away != NULL ? '-' : '+',
	    u->username, u->host);
}

/* Reply with the nicks that are online, as many as fit on one line. */
static void
reply_nicks(struct request *req, const char *numeric, int max,
    void (*add)(struct buf *, const struct user *))
{
	struct buf all = { 0 }, one = { 0 };
	struct view rest, name;
	const struct user *u;
	int i, n = 0;

	reply_begin(req, numeric);
	for (i = 0; i < req->msg->nparams; i++) {
		rest = request_param(req, i);
		while (view_cut(&rest, ' ', &name)) {
			u = world_find_user(req->server->world, name);
			if (u == NULL || n == max)
				continue;
			n++;
			buf_reset(&one);
			add(&one, u);
			if (all.len + one.len + 1 > irc_space(&req->w))
				continue;
			if (all.len > 0)
				buf_add_char(&all, ' ');
			buf_add_view(&all, buf_view(&one));
		}
	}
	reply_end_view(req, all.len > 0 ? buf_view(&all) : VIEW(""));
	buf_clear(&one);
	buf_clear(&all);
}

static void
cmd_ison(struct request *req)
{
	reply_nicks(req, "303", -1, add_nick);
}

static void
cmd_userhost(struct request *req)
{
	reply_nicks(req, "302", USERHOST_MAX, add_userhost);
}

const struct irc_command irc_ison_commands[] = {
	{ "ISON", cmd_ison, REGISTERED, 1, 32, 2, COMMAND_NO_ROOM,
	    N_("nick..."), N_("Shows which of the nicks are online.") },
	{ "USERHOST", cmd_userhost, REGISTERED, 1, 5, 2, COMMAND_NO_ROOM,
	    N_("nick..."),
	    N_("Shows the user names and hosts of nicks, and whether they are "
	       "away.") },
	{ .name = NULL },
};
