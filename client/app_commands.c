/*
 * app_commands: runs typed lines on the full screen, and implements command_ops
 * (client/commands/context.h) there.
 */
#include "client/app_commands.h"

#include <string.h>

#include "client/app_buffers.h"
#include "client/app_connection.h"
#include "client/app_copy.h"
#include "client/app_draw.h"
#include "client/app_links.h"
#include "client/app_mentions.h"
#include "client/app_pager.h"
#include "client/app_password.h"
#include "client/app_state.h"
#include "client/app_trust.h"
#include "client/commands/alias.h"
#include "client/commands/parse.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/text.h"

static void
show_error(const char *text, void *arg)
{
	struct app_network *net = arg;
	struct buf clean = { 0 };

	text_clean(&clean, view_of(text), TEXT_SHOW);
	model_error(net->app->model, model_active_of(net->network), "%s",
	    buf_str(&clean));
	/* Also a user who reads older lines must see it. */
	scroll_to_newest(net->app->model);
	buf_clear(&clean);
}

static void
show_line(const char *text, void *arg)
{
	struct app_network *net = arg;

	model_info(net->app->model, model_active_of(net->network), "%s", text);
}

static void
show_page(struct pager *p, void *arg)
{
	app_pager_show(((struct app_network *)arg)->app, p);
}

static struct view
target(void *arg)
{
	const struct buffer *b =
	    model_active_of(((struct app_network *)arg)->network);

	return b->kind == BUFFER_SERVER ? VIEW("") : view_of(b->name);
}

static int
say(enum irc_message message, struct view text, void *arg)
{
	struct app_network *net = arg;
	struct buffer *b = model_active_of(net->network);

	if (b->kind == BUFFER_SERVER)
		return command_fail(
		    &net->commands, _("Join a room first: /join ROOM"));
	if (b->kind == BUFFER_ROOM && !b->joined &&
	    net->network->state == LINK_ONLINE)
		return command_fail(&net->commands,
		    _("You are not in %s: /join %s"), b->name, b->name);
	own_messages_say(net->own_messages, b, message, text);
	return 0;
}

static int
refuse_nick(struct app_network *net, struct view nick)
{
	return command_fail(
	    &net->commands, _("\"%.*s\" is not a valid nick."), VIEW_ARG(nick));
}

/* Return the buffer for messages to a target: for a room only if it is open, else NULL. */
static struct buffer *
target_buffer(struct app_network *net, struct view name)
{
	struct buffer *b = model_find(net->network, name);

	if (b == NULL && !name_is_room(name))
		b = model_open(net->network, BUFFER_QUERY, name);
	return b;
}

static int
say_to(struct view name, enum irc_message message, struct view text, void *arg)
{
	struct app_network *net = arg;
	struct buffer *b;

	if (!name_is_room(name) && !nick_valid(name))
		return refuse_nick(net, name);
	b = target_buffer(net, name);
	if (b == NULL)
		return command_fail(
		    &net->commands, _("Join %.*s first."), VIEW_ARG(name));
	own_messages_say(net->own_messages, b, message, text);
	return 0;
}

static int
open_room(struct view room, void *arg)
{
	struct app_network *net = arg;
	struct buffer *b;

	if (model_find(net->network, room) == NULL &&
	    model_is_full(net->app->model))
		return command_fail(&net->commands,
		    _("%d windows are open already. Close some with /close."),
		    MODEL_BUFFERS_MAX);
	b = model_open(net->network, BUFFER_ROOM, room);
	app_activate(net->app, b);
	irc_session_origin(net->session, b->id);
	return !b->joined;
}

static int
open_query(struct view nick, void *arg)
{
	struct app_network *net = arg;

	if (!nick_valid(nick))
		return refuse_nick(net, nick);
	app_activate(net->app, model_open(net->network, BUFFER_QUERY, nick));
	return 0;
}

static void
ask_password(void *arg)
{
	struct app_network *net = arg;

	secret_field_clear(&net->app->password);
	net->app->model->dirty |= DIRTY_INPUT;
}

static void
quit(struct view reason, void *arg)
{
	app_quit(((struct app_network *)arg)->app, reason);
}

static int
search(struct view words, char **cause, void *arg)
{
	return message_search_start(
	    ((struct app_network *)arg)->search, words, cause);
}

static void
scroll_back(size_t lines, void *arg)
{
	scrollback_go_back(((struct app_network *)arg)->scrollback, lines);
}

