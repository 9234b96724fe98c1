/*
 * sasl_text: messages of SASL as IRC has them: in base 64, in parts of 400 bytes, of which
 * the last is shorter; "+" is an empty one (IRCv3 sasl; checklist 55).
 */
#ifndef TCHAT_SERVER_ACCOUNT_SASL_TEXT_H
#define TCHAT_SERVER_ACCOUNT_SASL_TEXT_H

#include "common/buf.h"
#include "common/view.h"

enum {
	SASL_PART = 400,
	SASL_TEXT_MAX = 8192	/* bytes of a message's text in all */
};

/* A message on its way in; a zeroed struct is one that has not begun. */
struct sasl_text {
	struct buf	 text;
};

enum sasl_text_is {
	SASL_TEXT_MORE,		/* the message goes on */
	SASL_TEXT_WHOLE,	/* it is in `message`, the caller's to wipe (sasl_text_wipe) */
	SASL_TEXT_TOO_LONG,	/* no part is that long */
	SASL_TEXT_TOO_MUCH,
	SASL_TEXT_BAD		/* it is no base 64 */
};

/* But for MORE it is as if nothing had come then. `message` is empty before. */
enum sasl_text_is sasl_text_add(struct sasl_text *, struct view part,
	    struct buf *message);
void	sasl_text_clear(struct sasl_text *);

/* Nothing of it stays in memory. */
void	sasl_text_wipe(struct buf *);

/* A message to be said, in parts: each is handed to `say`. */
void	sasl_text_say(struct view message,
	    void (*say)(void *ctx, struct view part), void *ctx);

#endif
