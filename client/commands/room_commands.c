/*
 * room_commands: commands about rooms.
 */
#include <stdlib.h>

#include "client/commands/context.h"
#include "client/commands/table.h"
#include "client/config/config.h"
#include "client/model/model.h"
#include "client/model/pager.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { MODE_PARAMS_MAX = 12 };

/* Return the room's name ("tea" means #tea), which the caller frees, or NULL after showing why it is not valid. */
static char *
room_name(struct command_context *x, struct view text)
{
	char *copy = xviewdup(text), *cause = NULL;
	char *name = client_room_name(copy, &cause);

	free(copy);
	if (name == NULL)
		command_fail_cause(x, cause);
	return name;
}

/* Show the room before the server answers, so that nothing moves later while the user types. */
static int
run_join(struct command_context *x, const struct command *c)
{
	char *name = room_name(x, c->args[0]);
	struct view params[2] = { view_of(name), c->args[1] };
	int rc;

	if (name == NULL)
		return -1;
	rc = x->ops->open_room(params[0], x->ctx);
	if (rc == 1)
		rc = command_send(x, "JOIN", params, (size_t)c->nargs);
	free(name);
	return rc;
}

static int
run_invite(struct command_context *x, const struct command *c)
{
	struct view params[2] = { c->args[0] };
	char *name = NULL;
	int rc;

	if (c->nargs < 2) {
		params[1] = command_room(x, c);
	} else {
		name = room_name(x, c->args[1]);
		params[1] = view_of(name);
	}
	rc = params[1].len == 0 ? -1 : command_send(x, "INVITE", params, 2);
	free(name);
	return rc;
}

/* Send each word of "+ov ann bo" as a parameter. */
static int
run_mode(struct command_context *x, const struct command *c)
{
	struct view params[MODE_PARAMS_MAX] = { command_room(x, c) },
		    rest = c->args[0], word;
	size_t n = 1;

	if (params[0].len == 0)
		return -1;
	while (
	    c->nargs > 0 && n < MODE_PARAMS_MAX && view_cut(&rest, ' ', &word))
		if (word.len > 0)
			params[n++] = word;
	return command_send(x, "MODE", params, n);
}

/* The ranks of members, by prefix. */
static const struct {
	char prefix;
	const char *heading;
} ranks[] = { { '~', N_("Founder") }, { '&', N_("Protected") },
	{ '@', N_("Operators") }, { '%', N_("Half-operators") },
	{ '+', N_("Voice") }, { '\0', N_("Members") } };

enum { RANKS = sizeof(ranks) / sizeof(ranks[0]) };

static size_t
rank_of(const struct roster_member *m)
{
	size_t i = 0;

	while (i < RANKS - 1 && ranks[i].prefix != m->prefix[0])
		i++;
	return i;
}

/* One row for each member, under the headings of the ranks. Enter asks who a member is. */
static struct pager *
names_page(struct buffer *b)
{
	const struct roster_member *m;
	size_t rank = RANKS, i;
	struct pager *p;
	char *text;

	xasprintf(&text,
	    ngettext("%s: %zu member", "%s: %zu members", b->roster.n), b->name,
	    b->roster.n);
	p = pager_new(text);
	free(text);
	for (i = 0; i < b->roster.n; i++) {
		m = roster_at(&b->roster, i);
		if (rank_of(m) != rank) {
			rank = rank_of(m);
			pager_add_heading(p, _(ranks[rank].heading));
		}
		xasprintf(&text, "!/whois %s", m->nick);
		pager_add(p, view_of(m->nick),
		    m->away ? view_of(_("away")) : VIEW(""), text);
		free(text);
	}
	return p;
}

static void
add_names(struct buf *out, struct buffer *b)
{
	const struct roster_member *m;

	for (size_t i = 0; i < b->roster.n; i++) {
		m = roster_at(&b->roster, i);
		buf_printf(out, " %.1s%s", m->prefix, m->nick);
	}
	buf_str(out);
}

