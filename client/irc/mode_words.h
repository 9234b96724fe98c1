/*
 * mode_words: MODE as sentences: "ana banned bo by account for 2 hours". Each change is a whole sentence.
 */
#ifndef TCHAT_CLIENT_IRC_MODE_WORDS_H
#define TCHAT_CLIENT_IRC_MODE_WORDS_H

#include "common/buf.h"
#include "common/view.h"

struct irc_msg;
struct irc_session;

/*
 * Append a sentence for each change of a MODE of a room, one a line. who: the user or the server that made it. A mode
 * without a sentence of its own is named by its letter.
 */
void	mode_words(struct buf *, const struct irc_session *, struct view who,
	    const struct irc_msg *);
/* Append a mask as people call it: "account bo", "host example.org". Returns 1 if it mutes, else 0. */
int	mode_words_mask(struct buf *, const struct irc_session *,
	    struct view mask);

#endif
