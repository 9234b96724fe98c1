/*
 * event_line: check the values of a line.
 */
#include "server/admin/event_line.h"

#include <string.h>

#include "common/buf.h"
#include "common/msgid.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* Limits of the values; the server's own events keep within them. */
enum {
	TEXT_MAX = 1024 * 1024,
	TAGS_MAX = 8191,
	WORD_MAX = 1024,
	SHOWN_MAX = 100
};

int
event_line_wrong(const char *key, const char *value, char **cause)
{
	struct buf shown = { 0 };
	struct view v = view_of(value);

	if (value == NULL)
		return cause_set(cause, "\"%s\" is missing", key);
	v.len = text_cut(v, SHOWN_MAX);
	text_vis(&shown, v);
	cause_set(cause, "\"%s\": \"%s\" is not valid", key, buf_str(&shown));
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

int
event_line_check_who(const struct event_line *line, char **cause)
{
	if (!nick_valid(view_of(line->nick)))
		return event_line_wrong("nick", line->nick, cause);
	if (!is_word(line->username))
		return event_line_wrong("username", line->username, cause);
	if (!is_word(line->host))
		return event_line_wrong("host", line->host, cause);
	if (!is_one_line(line->realname, WORD_MAX))
		return event_line_wrong("realname", line->realname, cause);
	if (line->account != NULL && !is_word(line->account))
		return event_line_wrong("account", line->account, cause);
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
		return event_line_wrong("to", line->to, cause);
	if (line->row->has_room && line->to == NULL
		? line->room == NULL || !room_valid(view_of(line->room))
		: line->room != NULL)
		return event_line_wrong("room", line->room, cause);
	return 0;
}

int
event_line_check_what(const struct event_line *line, char **cause)
{
	if (check_where(line, cause) != 0)
		return -1;
	if (!object_is_good(line))
		return event_line_wrong("object", line->object, cause);
	if (!text_is_good(line))
		return event_line_wrong("text", line->text, cause);
	if (line->tags != NULL &&
	    (line->row->type != CHAT_MESSAGE || line->redacted ||
		!is_one_line(line->tags, TAGS_MAX) || has_any(line->tags, " ")))
		return event_line_wrong("tags", line->tags, cause);
	if (line->redacted && line->row->type != CHAT_MESSAGE)
		return cause_set(cause, "only messages are redacted");
	return 0;
}
