/*
 * history: what the files of CHATHISTORY share.
 */
#ifndef TCHAT_SERVER_IRC_HISTORY_H
#define TCHAT_SERVER_IRC_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"
#include "server/store/store.h"

struct request;

/* FAIL CHATHISTORY code sub [about] :text */
void	history_fail(struct request *, const char *code, struct view sub,
	    struct view about, const char *text);
/* The reason for a read's failure, as a sentence. */
const char *history_why_not(enum store_result);
/*
 * "timestamp=...": 0, or -1. Of times none is 0, which is no time for the store: 1970 had no
 * messages.
 */
int	history_parse_time(struct view, int64_t *ms);
/* CHATHISTORY TARGETS, of which the limit is parsed. */
void	history_targets(struct request *, size_t limit);

#endif
