/*
 * app_input: the way of the keyboard, from bytes to the editor, and the actions of the editor.
 */
#include "client/app_input.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/app_bare.h"
#include "client/app_buffers.h"
#include "client/app_commands.h"
#include "client/app_connection.h"
#include "client/app_copy.h"
#include "client/app_draw.h"
#include "client/app_edit.h"
#include "client/app_links.h"
#include "client/app_mentions.h"
#include "client/app_overlay.h"
#include "client/app_pager.h"
#include "client/app_password.h"
#include "client/app_paste.h"
#include "client/app_picker.h"
#include "client/app_saved.h"
#include "client/app_state.h"
#include "client/app_suggest.h"
#include "client/app_terminal.h"
#include "client/app_trust.h"
#include "client/commands/complete.h"
#include "client/commands/help.h"
#include "client/input/key_bindings.h"
#include "client/input/list_keys.h"
#include "client/input/readline_setup.h"
#include "client/input/term_input.h"
#include "client/view/screen.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum {
	READ_MAX = 4096,
	READS_MAX = 16, /* in a turn of the loop, before the screen is drawn */
	POLL_EVERY = 8, /* lines of the server between checks of the keyboard */
	WHEEL_ROWS = 3,
	MOUSE_LEFT = 0,
	MOUSE_UP = 64,
	MOUSE_DOWN = 65
};

/* True if a key waits. */
static int
has_input(void)
{
	struct pollfd pfd = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&pfd, 1, 0) == 1;
}

int
app_may_read(void *arg)
{
	struct app *app = ((struct app_network *)arg)->app;

	if (!app->on_screen || ++app->may_read_calls % POLL_EVERY != 0)
		return 1;
	return !has_input();
}

/* Set the timer that ends an incomplete key or paste. */
static void
set_key_timer(struct app *app)
{
	int due = term_input_due(app->term_input, clock_mono_ms());
	struct timeval tv;

	if (editor_pending() && (due < 0 || due > TERM_ESC_MS))
		due = TERM_ESC_MS;
	if (due < 0) {
		event_del(app->key_timer);
		return;
	}
	tv = (struct timeval){ due / 1000, due % 1000 * 1000 };
	event_add(app->key_timer, &tv);
}

static void
key_timer_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;

	(void)fd, (void)what;
	term_input_tick(app->term_input, clock_mono_ms());
	if (term_input_due(app->term_input, clock_mono_ms()) < 0 &&
	    editor_pending())
		editor_timeout();
	set_key_timer(app);
	app_draw_keys(app);
}

/* While the program quits, Ctrl-C is the only key that does anything. */
static void
read_while_quitting(struct app *app, int fd)
{
	char bytes[READ_MAX];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	if (n == -1 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0)
		event_del(app->input);
	else if (memchr(bytes, '\003', (size_t)n) != NULL)
		app_quit(app, VIEW(""));
}

static void
input_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	char bytes[READ_MAX];
	ssize_t n = 1;
	int i;

	(void)what;
	if (app->quitting) {
		read_while_quitting(app, fd);
		return;
	}
	for (i = 0; i < READS_MAX && n > 0 && !app->quitting; i++) {
		n = read(fd, bytes, sizeof(bytes));
		read_markers_key_pressed(app_network_active(app)->read_markers);
		if (n > 0)
			term_input_feed(
			    app->term_input, bytes, (size_t)n, clock_mono_ms());
		if (!has_input())
			break;
	}
	if (n == 0 || (n == -1 && errno != EINTR && errno != EAGAIN)) {
		event_del(app->input); /* the terminal is gone */
		app_quit(app, VIEW(""));
		return;
	}
	set_key_timer(app);
	app_draw_keys(app);
}

/* Give keys to the password prompt or the overlay if one is open, and the rest to the editor. */
static void
handle_keys(struct app *app, struct view bytes)
{
	app_trust_keys(app, bytes);
	if (app_asking(app)->what != ASK_NOTHING) {
		app_password_keys(app, &bytes);
		app_schedule(app);
	}
	app_paste_key(app, &bytes);
	if (bytes.len > 0)
		app_overlay_keys(app, &bytes);
	if (bytes.len > 0) {
		app_saved_load_history(app);
		editor_keys(bytes);
		app_bare_key_done(app);
	}
}

