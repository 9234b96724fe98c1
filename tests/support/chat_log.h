/*
 * chat_log: a sink for the domain that writes down what happens, a line each, and
 * settles appended events at once unless told to keep them back.
 */
#ifndef TCHAT_TESTS_SUPPORT_CHAT_LOG_H
#define TCHAT_TESTS_SUPPORT_CHAT_LOG_H

#include "common/buf.h"
#include "server/chat/chat.h"

enum { CHAT_LOG_KEPT_MAX = 16 };

struct chat_log {
	struct world		*world;
	struct buf		 text;
	int			 keep_back;
	struct chat_event	*kept[CHAT_LOG_KEPT_MAX];
	size_t			 nkept;
	size_t			 nrecorded;
	struct buf		 kept_rooms;	/* "keep #tea topic", "forget #tea" */
	int64_t			 due;		/* what the world asked for last */
	char			*rooms;		/* of the last event recorded, or NULL */
};

void	chat_log_init(struct chat_log *);
void	chat_log_clear(struct chat_log *);
/* A user of that name, who is there then. */
struct chat_from chat_log_enter(struct chat_log *, const char *nick);
/* Settle what was kept back, in order. */
void	chat_log_settle(struct chat_log *);
/* What was written since the last call is exactly this. */
void	chat_log_expect(struct chat_log *, const char *lines);

#endif
