/*
 * json_event: what line mode prints with --json: one object per line. tchat-json(5) describes the members; change both
 * together, and raise JSON_SCHEMA if a member changes its meaning or goes away.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_JSON_EVENT_H
#define TCHAT_CLIENT_LINE_MODE_JSON_EVENT_H

#include <jansson.h>

#include "client/irc/event.h"
#include "common/buf.h"
#include "common/view.h"

enum { JSON_SCHEMA = 1 };

struct json_context {
	json_t	*id;		/* of the command that the event answers, borrowed; or NULL */
	int	 ignored;	/* the user ignores the sender */
	int	 mention;	/* the message mentions the user */
};

/* Append the event as a line; nothing if it has none. */
void	json_event_line(struct buf *out, const struct irc_event *,
	    const struct json_context *);

/* Begin an object of that type with a time in ms; 0: now. Each function takes over the object or returns a new one. */
json_t	*json_object_new(const char *type, int64_t time);
/* Set a member to cleaned text without formatting codes; null if the text is empty. */
void	json_set_text(json_t *, const char *member, struct view);
/* Append the object as a line, and free it. */
void	json_object_line(struct buf *out, json_t *);

#endif
