/*
 * reply: sentences for one plain peer.
 */
#include <stdarg.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/plain/plain.h"
#include "server/session/session.h"

void
plain_tell(struct session *s, const char *fmt, ...)
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

	plain_tell(s,
	    "That was not said: %.*s is in slow mode. Wait %lld second%s.",
	    VIEW_ARG(room), left, left == 1 ? "" : "s");
}

void
plain_tell_refusal(struct session *s, enum refusal no, struct view name)
{
	static const char *const sentences[] = {
		[CHAT_OK] = "Done: %.*s",
		[CHAT_ALREADY] = "That is so already: %.*s",
		[CHAT_BAD_NICK] =
		    "\"%.*s\" can't be a name: letters, digits and -_[]{}|^` "
		    "only, beginning with a letter, not too long.",
		[CHAT_NICK_TAKEN] = "The name %.*s is taken.",
		[CHAT_NICK_FORBIDDEN] = "Nobody may be called %.*s here.",
		[CHAT_NICK_LOOKS_LIKE] =
		    "The name %.*s looks like another user's: choose one that "
		    "cannot be mistaken for it.",
		[CHAT_ROOM_LOOKS_LIKE] =
		    "%.*s looks like another room's name: choose one that "
		    "cannot be mistaken for it.",
		[CHAT_NICK_RESERVED] = "The name %.*s is registered: if it is "
				       "yours, log in.",
		[CHAT_NICK_TOO_FAST] =
		    "You change your name too often to be %.*s now: wait a "
		    "moment.",
		[CHAT_TARGETS_TOO_FAST] =
		    "You begin to write to too many people, so nothing went to "
		    "%.*s: wait a moment.",
		[CHAT_BAD_ROOM] = "\"%.*s\" can't be a room's name.",
		[CHAT_NO_ROOM] = "There is no room %.*s.",
		[CHAT_NO_NICK] = "There is nobody called %.*s.",
		[CHAT_OFFLINE_FULL] =
		    "%.*s is not here, and no more is kept for them from who "
		    "is not logged in.",
		[CHAT_NOT_MEMBER] = "You are not in %.*s.",
		[CHAT_NOT_OP] = "You are no operator of %.*s.",
		[CHAT_NOT_OPERATOR] =
		    "Only operators of the server may do that (%.*s).",
		[CHAT_TOO_MANY_ROOMS] =
		    "You are in too many rooms to enter %.*s.",
		[CHAT_ROOM_FULL] = "%.*s is full.",
		[CHAT_NO_OUTSIDE] =
		    "Only who is in %.*s can speak there: /join it first.",
		[CHAT_MODERATED] =
		    "%.*s is moderated: an operator has to give you a voice.",
		[CHAT_SILENCED] = "You can't speak in %.*s.",
		[CHAT_NO_CTCP] = "%.*s takes no questions to programs.",
		[CHAT_SPEAKERS_NEED_ACCOUNT] =
		    "Only registered people may speak in %.*s.",
		[CHAT_NO_TEXT] = "There is no text for %.*s.",
		[CHAT_TARGET_NOT_MEMBER] = "%.*s is not there.",
		[CHAT_TARGET_IS_MEMBER] = "%.*s is there already.",
		[CHAT_BANNED] = "You are banned from %.*s.",
		[CHAT_BAD_KEY] =
		    "%.*s is locked: /join ROOM KEY enters with its key.",
		[CHAT_INVITE_ONLY] =
		    "%.*s is entered by invitation only: ask somebody who is "
		    "in it.",
		[CHAT_NEEDS_ACCOUNT] = "Only registered people may enter %.*s.",
		[CHAT_BAD_MODE] = "There is no such rule: %.*s",
		[CHAT_BAD_ARG] = "That does not fit: %.*s",
		[CHAT_LIST_FULL] = "The list is full: %.*s",
		[CHAT_ROOM_TAKEN] = "There is a room %.*s already.",
		[CHAT_NOT_FOUNDER] = "Only the founder of %.*s may do that.",
		[CHAT_IS_FOUNDER] = "%.*s is the founder of the room.",
		[CHAT_NOT_LOGGED_IN] =
		    "%.*s is not logged in, and rooms belong to accounts.",
		[CHAT_OWNS_TOO_MANY] =
		    "%.*s has as many rooms as one may have.",
		[CHAT_STORE_FAILED] =
		    "What you said to %.*s could not be kept, so nobody saw "
		    "it. Try again later.",
	};
	char *text;

	if (no == CHAT_SLOW_MODE) {
		tell_slow(s, name);
		return;
	}
	if (no == CHAT_TOO_FAST) {
		plain_tell(s, "You do this too often, so nothing was done. "
			      "Wait a moment and try again.");
		return;
	}
	/* The format is one of the above. */
	xasprintf(&text, sentences[no], VIEW_ARG(name));
	plain_tell(s, "%s", text);
	free(text);
}