/* Handle the keys one by one, because each one may open or close what takes the next one. */
static void
keys_cb(struct view bytes, void *arg)
{
	struct view key;

	while (bytes.len > 0) {
		key = (struct view){ bytes.p, list_key_length(bytes) };
		handle_keys(arg, key);
		bytes.p += key.len;
		bytes.len -= key.len;
	}
}

static void
paste_cb(struct view text, int cut, void *arg)
{
	struct app *app = arg;

	app_trust_pasted(app);
	if (!app_password_paste(app, text) && !app_overlay_paste(app, text) &&
	    !app_paste_ask(app, text))
		editor_insert(text);
	if (cut)
		model_error(app->model, app->model->active,
		    _("The paste was too long: only its beginning was kept"));
}

static void
focus_cb(int focused, void *arg)
{
	struct app *app = arg;

	read_markers_focus(app_network_active(app)->read_markers, focused);
	app_schedule(app);
}

static void
reply_cb(struct view bytes, void *arg)
{
	app_terminal_reply(arg, bytes);
}

/* Scroll by the mouse wheel. */
static void
scroll(struct app *app, int rows)
{
	if (app_overlay_scroll(app, rows))
		return;
	scroll_by(app->model, &app->view, rows);
	scrollback_fetch_near(app_network_active(app)->scrollback, rows > 0);
}

/* A click chooses a room in the list, or opens or closes a fold among the messages. */
static void
click(struct app *app, int x, int y)
{
	const struct rect *r = &app->view.layout.messages;

	if (x >= r->x && x < r->x + r->w) {
		scroll_toggle_fold_at(app->model, &app->view, y - r->y);
		app_schedule(app);
		return;
	}
	app_paste_edit(app); /* a paste that waits stays in this room */
	app_activate(app, view_buffer_at(app->model, &app->view, x, y));
}

static void
mouse_cb(int button, int x, int y, int pressed, void *arg)
{
	struct app *app = arg;

	if (!pressed)
		return;
	if (button == MOUSE_UP)
		scroll(app, -WHEEL_ROWS);
	else if (button == MOUSE_DOWN)
		scroll(app, WHEEL_ROWS);
	else if (button == MOUSE_LEFT)
		click(app, x, y);
}

static void
line_cb(struct view text, void *arg)
{
	struct app *app = arg;
	size_t point = text.len;

	app->interrupts = 0;
	app_saved_entered(app, text);
	if (app_enter(app, text, &point))
		editor_set(text, point);
}

static void
toggle(struct app *app, enum pane_show *pane, int shown)
{
	*pane = shown ? PANE_OFF : PANE_ON;
	app->model->dirty = DIRTY_ALL;
}

/*
 * Handle Ctrl-C in an empty input line: the second one in a row quits. While the client connects for
 * the first time, one is enough.
 */
static void
interrupt(struct app *app)
{
	if (!app_network_active(app)->was_online &&
	    model_network(app->model)->state != LINK_ONLINE) {
		app->status = 128 + SIGINT;
		app_quit(app, VIEW(""));
	} else if (app->interrupts++ > 0)
		app_quit(app, VIEW(""));
	else
		model_info(app->model, app->model->active,
		    _("Press Ctrl-C again to end tchat."));
}

