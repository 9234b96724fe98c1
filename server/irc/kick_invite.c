/*
 * kick_invite: KICK and INVITE (checklist 32, 33).
 */
#include "common/i18n.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

static long long
count_items(struct view list)
{
	struct view item;
	long long n = 0;

	while (view_cut(&list, ',', &item))
		n += item.len > 0;
	return n;
}

/* "#c a,b" kicks both from #c; "#c,#d a,b" kicks a from #c and b from #d. */
static void
cmd_kick(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct view rooms = request_param(req, 0), room = VIEW("");
	struct view nicks = request_param(req, 1), nick;
	enum refusal no;

	if (count_items(nicks) > req->server->config->targets_max) {
		reply_about(req, "407", nicks, _("Too many targets"));
		return;
	}
	while (view_cut(&nicks, ',', &nick)) {
		if (rooms.p != NULL)
			view_cut(&rooms, ',', &room);
		if (nick.len == 0)
			continue;
		no = chat_kick(req->server->world, &from, room, nick,
		    request_param(req, 2));
		reply_refusal_of(req, no, nick, room);
	}
}

static void
show_invitations(struct request *req)
{
	const struct invitation *i;

	TAILQ_FOREACH (i, &req->session->user->invitations, in_user) {
		reply_begin(req, "336");
		reply_param_str(req, i->room->name);
		reply_end(req, NULL);
	}
	reply_text(req, "337", _("End of /INVITE list"));
}

static void
invite(struct request *req, struct view nick, struct view name)
{
	struct chat_from from = session_from(req->session, req->token);
	struct world *w = req->server->world;
	enum refusal no;

	no = chat_invite(w, &from, name, nick);
	if (no != CHAT_OK) {
		reply_refusal_of(req, no, nick, name);
		return;
	}
	reply_begin(req, "341");
	reply_param_str(req, world_find_user(w, nick)->nick);
	reply_param_str(req, world_find_room(w, name)->name);
	reply_end(req, NULL);
}

static void
cmd_invite(struct request *req)
{
	if (req->msg->nparams == 0)
		show_invitations(req);
	else if (req->msg->nparams == 1)
		reply_about(
		    req, "461", VIEW("INVITE"), "Not enough parameters");
	else
		invite(req, request_param(req, 0), request_param(req, 1));
}

const struct irc_command irc_kick_invite_commands[] = {
	{ "INVITE", cmd_invite, REGISTERED, 0, 2, 2, 0, N_("[nick #room]"),
	    N_("Invites a user to a room. Without parameters: lists your "
	       "invitations.") },
	{ "KICK", cmd_kick, REGISTERED, 2, 3, 2, 0,
	    N_("#room nick[,nick...] [reason]"),
	    N_("Removes users from a room; for operators of the room.") },
	{ .name = NULL },
};
