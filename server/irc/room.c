/*
 * room: JOIN, PART and TOPIC (checklist 27, 28, 31, 32).
 */
#include "server/irc/room.h"

#include "common/i18n.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/markread.h"
#include "server/irc/names.h"
#include "server/irc/replay.h"
#include "server/irc/request.h"

static void
show_topic(struct request *req, const struct room *r)
{
	reply_begin(req, "332");
	reply_param_str(req, r->name);
	reply_end(req, r->topic);
	reply_begin(req, "333");
	reply_param_str(req, r->name);
	reply_param_str(req, r->topic_by);
	reply_param_int(req, r->topic_time / 1000);
	reply_end(req, NULL);
}

/* Clients with no-implicit-names (either name of it) get no NAMES. */
void
irc_show_room(struct request *req, const struct room *r)
{
	if (r->topic != NULL)
		show_topic(req, r);
	irc_show_marker(req, r);
	if (req->irc->caps &
	    (CAP_NO_IMPLICIT_NAMES | CAP_DRAFT_NO_IMPLICIT_NAMES))
		return;
	irc_names(req, view_of(r->name));
}

static void
join_one(struct request *req, struct view name, struct view key)
{
	struct chat_from from = session_from(req->session, req->token);
	struct world *w = req->server->world;
	enum refusal no;

	no = chat_join(w, &from, name, key);
	if (no != CHAT_OK) {
		reply_refusal(req, no, name);
		return;
	}
	irc_show_room(req, world_find_room(w, name));
	irc_replay(req, world_find_room(w, name));
}

static void
part_all(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct user *u = req->session->user;

	while (!TAILQ_EMPTY(&u->rooms))
		chat_part(req->server->world, &from,
		    view_of(TAILQ_FIRST(&u->rooms)->room->name), VIEW(""));
}

static void
cmd_join(struct request *req)
{
	struct view names = request_param(req, 0), keys = request_param(req, 1);
	struct view name, key;

	if (view_equal(names, VIEW("0"))) {
		part_all(req);
		return;
	}
	while (view_cut(&names, ',', &name)) {
		if (!view_cut(&keys, ',', &key))
			key = VIEW("");
		if (name.len > 0)
			join_one(req, name, key);
	}
}

void
irc_join_lobby(struct request *req)
{
	const char *lobby = config_lobby(req->server->config);
	const struct room *r;
	enum refusal no;

	if (lobby == NULL)
		return;
	no = session_join_lobby(req->session);
	if (no != CHAT_OK)
		reply_refusal(req, no, view_of(lobby));
	r = world_find_room(req->server->world, view_of(lobby));
	if (r != NULL && room_find_member(r, req->session->user) != NULL) {
		irc_show_room(req, r);
		irc_replay(req, r);
	}
}

static void
cmd_part(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct view names = request_param(req, 0), name;

	while (view_cut(&names, ',', &name)) {
		if (name.len > 0)
			reply_refusal(req,
			    chat_part(req->server->world, &from, name,
				request_param(req, 1)),
			    name);
	}
}

static void
ask_topic(struct request *req, struct view name)
{
	const struct room *r = request_room(req, name);

	if (r == NULL)
		reply_refusal(req, CHAT_NO_ROOM, name);
	else if (r->topic == NULL)
		reply_about(req, "331", view_of(r->name), _("No topic is set"));
	else
		show_topic(req, r);
}

static void
set_topic(struct request *req, struct view name, struct view topic)
{
	struct chat_from from = session_from(req->session, req->token);
	enum refusal no;

	request_keep_label(req, LABEL_GATHERED);
	request_expect(req, 1);
	no = chat_topic(req->server->world, &from, name, topic);
	if (no != CHAT_OK) {
		request_unexpect(req);
		reply_refusal(req, no, name);
	}
}

static void
cmd_topic(struct request *req)
{
	struct view name = request_param(req, 0);

	if (req->msg->nparams == 1)
		ask_topic(req, name);
	else
		set_topic(req, name, request_param(req, 1));
}

const struct irc_command irc_room_commands[] = {
	{ "JOIN", cmd_join, REGISTERED, 1, 2, 2,
	    COMMAND_JOINS | COMMAND_NO_ROOM,
	    N_("#room[,#room...] [key[,key...]]"),
	    N_("Joins rooms. A room that does not exist is created.\n"
	       "JOIN 0 leaves all rooms.") },
	{ "PART", cmd_part, REGISTERED, 1, 2, 2, 0,
	    N_("#room[,#room...] [reason]"), N_("Leaves rooms.") },
	{ "TOPIC", cmd_topic, REGISTERED, 1, 2, 2, 0, N_("#room [topic]"),
	    N_("Shows or changes the topic of a room.") },
	{ .name = NULL },
};
