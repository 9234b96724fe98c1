/*
 * history: asking the server for what was said: IRCv3 draft/chathistory, draft/read-marker,
 * draft/message-redaction and soju.im/search. A question has a number; the lines that answer it are
 * ordinary events with `asked` set to it, oldest first, then one IRC_EV_FETCHED ends it,
 * also when the server refuses, lacks the capability or the link breaks. So whoever asks
 * hears exactly one end, and never before the call that asked has returned.
 */
#ifndef TCHAT_CLIENT_IRC_HISTORY_H
#define TCHAT_CLIENT_IRC_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct irc_session;

enum irc_able {
	IRC_ABLE_HISTORY,	/* draft/chathistory */
	IRC_ABLE_PLAYBACK,	/* draft/event-playback: joins and the like come too */
	IRC_ABLE_READ_MARKER,
	IRC_ABLE_REDACT,
	IRC_ABLE_SEARCH,
	IRC_ABLE_LINES		/* draft/multiline: a text of several lines is one message */
};

/* What this server can do, as negotiated. */
int	irc_session_able(const struct irc_session *, enum irc_able);
/* How many lines one question may ask for (ISUPPORT CHATHISTORY; 100 if not told). */
size_t	irc_session_history_limit(const struct irc_session *);

enum irc_history {
	IRC_LATEST,	/* the newest; after `from` if one is given */
	IRC_BEFORE,
	IRC_AFTER,
	IRC_AROUND,
	IRC_BETWEEN	/* from, to */
};

/* A place in the past: by msgid, else by time (ms), else nowhere. */
struct irc_bound {
	struct view	 msgid;		/* empty: by time */
	int64_t		 time;		/* 0 too: none ("*") */
};

/* Limit 0: the server's own. Returns the question's number; never 0. */
uint64_t irc_session_history(struct irc_session *, enum irc_history,
	    struct view target, struct irc_bound from, struct irc_bound to,
	    size_t limit);
/* In which rooms and with whom was something said between? IRC_EV_TARGET each. */
uint64_t irc_session_history_targets(struct irc_session *, int64_t from,
	    int64_t to, size_t limit);

struct irc_search {
	struct view	 text;		/* words */
	struct view	 in;		/* empty: everywhere */
	struct view	 from;		/* empty: anybody */
	int64_t		 after, before;	/* ms; 0: not bounded */
	size_t		 limit;		/* 0: the server's own */
};
uint64_t irc_session_search(struct irc_session *, const struct irc_search *);

/* Read up to that time (ms). Answered by IRC_EV_READ. */
void	irc_session_mark_read(struct irc_session *, struct view target,
	    int64_t time);
/* Take a message back; answered by IRC_EV_REDACTED or IRC_EV_REFUSED. Reason may be empty. */
void	irc_session_redact(struct irc_session *, struct view target,
	    struct view msgid, struct view reason);

/*
 * What was on the wire when the link broke may have arrived or not. Messages carry the client tag
 * +tchat/nonce, so their echoes in the past are known again. After a reconnect such a message is
 * unsure: it waits, pending, until its target's past was fetched up to now and this was said;
 * found there: IRC_EV_SENT; not found: it is sent again, before younger ones. Where the
 * server keeps no history it is refused ("not confirmed") as soon as that is known.
 */
/*
 * Such a message is not told again as a line of the past: the line on the screen is the one. It
 * is refused too where the server does not let us have that target's past (INVALID_TARGET), and
 * in talk with one person of which the server has never told any past.
 */
/* Has that target messages whose fate is unsure? */
int	irc_session_unsure(const struct irc_session *, struct view target);
/* All that was said there since before the break has been fetched. */
void	irc_session_caught_up(struct irc_session *, struct view target);
/*
 * For who does not fetch the past otherwise (line mode), once in the room again: do both.
 * Nothing is told of it but IRC_EV_SENT and IRC_EV_REFUSED.
 */
void	irc_session_catch_up(struct irc_session *, struct view target);

#endif
