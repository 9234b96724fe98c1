/*
 * app_password: keeps passwords off the screen: the prompt for one, in place of the input line, and
 * the mask over one in that line. Also shows login and logout.
 */
#include <stdlib.h>
#include <string.h>

#include "client/app_state.h"
#include "client/commands/account_commands.h"
#include "client/commands/parse.h"
#include "client/model/event_buffer.h"
#include "common/names.h"
#include "common/xmalloc.h"

static void
answer(struct app *app)
{
	struct irc_session *s = app_session(app);
	uint64_t before = irc_session_origin(s, app->model->active->id);

	account_answer(&app->commands, buf_view(&app->typed.text));
	irc_session_origin(s, before);
}

void
app_ask_keys(struct app *app, struct view *bytes)
{
	enum secret_key key;

	if (app->commands.asking.what == ASK_NOTHING)
		return;
	app->model->dirty |= DIRTY_INPUT;
	key = secret_field_keys(&app->typed, bytes);
	if (key == SECRET_MORE)
		return;
	if (key == SECRET_ENTERED)
		answer(app);
	app->commands.asking.what = ASK_NOTHING;
	secret_field_clear(&app->typed);
	app_schedule(app);
}

int
app_ask_paste(struct app *app, struct view text)
{
	if (app->commands.asking.what == ASK_NOTHING)
		return 0;
	secret_field_paste(&app->typed, text);
	app->model->dirty |= DIRTY_INPUT;
	return 1;
}

/* Show the prompt in place of the input line, or mask the password in that line. */
void
app_mask_input(struct app *app, struct input_state *in)
{
	size_t at = 0;

	buf_reset(&app->masked);
	if (app->commands.asking.what != ASK_NOTHING) {
		*in = (struct input_state){ .prompt = view_of(account_prompt(
						&app->commands.asking)),
			.text = buf_view(&app->typed.text),
			.point = app->typed.text.len };
	} else if (!app_is_secret(app, in->text, &at)) {
		return;
	}
	secret_stars(&app->masked, in->text, at, &in->point);
	in->text = buf_view(&app->masked);
}

int
app_is_secret(const struct app *app, struct view line, size_t *at)
{
	const struct buffer *b = app->model->active;

	return command_secret(
	    b->kind == BUFFER_QUERY ? view_of(b->name) : VIEW(""), line, at);
}

void
app_on_login(struct app *app, const struct irc_event *ev)
{
	struct model *m = app->model;

	free(m->account);
	m->account = ev->object.len > 0 ? xviewdup(ev->object) : NULL;
	m->dirty |= DIRTY_STATUS;
	app_add(app,
	    event_buffer_reply(app->model, ev, ev->on ? m->active : m->server),
	    ev);
}
