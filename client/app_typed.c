/*
 * app_typed: finds the message in an input line.
 */
#include "client/app_typed.h"

#include "client/app_state.h"
#include "client/commands/parse.h"

int
app_typed_message(
    const struct app *app, struct view line, struct typed_message *m)
{
	const struct buffer *b = app->model->active;
	struct command c = { 0 };

	*m = (struct typed_message){ .kind = IRC_PRIVMSG };
	if (b->kind != BUFFER_SERVER)
		m->target = view_of(b->name);
	if (command_parse(line, &c, NULL) != 0)
		return 0;
	if (c.row == NULL) {
		m->text = c.text;
	} else if ((c.row->flags & COMMAND_LINES) && c.nargs == c.row->max) {
		m->text = c.args[c.nargs - 1];
		if (c.nargs > 1)
			m->target = c.args[0];
		else
			m->kind = IRC_ACTION; /* /me */
	}
	return m->text.len > 0;
}
