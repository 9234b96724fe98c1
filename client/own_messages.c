/*
 * own_messages: the user's own messages, from typing to confirmation.
 */
#include "client/own_messages.h"

#include <stdlib.h>

#include "client/irc/secret.h"
#include "client/model/backfill.h"
#include "client/model/event_buffer.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	QUIET_UNSENT =
	    16, /* while online, do not show so few unconfirmed messages */
	MOVED_MAX = 64 /* lines moved to their place in the room's order */
};

struct own_messages {
	struct network *network;
	struct model *model; /* the network's */
	struct irc_session *session;
	struct scrollback *scrollback;
	size_t offline; /* messages written offline that have no answer yet */
	size_t offline_sent; /* of these, how many were sent */
};

struct own_messages *
own_messages_new(
    struct network *network, struct irc_session *session, struct scrollback *sb)
{
	struct own_messages *om = xcalloc(1, sizeof(*om));

	om->network = network;
	om->model = network->model;
	om->session = session;
	om->scrollback = sb;
	return om;
}

void
own_messages_free(struct own_messages *om)
{
	free(om);
}

static enum line_kind
kind_of(enum irc_message message)
{
	return message == IRC_ACTION   ? LINE_ACTION
	       : message == IRC_NOTICE ? LINE_NOTICE
				       : LINE_MESSAGE;
}

void
own_messages_update_count(struct own_messages *om)
{
	size_t n = irc_session_pending(om->session);

	if (om->network->state == LINK_ONLINE && n <= QUIET_UNSENT)
		n = 0;
	if (om->network->unsent == n)
		return;
	om->network->unsent = (unsigned)n;
	om->model->dirty |= DIRTY_STATUS;
}

static void
add_clean(struct buf *out, struct view text)
{
	struct view line;
	int n = 0;

	while (view_cut(&text, '\n', &line)) {
		if (n++ > 0)
			buf_add_char(out, '\n');
		text_clean(out, line, TEXT_KEEP_FORMAT | TEXT_KEEP_TABS);
	}
}

static void
show(struct own_messages *om, struct buffer *b, enum irc_message message,
    struct view text, uint64_t token)
{
	struct buf clean = { 0 };
	struct line line = { .time = clock_ms(),
		.kind = kind_of(message),
		.self = 1,
		.token = token,
		.nick = om->network->nick };
	size_t at;

	if (secret_in_message_to(view_of(b->name), text, &at)) {
		model_info(om->model, b,
		    _("Sent to %s. Not shown, because it has a password in "
		      "it."),
		    b->name);
		return;
	}
	line.state =
	    om->network->state == LINK_ONLINE ? LINE_SENT : LINE_PENDING;
	add_clean(&clean, text);
	buf_str(&clean);
	line.text = clean.p;
	model_add(om->model, b, &line);
	buf_clear(&clean);
}

/* Cut the next message off a text. Returns 0 if nothing is left. */
static int
take_message(const struct own_messages *om, enum irc_message message,
    struct view target, struct view *text, struct view *one)
{
	while (text->len > 0 && *text->p == '\n') {
		text->p++;
		text->len--;
	}
	if (text->len == 0)
		return 0;
	*one = (struct view){ text->p,
		irc_session_fits(om->session, message, target, *text) };
	text->p += one->len;
	text->len -= one->len;
	return 1;
}

void
own_messages_say(struct own_messages *om, struct buffer *b,
    enum irc_message message, struct view text)
{
	struct view target = view_of(b->name), one;
	uint64_t token;

	while (take_message(om, message, target, &text, &one)) {
		token = irc_session_say(om->session, message, target, one);
		if (token != 0)
			show(om, b, message, one, token);
	}
	model_follow(om->model, b);
	own_messages_update_count(om);
}

size_t
own_messages_count(
    const struct own_messages *om, const struct buffer *b, struct view text)
{
	struct view one;
	size_t n = 0;

	while (take_message(om, IRC_PRIVMSG, view_of(b->name), &text, &one))
		n++;
	return n;
}

/* Find the pending line: usually in the buffer of the target, but that may have been renamed. */
static struct line *
find_line(
    struct own_messages *om, const struct irc_event *ev, struct buffer **where)
{
	struct buffer *b = event_buffer_find(om->network, ev->target);
	struct line *line;

	*where = b;
	line = b == NULL ? NULL : buffer_find_token(b, ev->token);
	if (line != NULL)
		return line;
	NETWORK_FOREACH (b, om->network) {
		line = buffer_find_token(b, ev->token);
		if (line != NULL) {
			*where = b;
			return line;
		}
	}
	return NULL;
}

