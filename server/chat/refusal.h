/*
 * refusal: why a request was refused. The dialect turns the value into a numeric or a sentence.
 */
#ifndef TCHAT_SERVER_CHAT_REFUSAL_H
#define TCHAT_SERVER_CHAT_REFUSAL_H

enum refusal {
	CHAT_OK,
	CHAT_ALREADY,			/* nothing to do; not an error */
	CHAT_BAD_NICK,
	CHAT_NICK_TAKEN,
	CHAT_BAD_ROOM,
	CHAT_NO_ROOM,			/* no such room */
	CHAT_NO_NICK,			/* no such user */
	CHAT_NOT_MEMBER,
	CHAT_NOT_OP,
	CHAT_TOO_MANY_ROOMS,
	CHAT_ROOM_FULL,
	CHAT_NO_OUTSIDE,		/* only members may send to the room */
	CHAT_MODERATED,			/* only voiced members and operators may speak */
	CHAT_SILENCED,			/* the user is banned or muted there */
	CHAT_NO_CTCP,
	CHAT_SPEAKERS_NEED_ACCOUNT,	/* only users with an account may speak */
	CHAT_NO_TEXT,
	CHAT_TARGET_NOT_MEMBER,		/* the target is not in the room */
	CHAT_TARGET_IS_MEMBER,		/* the target is in the room already */
	CHAT_BANNED,
	CHAT_BAD_KEY,
	CHAT_INVITE_ONLY,
	CHAT_NEEDS_ACCOUNT,
	CHAT_BAD_MODE,			/* no such mode */
	CHAT_BAD_ARG,			/* the argument does not fit the mode */
	CHAT_LIST_FULL,
	CHAT_ROOM_TAKEN,		/* a room has that name */
	CHAT_STORE_FAILED,		/* the store could not save the event */
	CHAT_NOT_OPERATOR,		/* the user is not a server operator */
	CHAT_NICK_RESERVED,		/* it is an account's name */
	CHAT_NOT_FOUNDER,		/* only the founder may do that */
	CHAT_IS_FOUNDER,		/* not possible against the room's founder */
	CHAT_NOT_LOGGED_IN,		/* the user needs an account for that */
	CHAT_OWNS_TOO_MANY,		/* the account owns as many rooms as it may */
	CHAT_OFFLINE_FULL,		/* no more guest messages are stored */
	CHAT_NICK_TOO_FAST,		/* the user changes nick too often */
	CHAT_TOO_FAST,			/* see rate_limits.h */
	CHAT_TARGETS_TOO_FAST,		/* a guest writes to too many people */
	CHAT_SLOW_MODE,			/* see chat_slow_mode_left */
	CHAT_NICK_FORBIDDEN,		/* the settings reserve it */
	CHAT_NICK_LOOKS_LIKE,		/* like an account's name */
	CHAT_ROOM_LOOKS_LIKE		/* like a founded room's name */
};
enum { CHAT_REFUSALS = CHAT_ROOM_LOOKS_LIKE + 1 };

#endif
