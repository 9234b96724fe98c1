/*
 * past_server: a server's memory, for tests of a client: what was said in its rooms, and its
 * answers to lines that ask for it (CHATHISTORY, SEARCH, MARKREAD, REDACT), to JOIN and PRIVMSG.
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
	struct past_said said[PAST_SAID_MAX];	/* number i has the msgid "m<i>" */
	size_t	 n;
	int64_t	 read;		/* the marker, of every room; 0: none */
	size_t	 asked;		/* questions for the past so far */
	int	 mute;		/* takes what is said, and neither echoes nor answers */
	int	 refuse;	/* answers every question with FAIL */
};

#define PAST_CAPS                                                   \
	"batch draft/chathistory draft/message-redaction "          \
	"draft/read-marker echo-message labeled-response message-tags " \
	"server-time soju.im/search standard-replies"

void	past_open(struct past_server *);
/* Said that long ago (ms; 0: now); returns its number. */
size_t	past_say(struct past_server *, const char *target, const char *who,
	    const char *text, int64_t ago);
/* The line that tells it, as it happens. */
void	past_tell(const struct past_server *, size_t i, struct buf *out);
/* What the server answers to a line of the client's; nothing, perhaps. */
void	past_answer(struct past_server *, struct view line, struct buf *out);

#endif
