/*
 * mode_words: tables of sentences. In them, $1 is who made the change, $2 its argument, $3 a time.
 */
#include "client/irc/mode_words.h"

#include <string.h>

#include "client/irc/isupport.h"
#include "client/irc/session_state.h"
#include "client/irc/tags.h"
#include "common/duration.h"
#include "common/i18n.h"
#include "common/irc_msg.h"

/* clang-format off */
/* Modes of the room without a mask. */
static const struct {
	char		 letter;
	const char	*on, *off;
} modes[] = {
	{ 'C', N_("$1 forbade CTCP messages in the room"), N_("$1 allowed CTCP messages in the room") },
	{ 'H', N_("$1 let members read the history from before they joined"), N_("$1 hid the history from before members joined") },
	{ 'O', N_("$1 turned off the room's history"), N_("$1 turned on the room's history") },
	{ 'R', N_("$1 let only logged-in users join the room"), N_("$1 let everyone join the room, logged in or not") },
	{ 'W', N_("$1 made the room slow: $2 seconds between messages"), N_("$1 ended the room's slow mode") },
	{ 'i', N_("$1 made the room invitation-only"), N_("$1 let everyone join without an invitation") },
	{ 'k', N_("$1 set a key for joining the room"), N_("$1 removed the room's key") },
	{ 'l', N_("$1 limited the room to $2 members"), N_("$1 removed the room's limit of members") },
	{ 'm', N_("$1 made the room moderated"), N_("$1 made the room unmoderated") },
	{ 'n', N_("$1 allowed only members to send to the room"), N_("$1 allowed messages from outside the room") },
	{ 's', N_("$1 made the room secret"), N_("$1 made the room public") },
	{ 't', N_("$1 let only operators set the topic"), N_("$1 let everyone set the topic") },
};

/* Ranks of members. */
static const struct {
	char		 letter;
	const char	*on, *off;
} ranks[] = {
	{ 'a', N_("$1 protected $2"), N_("$1 removed the protection of $2") },
	{ 'h', N_("$1 made $2 a half-operator"), N_("$1 removed half-operator status from $2") },
	{ 'o', N_("$1 made $2 an operator"), N_("$1 removed operator status from $2") },
	{ 'q', N_("$1 made $2 a founder"), N_("$1 removed founder status from $2") },
	{ 'v', N_("$1 gave $2 voice"), N_("$1 took voice from $2") },
};

enum mask_kind { BY_ACCOUNT, BY_NICK, BY_HOST, BY_MASK, MASK_KINDS };

enum mask_list { LIST_BAN, LIST_MUTE, LIST_EXCEPTION, LIST_INVITATION, MASK_LISTS };

static const struct mask_sentences {
	const char	*on, *timed, *off;
} masks[MASK_LISTS][MASK_KINDS] = {
	[LIST_BAN] = {
		[BY_ACCOUNT] = { N_("$1 banned $2 by account"), N_("$1 banned $2 by account for $3"), N_("$1 removed the ban on the account $2") },
		[BY_NICK] = { N_("$1 banned $2 by nick"), N_("$1 banned $2 by nick for $3"), N_("$1 removed the ban on the nick $2") },
		[BY_HOST] = { N_("$1 banned everyone from $2"), N_("$1 banned everyone from $2 for $3"), N_("$1 removed the ban on everyone from $2") },
		[BY_MASK] = { N_("$1 banned $2"), N_("$1 banned $2 for $3"), N_("$1 removed the ban on $2") },
	},
	[LIST_MUTE] = {
		[BY_ACCOUNT] = { N_("$1 muted $2 by account"), N_("$1 muted $2 by account for $3"), N_("$1 unmuted the account $2") },
		[BY_NICK] = { N_("$1 muted $2 by nick"), N_("$1 muted $2 by nick for $3"), N_("$1 unmuted the nick $2") },
		[BY_HOST] = { N_("$1 muted everyone from $2"), N_("$1 muted everyone from $2 for $3"), N_("$1 unmuted everyone from $2") },
		[BY_MASK] = { N_("$1 muted $2"), N_("$1 muted $2 for $3"), N_("$1 unmuted $2") },
	},
	[LIST_EXCEPTION] = {
		[BY_ACCOUNT] = { N_("$1 exempted the account $2 from bans"), NULL, N_("$1 ended the exemption of the account $2 from bans") },
		[BY_NICK] = { N_("$1 exempted the nick $2 from bans"), NULL, N_("$1 ended the exemption of the nick $2 from bans") },
		[BY_HOST] = { N_("$1 exempted everyone from $2 from bans"), NULL, N_("$1 ended the exemption of everyone from $2 from bans") },
		[BY_MASK] = { N_("$1 exempted $2 from bans"), NULL, N_("$1 ended the exemption of $2 from bans") },
	},
	[LIST_INVITATION] = {
		[BY_ACCOUNT] = { N_("$1 let the account $2 join without an invitation"), NULL, N_("$1 no longer lets the account $2 join without an invitation") },
		[BY_NICK] = { N_("$1 let the nick $2 join without an invitation"), NULL, N_("$1 no longer lets the nick $2 join without an invitation") },
		[BY_HOST] = { N_("$1 let everyone from $2 join without an invitation"), NULL, N_("$1 no longer lets everyone from $2 join without an invitation") },
		[BY_MASK] = { N_("$1 let $2 join without an invitation"), NULL, N_("$1 no longer lets $2 join without an invitation") },
	},
};
/* clang-format on */

