/*
 * event_line: the values of an event's line of JSON (event_json.h), not checked yet. Strings are borrowed from the
 * JSON.
 */
#ifndef TCHAT_SERVER_ADMIN_EVENT_LINE_H
#define TCHAT_SERVER_ADMIN_EVENT_LINE_H

#include <jansson.h>

#include "server/chat/event.h"

enum object { NO_OBJECT, NICK_OBJECT, ROOM_OBJECT, ID_OBJECT, ANY_OBJECT };

struct event_row {
	const char *name;
	enum chat_event_type type;
	enum chat_kind kind;
	int has_room; /* else the event belongs to several rooms */
	int has_text; /* -1: optional */
	enum object object;
};

struct event_line {
	const char *msgid, *time, *type, *room, *to, *nick, *username, *host;
	const char *realname, *account, *object, *text, *tags;
	json_t *in;
	int bot;
	int closed;
	int redacted;
	const struct event_row *row;
};

/*
 * Check that the values are as valid as those of clients, because they will be sent to clients. Returns 0, or -1 and
 * *cause.
 */
int	event_line_check_who(const struct event_line *, char **cause);
int	event_line_check_what(const struct event_line *, char **cause);

/* Set *cause: this value is not valid, or missing (NULL). Returns -1. */
int	event_line_wrong(const char *key, const char *value, char **cause);

#endif
