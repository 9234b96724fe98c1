/*
 * reply: sentences for one plain peer, refusals included.
 */
#include "server/plain/reply.h"

#include <stdarg.h>
#include <stdlib.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/plain/event_text.h"
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

/* The sentence for each refusal; %.*s is the room or nick in question. */
static const char *const refusals[] = {
	[CHAT_ALREADY] = N_("Nothing to change: %.*s"),
	[CHAT_BAD_NICK] =
	    N_("\"%.*s\" is not a valid nick. A nick has letters, "
	       "digits and -_[]{}|^`, and does not begin with a "
	       "digit or -."),
	[CHAT_NICK_TAKEN] =
	    N_("The nick %.*s is in use. Choose another: /nick NICK"),
	[CHAT_BAD_ROOM] = N_("\"%.*s\" is not a valid room name."),
	[CHAT_NO_ROOM] = N_("There is no room named %.*s."),
	[CHAT_NO_NICK] = N_("There is no user named %.*s."),
	[CHAT_NOT_MEMBER] = N_("You are not in %.*s."),
	[CHAT_NOT_OP] = N_("You are not an operator of %.*s."),
	[CHAT_TOO_MANY_ROOMS] = N_("You are in too many rooms to join %.*s. To "
				   "leave one: /leave ROOM"),
	[CHAT_ROOM_FULL] = N_("%.*s is full."),
	[CHAT_NO_OUTSIDE] = N_("Only members of %.*s may write there. To join "
			       "it: /join ROOM"),
	[CHAT_MODERATED] =
	    N_("%.*s is moderated. Ask an operator to give you voice."),
	[CHAT_SILENCED] = N_("You are banned or muted in %.*s."),
	[CHAT_NO_CTCP] = N_("%.*s does not allow CTCP requests."),
	[CHAT_SPEAKERS_NEED_ACCOUNT] =
	    N_("Only logged-in users may write in %.*s."),
	[CHAT_NO_TEXT] = N_("The message to %.*s is empty."),
	[CHAT_TARGET_NOT_MEMBER] = N_("%.*s is not in that room."),
	[CHAT_TARGET_IS_MEMBER] = N_("%.*s is already in that room."),
	[CHAT_BANNED] = N_("You are banned from %.*s."),
	[CHAT_BAD_KEY] = N_("%.*s needs a key. To join: /join ROOM KEY"),
	[CHAT_INVITE_ONLY] =
	    N_("You need an invitation to join %.*s. Ask an operator of the "
	       "room."),
	[CHAT_NEEDS_ACCOUNT] = N_("Only logged-in users may join %.*s."),
	[CHAT_BAD_MODE] = N_("Unknown mode: %.*s"),
	[CHAT_BAD_ARG] = N_("Invalid value: %.*s"),
	[CHAT_LIST_FULL] = N_("The list is full, so %.*s was not added."),
	[CHAT_ROOM_TAKEN] = N_("A room named %.*s already exists."),
	[CHAT_STORE_FAILED] = N_("Your message to %.*s could not be saved, so "
				 "nobody saw it. Try again later."),
	[CHAT_NOT_OPERATOR] = N_("You are not an operator of this server."),
	[CHAT_NICK_RESERVED] = N_("The nick %.*s is registered. If it is "
				  "yours, log in: /login NICK PASSWORD"),
	[CHAT_NOT_FOUNDER] = N_("Only the founder of %.*s may do that."),
	[CHAT_IS_FOUNDER] = N_("%.*s is the founder of the room."),
	[CHAT_NOT_LOGGED_IN] = N_("%.*s is not logged in. Only a logged-in "
				  "user can be a founder."),
	[CHAT_OWNS_TOO_MANY] = N_("%.*s is the founder of too many rooms."),
	[CHAT_OFFLINE_FULL] = N_("%.*s is offline, and your message was not "
				 "kept: the server keeps only a few from users "
				 "who are not logged in."),
	[CHAT_NICK_TOO_FAST] = N_("You are changing your nick too often. Wait "
				  "a moment and try again."),
	[CHAT_TOO_FAST] = N_("You are doing this too often, so nothing was "
			     "done. Wait a moment and try again."),
	[CHAT_TARGETS_TOO_FAST] =
	    N_("You are writing to too many new people. Nothing was sent to "
	       "%.*s. Wait a moment and try again."),
	[CHAT_SLOW_MODE] = NULL, /* see tell_slow_mode */
	[CHAT_NICK_FORBIDDEN] =
	    N_("The nick %.*s is reserved. Choose another: /nick NICK"),
	[CHAT_NICK_LOOKS_LIKE] = N_("The nick %.*s looks like another user's. "
				    "Choose another: /nick NICK"),
	[CHAT_ROOM_LOOKS_LIKE] =
	    N_("%.*s looks like the name of another room. Choose another."),
};

_Static_assert(sizeof(refusals) / sizeof(refusals[0]) == CHAT_REFUSALS,
    "each refusal has a row");

static void
tell_slow_mode(struct session *s, struct view room)
{
	long long left = chat_slow_mode_left(s->server->world, s->user, room);

	plain_reply(s,
	    ngettext("Your message was not sent: %.*s is in slow mode. Wait "
		     "%lld second.",
		"Your message was not sent: %.*s is in slow mode. Wait %lld "
		"seconds.",
		(unsigned long)left),
	    VIEW_ARG(room), left);
}

void
plain_reply_refusal(struct session *s, enum refusal no, struct view name)
{
	char *text;

	if (no == CHAT_SLOW_MODE) {
		tell_slow_mode(s, name);
		return;
	}
	/* The format is one of the sentences above. */
	xasprintf(&text, _(refusals[no]), VIEW_ARG(name));
	plain_reply(s, "%s", text);
	free(text);
}
