/*
 * irc_mode: MODE of a room, as a question; irc_umode.c has one's own modes.
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

void
cmd_mode(struct request *req)
{
	struct view target = request_param(req, 0);

	if (name_is_room(target))
		room_mode(req, target, request_param(req, 1));
	else
		irc_user_mode(req, target, request_param(req, 1));
}
