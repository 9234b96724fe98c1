/*
 * rooms: the commands about rooms.
 */
#include <stdlib.h>

#include "client/app_commands.h"
#include "client/app_state.h"
#include "client/commands/parse.h"
#include "common/names.h"
#include "common/xmalloc.h"

/* The room comes into view at once: nothing moves later, under the fingers. */
int
app_run_join(struct app *app, const struct command *c)
{
	struct view params[2] = { { NULL, 0 }, c->args[1] };
	char *text = xviewdup(c->args[0]), *cause = NULL, *name;
	struct buffer *b;
	int rc = 0;

	name = client_room_name(text, &cause);
	free(text);
	if (name == NULL) {
		app_fail(app, "%s", cause);
		free(cause);
		return -1;
	}
	if (model_find(app->model, view_of(name)) == NULL &&
	    model_is_full(app->model)) {
		free(name);
		return app_fail(app,
		    "%d windows are open already. Close some with /close.",
		    MODEL_BUFFERS_MAX);
	}
	b = model_open(app->model, BUFFER_ROOM, view_of(name));
	app_activate(app, b);
	app_ask_from(app, b->id);
	params[0] = view_of(name);
	if (!b->joined)
		rc = app_send_command(app, "JOIN", params, (size_t)c->nargs);
	free(name);
	return rc;
}

int
app_run_part(struct app *app, const struct command *c)
{
	struct view params[2] = { app_room_of(app, c), c->args[0] };

	if (params[0].len == 0)
		return -1;
	return app_send_command(app, "PART", params, 1 + (size_t)c->nargs);
}

/* The open buffer of that name, else the room whose name may lack its "#". */
static struct buffer *
find_open(struct app *app, struct view name)
{
	struct buffer *b = model_find(app->model, name);
	char *text, *room;

	if (b != NULL)
		return b;
	text = xviewdup(name);
	room = client_room_name(text, NULL);
	if (room != NULL)
		b = model_find(app->model, view_of(room));
	free(room);
	free(text);
	return b;
}

int
app_run_close(struct app *app, const struct command *c)
{
	struct buffer *b = app->model->active;
	struct view name;

	if (c->nargs > 0)
		b = find_open(app, c->args[0]);
	if (b == NULL)
		return app_fail(app, "No room or query named %.*s is open.",
		    VIEW_ARG(c->args[0]));
	if (b->kind == BUFFER_SERVER)
		return app_fail(app,
		    "The server's window cannot be closed. /quit ends the "
		    "program.");
	name = view_of(b->name);
	if (b->joined)
		app_send_command(app, "PART", &name, 1);
	app_close(app, b);
	return 0;
}

int
app_run_topic(struct app *app, const struct command *c)
{
	struct view params[2] = { app_room_of(app, c), c->args[0] };

	if (params[0].len == 0)
		return -1;
	return app_send_command(app, "TOPIC", params, 1 + (size_t)c->nargs);
}

int
app_run_names(struct app *app, const struct command *c)
{
	struct view room = app_room_of(app, c);
	const struct roster_member *m;
	struct buf names = { 0 };
	struct buffer *b;
	size_t i;

	if (room.len == 0)
		return -1;
	b = model_find(app->model, room);
	if (b == NULL || !b->joined)
		return app_fail(app, "You are not in %.*s", VIEW_ARG(room));
	for (i = 0; i < b->roster.n; i++) {
		m = roster_at(&b->roster, i);
		buf_printf(&names, " %.1s%s", m->prefix, m->nick);
	}
	model_info(app->model, app->model->active, "%zu in %s:%s", b->roster.n,
	    b->name, buf_str(&names));
	buf_clear(&names);
	return 0;
}

int
app_run_kick(struct app *app, const struct command *c)
{
	struct view params[3] = { app_room_of(app, c), c->args[0], c->args[1] };

	if (params[0].len == 0)
		return -1;
	return app_send_command(app, "KICK", params, 1 + (size_t)c->nargs);
}

int
app_run_invite(struct app *app, const struct command *c)
{
	struct view params[2] = { c->args[0], VIEW("") };
	char *text, *room, *cause = NULL;
	int rc;

	if (c->nargs < 2) {
		params[1] = app_room_of(app, c);
		return params[1].len == 0
			   ? -1
			   : app_send_command(app, "INVITE", params, 2);
	}
	text = xviewdup(c->args[1]);
	room = client_room_name(text, &cause);
	params[1] = view_of(room);
	rc = room != NULL ? app_send_command(app, "INVITE", params, 2)
			  : app_fail(app, "%s", cause);
	free(text);
	free(room);
	free(cause);
	return rc;
}

int
app_run_list(struct app *app, const struct command *c)
{
	return app_send_command(app, "LIST", c->args, (size_t)c->nargs);
}

/* "+ov ann bo": each word is a parameter. */
int
app_run_mode(struct app *app, const struct command *c)
{
	struct view params[12] = { app_room_of(app, c) }, rest = c->args[0],
		    word;
	size_t n = 1;

	if (params[0].len == 0)
		return -1;
	while (c->nargs > 0 && n < 12 && view_cut(&rest, ' ', &word))
		if (word.len > 0)
			params[n++] = word;
	return app_send_command(app, "MODE", params, n);
}
