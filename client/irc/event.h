/*
 * event: what the server sent, as typed events with decoded and cleaned text (text_clean). No code after this
 * layer sees a protocol line. Views are valid during the call.
 */
#ifndef TCHAT_CLIENT_IRC_EVENT_H
#define TCHAT_CLIENT_IRC_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

enum irc_event_type {
	IRC_EV_WELCOME, /* registered; nick is our nick */
	IRC_EV_NICK_IN_USE, /* before registration: nick was refused, text says why, on: it is registered;
				 * answer with irc_session_nick */
	IRC_EV_JOIN, /* who, room */
	IRC_EV_PART, /* who, room, text */
	IRC_EV_QUIT, /* who, text; from history: room too */
	IRC_EV_KICK, /* who, room, object: victim, text */
	IRC_EV_NICK, /* who, object: new nick; from history: room too */
	IRC_EV_MESSAGE, /* who, target, message, text (with line breaks if it has several lines) */
	IRC_EV_TOPIC, /* room, text; who set it just now, or empty (when we join) */
	IRC_EV_MODE, /* who, target, text: letters and arguments */
	IRC_EV_RANK, /* after a MODE: room, object: nick, text: the prefix; on: given or removed */
	IRC_EV_NAMES, /* room, object: nick, text: prefixes; one per member */
	IRC_EV_NAMES_END, /* room: the list of members is complete */
	IRC_EV_AWAY,	  /* who, text (empty: no longer away) */
	IRC_EV_INVITED,	  /* who, room */
	IRC_EV_INFO, /* a reply as a sentence: room or object if it is about one, text (empty: only that
				 * it came) */
	IRC_EV_REFUSED, /* an error: object: command or target, text; if about a message: token, target */
	IRC_EV_SENT, /* token, target: the message was acknowledged; time (0: unknown), msgid if known;
				 * asked, if a history request found it; on: the server changed it to `text` */
	IRC_EV_REDACTED, /* who, room (as for a message), object: its msgid, text: the reason, or empty */
	IRC_EV_READ, /* target: read up to `time` (0: never), by any client of this user */
	IRC_EV_TARGET, /* reply to a targets request: target, time of its latest message */
	IRC_EV_FETCHED, /* a request of history.h has ended: asked, fetched, target; text: why it failed */
	IRC_EV_PERSON, /* reply to irc_session_ask_person: object: nick asked for; who and userhost (empty:
				 * no such user), text: account */
	IRC_EV_LOGIN, /* object: the account we are logged in to (empty: logged out), text; on: the user
				 * had asked for it */
	IRC_EV_CLOSED /* ERROR, or the server stopped answering: text (NUL-terminated); close the link */
};

#define IRC_REPLAYED UINT64_MAX

enum irc_message { IRC_SAID, IRC_ACTION, IRC_NOTICE, IRC_CTCP };

struct irc_event {
	enum irc_event_type type;
	enum irc_message message;
	int64_t time;	      /* ms: server-time, or else now */
	struct view msgid;    /* empty: none */
	struct view who;      /* nick of the source; empty: the server */
	struct view userhost; /* user@host of the source */
	int self;	      /* the source is our own user */
	int to_self;	      /* target is our nick */
	int on;		      /* see the types */
	int visitor; /* the message's sender joined only to send it (a program) */
	struct view
	    room; /* for a message too: its target without "@" (STATUSMSG) */
	struct view target;
	struct view object;
	struct view text;
	int numeric;	/* 0: the event is not from a numeric */
	uint64_t token; /* of the message that this answers; 0: none */
	uint64_t
	    origin; /* of the command that this answers (irc_session_origin); 0: none, or unknown */
	/*
	 * For a line of history: the request (history.h) that it answers, or IRC_REPLAYED if the server sent it
	 * unasked (a replay on joining). 0: it happens now. A line of history changes no state: no member joins
	 * or leaves, and nothing counts as a new mention.
	 */
	uint64_t asked;
	/*
	 * IRC_EV_FETCHED: how many lines the server returned. Fewer than requested: there are no more. Not every
	 * line gives an event (kept tags, our own unsure messages).
	 */
	size_t fetched;
};

#endif
