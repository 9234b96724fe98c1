/*
 * event: all that can happen in the chat, in one struct. The domain changes
 * only by applying an event; an applied event goes to one sink (chat.h).
 *
 * An event carries all that applying and showing it needs, by name and by value: who
 * did it as they were then, never a pointer to a user or room. It is counted by
 * references, and nobody changes it after it was appended, but for the journal's seq.
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
	CHAT_NEW_USER,	/* a new user in the world */
	CHAT_USER_MODE,	/* on, off: their own modes */
	CHAT_KILL,	/* object: whose sessions are closed; text: reason */
	CHAT_WALLOPS,	/* text: to all who want to hear operators */
	CHAT_INVITE,	/* room, object: who is asked in */
	CHAT_RENAME,	/* room: its old name; object: the new one; text: reason or NULL */
	CHAT_REDACT,	/* target: room or nick; object: the id of a message; text: reason or NULL */
	CHAT_ACCOUNT,	/* object: the account that is logged in to; NULL: logged out */
	CHAT_HOST,	/* object: the host that others see from now on */
	CHAT_FORGET_CLOSED	/* room: what was said there in private is to be forgotten */
};

enum chat_kind {
	CHAT_PRIVMSG,	/* PRIVMSG (an action is one in CTCP form) */
	CHAT_NOTICE,
	CHAT_TAGMSG	/* no text, only tags */
};

/* Before a nick: whoever has it is not logged in. */
enum { CHAT_GUEST = '~' };

struct chat_event {
	unsigned		 refs;
	enum chat_event_type	 type;
	enum chat_kind		 kind;		/* CHAT_MESSAGE */
	int			 is_from_service;		/* a service's word: never refused again */
	int			 closed;	/* it happened in a closed room (room.h) */
	int			 not_stored;	/* it happened in an incognito room, or a visitor came or went */
	int			 redacted;	/* only its place in the order is left */
	uint64_t		 seq;		/* the journal's order */
	struct msgid		 id;
	int64_t			 time;		/* clock_ms when it was made */
	uint64_t		 user;		/* who: the user's id */
	uint64_t		 origin;	/* which session, for the dialect; 0: none */
	uint64_t		 token;		/* the dialect's own mark of the request */
	/* Who, as they were: owned copies. */
	char			*nick;
	char			*username;
	char			*host;
	char			*realname;
	char			*account;	/* NULL: none */
	int			 bot;
	/* CHAT_USER_MODE: bits of USER_* that were set and cleared. */
	unsigned		 on, off;
	/* What. */
	char			*target;	/* room or nick, as it is spelt; NULL */
	char			*to_account;	/* of that nick, when it was appended; NULL: none */
	char			*status;	/* STATUSMSG prefix ("@"), or NULL */
	char			*object;
	char			*text;		/* of a message perhaps several lines: see below */
	char			*tags;		/* client-only tags, escaped, or NULL */
	char			*rooms;		/* CHAT_QUIT, CHAT_NICK: they were in, commas between; or NULL */
};

struct user;

/* A new event done by that user now; fields beyond who and when are NULL. */
struct chat_event *chat_event_new(enum chat_event_type, const struct user *);
/* The same done by the server, which has no user: only a name. */
struct chat_event *chat_event_by_server(enum chat_event_type, const char *name);
/* Was it? */
int	chat_event_is_by_server(const struct chat_event *);
/* A new event that says the same, also of words that belong to nobody for long. */
struct chat_event *chat_event_copy(const struct chat_event *);
struct chat_event *chat_event_ref(struct chat_event *);
void	chat_event_unref(struct chat_event *);

/*
 * A message may have several lines, in one text: each but the last ends in CHAT_LINE_END. A
 * line too long for its way here came in pieces, each but its last ending in CHAT_LINE_GOES_ON.
 * Lines may be empty, the whole text is not.
 */
enum {
	CHAT_LINE_END = '\n',
	CHAT_LINE_GOES_ON = '\r'
};

/* Has the message more than one line or piece? */
int	chat_event_has_lines(const struct chat_event *);

/* Walks the pieces of a text: chat_lines_next returns 1 and sets piece, or 0 at the end. */
struct chat_lines {
	struct view	 rest;		/* p NULL: at the end */
	struct view	 piece;
	int		 goes_on;	/* the piece belongs to the line of the one before */
	int		 next_goes_on;	/* and is gone on with by the next */
};
void	chat_lines_begin(struct chat_lines *, struct view text);
int	chat_lines_next(struct chat_lines *);

#endif
