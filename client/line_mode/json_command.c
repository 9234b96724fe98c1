/*
 * json_command: the table of commands and their members.
 */
#include "client/line_mode/json_command.h"

#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { NAME_MAX_BYTES = 256, LIMIT_MOST = 10000 };

/* Members, as bits. */
enum {
	M_TO = 1 << 0,
	M_ROOM = 1 << 1,
	M_NICK = 1 << 2,
	M_KEY = 1 << 3,
	M_MSGID = 1 << 4,
	M_BEFORE = 1 << 5,
	M_TEXT = 1 << 6,
	M_LIMIT = 1 << 7
};

/* clang-format off */
static const struct member {
	const char	*name;
	unsigned	 bit;
	size_t		 offset;	/* of a view in struct json_command */
	int		 is_name;	/* one word of the protocol */
} members[] = {
	{ "to", M_TO, offsetof(struct json_command, to), 1 },
	{ "room", M_ROOM, offsetof(struct json_command, room), 1 },
	{ "nick", M_NICK, offsetof(struct json_command, nick), 1 },
	{ "key", M_KEY, offsetof(struct json_command, key), 1 },
	{ "msgid", M_MSGID, offsetof(struct json_command, msgid), 1 },
	{ "before", M_BEFORE, offsetof(struct json_command, before), 1 },
	{ "text", M_TEXT, offsetof(struct json_command, text), 0 },
};

static const struct row {
	const char	*type;
	enum json_verb	 verb;
	unsigned	 must, may;	/* members */
} rows[] = {
	{ "say", JSON_SAY, M_TEXT, M_TO },
	{ "action", JSON_ACTION, M_TEXT, M_TO },
	{ "notice", JSON_NOTICE, M_TEXT, M_TO },
	{ "join", JSON_JOIN, M_ROOM, M_KEY },
	{ "part", JSON_PART, 0, M_ROOM | M_TEXT },
	{ "nick", JSON_NICK, M_NICK, 0 },
	{ "topic", JSON_TOPIC, M_TEXT, M_ROOM },
	{ "redact", JSON_REDACT, M_MSGID, M_TO | M_TEXT },
	{ "history", JSON_HISTORY, 0, M_TO | M_LIMIT | M_BEFORE },
	{ "search", JSON_SEARCH, M_TEXT, 0 },
	{ "command", JSON_COMMAND, M_TEXT, 0 },
	{ "quit", JSON_QUIT, 0, M_TEXT },
};
/* clang-format on */

enum {
	NMEMBERS = sizeof(members) / sizeof(members[0]),
	NROWS = sizeof(rows) / sizeof(rows[0])
};

static struct view
string_view(const json_t *v)
{
	return (struct view){ json_string_value(v), json_string_length(v) };
}

/* The protocol has no room for spaces and controls in a name. */
static int
is_name(struct view v)
{
	size_t i;

	if (v.len == 0 || v.len > NAME_MAX_BYTES || *v.p == ':')
		return 0;
	for (i = 0; i < v.len; i++)
		if ((unsigned char)v.p[i] <= ' ' || v.p[i] == ',')
			return 0;
	return 1;
}

static const struct row *
find_row(const char *type)
{
	size_t i;

	for (i = 0; i < NROWS; i++)
		if (strcmp(type, rows[i].type) == 0)
			return &rows[i];
	return NULL;
}

static const struct member *
find_member(const char *name)
{
	size_t i;

	for (i = 0; i < NMEMBERS; i++)
		if (strcmp(name, members[i].name) == 0)
			return &members[i];
	return NULL;
}

static int
take_limit(struct json_command *c, const json_t *v, char **cause)
{
	if (json_is_integer(v) && json_integer_value(v) >= 1 &&
	    json_integer_value(v) <= LIMIT_MOST) {
		c->limit = json_integer_value(v);
		return 0;
	}
	return cause_set(
	    cause, _("\"limit\" must be a number from 1 to %d"), LIMIT_MOST);
}

/* Take one member. Returns its bit, or 0 and *cause. */
static unsigned
take(struct json_command *c, const char *name, const json_t *v, char **cause)
{
	const struct member *m = find_member(name);
	struct view *field;

	if (strcmp(name, "limit") == 0)
		return take_limit(c, v, cause) == 0 ? M_LIMIT : 0;
	if (m == NULL) {
		cause_set(cause, _("unknown member \"%s\""), name);
		return 0;
	}
	if (!json_is_string(v)) {
		cause_set(cause, _("\"%s\" must be a string"), name);
		return 0;
	}
	field = (struct view *)(void *)((char *)c + m->offset);
	*field = string_view(v);
	if (m->is_name && !is_name(*field)) {
		cause_set(cause,
		    _("\"%s\" must be one word without spaces and commas"),
		    name);
		return 0;
	}
	c->has_text |= m->bit == M_TEXT;
	return m->bit;
}

/* Name the first member of the set. */
static const char *
first_name(unsigned set)
{
	size_t i;

	for (i = 0; i < NMEMBERS; i++)
		if (set & members[i].bit)
			return members[i].name;
	return "limit";
}

static int
take_members(struct json_command *c, const struct row *row, char **cause)
{
	unsigned bit, got = 0;
	const char *name;
	json_t *v;

	json_object_foreach(c->object, name, v)
	{
		if (strcmp(name, "type") == 0 || strcmp(name, "id") == 0)
			continue;
		bit = take(c, name, v, cause);
		if (bit == 0)
			return -1;
		if (((row->must | row->may) & bit) == 0)
			return cause_set(cause,
			    _("\"%s\" does not belong to \"%s\""), name,
			    row->type);
		got |= bit;
	}
	if ((row->must & ~got) != 0)
		return cause_set(cause, _("\"%s\" is missing"),
		    first_name(row->must & ~got));
	return 0;
}

int
json_command_parse(struct json_command *c, struct view line, char **cause)
{
	const struct row *row;
	json_error_t error;
	json_t *type, *id;

	*c = (struct json_command){ 0 };
	c->object =
	    json_loadb(line.p, line.len, JSON_REJECT_DUPLICATES, &error);
	if (c->object == NULL)
		return cause_set(cause, _("not a JSON object: %s (column %d)"),
		    error.text, error.column);
	if (!json_is_object(c->object))
		return cause_set(cause, _("not a JSON object"));
	id = json_object_get(c->object, "id");
	if (id != NULL && !json_is_string(id) && !json_is_number(id))
		return cause_set(
		    cause, _("\"id\" must be a string or a number"));
	c->id = id;
	type = json_object_get(c->object, "type");
	if (!json_is_string(type))
		return cause_set(cause, _("\"type\" is missing"));
	row = find_row(json_string_value(type));
	if (row == NULL)
		return cause_set(
		    cause, _("unknown type \"%s\""), json_string_value(type));
	c->verb = row->verb;
	return take_members(c, row, cause);
}

void
json_command_clear(struct json_command *c)
{
	json_decref(c->object);
	*c = (struct json_command){ 0 };
}
