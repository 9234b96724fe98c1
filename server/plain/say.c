/*
 * say: from what was typed to messages that fit their relayed line (DESIGN: framing).
 */
#include "common/text.h"
#include "server/chat/user.h"
#include "server/plain/plain.h"
#include "server/session/session.h"

#define ACTION_BEGIN "\001ACTION "
#define ACTION_END   "\001"

enum { RELAYED_MAX = 512 };

/* ":nick!user@host PRIVMSG target :" and CR LF around the text, and what an action adds. */
static size_t
room_for_text(const struct user *u, struct view target, enum plain_manner how)
{
	size_t used = strlen(u->nick) + strlen(u->username) + strlen(u->host) +
		      target.len + sizeof(":!@ PRIVMSG  :\r\n") - 1;

	if (how == PLAIN_ACT)
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
say_piece(struct session *s, enum plain_manner how, struct view target,
    struct view piece)
{
	struct chat_from from = session_from(s, 0);
	struct buf text = { 0 };
	enum refusal no;

	if (how == PLAIN_ACT)
		buf_add_str(&text, ACTION_BEGIN);
	buf_add_view(&text, piece);
	if (how == PLAIN_ACT)
		buf_add_str(&text, ACTION_END);
	no = chat_say(s->server->world, &from, CHAT_PRIVMSG, target,
	    buf_view(&text), VIEW(""));
	buf_clear(&text);
	return no;
}

/* text is then what was not said. */
static enum refusal
say_pieces(struct session *s, enum plain_manner how, struct view target,
    struct view *text)
{
	struct view rest = *text;
	size_t max = room_for_text(s->user, target, how), n;
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

/* A long line is several messages, of which slow mode lets one pass. */
static void
tell_why(struct session *s, enum refusal no, struct view target, int is_rest)
{
	if (no == CHAT_SLOW_MODE && is_rest)
		plain_tell(s, "Only the beginning was said: that is more than "
			      "one message.");
	plain_tell_refusal(s, no, target);
}

/* Bytes that are no UTF-8 are said as U+FFFD; nothing but controls is nothing. */
void
plain_say(struct session *s, enum plain_manner how, struct view target,
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
