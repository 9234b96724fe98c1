/*
 * reply: sentences for one plain peer, refusals included.
 */
#include "server/plain/reply.h"

#include <stdarg.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/plain/format.h"
#include "server/plain/peer.h"
#include "server/session/session.h"

void
plain_reply(struct session *s, const char *fmt, ...)
{
	struct buf out = { 0 };
	char *text, *line;
	va_list ap;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	xasprintf(&line, "* %s", text);
	plain_add_line(&out, plain_of(s)->bare_lf, view_of(line));
	session_send(s, out.p, out.len);
	buf_clear(&out);
	free(line);
	free(text);
}

static void
tell_slow(struct session *s, struct view room)
{
	long long left = chat_slow_mode_left(s->server->world, s->user, room);

	plain_reply(s,
	    "Your message was not sent: %.*s is in slow mode. Wait %lld "
	    "second%s.",
	    VIEW_ARG(room), left, left == 1 ? "" : "s");
}

void
plain_reply_refusal(struct session *s, enum refusal no, struct view name)
{
	static const char *const sentences[] = {
		[CHAT_OK] = "Done: %.*s",
		[CHAT_ALREADY] = "Nothing to change: %.*s",
		[CHAT_BAD_NICK] =
		    "\"%.*s\" is not a valid name. A name has letters, digits "
		    "and -_[]{}|^`, and does not begin with a digit or -.",
		[CHAT_NICK_TAKEN] = "The name %.*s is taken.",
		[CHAT_NICK_FORBIDDEN] =
		    "The name %.*s is not allowed on this server.",
		[CHAT_NICK_LOOKS_LIKE] =
		    "The name %.*s looks like another user's name. Choose a "
		    "different one.",
		[CHAT_ROOM_LOOKS_LIKE] =
		    "%.*s looks like another room's name. Choose a different "
		    "one.",
		[CHAT_NICK_RESERVED] = "The name %.*s is registered. If it is "
				       "yours, log in: /login NAME PASSWORD",
		[CHAT_NICK_TOO_FAST] =
		    "You are changing your name too often. Wait a moment, then "
		    "type /nick %.*s again.",
		[CHAT_TARGETS_TOO_FAST] =
		    "You are writing to too many new people. Nothing was sent "
		    "to %.*s. Wait a moment and try again.",
		[CHAT_BAD_ROOM] = "\"%.*s\" is not a valid room name.",
		[CHAT_NO_ROOM] = "There is no room named %.*s.",
		[CHAT_NO_NICK] = "There is no user named %.*s.",
		[CHAT_OFFLINE_FULL] =
		    "%.*s is offline, and your message was not kept: the "
		    "server keeps only a few from users who are not logged in.",
		[CHAT_NOT_MEMBER] = "You are not in %.*s.",
		[CHAT_NOT_OP] = "You are not an operator of %.*s.",
		[CHAT_NOT_OPERATOR] =
		    "Only server operators may do that (%.*s).",
		[CHAT_TOO_MANY_ROOMS] = "You are in too many rooms to join "
					"%.*s. Leave one first: /leave ROOM",
		[CHAT_ROOM_FULL] = "%.*s is full.",
		[CHAT_NO_OUTSIDE] =
		    "Only members of %.*s may write there. Join "
		    "it first: /join ROOM",
		[CHAT_MODERATED] =
		    "%.*s is moderated. An operator must give you voice first.",
		[CHAT_SILENCED] = "You are not allowed to write in %.*s.",
		[CHAT_NO_CTCP] = "%.*s does not allow CTCP requests.",
		[CHAT_SPEAKERS_NEED_ACCOUNT] =
		    "Only logged-in users may write in %.*s.",
		[CHAT_NO_TEXT] = "The message to %.*s is empty.",
		[CHAT_TARGET_NOT_MEMBER] = "%.*s is not in that room.",
		[CHAT_TARGET_IS_MEMBER] = "%.*s is already in that room.",
		[CHAT_BANNED] = "You are banned from %.*s.",
		[CHAT_BAD_KEY] = "%.*s needs a key. Join with: /join ROOM KEY",
		[CHAT_INVITE_ONLY] =
		    "You need an invitation to join %.*s. Ask an operator of "
		    "the room.",
		[CHAT_NEEDS_ACCOUNT] = "Only logged-in users may join %.*s.",
		[CHAT_BAD_MODE] = "Unknown mode: %.*s",
		[CHAT_BAD_ARG] = "Invalid value: %.*s",
		[CHAT_LIST_FULL] = "The list is full, so %.*s was not added.",
		[CHAT_ROOM_TAKEN] = "A room named %.*s already exists.",
		[CHAT_NOT_FOUNDER] = "Only the founder of %.*s may do that.",
		[CHAT_IS_FOUNDER] = "%.*s is the founder of the room.",
		[CHAT_NOT_LOGGED_IN] = "%.*s is not logged in, and only an "
				       "account can be a founder.",
		[CHAT_OWNS_TOO_MANY] =
		    "%.*s is the founder of too many rooms already.",
		[CHAT_STORE_FAILED] =
		    "Your message to %.*s could not be saved, so nobody saw "
		    "it. Try again later.",
	};
	char *text;

	if (no == CHAT_SLOW_MODE) {
		tell_slow(s, name);
		return;
	}
	if (no == CHAT_TOO_FAST) {
		plain_reply(s, "You are doing this too often, so nothing was "
			       "done. Wait a moment and try again.");
		return;
	}
	/* The format is one of the sentences above. */
	xasprintf(&text, sentences[no], VIEW_ARG(name));
	plain_reply(s, "%s", text);
	free(text);
}
