/*
 * event: everything that can happen in the chat, in one struct. The domain changes its state
 * only by applying an event; applied events go to chat_ops.applied (chat.h).
 *
 * An event carries by value all that is needed to apply and show it, for example the author's
 * nick at that time, and never a pointer to a user or room. It is reference-counted. After it
 * was appended only the journal changes it, to set seq, and the apply step of
 * an event that does not wait for the store.
 */
#ifndef TCHAT_SERVER_CHAT_EVENT_H
#define TCHAT_SERVER_CHAT_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "common/msgid.h"
#include "common/view.h"

/*
 * The types, with the fields that they use. target is a room if nothing else is said. A field
 * in brackets may be NULL.
 */
enum chat_event_type {
	CHAT_JOIN,	/* target */
	CHAT_PART,	/* target, [reason] */
	CHAT_QUIT,	/* reason, [rooms] */
	CHAT_KICK,	/* target, victim, [reason] */
	CHAT_NICK,	/* new_nick, [rooms] */
	CHAT_SETNAME,	/* new_realname */
	CHAT_AWAY,	/* [away_message], NULL: the user is back */
	CHAT_TOPIC,	/* target, topic ("" clears it) */
	CHAT_MODE,	/* target, mode_letters, [mode_args] */
	CHAT_MESSAGE,	/* target: a room or nick; kind, text, [tags], [status], [to_account] */
	CHAT_NEW_USER,	/* a user was added to the world */
	CHAT_USER_MODE,	/* on, off */
	CHAT_KILL,	/* victim, reason */
	CHAT_WALLOPS,	/* text: for all users with mode w */
	CHAT_INVITE,	/* target, invited */
	CHAT_RENAME,	/* target: the old name; new_name, [reason] */
	CHAT_REDACT,	/* target: a room or nick; message_id, [reason], [to_account] */
	CHAT_ACCOUNT,	/* [new_account], NULL: the user logged out */
	CHAT_HOST,	/* new_host */
	CHAT_FORGET_CLOSED	/* target: delete the history of the times when it was closed */
};
enum { CHAT_EVENT_TYPES = CHAT_FORGET_CLOSED + 1 };

enum chat_kind {
	CHAT_PRIVMSG,	/* PRIVMSG (an action is one in CTCP form) */
	CHAT_NOTICE,
	CHAT_TAGMSG	/* no text, only tags */
};

/* Prefix of a nick: a user with that nick who is not logged in. */
enum { CHAT_GUEST = '~' };

struct chat_event {
	unsigned		 refs;
	enum chat_event_type	 type;
	enum chat_kind		 kind;		/* CHAT_MESSAGE */
	int			 is_from_service;		/* from a service: never refused when it is applied */
	int			 closed;	/* the room was closed at that time (room.h) */
	int			 not_stored;	/* do not store it: an incognito room, or a visitor's JOIN, PART or QUIT */
	int			 redacted;	/* deleted: only its place in the order remains */
	uint64_t		 seq;		/* the journal's order */
	struct msgid		 id;
	int64_t			 time;		/* clock_ms when it was made */
	uint64_t		 user;		/* the author's user id */
	uint64_t		 origin;	/* session of the author; 0: none */
	uint64_t		 token;		/* the dialect's mark of the request */
	/* The author at that time; part of the event's allocation. */
	const char		*nick;
	const char		*username;
	const char		*host;
	const char		*realname;
	const char		*account;	/* NULL: none */
	int			 bot;
	unsigned		 on, off;	/* USER_* bits that were set and cleared */
	char			*target;	/* as it is spelled */
	char			*to_account;	/* account of that nick when it was appended; NULL: none */
	char			*status;	/* STATUSMSG prefix ("@") */
	/* A second name. Each type has its own word for it; the store says object. */
	union {
		char		*object;
		char		*victim;	/* a nick */
		char		*invited;	/* a nick */
		char		*new_nick;
		char		*new_name;	/* of a room */
		char		*new_account;
		char		*new_host;
		char		*message_id;	/* of the deleted message */
		char		*mode_args;	/* "key ada" */
	};
	/* A text. Each type has its own word for it; the store says text. */
	union {
		char		*text;		/* may have several lines, see below */
		char		*reason;
		char		*topic;
		char		*away_message;
		char		*new_realname;
		char		*mode_letters;	/* "+k-o" */
	};
	char			*tags;		/* client-only tags, escaped */
	char			*rooms;		/* the author's rooms, separated by commas */
};

struct user;

/*
 * Make an event with that user as author and the current time. All other fields are NULL. The
 * caller owns the reference.
 */
struct chat_event *chat_event_new(enum chat_event_type, const struct user *);
/* Make an event by the server, which has a name but no user. */
struct chat_event *chat_event_by_server(enum chat_event_type, const char *name);
/*
 * True for the types that are applied only when they are stored: what members see of them is never lost. The other types
 * (presence) are applied as soon as they have their place in the order.
 */
int	chat_event_waits_for_store(const struct chat_event *);
/* True if the server is the author. */
int	chat_event_is_by_server(const struct chat_event *);
/* Make a copy of an event, whose strings may belong to somebody else. */
struct chat_event *chat_event_copy(const struct chat_event *);
struct chat_event *chat_event_ref(struct chat_event *);
void	chat_event_unref(struct chat_event *);

/*
 * A message may have several lines in one text. Each line but the last ends in CHAT_LINE_END. A
 * line that was too long for one protocol line came in pieces; each piece but the last ends in
 * CHAT_LINE_GOES_ON. Lines may be empty, the whole text is not.
 */
enum {
	CHAT_LINE_END = '\n',
	CHAT_LINE_GOES_ON = '\r'
};

/* True if the message has more than one line or piece. */
int	chat_event_has_lines(const struct chat_event *);

/*
 * Iterator over the pieces of a text. chat_lines_next returns 1 and sets piece, or 0 at the
 * end.
 */
struct chat_lines {
	struct view	 rest;		/* p NULL: at the end */
	struct view	 piece;
	int		 goes_on;	/* this piece continues the line of the one before */
	int		 next_goes_on;	/* the next piece continues this one */
};
void	chat_lines_begin(struct chat_lines *, struct view text);
int	chat_lines_next(struct chat_lines *);

#endif