static struct view
own_message(long long nth, void *arg)
{
	const struct app_network *net = arg;
	const struct buffer *b = model_active_of(net->network);
	const struct line *line;
	size_t i = b->n;

	while (i > 0) {
		line = buffer_line(b, --i);
		if (line->self && line_is_message(line) &&
		    line->msgid != NULL && --nth == 0)
			return view_of(line->msgid);
	}
	return VIEW("");
}

static void
go_to_time(int64_t ms, void *arg)
{
	struct app_network *net = arg;

	scrollback_go_to_time(net->scrollback, net->app->model->active, ms);
}

static void
mentions(void *arg)
{
	app_mentions_open(((struct app_network *)arg)->app);
}

static void
toggle_split(void *arg)
{
	app_toggle_split(((struct app_network *)arg)->app);
}

static int
scroll_to_unread(void *arg)
{
	return scrollback_go_to_unread(((struct app_network *)arg)->scrollback);
}

static void
close_buffer(struct buffer *b, void *arg)
{
	app_close(((struct app_network *)arg)->app, b);
}

static void
choose_link(void *arg)
{
	app_links_open(((struct app_network *)arg)->app);
}

static int
copy(size_t nth, void *arg)
{
	struct app *app = ((struct app_network *)arg)->app;

	if (nth > 0)
		return app_copy_message(app, nth);
	app_copy_choose(app);
	return 0;
}

static int
is_long(size_t columns, void *arg)
{
	struct app_network *net = arg;
	int width = net->app->view.layout.messages.w;

	return answer_pages_is_long(net->config, &net->app->view,
	    1 + columns / (size_t)(width < 20 ? 20 : width));
}

static int
reopen_page(void *arg)
{
	return app_pager_reopen(((struct app_network *)arg)->app);
}

static int
is_typed_by_hand(struct view args, void *arg)
{
	return app_trust_is_typed(((struct app_network *)arg)->app, args);
}

void
app_commands_init(struct app_network *net)
{
	static const struct command_ops ops = { .error = show_error,
		.print = show_line,
		.show = show_page,
		.target = target,
		.say = say,
		.say_to = say_to,
		.open_room = open_room,
		.open_query = open_query,
		.ask_password = ask_password,
		.quit = quit,
		.search = search,
		.scroll_back = scroll_back,
		.own_message = own_message,
		.scroll_to_unread = scroll_to_unread,
		.go_to_time = go_to_time,
		.mentions = mentions,
		.toggle_split = toggle_split,
		.close = close_buffer,
		.is_long = is_long,
		.reopen_page = reopen_page,
		.choose_link = choose_link,
		.copy = copy,
		.is_typed_by_hand = is_typed_by_hand };

	command_context_init(
	    &net->commands, &ops, net, net->connection, net->network);
	net->commands.config = net->config;
	alias_use(&net->config->aliases);
}

/*
 * The input line is cleared after a failed command too: Up brings the command back. It stays there if
 * the history does not keep it (such as a password), or if the user must remove line breaks.
 */
static int
stays(struct app *app, struct view line, const struct command *c, size_t *point)
{
	*point = c->break_at != 0 ? c->break_at : line.len;
	return c->break_at != 0 || app_is_private(app, line);
}

int
app_enter(struct app *app, struct view line, size_t *point)
{
	struct app_network *net = app_network_active(app);
	struct command c = { 0 };
	int rc;

	if (line.len == 0)
		return 0;
	irc_session_origin(net->session, app->model->active->id);
	rc = command_run(&net->commands, line, &c);
	irc_session_origin(net->session, 0);
	app_schedule(app);
	return rc != 0 && stays(app, line, &c, point);
}

/* A line that begins with a slash is text too: only the whole text may be a command. */
int
app_enter_lines(struct app *app, struct view text)
{
	struct app_network *net = app_network_active(app);
	struct command c = { 0 };
	struct view line;
	size_t point;
	int rc = 0;

	if (command_parse(text, &c, NULL) != 0 || c.row != NULL ||
	    command_is_secret(text))
		return app_enter(app, text, &point);
	irc_session_origin(net->session, app->model->active->id);
	while (rc == 0 && view_cut(&c.text, '\n', &line))
		if (line.len > 0)
			rc = say(IRC_PRIVMSG, line, net);
	irc_session_origin(net->session, 0);
	app_schedule(app);
	return rc != 0;
}

void
app_run_command(struct app *app, struct view line)
{
	struct command c;

	command_run(&app_network_active(app)->commands, line, &c);
	app_schedule(app);
}