/* Append a sentence of the tables, translated. */
static void
fill(struct buf *out, const char *text, struct view who, struct view arg,
    struct view time)
{
	const struct view values[] = { who, arg, time };

	if (out->len > 0)
		buf_add_char(out, '\n');
	for (text = _(text); *text != '\0'; text++) {
		if (*text == '$' && text[1] >= '1' && text[1] <= '3')
			buf_add_view(out, values[*++text - '1']);
		else
			buf_add_char(out, *text);
	}
}

/* Append "2 hours", or "1h 30m" for what is no whole number of one unit. */
static void
add_time(struct buf *out, long long seconds)
{
	char text[DURATION_SIZE];

	if (seconds % 86400 == 0)
		buf_printf(out,
		    ngettext("%lld day", "%lld days",
			(unsigned long)(seconds / 86400)),
		    seconds / 86400);
	else if (seconds % 3600 == 0)
		buf_printf(out,
		    ngettext("%lld hour", "%lld hours",
			(unsigned long)(seconds / 3600)),
		    seconds / 3600);
	else if (seconds % 60 == 0)
		buf_printf(out,
		    ngettext("%lld minute", "%lld minutes",
			(unsigned long)(seconds / 60)),
		    seconds / 60);
	else if (seconds < 60)
		buf_printf(out,
		    ngettext(
			"%lld second", "%lld seconds", (unsigned long)seconds),
		    seconds);
	else {
		duration_text(text, seconds);
		buf_add_str(out, text);
	}
}

/* Cut "a:" or "~a:" off the mask, if it is of that kind. Returns 1, or 0. */
static int
cut_extban(const struct irc_session *s, struct view *mask, char kind)
{
	const struct isupport *is = s->isupport;
	struct view rest = *mask;

	if (strchr(is->extban, kind) == NULL)
		return 0;
	if (is->extban_begin != '\0') {
		if (rest.len == 0 || *rest.p != is->extban_begin)
			return 0;
		rest.p++;
		rest.len--;
	}
	if (rest.len < 3 || rest.p[0] != kind || rest.p[1] != ':')
		return 0;
	*mask = (struct view){ rest.p + 2, rest.len - 2 };
	return 1;
}

static int
has_wildcard(struct view v)
{
	return v.len == 0 || memchr(v.p, '*', v.len) != NULL ||
	       memchr(v.p, '?', v.len) != NULL;
}

/* Find out what the mask means, and cut it down to the name in it. */
static enum mask_kind
kind_of(const struct irc_session *s, struct view *mask)
{
	struct view host = *mask, user, nick;

	if (cut_extban(s, mask, 'a'))
		return BY_ACCOUNT;
	if (!view_cut(&host, '!', &nick) || host.p == NULL ||
	    !view_cut(&host, '@', &user) || host.p == NULL ||
	    !view_equal(user, VIEW("*")))
		return BY_MASK;
	if (view_equal(nick, VIEW("*")) && !has_wildcard(host)) {
		*mask = host;
		return BY_HOST;
	}
	if (view_equal(host, VIEW("*")) && !has_wildcard(nick)) {
		*mask = nick;
		return BY_NICK;
	}
	return BY_MASK;
}

