/*
 * app_password: the commands about one's own name, the password that is asked for on the
 * input line, and what the server says of it.
 */
#include <stdlib.h>
#include <string.h>

#include "client/app_commands.h"
#include "client/app_state.h"
#include "client/commands/parse.h"
#include "client/irc/account.h"
#include "client/model/event_buffer.h"
#include "common/names.h"
#include "common/xmalloc.h"

static void
stop_asking(struct app *app)
{
	app->asking.what = ASK_NOTHING;
	secret_field_clear(&app->typed);
	app->model->dirty |= DIRTY_INPUT;
}

int
app_run_account(struct app *app, const struct command *c)
{
	char *cause = NULL;
	int rc;

	stop_asking(app);
	rc = account_run(app_session(app), c, &app->asking, &cause);
	if (rc < 0)
		app_fail(app, "%s", cause);
	free(cause);
	return rc < 0 ? -1 : 0;
}

static void
answer(struct app *app)
{
	uint64_t before = app_ask_from(app, app->model->active->id);
	char *cause = NULL;

	if (account_answer(app_session(app), &app->asking,
		buf_view(&app->typed.text), &cause) != 0)
		app_fail(app, "%s", cause);
	app_ask_from(app, before);
	free(cause);
}

void
app_ask_keys(struct app *app, struct view *bytes)
{
	enum secret_key key;

	if (app->asking.what == ASK_NOTHING)
		return;
	app->model->dirty |= DIRTY_INPUT;
	key = secret_field_keys(&app->typed, bytes);
	if (key == SECRET_MORE)
		return;
	if (key == SECRET_ENTERED)
		answer(app);
	stop_asking(app);
	app_schedule(app);
}

int
app_ask_paste(struct app *app, struct view text)
{
	if (app->asking.what == ASK_NOTHING)
		return 0;
	secret_field_paste(&app->typed, text);
	app->model->dirty |= DIRTY_INPUT;
	return 1;
}

/* What is asked for stands in the input line's place; else what of that line is secret is covered. */
void
app_mask_input(struct app *app, struct input_state *in)
{
	size_t at = 0;

	buf_reset(&app->masked);
	if (app->asking.what != ASK_NOTHING) {
		*in = (struct input_state){ .prompt = view_of(
						account_prompt(&app->asking)),
			.text = buf_view(&app->typed.text),
			.point = app->typed.text.len };
	} else if (!app_is_secret(app, in->text, &at)) {
		return;
	}
	secret_stars(&app->masked, in->text, at, &in->point);
	in->text = buf_view(&app->masked);
}

/* Said to a service, as a line typed in the talk with it is. */
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