/* The full screen knows the members. Line mode asks the server. */
static int
run_names(struct command_context *x, const struct command *c)
{
	struct view room = command_room(x, c);
	struct buf names = { 0 };
	struct buffer *b;

	if (room.len == 0)
		return -1;
	if (x->model == NULL)
		return command_send(x, "NAMES", &room, 1);
	b = model_find(x->network, room);
	if (b == NULL || !b->joined)
		return command_fail(
		    x, _("You are not in %.*s."), VIEW_ARG(room));
	add_names(&names, b);
	if (x->ops->is_long(names.len, x->ctx))
		command_show(x, names_page(b));
	else
		command_print(x,
		    ngettext("%zu member of %s:%s", "%zu members of %s:%s",
			b->roster.n),
		    b->roster.n, b->name, buf_str(&names));
	buf_clear(&names);
	return 0;
}

/* Find the open buffer of that name, or of that room if the name lacks its "#". Returns NULL if there is none. */
static struct buffer *
find_open(const struct network *n, struct view name)
{
	struct buffer *b = model_find(n, name);
	char *text, *room;

	if (b != NULL)
		return b;
	text = xviewdup(name);
	room = client_room_name(text, NULL);
	if (room != NULL)
		b = model_find(n, view_of(room));
	free(room);
	free(text);
	return b;
}

static int
run_close(struct command_context *x, const struct command *c)
{
	struct buffer *b = x->model->active;
	struct view name;

	if (c->nargs > 0)
		b = find_open(x->network, c->args[0]);
	if (b == NULL)
		return command_fail(x,
		    _("No room or query named %.*s is open."),
		    VIEW_ARG(c->args[0]));
	if (b->kind == BUFFER_SERVER)
		return command_fail(x, _("The server's window cannot be "
					 "closed. /quit ends tchat."));
	name = view_of(b->name);
	if (b->joined)
		command_send(x, "PART", &name, 1);
	x->ops->close(b, x->ctx);
	return 0;
}

/* clang-format off */
const struct command_row room_commands[] = {
	{ "close", run_close, NULL, 0, 1, { ARG_TARGET },
	    "[ROOM|NICK]", N_("leave and close a room or a query"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "invite", run_invite, NULL, 1, 2, { ARG_NICK, ARG_ROOM },
	    "NICK [ROOM]", N_("invite a user to the room"), 0, 0 },
	{ "j", run_join, NULL, 1, 2, { ARG_ROOM, ARG_TEXT },
	    "ROOM [KEY]", N_("the same as /join"), 0, SECRET_JOIN },
	{ "join", run_join, NULL, 1, 2, { ARG_ROOM, ARG_TEXT },
	    "ROOM [KEY]", N_("join a room"), 0, SECRET_JOIN },
	{ "kick", command_send_room, "KICK", 1, 2, { ARG_NICK, ARG_TEXT },
	    "[ROOM] NICK [REASON]", N_("kick a user out of the room"),
	    COMMAND_ROOM, 0 },
	{ "leave", command_send_room, "PART", 0, 1, { ARG_TEXT },
	    "[ROOM] [REASON]", N_("the same as /part"), COMMAND_ROOM, 0 },
	{ "list", command_send_args, "LIST", 0, 1, { ARG_TEXT },
	    "[MASK]", N_("list the rooms"), 0, 0 },
	{ "mode", run_mode, NULL, 0, 1, { ARG_MODES },
	    "[ROOM] [MODES [ARGUMENTS]]", N_("show or change the room's modes"),
	    COMMAND_ROOM, SECRET_MODES },
	{ "names", run_names, NULL, 0, 0, { ARG_NONE },
	    "[ROOM]", N_("list the members of the room"), COMMAND_ROOM, 0 },
	{ "part", command_send_room, "PART", 0, 1, { ARG_TEXT },
	    "[ROOM] [REASON]", N_("leave the room"), COMMAND_ROOM, 0 },
	{ "topic", command_send_room, "TOPIC", 0, 1, { ARG_TOPIC },
	    "[ROOM] [TEXT]", N_("show or set the room's topic"),
	    COMMAND_ROOM, 0 },
	{ .name = NULL }
};
/* clang-format on */
