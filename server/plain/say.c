/*
 * say: /msg and /me, and a text as messages that each fit the line the server relays.
 */
#include "server/plain/say.h"

#include <string.h>

#include "common/i18n.h"
#include "common/text.h"
#include "server/chat/user.h"
#include "server/plain/current_room.h"
#include "server/plain/parse.h"
#include "server/plain/reply.h"
#include "server/session/session.h"

#define ACTION_BEGIN "\001ACTION "
#define ACTION_END   "\001"

enum { RELAYED_MAX = 512 };

enum plain_message { PLAIN_TEXT, PLAIN_ACTION };

/*
 * Return the bytes left for the text in a relayed line: it also has ":nick!user@host PRIVMSG target :" and CR LF,
 * and the marks of an action.
 */
static size_t
bytes_for_text(const struct user *u, struct view target, enum plain_message how)
{
	size_t used = strlen(u->nick) + strlen(u->username) + strlen(u->host) +
		      target.len + sizeof(":!@ PRIVMSG  :\r\n") - 1;

	if (how == PLAIN_ACTION)
		used += sizeof(ACTION_BEGIN) - 1 + sizeof(ACTION_END) - 1;
	return used < RELAYED_MAX ? RELAYED_MAX - used : 1;
}

static struct view
skip_spaces(struct view v)
{
	while (v.len > 0 && *v.p == ' ') {
		v.p++;
		v.len--;
	}
	return v;
}

static enum refusal
say_piece(struct session *s, enum plain_message how, struct view target,
    struct view piece)
{
	struct chat_from from = session_from(s, 0);
	struct buf text = { 0 };
	enum refusal no;

	if (how == PLAIN_ACTION)
		buf_add_str(&text, ACTION_BEGIN);
	buf_add_view(&text, piece);
	if (how == PLAIN_ACTION)
		buf_add_str(&text, ACTION_END);
	no = chat_say(s->server->world, &from, CHAT_PRIVMSG, target,
	    buf_view(&text), VIEW(""));
	buf_clear(&text);
	return no;
}

/* Send the text piece by piece until a refusal; *text becomes the part that was not sent. */
static enum refusal
say_pieces(struct session *s, enum plain_message how, struct view target,
    struct view *text)
{
	struct view rest = *text;
	size_t max = bytes_for_text(s->user, target, how), n;
	enum refusal no = CHAT_NO_TEXT;

	while (rest.len > 0) {
		n = text_split(rest, max);
		no = say_piece(s, how, target, (struct view){ rest.p, n });
		if (no != CHAT_OK)
			break;
		rest.p += n;
		rest.len -= n;
		rest = skip_spaces(rest);
		*text = rest;
	}
	return no;
}

/* A long line makes several messages, and slow mode lets only the first pass. */
static void
tell_why(struct session *s, enum refusal no, struct view target, int is_rest)
{
	if (no == CHAT_SLOW_MODE && is_rest)
		plain_reply(
		    s, _("Only the beginning was sent: the line is longer than "
			 "one message."));
	plain_reply_refusal(s, no, target);
}

/* Invalid UTF-8 becomes U+FFFD. A line of control characters alone sends nothing. */
static void
say(struct session *s, enum plain_message how, struct view target,
    struct view typed)
{
	struct buf text = { 0 };
	struct view rest;
	enum refusal no;

	text_clean(&text, typed, 0);
	rest = buf_view(&text);
	no = say_pieces(s, how, target, &rest);
	if (no != CHAT_OK && no != CHAT_NO_TEXT)
		tell_why(s, no, target, rest.len < text.len);
	buf_clear(&text);
}

void
plain_say(struct session *s, struct view target, struct view text)
{
	say(s, PLAIN_TEXT, target, text);
}

void
plain_msg(struct session *s, struct view args)
{
	struct view target = plain_cut_word(&args);

	if (args.len == 0)
		plain_reply(s, _("Text missing. Usage: /msg NICK TEXT"));
	else
		say(s, PLAIN_TEXT, target, args);
}

void
plain_me(struct session *s, struct view args)
{
	const char *room = plain_current_room(s);

	if (room != NULL && args.len == 0)
		plain_reply(
		    s, _("Text missing. Usage: /me TEXT (for example /me "
			 "waves)"));
	else if (room != NULL)
		say(s, PLAIN_ACTION, view_of(room), args);
}
