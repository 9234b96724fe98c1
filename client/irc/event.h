/*
 * event: what the server said, typed, cleaned and decoded: nothing after this sees a
 * protocol line. Views are good for the call. Text has passed text_clean.
 */
#ifndef TCHAT_CLIENT_IRC_EVENT_H
#define TCHAT_CLIENT_IRC_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

enum irc_event_type {
	IRC_EV_WELCOME,		/* registered; nick is ours now */
	IRC_EV_NICK_IN_USE,	/* before registration: nick is the one refused, text why; irc_session_nick answers */
	IRC_EV_JOIN,		/* who, room */
	IRC_EV_PART,		/* who, room, text */
	IRC_EV_QUIT,		/* who, text; of the past: room too */
	IRC_EV_KICK,		/* who, room, object: victim, text */
	IRC_EV_NICK,		/* who, object: new nick; of the past: room too */
	IRC_EV_MESSAGE,		/* who, target, message, text (with line breaks, if of several lines) */
	IRC_EV_TOPIC,		/* room, text; who set it now, or empty (on joining) */
	IRC_EV_MODE,		/* who, target, text: letters and arguments */
	IRC_EV_RANK,		/* after a MODE: room, object: nick, text: the prefix; on: given or taken */
	IRC_EV_NAMES,		/* room, object: nick, text: prefixes; one per member */
	IRC_EV_NAMES_END,	/* room: the list is whole; others are not in it */
	IRC_EV_AWAY,		/* who, text (empty: back) */
	IRC_EV_INVITED,		/* who, room */
	IRC_EV_INFO,		/* an answer in words: room or object if about one, text (empty: only that it came) */
	IRC_EV_REFUSED,		/* an error: object: command or target, text; about a message: token, target */
	IRC_EV_SENT,		/* token, target: that message was acknowledged; time (0: unknown), msgid if known;
				 * asked, if it was found in that answer; on: the server changed it to `text` */
	IRC_EV_REDACTED,	/* who, room (as of a message), object: its msgid, text: why, or empty */
	IRC_EV_READ,		/* target: read up to `time` (0: never); ours from any client of ours */
	IRC_EV_TARGET,		/* answer to a question for targets: target, time of the latest there */
	IRC_EV_FETCHED,		/* a question of history.h is answered whole: asked, fetched, target; text: why not */
	IRC_EV_PERSON,		/* answer to irc_session_ask_person: object: nick asked for; who and userhost (empty: nobody), text: account */
	IRC_EV_LOGIN,		/* object: whom we are logged in as (empty: logged out), text; on: it was asked for */
	IRC_EV_CLOSED		/* ERROR, or the server answers no more: text (terminated); drop the link */
};

#define IRC_REPLAYED UINT64_MAX

enum irc_message { IRC_SAID, IRC_ACTION, IRC_NOTICE, IRC_CTCP };

struct irc_event {
	enum irc_event_type type;
	enum irc_message message;
	int64_t		 time;		/* ms: server-time, else now */
	struct view	 msgid;		/* empty: none */
	struct view	 who;		/* nick of the source; empty: the server */
	struct view	 userhost;	/* user@host of the source */
	int		 self;		/* the source is us */
	int		 to_self;	/* target is our nick */
	int		 on;		/* IRC_EV_RANK */
	int		 visitor;	/* of a message: by a program that joined only to say it */
	struct view	 room;		/* of a message too: its target without "@" (STATUSMSG) */
	struct view	 target;
	struct view	 object;
	struct view	 text;
	int		 numeric;	/* 0: not one */
	uint64_t	 token;		/* of the message this answers; 0: none */
	uint64_t	 origin;	/* of the command this answers (irc_session_origin); 0: none, or unknown */
	/*
	 * From the past: the question (history.h) that this line answers; or IRC_REPLAYED, what the
	 * server told unasked (a replay on joining). 0: it happens now. Such an event changes no
	 * state: no member comes or goes, nothing counts as a mention of now.
	 */
	uint64_t	 asked;
	/*
	 * IRC_EV_FETCHED: how many lines the server told. Fewer than were asked for: there are no more.
	 * Not each is an event (kept tags, our own unsure messages).
	 */
	size_t		 fetched;
};

#endif
