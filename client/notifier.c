/*
 * notifier: collects alerts, and makes the texts of a notification.
 */
#include "client/notifier.h"

#include <stdlib.h>

#include <event2/event.h>
#include <jansson.h>

#include "client/notify_program.h"
#include "client/view/notification.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	BELL_PAUSE_MS = 1000,
	NAME_BYTES = 200, /* of a name, in the input of the program */
	TEXT_BYTES = 1000 /* of a message there */
};

struct notifier {
	const struct client_config *config;
	struct model *model;
	struct notifier_ops ops;
	void *ctx;
	struct event *timer;  /* runs after a notification */
	struct alert waiting; /* while it runs */
	int64_t bell_at;      /* mono ms: when the next bell may ring */
	struct notify_program *program;
};

/* What a notification says. A text is NULL if it must not be said; the room also if the message is private. */
struct words {
	unsigned n;
	const char *network, *room, *who, *text;
};

static struct words
words_of(
    const struct notifier *nt, const struct alert *a, const struct buffer *b)
{
	struct words w = { .n = a->n };

	if (nt->config->notify_text >= NOTIFY_WHO) {
		w.network = b->network->host;
		w.room = a->private ? NULL : b->name;
		w.who = a->who;
	}
	if (nt->config->notify_text >= NOTIFY_TEXT)
		w.text = a->text;
	return w;
}

static void
add_title(struct buf *out, const struct words *w)
{
	if (w->who == NULL)
		buf_add_str(out, "tchat");
	else if (w->room == NULL)
		buf_add_str(out, w->who);
	else
		buf_printf(out, _("%s in %s"), w->who, w->room);
}

static void
add_body(struct buf *out, const struct words *w)
{
	if (w->text == NULL)
		buf_printf(out,
		    ngettext("%u new message", "%u new messages", w->n), w->n);
	else if (w->n == 1)
		buf_add_str(out, w->text);
	else
		buf_printf(out,
		    ngettext("%u new message: %s", "%u new messages: %s", w->n),
		    w->n, w->text);
}

static enum notification_kind
kind_of(const struct client_config *config)
{
	switch ((enum notify_how)config->notify) {
	case NOTIFY_AUTO:
		return notification_detect(getenv);
	case NOTIFY_OFF:
		return NOTIFICATION_NONE;
	case NOTIFY_BELL:
		return NOTIFICATION_BELL;
	case NOTIFY_OSC9:
		return NOTIFICATION_OSC9;
	case NOTIFY_OSC777:
		return NOTIFICATION_OSC777;
	case NOTIFY_OSC99:
		return NOTIFICATION_OSC99;
	}
	return NOTIFICATION_NONE;
}

/* If the setting bell is on, the bell has rung already. */
static void
notify_by_terminal(struct notifier *nt, const struct words *w, int has_rung)
{
	enum notification_kind kind = kind_of(nt->config);
	struct buf title = { 0 }, body = { 0 }, bytes = { 0 };

	if (kind == NOTIFICATION_BELL && has_rung)
		return;
	add_title(&title, w);
	add_body(&body, w);
	notification_bytes(&bytes, kind,
	    multiplexer_detect(getenv("TMUX"), getenv("STY"), getenv("TERM")),
	    buf_view(&title), buf_view(&body));
	if (bytes.len > 0)
		nt->ops.terminal(buf_view(&bytes), nt->ctx);
	buf_clear(&title);
	buf_clear(&body);
	buf_clear(&bytes);
}

static void
set_text(json_t *object, const char *key, const char *text, size_t max)
{
	if (text != NULL)
		json_object_set_new(object, key,
		    json_stringn(text, text_cut(view_of(text), max)));
}

static void
notify_by_program(struct notifier *nt, const struct words *w)
{
	json_t *object;
	char *json, *line;

	if (nt->config->notify_command.n == 0 ||
	    notify_program_is_running(nt->program))
		return;
	object = json_object();
	json_object_set_new(object, "count", json_integer(w->n));
	set_text(object, "network", w->network, NAME_BYTES);
	set_text(object, "room", w->room, NAME_BYTES);
	set_text(object, "nick", w->who, NAME_BYTES);
	set_text(object, "text", w->text, TEXT_BYTES);
	json = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
	if (json != NULL) {
		xasprintf(&line, "%s\n", json);
		notify_program_run(
		    nt->program, &nt->config->notify_command, view_of(line));
		free(line);
	}
	free(json);
	json_decref(object);
}

/* The user may have looked at the room while the alert waited, or closed it. */
void
notifier_end_pause(struct notifier *nt)
{
	struct timeval pause = { NOTIFIER_PAUSE_MS / 1000, 0 };
	struct buffer *b = model_find_id(nt->model, nt->waiting.buffer);
	struct words w;

	event_del(nt->timer);
	if (nt->waiting.n > 0 && b != NULL &&
	    (nt->config->notify_when == NOTIFY_ALWAYS ||
		!model_is_viewed(nt->model, b))) {
		w = words_of(nt, &nt->waiting, b);
		notify_by_terminal(nt, &w, nt->waiting.bell);
		notify_by_program(nt, &w);
		event_add(nt->timer, &pause);
	}
	alert_clear(&nt->waiting);
}

static void
timer_cb(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	notifier_end_pause(arg);
}

struct notifier *
notifier_new(struct event_base *base, const struct client_config *config,
    struct model *model, const struct notifier_ops *ops, void *ctx)
{
	struct notifier *nt = xcalloc(1, sizeof(*nt));

	nt->config = config;
	nt->model = model;
	nt->ops = *ops;
	nt->ctx = ctx;
	nt->timer = evtimer_new(base, timer_cb, nt);
	nt->program = notify_program_new(base, ops->report, ctx);
	return nt;
}

void
notifier_free(struct notifier *nt)
{
	if (nt == NULL)
		return;
	notify_program_free(nt->program);
	alert_clear(&nt->waiting);
	event_free(nt->timer);
	free(nt);
}

/* A burst of alerts rings once, too. */
static void
ring(struct notifier *nt)
{
	int64_t now = clock_mono_ms();

	if (!nt->model->alert.bell || now < nt->bell_at)
		return;
	nt->bell_at = now + BELL_PAUSE_MS;
	nt->ops.bell(nt->ctx);
}

void
notifier_take(struct notifier *nt)
{
	struct alert *a = &nt->model->alert;

	if (a->n == 0)
		return;
	ring(nt);
	if (a->seen && nt->config->notify_when != NOTIFY_ALWAYS) {
		alert_clear(a);
		return;
	}
	alert_move(&nt->waiting, a);
	if (!evtimer_pending(nt->timer, NULL))
		notifier_end_pause(nt);
}
