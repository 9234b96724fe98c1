/*
 * event_json: one table lists what each type of event has, another the members of a line.
 */
#include "server/admin/event_json.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/msgid.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/store/archive.h"
#include "server/store/conversation.h"

enum object { NO_OBJECT, NICK_OBJECT, ROOM_OBJECT, ID_OBJECT, ANY_OBJECT };

struct event_row {
	const char *name;
	enum chat_event_type type;
	enum chat_kind kind;
	int has_room; /* else the event belongs to several rooms */
	int has_text; /* -1: optional */
	enum object object;
};

/* The values of a line, borrowed from its JSON and not checked yet. */
struct event_line {
	const char *msgid, *time, *type, *room, *to, *nick, *username, *host;
	const char *realname, *account, *object, *text, *tags;
	json_t *in;
	int bot;
	int closed;
	int redacted;
	const struct event_row *row;
};

/* clang-format off */
static const struct event_row rows[] = {
	/* name	     type	    kind	 room text object */
	{ "message", CHAT_MESSAGE, CHAT_PRIVMSG,	 1,  1, NO_OBJECT },
	{ "notice",  CHAT_MESSAGE, CHAT_NOTICE,	 1,  1, NO_OBJECT },
	{ "tagmsg",  CHAT_MESSAGE, CHAT_TAGMSG,	 1,  0, NO_OBJECT },
	{ "join",    CHAT_JOIN,	   0,		 1,  0, NO_OBJECT },
	{ "part",    CHAT_PART,	   0,		 1, -1, NO_OBJECT },
	{ "quit",    CHAT_QUIT,	   0,		 0, -1, NO_OBJECT },
	{ "kick",    CHAT_KICK,	   0,		 1, -1, NICK_OBJECT },
	{ "nick",    CHAT_NICK,	   0,		 0,  0, NICK_OBJECT },
	{ "topic",   CHAT_TOPIC,   0,		 1,  1, NO_OBJECT },
	{ "mode",    CHAT_MODE,	   0,		 1,  1, ANY_OBJECT },
	{ "rename",  CHAT_RENAME,  0,		 1, -1, ROOM_OBJECT },
	{ "redact",  CHAT_REDACT,  0,		 1, -1, ID_OBJECT },
};
/* clang-format on */

enum { NROWS = sizeof(rows) / sizeof(rows[0]) };

static const struct event_row *
row_of(const struct chat_event *e)
{
	const struct event_row *row = rows;

	while (row->type != e->type ||
	       (e->type == CHAT_MESSAGE && row->kind != e->kind)) {
		row++;
		assert(row < rows + NROWS);
	}
	return row;
}

/* Append v with U+FFFD for bytes that are not UTF-8, because JSON is UTF-8. */
static void
add_repaired(struct buf *out, struct view v)
{
	size_t len;

	while (v.len > 0) {
		text_add(out, text_decode(v, &len));
		v.p += len;
		v.len -= len;
	}
}

static void
put(json_t *o, const char *key, const char *s)
{
	struct buf repaired = { 0 };

	if (s == NULL)
		return;
	if (text_utf8_valid(view_of(s))) {
		json_object_set_new(o, key, json_string(s));
		return;
	}
	add_repaired(&repaired, view_of(s));
	json_object_set_new(o, key, json_string(buf_str(&repaired)));
	buf_clear(&repaired);
}

static json_t *
rooms_json(struct view rooms)
{
	json_t *list = json_array();
	struct view room;

	while (view_cut(&rooms, ',', &room))
		json_array_append_new(list, json_stringn(room.p, room.len));
	return list;
}

void
event_json_write(struct buf *out, const struct archive_record *record)
{
	const struct chat_event *e = record->event;
	char time[CLOCK_ISO_SIZE], *text;
	json_t *o = json_object();

	clock_iso(time, e->time);
	put(o, "msgid", e->id.s);
	put(o, "time", time);
	put(o, "type", row_of(e)->name);
	json_object_set_new(o, "in", rooms_json(record->rooms));
	put(o, conversation_is_direct(e) ? "to" : "room", e->target);
	put(o, "nick", e->nick);
	put(o, "username", e->username);
	put(o, "host", e->host);
	put(o, "realname", e->realname);
	put(o, "account", e->account);
	if (e->bot)
		json_object_set_new(o, "bot", json_true());
	put(o, "object", e->object);
	put(o, "text", e->text);
	put(o, "tags", e->tags);
	if (e->closed)
		json_object_set_new(o, "closed", json_true());
	if (e->redacted)
		json_object_set_new(o, "redacted", json_true());
	text = json_dumps(o, JSON_COMPACT);
	if (text == NULL)
		xmalloc(SIZE_MAX);
	/* Escape C1, DEL and bidi controls too, so that a terminal can show the line. */
	text_escape(out, view_of(text));
	buf_add_char(out, '\n');
	free(text);
	json_decref(o);
}

/* Limits of the values; the server's own events keep within them. */
enum {
	TEXT_MAX = 1024 * 1024,
	TAGS_MAX = 8191,
	WORD_MAX = 1024,
	SHOWN_MAX = 100
};

