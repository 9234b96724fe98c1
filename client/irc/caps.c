/*
 * caps: the table of capabilities that we use.
 */
#include "client/irc/caps.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/session_state.h"
#include "common/xmalloc.h"

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

struct caps *
caps_new(void)
{
	struct caps *c = xcalloc(1, sizeof(*c));

	c->unwanted = CAP_NO_LOBBY | CAP_VISITOR;
	return c;
}

void
caps_free(struct caps *c)
{
	free(c);
}

void
caps_reset(struct caps *c)
{
	*c = (struct caps){ .unwanted = c->unwanted };
}

int
caps_on(const struct irc_session *s, unsigned bits)
{
	return (s->caps->on & bits) == bits;
}

int
caps_history(const struct irc_session *s)
{
	return caps_on(s, CAP_CHATHISTORY | CAP_BATCH);
}

int
caps_search(const struct irc_session *s)
{
	return caps_on(s, CAP_SEARCH | CAP_BATCH);
}

int
caps_multiline(const struct irc_session *s)
{
	return caps_on(s, CAP_MULTILINE | CAP_BATCH) && s->caps->max_bytes > 0;
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

	s->caps->max_bytes = 0;
	s->caps->max_lines = SIZE_MAX;
	while (view_cut(&value, ',', &word)) {
		if (!view_cut(&word, '=', &key) ||
		    view_to_int(word, 1, INT32_MAX, &n) != 0)
			continue;
		if (view_equal(key, VIEW("max-bytes")))
			s->caps->max_bytes = (size_t)n;
		else if (view_equal(key, VIEW("max-lines")))
			s->caps->max_lines = (size_t)n;
	}
}

static void
add_cap(struct irc_session *s, struct caps_list *list, struct view name,
    struct view value)
{
	unsigned bit;

	if (view_has_prefix(name, VIEW("-"))) {
		name.p++;
		name.len--;
		list->off |= cap_bit(name);
		return;
	}
	bit = cap_bit(name);
	list->on |= bit;
	if (bit == CAP_MULTILINE && value.len > 0)
		take_limits(s, value);
	if (bit == CAP_SASL && value.len > 0)
		list->mechanisms = value;
}

struct caps_list
caps_parse(struct irc_session *s, struct view text)
{
	struct caps_list list = { 0 };
	struct view word, name;

	while (view_cut(&text, ' ', &word))
		if (view_cut(&word, '=', &name))
			add_cap(s, &list, name, word);
	return list;
}

size_t
caps_wanted(const struct irc_session *s, unsigned bits, char *list, size_t size)
{
	size_t i, n = 0, len;

	list[0] = '\0';
	for (i = 0; i < NWANTED; i++) {
		len = strlen(wanted[i].name);
		if (!(bits & wanted[i].bit & ~s->caps->unwanted) ||
		    n + len + 2 > size)
			continue;
		if (n > 0)
			list[n++] = ' ';
		memcpy(list + n, wanted[i].name, len + 1);
		n += len;
	}
	return n;
}
