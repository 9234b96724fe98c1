/*
 * rename: RENAME, which renames a room (IRCv3 draft/channel-rename; checklist 42).
 */
#include "server/irc/rename.h"

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/irc/command.h"
#include "server/irc/event_lines.h"
#include "server/irc/request.h"
#include "server/irc/room.h"

static void
fail(struct request *req, const char *code, struct view old, struct view name,
    const char *text)
{
	reply_begin(req, "FAIL");
	reply_param_str(req, "RENAME");
	reply_param_str(req, code);
	reply_param(req, old);
	reply_param(req, name);
	reply_end(req, text);
}

static void
cmd_rename(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct view old = request_param(req, 0), name = request_param(req, 1);
	enum refusal no;

	no = chat_rename(
	    req->server->world, &from, old, name, request_param(req, 2));
	if (no == CHAT_ROOM_TAKEN)
		fail(req, "CHANNEL_NAME_IN_USE", old, name,
		    _("A room with that name exists"));
	else if (no == CHAT_BAD_ROOM)
		fail(req, "CANNOT_RENAME", old, name,
		    _("That is not a valid room name"));
	else if (no == CHAT_ROOM_LOOKS_LIKE)
		fail(req, "CANNOT_RENAME", old, name,
		    _("That name looks like the name of another room"));
	else if (no == CHAT_TOO_FAST)
		fail(req, "CANNOT_RENAME", old, name,
		    _("You are renaming rooms too often. Wait a moment and try "
		      "again"));
	else
		reply_refusal(req, no, old);
}

/* Send the client a line about its own user, as if the user had done that. */
static void
show_own(struct request *req, const struct chat_applied *a,
    enum chat_event_type type, const char *room, const char *reason)
{
	struct chat_applied own = { .user = req->session->user,
		.room = a->room };
	struct chat_event *e = chat_event_new(type, own.user);
	struct buf line = { 0 };

	own.event = e;
	e->time = a->event->time;
	e->target = xstrdup(room);
	e->reason = xstrdup(reason);
	irc_format(req->server, &own, irc_kind(req->session, a->room), &line);
	reply_line(req, buf_view(&line));
	buf_clear(&line);
	chat_event_unref(e);
}

/* Show a client without channel-rename that it left the old room and joined the new one. */
static void
show_part_and_join(struct request *req, const struct chat_applied *a)
{
	show_own(req, a, CHAT_PART, a->event->target, a->event->reason);
	show_own(req, a, CHAT_JOIN, a->event->new_name, NULL);
	irc_show_room(req, a->room);
}

void
irc_renamed(struct session *s, const struct chat_applied *a)
{
	struct irc_state *irc = s->state;
	struct request req;

	if (irc->caps & CAP_CHANNEL_RENAME)
		return; /* the client gets RENAME itself */
	if (irc->request != NULL) {
		show_part_and_join(irc->request, a);
		return;
	}
	request_begin(&req, s, NULL);
	show_part_and_join(&req, a);
	request_end(&req);
}

const struct irc_command irc_rename_commands[] = {
	{ "RENAME", cmd_rename, REGISTERED, 2, 3, 5, 0,
	    N_("#room #name [reason]"),
	    N_("Renames a room; for operators of the room.") },
	{ .name = NULL },
};
