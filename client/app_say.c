/*
 * app_say: messages of ours. They are shown at once where they were typed; when the
 * server has them they take their place in the room's order.
 */
#include <stdlib.h>

#include "client/app_state.h"
#include "client/irc/secret.h"
#include "client/model/event_buffer.h"
#include "client/model/past.h"
#include "common/clock.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	QUIET_UNSENT = 16, /* so many under way are no news when online */
	MOVED_MAX = 64
};

static enum line_kind
kind_of(enum irc_message message)
{
	return message == IRC_ACTION   ? LINE_ACTION
	       : message == IRC_NOTICE ? LINE_NOTICE
				       : LINE_SAID;
}

void
app_count_unsent(struct app *app)
{
	size_t n = irc_session_pending(app_session(app));

	if (app->model->state == LINK_ONLINE && n <= QUIET_UNSENT)
		n = 0;
	if (app->model->unsent == n)
		return;
	app->model->unsent = (unsigned)n;
	app->model->dirty |= DIRTY_STATUS;
}

static void
add_clean(struct buf *out, struct view text)
{
	struct view line;
	int n = 0;

	while (view_cut(&text, '\n', &line)) {
		if (n++ > 0)
			buf_add_char(out, '\n');
		text_clean(out, line, TEXT_KEEP_FORMAT);
	}
}

static void
show(struct app *app, struct buffer *b, enum irc_message message,
    struct view text, uint64_t token)
{
	struct buf clean = { 0 };
	struct line line = { .time = clock_ms(),
		.kind = kind_of(message),
		.self = 1,
		.token = token,
		.nick = app->model->nick };
	size_t at;

	if (secret_in_message_to(view_of(b->name), text, &at)) {
		model_info(app->model, b,
		    "Sent to %s. Not shown, because it has a password in it.",
		    b->name);
		return;
	}
	line.state =
	    app->model->state == LINK_ONLINE ? LINE_SENT : LINE_PENDING;
	add_clean(&clean, text);
	buf_str(&clean);
	line.text = clean.p;
	model_add(app->model, b, &line);
	buf_clear(&clean);
}

/*
 * A paste is one message where the server takes several lines as one. Else each line is, so
 * that each has its own fate.
 */
void
app_say(struct app *app, struct buffer *b, enum irc_message message,
    struct view text)
{
	struct irc_session *s = app_session(app);
	struct view target = view_of(b->name), one;
	uint64_t token;

	for (;;) {
		while (text.len > 0 && *text.p == '\n') {
			text.p++;
			text.len--;
		}
		if (text.len == 0)
			break;
		one = (struct view){ text.p,
			irc_session_fits(s, message, target, text) };
		token = irc_session_say(s, message, target, one);
		if (token != 0)
			show(app, b, message, one, token);
		text.p += one.len;
		text.len -= one.len;
	}
	b->following = 1;
	app_count_unsent(app);
	app_schedule(app);
}

/* Where it was typed: as a rule under its target's name, which may have changed. */
static struct line *
find_line(struct app *app, const struct irc_event *ev, struct buffer **where)
{
	struct buffer *b = event_buffer_find(app->model, ev->target);
	struct line *line;

	*where = b;
	line = b == NULL ? NULL : buffer_find_token(b, ev->token);
	if (line != NULL)
		return line;
	TAILQ_FOREACH (b, &app->model->buffers, link) {
		line = buffer_find_token(b, ev->token);
		if (line != NULL) {
			*where = b;
			return line;
		}
	}
	return NULL;
}

/* The lines of ours behind that one which wait for an answer too; *others: there are more. */
static size_t
count_behind(const struct buffer *b, const struct line *line, int *others)
{
	size_t i = b->n, n = 0;
	const struct line *l;

	*others = 0;
	while (i > 0 && (l = buffer_line(b, --i)) != line) {
		if (line_is_under_way(l))
			n++;
		else
			*others = 1;
	}
	return n;
}

