/*
 * chat_log: a sink for the domain that writes each event as a line. It settles appended events at
 * once, unless told to hold them.
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
	int64_t			 due;		/* the last request of the world */
	char			*rooms;		/* of the last recorded event, or NULL */
};

void	chat_log_init(struct chat_log *);
void	chat_log_clear(struct chat_log *);
/* Create a user with this nick. */
struct chat_from chat_log_enter(struct chat_log *, const char *nick);
/* Settle the held events, in order. */
void	chat_log_settle(struct chat_log *);
/* Expect exactly this since the last call. */
void	chat_log_expect(struct chat_log *, const char *lines);

#endif
