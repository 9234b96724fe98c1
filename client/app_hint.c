/*
 * app_hint: counts the starts in a state file, and names the keys as readline has bound them.
 */
#include "client/app_hint.h"

#include <stdlib.h>

#include <event2/event.h>

#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/config/state_file.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { STARTS = 5, END_OF_MOTD = 376, NO_MOTD = 422 };

/* The hint is not worth an error message. */
static void
ignore(const char *text, void *ctx)
{
	(void)text, (void)ctx;
}

/* The file has a line for each start. It belongs to no network. */
void
app_hint_open(struct app *app)
{
	struct state_files *files =
	    state_files_new(app->config, VIEW(""), ignore, NULL);
	struct buf lines = { 0 };
	unsigned n = 0;

	if (app->config->save_state &&
	    state_file_read(files, "starts", &lines) == STATE_OK) {
		for (size_t i = 0; i < lines.len; i++)
			n += lines.p[i] == '\n';
		app->hint = n < STARTS;
		if (app->hint)
			state_file_append(files, "starts", VIEW("start\n"));
	}
	buf_clear(&lines);
	state_files_free(files);
}

/* Append the first key of an action as people call it, "Alt-x", or nothing if no key is bound. */
static void
add_key(struct buf *out, enum editor_action action)
{
	static const struct {
		const char *prefix, *word;
	} modifiers[] = { { "C-", "Ctrl-" }, { "M-", "Alt-" },
		{ "S-", "Shift-" } };
	const char *name, *help;
	struct view rest, key;
	char *keys;

	editor_action_info(action, &name, &keys, &help);
	rest = view_of(keys);
	view_cut(&rest, ',', &key);
	for (size_t i = 0; i < 3; i++)
		if (key.len > 2 &&
		    view_has_prefix(key, view_of(modifiers[i].prefix))) {
			buf_add_str(out, modifiers[i].word);
			key.p += 2;
			key.len -= 2;
		}
	buf_add_view(out, key);
	free(keys);
}

static void
show(struct app *app, struct buffer *b)
{
	struct buf help = { 0 }, next = { 0 };

	add_key(&help, ACTION_HELP);
	add_key(&next, ACTION_NEXT_ROOM);
	if (b->kind == BUFFER_SERVER && help.len > 0)
		model_info(app->model, b,
		    _("/join ROOM opens a room. %s help, /quit leaves."),
		    buf_str(&help));
	else if (b->kind == BUFFER_SERVER)
		model_info(app->model, b, "%s",
		    _("/join ROOM opens a room, /help explains, /quit "
		      "leaves."));
	else if (help.len > 0 && next.len > 0)
		model_info(app->model, b,
		    _("Type and press Enter. %s help, %s next room, /quit "
		      "leaves."),
		    buf_str(&help), buf_str(&next));
	else
		model_info(app->model, b, "%s",
		    _("Type and press Enter. /help explains, /quit leaves."));
	buf_clear(&help);
	buf_clear(&next);
}

/* The greeting ended a second ago: by now, a server with a lobby has opened it. */
static void
no_room_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;

	(void)fd, (void)what;
	if (!app->hint || app->model->active->kind != BUFFER_SERVER)
		return;
	show(app, app->model->active);
	app_schedule(app);
}

void
app_hint_on_event(struct app_network *net, const struct irc_event *ev)
{
	struct timeval second = { 1, 0 };
	struct app *app = net->app;
	struct buffer *b = app->model->active;

	if (!app->hint)
		return;
	if (b->kind == BUFFER_ROOM && b->joined) {
		app->hint = 0;
		show(app, b);
	} else if (ev->numeric == END_OF_MOTD || ev->numeric == NO_MOTD) {
		event_base_once(
		    app->base, -1, EV_TIMEOUT, no_room_cb, app, &second);
	}
}