/*
 * The server put it behind what others said meanwhile: so it stands there too, and what
 * is still under way behind it. Of a huge paste this is not worth the work.
 */
static void
take_place(struct buffer *b, struct line *line)
{
	size_t n, i, from;
	struct line **behind, *l;
	int others;

	n = count_behind(b, line, &others);
	if (!others || n > MOVED_MAX)
		return;
	behind = xcalloc(n + 1, sizeof(struct line *));
	from = buffer_index(b, line->seq);
	for (i = 0; (l = buffer_line(b, ++from)) != NULL && i < n;)
		if (line_is_under_way(l))
			behind[i++] = l;
	buffer_move_last(b, line);
	for (i = 0; i < n; i++)
		buffer_move_last(b, behind[i]);
	free(behind);
}

/* All that was written offline has been answered for: say so. */
static void
count_overdue(struct app *app, int sent)
{
	size_t n;

	if (app->overdue == 0)
		return;
	app->overdue_sent += sent != 0;
	if (--app->overdue > 0)
		return;
	n = app->overdue_sent;
	app->overdue_sent = 0;
	if (n > 0)
		model_info(app->model, app->model->active,
		    "Sent %zu message%s written while offline", n,
		    n == 1 ? "" : "s");
}

/* The server's text counts: that is what the others see. */
static void
show_echo(struct line *line, const struct irc_event *ev)
{
	if (!ev->on)
		return;
	free(line->text);
	line->text = xviewdup(ev->text);
}

/* It is in the room, now or since before the connection broke. */
static void
acknowledge(struct app *app, struct buffer *b, struct line *line,
    const struct irc_event *ev)
{
	show_echo(line, ev);
	if (scrollback_on_sent(app->scrollback, ev, b, line))
		return;
	if (buffer_find_msgid(b, ev->msgid) != NULL) {
		buffer_remove(b, line); /* and was fetched with the rest */
		return;
	}
	if (ev->time != 0) {
		line->time = ev->time;
		if (ev->time < buffer_newest_time(b))
			past_settle(b, line);
		else
			take_place(b, line);
	}
	buffer_set_state(b, line, LINE_DONE);
	buffer_set_msgid(b, line, ev->msgid);
	line->token = 0;
}

void
app_sent(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;
	struct line *line = find_line(app, ev, &b);

	if (line != NULL) {
		acknowledge(app, b, line, ev);
		if (b == app->model->active)
			app->model->dirty |= DIRTY_MESSAGES;
	}
	count_overdue(app, 1);
	app_count_unsent(app);
}

void
app_not_sent(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;
	struct line *line = find_line(app, ev, &b);

	if (line != NULL) {
		buffer_set_state(b, line, LINE_FAILED);
		line->token = 0;
	} else {
		b = app->model->active;
	}
	model_error(app->model, b, "Not sent: %.*s", VIEW_ARG(ev->text));
	count_overdue(app, 0);
	app_count_unsent(app);
}

void
app_came_back(struct app *app)
{
	app->overdue = irc_session_pending(app_session(app));
	app->overdue_sent = 0;
}

static enum irc_message
message_of(enum line_kind kind)
{
	return kind == LINE_ACTION   ? IRC_ACTION
	       : kind == LINE_NOTICE ? IRC_NOTICE
				     : IRC_PRIVMSG;
}

/* In their order; each is a new message at the end. */
void
app_retry(struct app *app)
{
	struct buffer *b = app->model->active;
	unsigned left = b->failed;
	enum irc_message message;
	struct line *line;
	size_t i = 0;
	char *text;

	while (left > 0 && (line = buffer_line(b, i)) != NULL) {
		if (line->state != LINE_FAILED) {
			i++;
			continue;
		}
		left--;
		text = xstrdup(line->text);
		message = message_of(line->kind);
		buffer_remove(b, line);
		app_say(app, b, message, view_of(text));
		free(text);
	}
}
