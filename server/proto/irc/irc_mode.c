/*
 * irc_mode: MODE of a room as a question, and one's own modes.
 */
#include <string.h>

#include "common/names.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

static const struct {
	char letter;
	unsigned bit;
} room_modes[] = {
	{ 'n', ROOM_NO_OUTSIDE },
	{ 't', ROOM_TOPIC_OPS },
};

enum { NROOM_MODES = sizeof(room_modes) / sizeof(room_modes[0]) };

/* Checklist 34. */
static void
show_room(struct request *req, const struct room *r)
{
	char letters[NROOM_MODES + 2] = "+";
	size_t i, n = 1;

	for (i = 0; i < NROOM_MODES; i++)
		if (r->modes & room_modes[i].bit)
			letters[n++] = room_modes[i].letter;
	reply_begin(req, "324");
	reply_param_str(req, r->name);
	reply_param_str(req, letters);
	reply_end(req, NULL);
	reply_begin(req, "329");
	reply_param_str(req, r->name);
	reply_param_int(req, r->created / 1000);
	reply_end(req, NULL);
}

static int
is_ban_list(struct view change)
{
	return view_equal(change, VIEW("b")) || view_equal(change, VIEW("+b"));
}

/* Exactly one line each, the channel checked first (checklist 35). */
static void
change_room(struct request *req, const struct room *r, struct view change)
{
	const struct member *m = room_find_member(r, req->session->user);
	struct view letter = change;

	if (is_ban_list(change)) {
		reply_about(
		    req, "368", view_of(r->name), "End of channel ban list");
	} else if (m == NULL) {
		reply_refusal(req, CHAT_NOT_MEMBER, view_of(r->name));
	} else if (m->ranks < MEMBER_OP) {
		reply_refusal(req, CHAT_NOT_OP, view_of(r->name));
	} else {
		if (letter.len > 1 && strchr("+-", *letter.p) != NULL)
			letter.p++;
		letter.len = 1;
		reply_about(req, "472", letter,
		    "is a mode that cannot be changed here");
	}
}

static void
room_mode(struct request *req, struct view name, struct view change)
{
	const struct room *r = world_find_room(req->server->world, name);

	if (r == NULL)
		reply_refusal(req, CHAT_NO_ROOM, name);
	else if (change.len == 0)
		show_room(req, r);
	else
		change_room(req, r, change);
}

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

static void
user_mode(struct request *req, struct view nick, struct view change)
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

void
cmd_mode(struct request *req)
{
	struct view target = request_param(req, 0);

	if (name_is_room(target))
		room_mode(req, target, request_param(req, 1));
	else
		user_mode(req, target, request_param(req, 1));
}
