/*
 * past_server: a server with a history, for tests of a client: messages in its rooms, and replies to
 * CHATHISTORY, SEARCH, MARKREAD, REDACT, JOIN and PRIVMSG.
 */
#ifndef TCHAT_TESTS_SUPPORT_PAST_SERVER_H
#define TCHAT_TESTS_SUPPORT_PAST_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

enum { PAST_SAID_MAX = 4000 };

struct past_said {
	char	 target[32], who[16], text[64], nonce[64];
	int64_t	 time;
};

struct past_server {
	struct past_said	 said[PAST_SAID_MAX];	/* message i has the msgid "m<i>" */
	size_t			 n;
	int64_t			 read;			/* the read marker of every room; 0: none */
	size_t			 asked;			/* number of history requests so far */
	int			 mute;			/* accept messages without echo or reply */
	int			 refuse;		/* answer every request with FAIL */
};

#define PAST_CAPS                                                   \
	"batch draft/chathistory draft/message-redaction "          \
	"draft/read-marker echo-message labeled-response message-tags " \
	"server-time soju.im/search standard-replies"

void	past_open(struct past_server *);
/* Add a message sent this many ms ago (0: now); returns its number. */
size_t	past_say(struct past_server *, const char *target, const char *who,
	    const char *text, int64_t ago);
/* Write the line that delivers it. */
void	past_tell(const struct past_server *, size_t i, struct buf *out);
/* Write the server's reply to a line of the client; possibly nothing. */
void	past_answer(struct past_server *, struct view line, struct buf *out);

#endif