/* Return the list that a mode of b, e, I and q changes. A mute is a ban with a mask of its own kind, or mode q. */
static enum mask_list
list_of(const struct irc_session *s, char letter, struct view *mask)
{
	if (letter == 'b' && cut_extban(s, mask, 'm'))
		return LIST_MUTE;
	switch (letter) {
	case 'e':
		return LIST_EXCEPTION;
	case 'I':
		return LIST_INVITATION;
	case 'q':
		return LIST_MUTE;
	default:
		return LIST_BAN;
	}
}

static void
add_mask_change(struct buf *out, const struct irc_session *s, struct view who,
    char letter, int on, struct view mask, long long seconds)
{
	enum mask_list list = list_of(s, letter, &mask);
	const struct mask_sentences *row;
	struct buf time = { 0 };

	row = &masks[list][kind_of(s, &mask)];
	if (on && seconds > 0 && row->timed != NULL) {
		add_time(&time, seconds);
		fill(out, row->timed, who, mask, buf_view(&time));
		buf_clear(&time);
	} else {
		fill(out, on ? row->on : row->off, who, mask, VIEW(""));
	}
}

static const char *
sentence_of(char letter, int is_rank, int on)
{
	for (size_t i = 0; is_rank && i < sizeof(ranks) / sizeof(*ranks); i++)
		if (ranks[i].letter == letter)
			return on ? ranks[i].on : ranks[i].off;
	for (size_t i = 0; !is_rank && i < sizeof(modes) / sizeof(*modes); i++)
		if (modes[i].letter == letter)
			return on ? modes[i].on : modes[i].off;
	return NULL;
}

static void
add_unknown(
    struct buf *out, struct view who, char letter, int on, struct view arg)
{
	if (out->len > 0)
		buf_add_char(out, '\n');
	if (arg.len > 0)
		buf_printf(out, _("%.*s set %c%c %.*s"), VIEW_ARG(who),
		    on ? '+' : '-', letter, VIEW_ARG(arg));
	else
		buf_printf(out, _("%.*s set %c%c"), VIEW_ARG(who),
		    on ? '+' : '-', letter);
}

static long long
seconds_of(const struct irc_msg *msg)
{
	struct view value;
	long long seconds;

	if (!irc_tags_find(msg->tags, TAG_BAN_SECONDS, &value) ||
	    view_to_int(value, 1, INT64_MAX, &seconds) != 0)
		return 0;
	return seconds;
}

void
mode_words(struct buf *out, const struct irc_session *s, struct view who,
    const struct irc_msg *msg)
{
	struct view letters = irc_msg_param(msg, 1), value;
	long long seconds = seconds_of(msg);
	const char *sentence;
	int on = 1, arg = 2, is_rank, is_list, lacks_value;

	for (; letters.len > 0; letters.p++, letters.len--) {
		char c = *letters.p;

		if (c == '+' || c == '-') {
			on = c == '+';
			continue;
		}
		is_rank = isupport_is_rank(s, c);
		is_list = !is_rank && isupport_is_list(s, c);
		value = VIEW("");
		if (isupport_has_argument(s, c, on))
			value = irc_msg_param(msg, arg++);
		sentence = sentence_of(c, is_rank, on);
		lacks_value = (is_rank || is_list) && value.len == 0;
		if (!lacks_value && is_list && strchr("bIeq", c) != NULL)
			add_mask_change(out, s, who, c, on, value, seconds);
		else if (!lacks_value && sentence != NULL)
			fill(out, sentence, who, value, VIEW(""));
		else
			add_unknown(out, who, c, on, value);
	}
}

int
mode_words_mask(struct buf *out, const struct irc_session *s, struct view mask)
{
	static const char *const names[MASK_KINDS] = {
		[BY_ACCOUNT] = N_("account $2"),
		[BY_NICK] = N_("nick $2"),
		[BY_HOST] = N_("host $2"),
		[BY_MASK] = "$2",
	};
	int mutes = list_of(s, 'b', &mask) == LIST_MUTE;
	enum mask_kind kind = kind_of(s, &mask);

	fill(out, names[kind], VIEW(""), mask, VIEW(""));
	return mutes;
}