/* Scroll by a key. The history near the new place may have to be fetched. */
static void
move(struct app *app, enum editor_action action)
{
	struct model *m = app->model;
	int down = action == ACTION_PAGE_DOWN || action == ACTION_LINE_DOWN;

	switch (action) {
	case ACTION_PAGE_UP:
		scroll_by(m, &app->view, -scroll_page_rows(&app->view));
		break;
	case ACTION_PAGE_DOWN:
		scroll_by(m, &app->view, scroll_page_rows(&app->view));
		break;
	case ACTION_LINE_UP:
		scroll_by(m, &app->view, -1);
		break;
	case ACTION_LINE_DOWN:
		scroll_by(m, &app->view, 1);
		break;
	case ACTION_TOP:
		scroll_to_oldest(m, &app->view);
		break;
	case ACTION_BOTTOM:
		buffer_set_highlight(m->active, NULL);
		scroll_to_newest(m);
		break;
	default: /* ACTION_FETCH_GAP: do not scroll */
		break;
	}
	scrollback_fetch_near(app_network_active(app)->scrollback, down);
}

/* Choose a room. */
static void
choose(struct app *app, enum editor_action action, int arg)
{
	struct model *m = app->model;

	switch (action) {
	case ACTION_NEXT_ROOM:
		app_activate(app, model_neighbour(m, 1));
		break;
	case ACTION_PREVIOUS_ROOM:
		app_activate(app, model_neighbour(m, -1));
		break;
	case ACTION_NEXT_UNREAD:
		app_activate(app, model_next_unread(m));
		break;
	case ACTION_PICK:
		app_picker_open(app);
		break;
	case ACTION_LAST_ROOM:
		app_activate(app, m->last);
		break;
	case ACTION_ROOM:
		app_activate(
		    app, arg < 1 ? NULL : model_buffer_at(m, (size_t)arg - 1));
		break;
	default:
		move(app, action);
		break;
	}
}

/* Return the page about the command in the input line, else the first page. */
static struct pager *
help_on_line(struct app *app)
{
	struct view rest = editor_text(), name;
	struct pager *page = NULL;

	if (view_has_prefix(rest, VIEW("/")) && view_cut(&rest, ' ', &name))
		page = help_page(&app_network_active(app)->commands, name);
	return page != NULL
		   ? page
		   : help_page(&app_network_active(app)->commands, VIEW(""));
}

/* Carry out an action of the editor. See editor_ops. */
/* The half-typed line stays. */
static void
run_bound_command(struct app *app, size_t i)
{
	const char *command = key_bindings_command(i);

	if (command != NULL)
		app_run_command(app, view_of(command));
}

static void
action_cb(enum editor_action action, int arg, void *ctx)
{
	struct app *app = ctx;

	if (action != ACTION_INTERRUPT)
		app->interrupts = 0;
	switch (action) {
	case ACTION_MENTIONS:
		app_mentions_open(app);
		break;
	case ACTION_PREVIOUS_MENTION:
		app_mentions_step(app, -1);
		break;
	case ACTION_NEXT_MENTION:
		app_mentions_step(app, 1);
		break;
	case ACTION_LINKS:
		app_links_open(app);
		break;
	case ACTION_BARE:
		app_bare_toggle(app);
		break;
	case ACTION_COPY:
		app_copy_choose(app);
		break;
	case ACTION_REDRAW:
		app_redraw(app);
		break;
	case ACTION_TOGGLE_ROOMS:
		toggle(app, &app->view.rooms, app->view.layout.rooms.w > 0);
		break;
	case ACTION_TOGGLE_FOLD:
		scroll_toggle_fold(app->model, &app->view, arg);
		app_schedule(app);
		break;
	case ACTION_TOGGLE_SPLIT:
		app_toggle_split(app);
		break;
	case ACTION_TOGGLE_MEMBERS:
		toggle(app, &app->view.members, app->view.layout.members.w > 0);
		break;
	case ACTION_HELP:
		app_pager_show(app, help_on_line(app));
		break;
	case ACTION_SUSPEND:
		screen_suspend();
		app_redraw(app);
		break;
	case ACTION_SUGGEST:
		app_suggest(app);
		break;
	case ACTION_EDIT:
		app_edit_start(app);
		break;
	case ACTION_INTERRUPT:
		if (arg)
			interrupt(app);
		break;
	case ACTION_COMMAND:
		run_bound_command(app, (size_t)arg);
		break;
	case ACTION_END_OF_INPUT:
		app_quit(app, VIEW(""));
		break;
	case ACTION_FIRST_UNREAD:
		app_run_command(app, VIEW("/unread"));
		break;
	case ACTION_RETRY:
		own_messages_retry(app_network_active(app)->own_messages);
		app_schedule(app);
		break;
	default:
		choose(app, action, arg);
		break;
	}
}

