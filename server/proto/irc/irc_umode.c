/*
 * irc_umode: one's own modes.
 */
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

static void
show_own(struct request *req)
{
	reply_begin(req, "221");
	reply_param_str(
	    req, req->session->user->modes & USER_INVISIBLE ? "+i" : "+");
	reply_end(req, NULL);
}

/* Only i can be changed; what is not a mode is said once (501). */
static unsigned
parse_own(unsigned modes, struct view change, int *unknown)
{
	int on = 1;
	size_t i;

	for (i = 0; i < change.len; i++) {
		if (change.p[i] == '+' || change.p[i] == '-')
			on = change.p[i] == '+';
		else if (change.p[i] != 'i')
			*unknown = 1;
		else if (on)
			modes |= USER_INVISIBLE;
		else
			modes &= ~(unsigned)USER_INVISIBLE;
	}
	return modes;
}

static void
say_own_change(struct request *req, const char *change)
{
	const struct user *u = req->session->user;

	irc_begin(&req->w, req->line, sizeof(req->line), LINE_TAGS_SERVER);
	irc_source_user(&req->w, u->nick, u->username, u->host);
	irc_command(&req->w, "MODE");
	reply_param_str(req, u->nick);
	reply_param_str(req, change);
	reply_end(req, NULL);
}

static void
change_own(struct request *req, struct view change)
{
	struct user *u = req->session->user;
	unsigned was = u->modes;
	int unknown = 0;

	chat_user_modes(
	    req->server->world, u, parse_own(was, change, &unknown));
	if (u->modes != was)
		say_own_change(req, u->modes & USER_INVISIBLE ? "+i" : "-i");
	if (unknown)
		reply_text(req, "501", "Unknown mode flag");
}

void
irc_user_mode(struct request *req, struct view nick, struct view change)
{
	const struct user *u = world_find_user(req->server->world, nick);

	if (u == NULL)
		reply_refusal(req, CHAT_NO_NICK, nick);
	else if (u != req->session->user)
		reply_text(req, "502", "Can't see or change others' modes");
	else if (change.len == 0)
		show_own(req);
	else
		change_own(req, change);
}
