/*
 * app_password: keeps passwords off the screen.
 */
#include "client/app_password.h"

#include "client/app_state.h"
#include "client/commands/account_commands.h"
#include "client/commands/parse.h"

struct account_question *
app_asking(const struct app *app)
{
	return &app_network_active(app)->commands.asking;
}

/* Use the password. Replies to it appear in the active buffer. */
static void
answer(struct app *app)
{
	struct app_network *net = app_network_active(app);
	uint64_t before =
	    irc_session_origin(net->session, app->model->active->id);

	account_answer(&net->commands, buf_view(&app->password.text));
	irc_session_origin(net->session, before);
}

void
app_password_keys(struct app *app, struct view *bytes)
{
	struct account_question *asking = app_asking(app);
	enum secret_key key;

	if (asking->what == ASK_NOTHING)
		return;
	app->model->dirty |= DIRTY_INPUT;
	key = secret_field_keys(&app->password, bytes);
	if (key == SECRET_MORE)
		return;
	if (key == SECRET_ENTERED)
		answer(app);
	asking->what = ASK_NOTHING;
	secret_field_clear(&app->password);
}

int
app_password_paste(struct app *app, struct view text)
{
	if (app_asking(app)->what == ASK_NOTHING)
		return 0;
	secret_field_paste(&app->password, text);
	app->model->dirty |= DIRTY_INPUT;
	return 1;
}

int
app_mask_input(struct app *app, struct input_state *in)
{
	size_t at = 0;

	buf_reset(&app->masked);
	if (app_asking(app)->what != ASK_NOTHING) {
		*in = (struct input_state){ .prompt = view_of(account_prompt(
						app_asking(app))),
			.text = buf_view(&app->password.text),
			.point = app->password.text.len };
	} else if (!app_is_secret(app, in->text, &at)) {
		return 0;
	}
	secret_mask(&app->masked, in->text, at, &in->point);
	in->text = buf_view(&app->masked);
	return 1;
}

/* Return the recipient of a line typed in the active buffer if that is a user. */
static struct view
recipient(const struct app *app)
{
	const struct buffer *b = app->model->active;

	return b->kind == BUFFER_QUERY ? view_of(b->name) : VIEW("");
}

int
app_is_secret(const struct app *app, struct view line, size_t *at)
{
	return command_secret(recipient(app), line, at);
}

int
app_is_private(const struct app *app, struct view line)
{
	return command_is_private(recipient(app), line);
}
