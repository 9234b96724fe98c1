/*
 * event_json: a kept event as a line of JSON, and back (tchat-server(8), "The format of an
 * export").
 */
#ifndef TCHAT_SERVER_ADMIN_EVENT_JSON_H
#define TCHAT_SERVER_ADMIN_EVENT_JSON_H

#include "common/buf.h"
#include "common/view.h"

struct archive_record;
struct chat_event;

/* Append the line, ended by a line feed. */
void event_json_write(struct buf *, const struct archive_record *);

/* What was read: the event and the rooms are the caller's. */
struct event_read {
	struct chat_event *event;
	struct buf rooms; /* folded, commas between */
};

/* Read a line and check all that is in it: 0, or -1 and *cause. */
int event_json_read(struct event_read *, struct view line, char **cause);
void event_read_clear(struct event_read *);

#endif
