/*
 * event: what the server sent, as typed events with decoded and cleaned text (text_clean). No code after this
 * layer sees a protocol line. Views are valid during the call.
 */
#ifndef TCHAT_CLIENT_IRC_EVENT_H
#define TCHAT_CLIENT_IRC_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

/* clang-format off */
/* Each type with the fields that it sets, besides time and msgid. */
enum irc_event_type {
	IRC_EV_WELCOME,		/* registered; who: our nick */
	IRC_EV_NICK_IN_USE,	/* our nick was refused before registration: object: the nick; text: why; on: it is
				 * registered. Answer with irc_session_nick. */
	IRC_EV_JOIN,		/* who, room */
	IRC_EV_PART,		/* who, room, text */
	IRC_EV_QUIT,		/* who, text; in history also room */
	IRC_EV_KICK,		/* who, room, object: the kicked user, text */
	IRC_EV_NICK,		/* who, object: the new nick; in history also room */
	IRC_EV_MESSAGE,		/* who, target, message, text (with line breaks if it has several lines) */
	IRC_EV_TOPIC,		/* room, text, who: the user who set it just now; empty if we joined */
	IRC_EV_MODE,		/* who, target, text: letters and arguments, detail: of a room: sentences, one a line */
	IRC_EV_RANK,		/* after a MODE: room, object: nick, text: prefix, on: 1 given, 0 removed */
	IRC_EV_NAMES,		/* room, object: nick, text: prefixes; one event per member */
	IRC_EV_NAMES_END,	/* room: its list of members is complete */
	IRC_EV_AWAY,		/* who, text; empty: no longer away */
	IRC_EV_INVITED,		/* who, room, object: the invited user */
	IRC_EV_INFO,		/* a reply: text: a sentence, empty if there is nothing to show; room or object if it is
				 * about one */
	IRC_EV_REFUSED,		/* an error: text; object: command or target; about a message also token, target */
	IRC_EV_SENT,		/* our message was acknowledged: token, target; time is 0 if unknown; history if a
				 * history request found it; on: the server changed it to text */
	IRC_EV_REDACTED,	/* who, target, object: msgid of the deleted message, text: the reason */
	IRC_EV_READ,		/* a client of this user has read target up to time; 0: never */
	IRC_EV_TARGET,		/* answers a targets request: target, time of its latest message */
	IRC_EV_FETCHED,		/* a history request ended: history, fetched, target, text: why it failed */
	IRC_EV_WHOX,		/* answers irc_session_whox: object: the nick; who and userhost, empty if there is no
				 * such user; text: account */
	IRC_EV_LOGIN,		/* object: the account that we are logged in to, empty: logged out; text; on: the user
				 * asked for it */
	IRC_EV_ANSWERED,	/* the server has answered all commands of an origin: see irc_session_watch_answers */
	IRC_EV_LAG,		/* lag: how long the server takes, or has taken so far, to answer */
	IRC_EV_WAITING,		/* object: the user's command that the server has not answered yet; empty: none */
	IRC_EV_CLOSED		/* the server sent ERROR or stopped answering: close the link; text ends with a NUL */
};
/* clang-format on */

#define IRC_REPLAYED UINT64_MAX

enum irc_message { IRC_PRIVMSG, IRC_ACTION, IRC_NOTICE, IRC_CTCP };

/* clang-format off */
struct irc_event {
	enum irc_event_type	 type;
	enum irc_message	 message;
	int64_t			 time;		/* ms: server-time, or else now */
	struct view		 msgid;		/* empty: none */
	struct view		 who;		/* nick of the source; empty: the server */
	struct view		 userhost;	/* user@host of the source */
	struct view		 account;	/* of the source; empty: none, or unknown */
	int			 self;		/* the source is our own user */
	int			 to_self;	/* target is our nick */
	int			 on;		/* see the types */
	int			 visitor;	/* the sender joined only to send this message (a program) */
	struct view		 room;		/* of a message: its target without "@" (STATUSMSG) */
	struct view		 target;
	struct view		 object;
	struct view		 text;
	struct view		 label, detail;	/* IRC_EV_INFO: the same in two columns, for a table; both empty: none */
	int			 numeric;	/* 0: the event is not from a numeric */
	uint64_t		 token;		/* of the message that this answers; 0: none */
	uint64_t		 origin;	/* of the command that this answers (irc_session_origin); 0: unknown */
	/*
	 * The history request (history.h) that this line answers, or IRC_REPLAYED if the server sent old lines
	 * without a request, for example when we joined. 0: it happens now. A line of history changes no state: no
	 * member joins or leaves, and nothing counts as a new mention.
	 */
	uint64_t		 history;
	/*
	 * IRC_EV_FETCHED: how many lines the server returned. Fewer than requested: there are no more. Some lines
	 * give no event, for example our own unconfirmed messages.
	 */
	size_t			 fetched;
	int64_t			 lag;		/* ms, whole seconds */
};
/* clang-format on */

#endif
