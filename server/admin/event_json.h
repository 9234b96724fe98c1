/*
 * event_json: write a stored event as a line of JSON, and read it back (tchat-server(8), "The format of an export").
 */
#ifndef TCHAT_SERVER_ADMIN_EVENT_JSON_H
#define TCHAT_SERVER_ADMIN_EVENT_JSON_H

#include "common/buf.h"
#include "common/view.h"

struct archive_record;
struct chat_event;

/* Append the event as a line that ends with LF. */
void	event_json_write(struct buf *, const struct archive_record *);

/* The result of reading a line; the caller owns the event and the rooms. */
struct event_read {
	struct chat_event	*event;
	struct buf		 rooms;	/* folded, commas between */
};

/* Read and check a line. Returns 0, or -1 and *cause. */
int	event_json_read(struct event_read *, struct view line, char **cause);
void	event_read_clear(struct event_read *);

#endif
