/*
 * json_event: events as JSON.
 */
#include "client/line_mode/json_event.h"

#include <stdlib.h>

#include "client/irc/secret.h"
#include "client/model/glyph.h"
#include "common/clock.h"
#include "common/text.h"

/* What a row adds to the object, besides type and time. */
enum {
	HAS_ROOM = 1 << 0,    /* "room" */
	HAS_NICK = 1 << 1,    /* "nick", "account", "host", "self" */
	HAS_TEXT = 1 << 2,    /* "text" */
	HAS_TARGET = 1 << 3,  /* "to", "conversation" */
	HAS_MSGID = 1 << 4,   /* "msgid" */
	HAS_HISTORY = 1 << 5, /* "history" */
	HAS_NUMERIC = 1 << 6, /* "numeric" */
	HAS_EVENT = HAS_NICK | HAS_MSGID | HAS_HISTORY
};

/* clang-format off */
static const struct row {
	const char	*type;		/* NULL: not printed */
	unsigned	 has;
	const char	*object;	/* the member for the event's object; or NULL */
} rows[] = {
	[IRC_EV_JOIN] = { "join", HAS_EVENT | HAS_ROOM, NULL },
	[IRC_EV_PART] = { "part", HAS_EVENT | HAS_ROOM | HAS_TEXT, NULL },
	[IRC_EV_QUIT] = { "quit", HAS_EVENT | HAS_ROOM | HAS_TEXT, NULL },
	[IRC_EV_KICK] = { "kick", HAS_EVENT | HAS_ROOM | HAS_TEXT, "kicked" },
	[IRC_EV_NICK] = { "nick", HAS_EVENT | HAS_ROOM, "new_nick" },
	[IRC_EV_MESSAGE] = { "message",
	    HAS_EVENT | HAS_ROOM | HAS_TARGET | HAS_TEXT, NULL },
	[IRC_EV_TOPIC] = { "topic", HAS_EVENT | HAS_ROOM | HAS_TEXT, NULL },
	[IRC_EV_MODE] = { "mode",
	    HAS_EVENT | HAS_ROOM | HAS_TARGET | HAS_TEXT, NULL },
	[IRC_EV_AWAY] = { "away", HAS_NICK | HAS_TEXT, NULL },
	[IRC_EV_INVITED] = { "invite", HAS_EVENT | HAS_ROOM, "invited" },
	[IRC_EV_INFO] = { "info", HAS_ROOM | HAS_TEXT | HAS_NUMERIC, NULL },
	[IRC_EV_REFUSED] = { "error", HAS_ROOM | HAS_TEXT | HAS_NUMERIC, NULL },
	[IRC_EV_REDACTED] = { "redact",
	    HAS_EVENT | HAS_ROOM | HAS_TARGET | HAS_TEXT, "redacted" },
	[IRC_EV_LOGIN] = { "login", HAS_TEXT, "account" },
	[IRC_EV_CLOSED] = { NULL, 0, NULL },
};
/* clang-format on */

enum { NROWS = sizeof(rows) / sizeof(rows[0]) };

static const char *const message_types[] = {
	[IRC_PRIVMSG] = "message",
	[IRC_ACTION] = "action",
	[IRC_NOTICE] = "notice",
	[IRC_CTCP] = "ctcp",
};

json_t *
json_object_new(const char *type, int64_t time)
{
	char iso[CLOCK_ISO_SIZE];
	json_t *o = json_object();

	clock_iso(iso, time != 0 ? time : clock_ms());
	json_object_set_new(o, "type", json_string(type));
	json_object_set_new(o, "time", json_string(iso));
	return o;
}

/* Append the text without formatting codes. Returns 1 if it had any. */
static int
add_plain(struct buf *out, struct view text)
{
	struct text_style style = { .fg = -1, .bg = -1 };
	int found = 0;
	size_t n;

	while (text.len > 0) {
		n = format_parse(text, &style);
		found |= n > 0;
		if (n == 0) {
			buf_add_char(out, *text.p);
			n = 1;
		}
		text.p += n;
		text.len -= n;
	}
	return found;
}