/* Count the unconfirmed lines behind that one. Sets *others if there are other lines too. */
static size_t
count_behind(const struct buffer *b, const struct line *line, int *others)
{
	size_t i = b->n, n = 0;
	const struct line *l;

	*others = 0;
	while (i > 0 && (l = buffer_line(b, --i)) != line) {
		if (line_is_unconfirmed(l))
			n++;
		else
			*others = 1;
	}
	return n;
}

/*
 * Move a confirmed line behind the messages of others that arrived meanwhile, as in the server's order;
 * lines still unconfirmed stay behind it. Not for a huge paste, where it would be too much work.
 */
static void
move_to_place(struct buffer *b, struct line *line)
{
	size_t n, i, from;
	struct line **behind, *l;
	int others;

	n = count_behind(b, line, &others);
	if (!others || n > MOVED_MAX)
		return;
	behind = xcalloc(n + 1, sizeof(struct line *));
	from = buffer_index_of_seq(b, line->seq);
	for (i = 0; (l = buffer_line(b, ++from)) != NULL && i < n;)
		if (line_is_unconfirmed(l))
			behind[i++] = l;
	buffer_move_last(b, line);
	for (i = 0; i < n; i++)
		buffer_move_last(b, behind[i]);
	free(behind);
}

/* Count an answer for a message written offline, and report when all are answered. */
static void
count_offline(struct own_messages *om, int sent)
{
	size_t n;

	if (om->offline == 0)
		return;
	om->offline_sent += sent != 0;
	if (--om->offline > 0)
		return;
	n = om->offline_sent;
	om->offline_sent = 0;
	if (n > 0)
		model_info(om->model, om->model->active,
		    ngettext("Sent %zu message written while offline",
			"Sent %zu messages written while offline", n),
		    n);
}

/* Show the text as the server sent it, which the other members see. */
static void
show_echo(struct line *line, const struct irc_event *ev)
{
	if (!ev->on)
		return;
	free(line->text);
	line->text = xviewdup(ev->text);
}

/* The message is in the room: it was confirmed now, or found in the history after a reconnect. */
static void
acknowledge(struct own_messages *om, struct buffer *b, struct line *line,
    const struct irc_event *ev)
{
	show_echo(line, ev);
	if (scrollback_on_sent(om->scrollback, ev, b, line))
		return;
	if (buffer_find_msgid(b, ev->msgid) != NULL) {
		buffer_remove(b, line); /* it was fetched with the history */
		return;
	}
	if (ev->time != 0) {
		line->time = ev->time;
		if (ev->time < buffer_newest_time(b))
			backfill_move_to_time(b, line);
		else
			move_to_place(b, line);
	}
	buffer_set_state(b, line, LINE_DONE);
	buffer_set_msgid(b, line, ev->msgid);
	line->token = 0;
}

void
own_messages_on_sent(struct own_messages *om, const struct irc_event *ev)
{
	struct buffer *b;
	struct line *line = find_line(om, ev, &b);

	if (line != NULL) {
		acknowledge(om, b, line, ev);
		if (b == om->model->active)
			om->model->dirty |= DIRTY_MESSAGES;
	}
	count_offline(om, 1);
	own_messages_update_count(om);
}

void
own_messages_on_refused(struct own_messages *om, const struct irc_event *ev)
{
	struct buffer *b;
	struct line *line = find_line(om, ev, &b);

	if (line != NULL) {
		buffer_set_state(b, line, LINE_FAILED);
		line->token = 0;
	} else {
		b = om->model->active;
	}
	model_error(om->model, b, _("Not sent: %.*s"), VIEW_ARG(ev->text));
	count_offline(om, 0);
	own_messages_update_count(om);
}

void
own_messages_on_welcome(struct own_messages *om)
{
	om->offline = irc_session_pending(om->session);
	om->offline_sent = 0;
}

static enum irc_message
message_of(enum line_kind kind)
{
	return kind == LINE_ACTION   ? IRC_ACTION
	       : kind == LINE_NOTICE ? IRC_NOTICE
				     : IRC_PRIVMSG;
}

/* Send them in their order; each becomes a new message at the end. */
void
own_messages_retry(struct own_messages *om)
{
	struct buffer *b = om->model->active;
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
		own_messages_say(om, b, message, view_of(text));
		free(text);
	}
}