/* Sets *cause: this value is not valid, or missing (NULL). Returns -1. */
static int
fail(const char *key, const char *value, char **cause)
{
	struct buf shown = { 0 };
	struct view v = view_of(value);

	if (value == NULL)
		return cause_set(cause, _("\"%s\" is missing"), key);
	v.len = text_cut(v, SHOWN_MAX);
	text_vis(&shown, v);
	cause_set(
	    cause, _("\"%s\": \"%s\" is not valid"), key, buf_str(&shown));
	buf_clear(&shown);
	return -1;
}

static int
has_any(const char *s, const char *of)
{
	return s[strcspn(s, of)] != '\0';
}

/* True if s has at most max bytes and no line end. */
static int
is_one_line(const char *s, size_t max)
{
	return strlen(s) <= max && !has_any(s, "\r\n");
}

/* True if s can be a part of nick!user@host, which is one word. */
static int
is_word(const char *s)
{
	return s[0] != '\0' && s[0] != ':' && is_one_line(s, WORD_MAX) &&
	       !has_any(s, " !@");
}

/* Checks the values as strictly as those of clients, because they will be sent to clients. */
static int
check_who(const struct event_line *line, char **cause)
{
	if (!nick_valid(view_of(line->nick)))
		return fail("nick", line->nick, cause);
	if (!is_word(line->username))
		return fail("username", line->username, cause);
	if (!is_word(line->host))
		return fail("host", line->host, cause);
	if (!is_one_line(line->realname, WORD_MAX))
		return fail("realname", line->realname, cause);
	if (line->account != NULL && !is_word(line->account))
		return fail("account", line->account, cause);
	return 0;
}

static int
object_is_good(const struct event_line *line)
{
	struct view object = view_of(line->object);

	switch (line->row->object) {
	case NICK_OBJECT:
		return line->object != NULL && nick_valid(object);
	case ROOM_OBJECT:
		return line->object != NULL && room_valid(object);
	case ID_OBJECT:
		return line->object != NULL && msgid_valid(object);
	case ANY_OBJECT:
		return line->object == NULL ||
		       is_one_line(line->object, WORD_MAX);
	default:
		return line->object == NULL;
	}
}

/* Messages may have several lines (event.h). A redacted one has no text. */
static int
text_is_good(const struct event_line *line)
{
	if (line->text == NULL)
		return line->row->has_text < 1 || line->redacted;
	if (line->row->has_text == 0 || line->redacted)
		return 0;
	if (line->row->type == CHAT_MESSAGE)
		return line->text[0] != '\0' && strlen(line->text) <= TEXT_MAX;
	return is_one_line(line->text, TEXT_MAX);
}

/* A message goes to a room or to a nick. */
static int
check_where(const struct event_line *line, char **cause)
{
	enum chat_event_type type = line->row->type;

	if (line->to != NULL &&
	    ((type != CHAT_MESSAGE && type != CHAT_REDACT) ||
		!nick_valid(view_of(line->to))))
		return fail("to", line->to, cause);
	if (line->row->has_room && line->to == NULL
		? line->room == NULL || !room_valid(view_of(line->room))
		: line->room != NULL)
		return fail("room", line->room, cause);
	return 0;
}

static int
check_what(const struct event_line *line, char **cause)
{
	if (check_where(line, cause) != 0)
		return -1;
	if (!object_is_good(line))
		return fail("object", line->object, cause);
	if (!text_is_good(line))
		return fail("text", line->text, cause);
	if (line->tags != NULL &&
	    (line->row->type != CHAT_MESSAGE || line->redacted ||
		!is_one_line(line->tags, TAGS_MAX) || has_any(line->tags, " ")))
		return fail("tags", line->tags, cause);
	if (line->redacted && line->row->type != CHAT_MESSAGE)
		return cause_set(cause, _("\"redacted\" is only for messages"));
	return 0;
}

/* The members of a line, borrowed from its JSON. */
#define AT(field) offsetof(struct event_line, field)

/* clang-format off */
static const struct field {
	const char *key;
	json_type type; /* JSON_TRUE: or false */
	size_t at;
	int needed;
} fields[] = {
	{ "msgid",    JSON_STRING, AT(msgid),	 1 },
	{ "time",     JSON_STRING, AT(time),	 1 },
	{ "type",     JSON_STRING, AT(type),	 1 },
	{ "in",	      JSON_ARRAY,  AT(in),	 1 },
	{ "room",     JSON_STRING, AT(room),	 0 },
	{ "to",	      JSON_STRING, AT(to),	 0 },
	{ "nick",     JSON_STRING, AT(nick),	 1 },
	{ "username", JSON_STRING, AT(username), 1 },
	{ "host",     JSON_STRING, AT(host),	 1 },
	{ "realname", JSON_STRING, AT(realname), 1 },
	{ "account",  JSON_STRING, AT(account),	 0 },
	{ "bot",      JSON_TRUE,   AT(bot),	 0 },
	{ "object",   JSON_STRING, AT(object),	 0 },
	{ "text",     JSON_STRING, AT(text),	 0 },
	{ "tags",     JSON_STRING, AT(tags),	 0 },
	{ "closed",   JSON_TRUE,   AT(closed),	 0 },
	{ "redacted", JSON_TRUE,   AT(redacted), 0 },
};
/* clang-format on */