static char **
complete_cb(struct view text, size_t start, size_t point, const char **append,
    void *arg)
{
	struct app *app = arg;

	return complete_word(app->model, app_network_active(app)->session, text,
	    start, point, append);
}

static char *
describe_cb(struct view text, size_t start, const char *candidate, void *arg)
{
	(void)arg;
	return complete_describe(text, start, candidate);
}

static int
secret_cb(struct view line, void *arg)
{
	size_t at;

	return app_is_secret(arg, line, &at);
}

static int
digit_arguments_cb(void *arg)
{
	return ((struct app *)arg)->config->digit_arguments;
}

static int
private_cb(struct view line, void *arg)
{
	struct app *app = arg;

	return app->config->input_history == 0 || app_is_private(app, line);
}

static void
changed_cb(void *arg)
{
	struct app *app = arg;

	app->model->dirty |= DIRTY_INPUT;
	app_saved_typed(app);
}

/* Find the keys that the screen names in its hints: as readline's settings bind them. */
static void
find_keys(struct app *app)
{
	const char *name, *help;
	char *keys, **key;
	size_t i;

	for (i = 0; editor_action_info(i, &name, &keys, &help); i++) {
		key = i == ACTION_RETRY		? &app->retry_key
		      : i == ACTION_FETCH_GAP	? &app->gap_key
		      : i == ACTION_TOGGLE_FOLD ? &app->fold_key
		      : i == ACTION_BOTTOM	? &app->bottom_key
						: NULL;
		if (key != NULL)
			xreplace(key, keys[0] != '\0' ? keys : name);
		free(keys);
	}
	app->view.retry_key = app->retry_key;
	app->view.gap_key = app->gap_key;
	app->view.fold_key = app->fold_key;
	app->view.bottom_key = app->bottom_key;
}

void
app_input_prepare(struct app *app)
{
	app->input = event_new(
	    app->base, STDIN_FILENO, EV_READ | EV_PERSIST, input_cb, app);
	event_priority_set(app->input, 0);
}

/* Report a readline settings file that cannot be read. */
static void
check_inputrc(struct app *app)
{
	char *cause = NULL, *text;

	if (readline_check_inputrc(&cause) == 0)
		return;
	xasprintf(&text, _("Your readline settings are ignored: %s"), cause);
	app_notice(text, app_network_active(app));
	free(text);
	free(cause);
}

static void
wrong_binding(const char *cause, void *arg)
{
	char *text;

	xasprintf(&text, "bind: %s", cause);
	app_notice(text, app_network_active(arg));
	free(text);
}

void
app_input_bind(struct app *app)
{
	if (!app->editing)
		return;
	editor_bind(&app->config->bindings, wrong_binding, app);
	find_keys(app);
}

void
app_input_open(struct app *app)
{
	static const struct term_input_ops term_ops = { keys_cb, paste_cb,
		mouse_cb, focus_cb, reply_cb };
	static const struct editor_ops editor_ops = { line_cb, action_cb,
		complete_cb, changed_cb, secret_cb, digit_arguments_cb,
		private_cb, describe_cb };

	app->term_input = term_input_new(&term_ops, app);
	app->key_timer = event_new(app->base, -1, 0, key_timer_cb, app);
	check_inputrc(app);
	editor_open(&editor_ops, app);
	app->editing = 1;
	app_input_bind(app);
	app_saved_load_history(app);
	if (app->input != NULL)
		event_add(app->input, NULL);
}

void
app_input_close(struct app *app)
{
	if (app->input != NULL)
		event_free(app->input);
	if (app->key_timer != NULL)
		event_free(app->key_timer);
	if (app->editing)
		editor_close();
	term_input_free(app->term_input);
}
