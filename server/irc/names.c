/*
 * names: NAMES, and the names that follow a JOIN (checklist 27, 29, 30). It is a long reply
 * (deferred_reply.h), because rooms may be huge.
 */
#include "server/irc/names.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/mode.h"
#include "server/irc/request.h"
#include "server/session/deferred_reply.h"

struct names {
	char *list; /* of rooms, as the client sent it: for 366 */
	struct view rest;
	char *room;    /* the room being shown; NULL: take the next one */
	uint64_t *ids; /* user ids of its members */
	size_t n, at;
	const struct member *
	    next; /* the member at `at`, valid while no member joins or leaves */
	uint64_t member_changes;
	struct buf line, one;
};

static void
names_free(void *ctx)
{
	struct names *names = ctx;

	buf_clear(&names->line);
	buf_clear(&names->one);
	free(names->ids);
	free(names->room);
	free(names->list);
	free(names);
}

/* Take the next room of the list and note its members. Returns 0 after the last room. */
static int
next_room(struct request *req, struct names *names)
{
	const struct member *m;
	const struct room *r;
	struct view name;

	if (!view_cut(&names->rest, ',', &name))
		return 0;
	r = request_room(req, name);
	if (r == NULL)
		return 1;
	names->room = xstrdup(r->name);
	names->ids = xreallocarray(names->ids, r->nmembers, sizeof(uint64_t));
	names->n = names->at = 0;
	TAILQ_FOREACH (m, &r->members, in_room)
		names->ids[names->n++] = m->user->id;
	names->next = TAILQ_FIRST(&r->members);
	names->member_changes = r->member_changes;
	return 1;
}

/* Format a name for 353: "@nick", or "@nick!user@host" with userhost-in-names. */
static void
format_name(struct buf *b, const struct irc_state *irc, const struct member *m)
{
	int all = (irc->caps & CAP_MULTI_PREFIX) != 0;

	buf_reset(b);
	buf_add_str(b, irc_prefixes(m->ranks, all));
	buf_add_str(b, m->user->nick);
	if (irc->caps & CAP_USERHOST_IN_NAMES)
		buf_printf(b, "!%s@%s", m->user->username, m->user->host);
}

/* Return the member at `at`, or NULL if it has left. */
static const struct member *
current_member(
    const struct request *req, const struct names *names, const struct room *r)
{
	const struct user *u;

	if (names->member_changes == r->member_changes)
		return names->next;
	u = world_user_by_id(req->server->world, names->ids[names->at]);
	return u == NULL ? NULL : room_find_member(r, u);
}

static void
advance(struct names *names, const struct room *r)
{
	names->at++;
	if (names->member_changes == r->member_changes)
		names->next = TAILQ_NEXT(names->next, in_room);
}

static void
show_line(struct request *req, struct names *names, const struct room *r)
{
	const int inside = room_find_member(r, req->session->user) != NULL;
	const struct member *m;
	size_t space;

	reply_begin(req, "353");
	reply_param_str(req, r->modes & ROOM_SECRET ? "@" : "=");
	reply_param_str(req, r->name);
	space = irc_space(&req->w);
	buf_reset(&names->line);
	for (; names->at < names->n; advance(names, r)) {
		m = current_member(req, names, r);
		if (m == NULL ||
		    (!inside && !room_shows_member(m, req->session->user)))
			continue;
		format_name(&names->one, req->irc, m);
		if (names->line.len > 0 &&
		    names->line.len + names->one.len + 1 > space)
			break;
		if (names->line.len > 0)
			buf_add_char(&names->line, ' ');
		buf_add_view(&names->line, buf_view(&names->one));
	}
	if (names->line.len > 0)
		reply_end_view(req, buf_view(&names->line));
}

/* Write one line of a room, or take the next room, or end the reply. */
static int
names_step(void *request, void *ctx)
{
	struct request *req = request;
	struct names *names = ctx;
	const struct room *r;

	if (names->room == NULL) {
		if (next_room(req, names))
			return 0;
		reply_about(
		    req, "366", view_of(names->list), _("End of /NAMES list"));
		return 1;
	}
	r = request_room(req, view_of(names->room));
	if (r != NULL)
		show_line(req, names, r);
	if (r == NULL || names->at == names->n)
		xreplace(&names->room, NULL);
	return 0;
}

void
irc_names(struct request *req, struct view list)
{
	struct names *names = xcalloc(1, sizeof(*names));

	names->list = xviewdup(list);
	names->rest = view_of(names->list);
	deferred_reply_steps(
	    req->session, req, LABEL_STREAM, names_step, names_free, names);
}

/* 366 repeats the list as the client sent it (checklist 29). */
static void
cmd_names(struct request *req)
{
	irc_names(req, request_param(req, 0));
}

const struct irc_command irc_names_commands[] = {
	{ "NAMES", cmd_names, REGISTERED, 0, 1, 3, 0, N_("#room[,#room...]"),
	    N_("Lists the users in rooms.") },
	{ .name = NULL },
};
