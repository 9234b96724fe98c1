/*
 * context: runs typed lines, and helps the functions of commands.
 */
#include "client/commands/context.h"

#include <stdarg.h>
#include <stdlib.h>

#include "client/commands/alias.h"
#include "client/commands/parse.h"
#include "client/connection/connection.h"
#include "client/irc/session.h"
#include "client/model/pager.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

void
command_context_init(struct command_context *x, const struct command_ops *ops,
    void *ctx, struct connection *connection, struct network *network)
{
	*x = (struct command_context){ .ops = ops,
		.ctx = ctx,
		.connection = connection,
		.network = network,
		.model = network == NULL ? NULL : network->model };
	STAILQ_INIT(&x->bans);
}

struct irc_session *
command_session(const struct command_context *x)
{
	return connection_session(x->connection);
}

int
command_fail(struct command_context *x, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	return command_fail_cause(x, text);
}

int
command_fail_cause(struct command_context *x, char *cause)
{
	x->ops->error(cause, x->ctx);
	free(cause);
	return -1;
}

void
command_print(struct command_context *x, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	x->ops->print(text, x->ctx);
	free(text);
}

static void
print_row(struct command_context *x, const struct pager_row *r, int width)
{
	int gap = width - text_width(view_of(r->label));

	if (r->label[0] == '\0')
		command_print(x, "%s", r->text);
	else
		command_print(
		    x, "%s%*s  %s", r->label, gap > 0 ? gap : 0, "", r->text);
}

void
command_show(struct command_context *x, struct pager *p)
{
	if (x->ops->show != NULL) {
		x->ops->show(p, x->ctx);
		return;
	}
	for (size_t i = 0; i < p->n; i++)
		print_row(x, &p->v[i], p->label_width);
	pager_free(p);
}

int
command_send(struct command_context *x, const char *name,
    const struct view *params, size_t n)
{
	if (irc_session_command(command_session(x), name, params, n) == 0)
		return 0;
	return command_fail(x, _("The command is too long for one line."));
}

struct view
command_room(struct command_context *x, const struct command *c)
{
	struct view target = x->ops->target(x->ctx);

	if (c->room.len > 0)
		return c->room;
	if (name_is_room(target))
		return target;
	command_fail(x, _("Join a room first: /join ROOM"));
	return VIEW("");
}

int
command_send_args(struct command_context *x, const struct command *c)
{
	return command_send(x, c->row->word, c->args, (size_t)c->nargs);
}

int
command_send_room(struct command_context *x, const struct command *c)
{
	struct view params[1 + COMMAND_ARGS_MAX] = { command_room(x, c) };

	if (params[0].len == 0)
		return -1;
	for (int i = 0; i < c->nargs; i++)
		params[1 + i] = c->args[i];
	return command_send(x, c->row->word, params, 1 + (size_t)c->nargs);
}

/* A message may have several lines. If one of them would be a command with a password, the user pasted by mistake. */
static int
say(struct command_context *x, struct view line, const struct command *c)
{
	if (command_is_secret(line))
		return command_fail(x,
		    _("Not sent: one line is a command with a password. Send "
		      "that line alone."));
	return x->ops->say(IRC_PRIVMSG, c->text, x->ctx);
}

static int
run_line(struct command_context *x, struct view line, struct command *c)
{
	char *cause = NULL;

	if (command_parse(line, c, &cause) != 0)
		return command_fail_cause(x, cause);
	if (c->row == NULL)
		return say(x, line, c);
	if ((c->row->flags & COMMAND_SCREEN) && x->model == NULL)
		return command_fail(
		    x, _("/%s does not work in line mode."), c->row->name);
	if ((c->row->flags & COMMAND_OFFLINE) == 0 &&
	    !irc_session_registered(command_session(x)))
		return command_fail(x,
		    _("Not connected: /%s needs a connection."), c->row->name);
	return c->row->run(x, c);
}

/* The caller needs no more of an alias than whether it has line breaks: the text that it means is gone afterwards. */
int
command_run(struct command_context *x, struct view line, struct command *c)
{
	struct buf meant = { 0 };
	int rc;

	if (!alias_expand(line, &meant))
		return run_line(x, line, c);
	rc = run_line(x, buf_view(&meant), c);
	*c = (struct command){ .row = c->row,
		.break_at = c->break_at != 0 ? line.len : 0 };
	buf_clear(&meant);
	return rc;
}