enum { NFIELDS = sizeof(fields) / sizeof(fields[0]) };

static int
unpack_value(struct event_line *line, const struct field *field, json_t *value,
    char **cause)
{
	void *at = (char *)line + field->at;

	if (field->type == JSON_STRING && json_is_string(value))
		*(const char **)at = json_string_value(value);
	else if (field->type == JSON_ARRAY && json_is_array(value))
		*(json_t **)at = value;
	else if (field->type == JSON_TRUE && json_is_boolean(value))
		*(int *)at = json_is_true(value);
	else if (field->type == JSON_STRING)
		return cause_set(
		    cause, _("\"%s\" is not a string"), field->key);
	else if (field->type == JSON_ARRAY)
		return cause_set(cause, _("\"%s\" is not a list"), field->key);
	else
		return cause_set(
		    cause, _("\"%s\" is not true or false"), field->key);
	return 0;
}

/* Check that all members are known and all required members are there. */
static int
unpack(struct event_line *line, json_t *o, char **cause)
{
	size_t i, known = 0;
	json_t *value;

	if (!json_is_object(o))
		return cause_set(cause, _("the line is not a JSON object"));
	for (i = 0; i < NFIELDS; i++) {
		value = json_object_get(o, fields[i].key);
		if (value == NULL && fields[i].needed)
			return cause_set(
			    cause, _("\"%s\" is missing"), fields[i].key);
		if (value == NULL)
			continue;
		if (unpack_value(line, &fields[i], value, cause) != 0)
			return -1;
		known++;
	}
	if (known < json_object_size(o))
		return cause_set(cause,
		    _("the line has members that are not part of the format"));
	return 0;
}

static int
read_rooms(struct buf *rooms, const struct event_line *line, char **cause)
{
	char folded[CONVERSATION_KEY];
	const char *room;
	size_t i;

	for (i = 0; i < json_array_size(line->in); i++) {
		room = json_string_value(json_array_get(line->in, i));
		if (room == NULL ||
		    !(line->to != NULL ? conversation_valid(view_of(room))
				       : room_valid(view_of(room))) ||
		    name_fold(folded, sizeof(folded), view_of(room)) <= 0)
			return fail("in", room, cause);
		if (i > 0)
			buf_add_char(rooms, ',');
		buf_add_str(rooms, folded);
	}
	return i > 0 ? 0 : cause_set(cause, _("\"in\" is not a list of rooms"));
}

static char *
own(const char *s)
{
	return (char *)(uintptr_t)s;
}

static int
read_line(struct event_read *read, struct event_line *line, char **cause)
{
	struct chat_event e = { 0 };
	size_t i = 0;

	if (line->type == NULL)
		return fail("type", NULL, cause);
	while (i < NROWS && strcmp(rows[i].name, line->type) != 0)
		i++;
	if (i == NROWS)
		return fail("type", line->type, cause);
	line->row = &rows[i];
	if (!msgid_valid(view_of(line->msgid)))
		return fail("msgid", line->msgid, cause);
	if (clock_parse_iso(view_of(line->time), &e.time) != 0 || e.time < 0)
		return fail("time", line->time, cause);
	if (check_who(line, cause) != 0 || check_what(line, cause) != 0 ||
	    read_rooms(&read->rooms, line, cause) != 0)
		return -1;
	e.type = line->row->type;
	e.kind = line->row->kind;
	memcpy(e.id.s, line->msgid, MSGID_LEN);
	e.nick = own(line->nick);
	e.username = own(line->username);
	e.host = own(line->host);
	e.realname = own(line->realname);
	e.account = own(line->account);
	e.bot = line->bot;
	e.target = own(line->to != NULL ? line->to : line->room);
	e.object = own(line->object);
	e.text = own(line->text);
	e.tags = own(line->tags);
	e.closed = line->closed;
	e.redacted = line->redacted;
	read->event = chat_event_copy(&e);
	return 0;
}

/* Escape the library's message: it quotes bytes of the line. */
static int
no_json(const char *why, char **cause)
{
	struct buf shown = { 0 };

	text_vis(&shown, view_of(why));
	cause_set(cause, _("the line is not JSON: %s"), buf_str(&shown));
	buf_clear(&shown);
	return -1;
}

int
event_json_read(struct event_read *read, struct view text, char **cause)
{
	struct event_line line = { 0 };
	json_error_t error;
	json_t *o;
	int rc;

	*read = (struct event_read){ 0 };
	o = json_loadb(text.p, text.len, JSON_REJECT_DUPLICATES, &error);
	if (o == NULL)
		return no_json(error.text, cause);
	rc = unpack(&line, o, cause);
	if (rc == 0)
		rc = read_line(read, &line, cause);
	json_decref(o);
	if (rc != 0)
		event_read_clear(read);
	return rc;
}

void
event_read_clear(struct event_read *read)
{
	if (read->event != NULL)
		chat_event_unref(read->event);
	buf_clear(&read->rooms);
	*read = (struct event_read){ 0 };
}