/* JSON is UTF-8. All texts are, but a test or a later change may give others. */
static json_t *
to_json(struct view text)
{
	json_t *v = json_stringn(text.len > 0 ? text.p : "", text.len);
	char *clean;

	if (v != NULL)
		return v;
	clean = text_clean_dup(text, TEXT_KEEP_FORMAT);
	v = json_string(clean);
	free(clean);
	return v;
}

void
json_set_text(json_t *o, const char *member, struct view text)
{
	json_object_set_new(
	    o, member, text.len > 0 ? to_json(text) : json_null());
}

/* "text" is always a string; "formatted" is there only if the text has formatting. */
static void
set_body(json_t *o, const struct irc_event *ev)
{
	struct view text = ev->text;
	struct buf plain = { 0 };
	size_t at;

	if (ev->type == IRC_EV_MESSAGE && ev->self &&
	    secret_in_message_to(ev->target, text, &at))
		text.len = at; /* a password that another client sent */
	if (add_plain(&plain, text))
		json_object_set_new(o, "formatted", to_json(text));
	json_object_set_new(o, "text", to_json(buf_view(&plain)));
	buf_clear(&plain);
}

static void
set_source(json_t *o, const struct irc_event *ev)
{
	json_set_text(o, "nick", ev->who);
	json_set_text(o, "account", ev->account);
	json_set_text(o, "host", ev->userhost);
	json_object_set_new(o, "self", json_boolean(ev->self));
}

/* "conversation" is where the message belongs, and where a reply to it goes. */
static void
set_target(json_t *o, const struct irc_event *ev)
{
	struct view place = ev->room;

	if (place.len == 0)
		place = ev->to_self ? ev->who : ev->target;
	json_set_text(o, "to", ev->target);
	json_set_text(o, "conversation", place);
}

static void
set_members(json_t *o, const struct row *row, const struct irc_event *ev,
    const struct json_context *x)
{
	if (row->has & HAS_ROOM)
		json_set_text(o, "room", ev->room);
	if (row->has & HAS_NICK)
		set_source(o, ev);
	if (row->has & HAS_TARGET)
		set_target(o, ev);
	if (row->has & HAS_MSGID)
		json_set_text(o, "msgid", ev->msgid);
	if (row->object != NULL)
		json_set_text(o, row->object, ev->object);
	if (ev->type == IRC_EV_MESSAGE && ev->message == IRC_CTCP)
		json_set_text(o, "command", ev->object);
	if (row->has & HAS_TEXT)
		set_body(o, ev);
	if (row->has & HAS_HISTORY)
		json_object_set_new(
		    o, "history", json_boolean(ev->history != 0));
	if ((row->has & HAS_NUMERIC) && ev->numeric != 0)
		json_object_set_new(o, "numeric", json_integer(ev->numeric));
	if (row->has & HAS_HISTORY)
		json_object_set_new(o, "ignored", json_boolean(x->ignored));
	if (ev->type == IRC_EV_MESSAGE)
		json_object_set_new(o, "mention", json_boolean(x->mention));
	if (x->id != NULL)
		json_object_set(o, "id", x->id);
}

void
json_event_line(struct buf *out, const struct irc_event *ev,
    const struct json_context *context)
{
	const struct row *row;
	const char *type;
	json_t *o;

	if ((size_t)ev->type >= NROWS || rows[ev->type].type == NULL)
		return;
	row = &rows[ev->type];
	if (ev->type == IRC_EV_INFO && ev->text.len == 0)
		return;
	type =
	    ev->type == IRC_EV_MESSAGE ? message_types[ev->message] : row->type;
	o = json_object_new(type, ev->time);
	set_members(o, row, ev, context);
	json_object_line(out, o);
}

void
json_object_line(struct buf *out, json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(6));

	if (text != NULL) {
		buf_add_str(out, text);
		buf_add_char(out, '\n');
	}
	free(text);
	json_decref(o);
}
