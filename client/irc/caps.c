/*
 * caps: what the server supports and what we request (IRCv3 capability negotiation, version 302). One REQ
 * requests everything that is both wanted and offered.
 */
#include "client/irc/state.h"
#include "common/linebuf.h"

/* clang-format off */
static const struct cap {
	const char	*name;
	unsigned	 bit;
} wanted[] = {
	{ "account-notify",	CAP_ACCOUNT_NOTIFY },
	{ "account-tag",	CAP_ACCOUNT_TAG },
	{ "away-notify",	CAP_AWAY_NOTIFY },
	{ "batch",		CAP_BATCH },
	{ "cap-notify",		CAP_CAP_NOTIFY },
	{ "chghost",		CAP_CHGHOST },
	{ "draft/account-registration", CAP_REGISTRATION },
	{ "draft/chathistory",	CAP_CHATHISTORY },
	{ "draft/event-playback", CAP_EVENT_PLAYBACK },
	{ "draft/message-redaction", CAP_REDACTION },
	{ "draft/multiline",	CAP_MULTILINE },
	{ "draft/read-marker",	CAP_READ_MARKER },
	{ "echo-message",	CAP_ECHO_MESSAGE },
	{ "extended-join",	CAP_EXTENDED_JOIN },
	{ "invite-notify",	CAP_INVITE_NOTIFY },
	{ "labeled-response",	CAP_LABELED_RESPONSE },
	{ "message-tags",	CAP_MESSAGE_TAGS },
	{ "multi-prefix",	CAP_MULTI_PREFIX },
	{ "sasl",		CAP_SASL },
	{ "server-time",	CAP_SERVER_TIME },
	{ "setname",		CAP_SETNAME },
	{ "soju.im/search",	CAP_SEARCH },
	{ "standard-replies",	CAP_STANDARD_REPLIES },
	{ "tchat/no-lobby",	CAP_NO_LOBBY },
	{ "tchat/visitor",	CAP_VISITOR },
};
/* clang-format on */

enum { NWANTED = sizeof(wanted) / sizeof(wanted[0]) };

static void
send_cap(struct irc_session *s, const char *sub, const char *arg)
{
	struct view params[2] = { view_of(sub), view_of(arg) };

	irc_session_command(s, "CAP", params, arg == NULL ? 1 : 2);
}

void
caps_start(struct irc_session *s)
{
	send_cap(s, "LS", "302");
}

static unsigned
cap_bit(struct view name)
{
	size_t i;

	for (i = 0; i < NWANTED; i++)
		if (view_equal(name, view_of(wanted[i].name)))
			return wanted[i].bit;
	return 0;
}

/* draft/multiline=max-bytes=4096,max-lines=24; without max-lines, lines are unlimited. */
static void
take_limits(struct irc_session *s, struct view value)
{
	struct view word, key;
	long long n;

	s->caps.max_bytes = 0;
	s->caps.max_lines = SIZE_MAX;
	while (view_cut(&value, ',', &word)) {
		if (!view_cut(&word, '=', &key) ||
		    view_to_int(word, 1, INT32_MAX, &n) != 0)
			continue;
		if (view_equal(key, VIEW("max-bytes")))
			s->caps.max_bytes = (size_t)n;
		else if (view_equal(key, VIEW("max-lines")))
			s->caps.max_lines = (size_t)n;
	}
}

/* Return the bits of a list; *off has those of names with a '-'. */
static unsigned
list_bits(struct irc_session *s, struct view list, unsigned *off)
{
	struct view word, name;
	unsigned on = 0;

	*off = 0;
	while (view_cut(&list, ' ', &word)) {
		if (!view_cut(&word, '=', &name))
			continue;
		if (view_has_prefix(name, VIEW("-"))) {
			name.p++;
			name.len--;
			*off |= cap_bit(name);
		} else {
			on |= cap_bit(name);
			if (cap_bit(name) == CAP_MULTILINE && word.len > 0)
				take_limits(s, word);
			if (cap_bit(name) == CAP_SASL && word.len > 0)
				login_offered(s, word);
		}
	}
	return on;
}

/* The server delays registration until CAP END. */
void
caps_end(struct irc_session *s)
{
	if (s->caps.ended)
		return;
	s->caps.ended = 1;
	send_cap(s, "END", NULL);
}

static void
request(struct irc_session *s, unsigned bits)
{
	char list[LINE_REST_MAX] = "";
	size_t i, n = 0, len;

	for (i = 0; i < NWANTED; i++) {
		if (!(bits & wanted[i].bit & ~s->no_caps))
			continue;
		if (n > 0)
			list[n++] = ' ';
		len = strlen(wanted[i].name);
		memcpy(list + n, wanted[i].name, len + 1);
		n += len;
	}
	if (n > 0)
		send_cap(s, "REQ", list);
	else
		caps_end(s);
}

/* "CAP nick LS * :list" is followed by more, "CAP nick LS :list" is not. */
static void
listed(struct irc_session *s, const struct irc_msg *msg)
{
	int more = msg->nparams > 3;
	unsigned off;

	s->caps.offered |= list_bits(s, irc_msg_param(msg, more ? 3 : 2), &off);
	if (!more)
		request(s, s->caps.offered);
}

void
on_cap(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view sub = irc_msg_param(msg, 1), list = irc_msg_param(msg, 2);
	unsigned on, off;

	(void)ev;
	on = list_bits(s, list, &off);
	if (view_equal_nocase(sub, VIEW("LS"))) {
		listed(s, msg);
	} else if (view_equal_nocase(sub, VIEW("ACK"))) {
		s->caps.on = (s->caps.on | on) & ~off;
		if (on & CAP_SASL)
			login_begin(s);
		login_continue(s);
	} else if (view_equal_nocase(sub, VIEW("NAK"))) {
		login_continue(s);
	} else if (view_equal_nocase(sub, VIEW("NEW"))) {
		if ((on & ~s->caps.on) != 0)
			request(s, on & ~s->caps.on);
		s->caps.offered |= on;
	} else if (view_equal_nocase(sub, VIEW("DEL"))) {
		s->caps.on &= ~on;
		s->caps.offered &= ~on;
	}
}
