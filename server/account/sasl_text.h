/*
 * sasl_text: SASL messages in IRC: base 64, in parts of 400 bytes of which the last is shorter; "+" is an empty part
 * (IRCv3 sasl; checklist 55).
 */
#ifndef TCHAT_SERVER_ACCOUNT_SASL_TEXT_H
#define TCHAT_SERVER_ACCOUNT_SASL_TEXT_H

#include "common/buf.h"
#include "common/view.h"

enum {
	SASL_PART = 400,
	SASL_TEXT_MAX = 8192	/* bytes of a message's text in all */
};

/* An incoming message; zeroed: nothing received yet. */
struct sasl_text {
	struct buf	 text;
};

enum sasl_text_is {
	SASL_TEXT_MORE,		/* more parts follow */
	SASL_TEXT_WHOLE,	/* the message is complete; the caller wipes it (sasl_text_wipe) */
	SASL_TEXT_TOO_LONG,	/* the part is longer than SASL_PART */
	SASL_TEXT_TOO_MUCH,	/* the message is longer than SASL_TEXT_MAX */
	SASL_TEXT_BAD		/* not base 64 */
};

/* Add a part. On every result but SASL_TEXT_MORE, t is reset. `message` must be empty. */
enum sasl_text_is sasl_text_add(struct sasl_text *, struct view part,
	    struct buf *message);
void	sasl_text_clear(struct sasl_text *);

/* Overwrite and free a buffer that held a secret. */
void	sasl_text_wipe(struct buf *);

/* Split a message into parts and call `say` for each. */
void	sasl_text_say(struct view message,
	    void (*say)(void *ctx, struct view part), void *ctx);

#endif
