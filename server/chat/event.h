/*
 * event: everything that can happen in the chat, in one struct. The domain changes its state
 * only by applying an event; applied events go to chat_ops.applied (chat.h).
 *
 * An event carries by value all that is needed to apply and show it, for example the author's
 * nick at that time, and never a pointer to a user or room. It is reference-counted. After it
 * was appended only the journal changes it, to set seq.
 */
#ifndef TCHAT_SERVER_CHAT_EVENT_H
#define TCHAT_SERVER_CHAT_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "common/msgid.h"
#include "common/view.h"

enum chat_event_type {
	CHAT_JOIN,	/* room; text NULL */
	CHAT_PART,	/* room; text: reason or NULL */
	CHAT_QUIT,	/* text: reason */
	CHAT_KICK,	/* room, object: the victim's nick; text: reason */
	CHAT_NICK,	/* object: the new nick */
	CHAT_SETNAME,	/* text: the new real name */
	CHAT_AWAY,	/* text: message, NULL: back */
	CHAT_TOPIC,	/* room; text: the new topic, "" clears */
	CHAT_MODE,	/* room; text: "+k-o"; object: "key ada", or NULL */
	CHAT_MESSAGE,	/* target: room or nick; kind; text; tags */
	CHAT_NEW_USER,	/* a user was added to the world */
	CHAT_USER_MODE,	/* on, off: the user's own modes */
	CHAT_KILL,	/* object: the nick that is killed; text: reason */
	CHAT_WALLOPS,	/* text: for all users with mode w */
	CHAT_INVITE,	/* room, object: the invited nick */
	CHAT_RENAME,	/* room: its old name; object: the new one; text: reason or NULL */
	CHAT_REDACT,	/* target: room or nick; object: the id of a message; text: reason or NULL */
	CHAT_ACCOUNT,	/* object: the account they logged in to; NULL: logged out */
	CHAT_HOST,	/* object: the new visible host */
	CHAT_FORGET_CLOSED	/* room: delete the history of the time when it was closed */
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
	char			*nick;
	char			*username;
	char			*host;
	char			*realname;
	char			*account;	/* NULL: none */
	int			 bot;
	/* CHAT_USER_MODE: bits of USER_* that were set and cleared. */
	unsigned		 on, off;
	/* CHAT_USER_MODE: USER_* bits that were set and cleared. */
	char			*target;	/* room or nick, as it is spelled; NULL */
	char			*to_account;	/* account of that nick when it was appended; NULL: none */
	char			*status;	/* STATUSMSG prefix ("@"), or NULL */
	char			*object;
	char			*text;		/* may have several lines, see below */
	char			*tags;		/* client-only tags, escaped, or NULL */
	char			*rooms;		/* CHAT_QUIT, CHAT_NICK: the author's rooms, separated by commas; or NULL */
};

struct user;

/*
 * Make an event with that user as author and the current time. All other fields are NULL. The
 * caller owns the reference.
 */
struct chat_event *chat_event_new(enum chat_event_type, const struct user *);
/* Make an event by the server, which has a name but no user. */
struct chat_event *chat_event_by_server(enum chat_event_type, const char *name);
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
