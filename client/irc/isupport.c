/*
 * isupport: what the server announces in 005 (modern.ircdocs.horse, "RPL_ISUPPORT Parameters"), and what it means
 * for MODE.
 */
#include "client/irc/isupport.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/sanitize.h"
#include "client/irc/session_state.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/xmalloc.h"

enum { LINE_MIN = 256 }; /* smaller values are ignored */

void
isupport_reset(struct isupport *is)
{
	free(is->network);
	*is = (struct isupport){
		.prefixes = "@+",
		.prefix_modes = "ov",
		.chantypes = "#&",
		.statusmsg = "@+",
		.modes = { "beI", "k", "l", "imnst" },
		.line_max = LINE_REST_MAX,
		.by_msgid = 1,
	};
}

struct isupport *
isupport_new(void)
{
	struct isupport *is = xcalloc(1, sizeof(*is));

	isupport_reset(is);
	return is;
}

void
isupport_free(struct isupport *is)
{
	free(is->network);
	free(is);
}

int
isupport_is_room(const struct irc_session *s, struct view name)
{
	return name.len > 0 && *name.p != '\0' &&
	       strchr(s->isupport->chantypes, *name.p) != NULL;
}

struct view
isupport_room(const struct irc_session *s, struct view target)
{
	while (target.len > 1 && !isupport_is_room(s, target) &&
	       strchr(s->isupport->statusmsg, *target.p) != NULL) {
		target.p++;
		target.len--;
	}
	return isupport_is_room(s, target) ? target : (struct view){ "", 0 };
}

/* Keep only printable ASCII, because the text is compared and shown. */
static void
copy(char *dst, size_t size, struct view v)
{
	size_t i, n = 0;

	for (i = 0; i < v.len && n + 1 < size; i++)
		if (v.p[i] > ' ' && v.p[i] <= '~')
			dst[n++] = v.p[i];
	dst[n] = '\0';
}

/* "(ov)@+" */
static void
set_prefix(struct irc_session *s, struct view value)
{
	struct isupport *is = s->isupport;
	struct view modes;

	if (!view_has_prefix(value, VIEW("(")))
		return;
	value.p++;
	value.len--;
	if (!view_cut(&value, ')', &modes))
		return;
	copy(is->prefix_modes, sizeof(is->prefix_modes), modes);
	copy(is->prefixes, sizeof(is->prefixes), value);
}

static void
set_chantypes(struct irc_session *s, struct view value)
{
	copy(s->isupport->chantypes, sizeof(s->isupport->chantypes), value);
}

static void
set_statusmsg(struct irc_session *s, struct view value)
{
	copy(s->isupport->statusmsg, sizeof(s->isupport->statusmsg), value);
}

static void
set_chanmodes(struct irc_session *s, struct view value)
{
	struct view group;
	int i;

	for (i = 0; i < 4 && view_cut(&value, ',', &group); i++)
		copy(s->isupport->modes[i], sizeof(s->isupport->modes[i]),
		    group);
}

/* "\x20" in a value is a space. */
static void
set_network(struct irc_session *s, struct view value)
{
	struct buf *b = &s->words;
	struct view name;

	buf_reset(b);
	for (; value.len > 0; value.p++, value.len--) {
		if (view_has_prefix(value, VIEW("\\x20"))) {
			buf_add_char(b, ' ');
			value.p += 3;
			value.len -= 3;
		} else {
			buf_add_char(b, *value.p);
		}
	}
	name = sanitize_name(s, SANITIZE_TEXT, buf_view(b));
	free(s->isupport->network);
	s->isupport->network = name.len == 0 ? NULL : xviewdup(name);
}

/* Our lines have at most 512 bytes: a larger limit has no effect. */
static void
set_linelen(struct irc_session *s, struct view value)
{
	long long n;

	if (view_to_int(value, LINE_MIN, LINE_REST_MAX, &n) == 0)
		s->isupport->line_max = (size_t)n;
}

static void
set_history(struct irc_session *s, struct view value)
{
	long long n;

	if (view_to_int(value, 0, INT32_MAX, &n) != 0)
		return;
	s->isupport->history_max = (size_t)n;
	s->isupport->told_history_max = 1;
}

static void
set_refs(struct irc_session *s, struct view value)
{
	struct view type;

	s->isupport->by_msgid = 0;
	while (view_cut(&value, ',', &type))
		if (view_equal_nocase(type, VIEW("msgid")))
			s->isupport->by_msgid = 1;
}

/* "~,am" */
static void
set_extban(struct irc_session *s, struct view value)
{
	struct isupport *is = s->isupport;
	struct view begin;

	view_cut(&value, ',', &begin);
	is->extban_begin = begin.len > 0 ? *begin.p : '\0';
	copy(
	    is->extban, sizeof(is->extban), value.p == NULL ? VIEW("") : value);
}

static void
set_tban(struct irc_session *s, struct view value)
{
	(void)value;
	s->isupport->tban = 1;
}

static void
set_monitor(struct irc_session *s, struct view value)
{
	(void)value;
	s->isupport->monitor = 1;
}

static void
set_whox(struct irc_session *s, struct view value)
{
	(void)value;
	s->isupport->whox = 1;
}

static const struct token {
	const char *name;
	void (*set)(struct irc_session *, struct view);
} tokens[] = {
	{ "CHANMODES", set_chanmodes },
	{ "CHANTYPES", set_chantypes },
	{ "CHATHISTORY", set_history },
	{ "EXTBAN", set_extban },
	{ "LINELEN", set_linelen },
	{ "MONITOR", set_monitor },
	{ "MSGREFTYPES", set_refs },
	{ "NETWORK", set_network },
	{ "PREFIX", set_prefix },
	{ "STATUSMSG", set_statusmsg },
	{ "TBAN", set_tban },
	{ "WHOX", set_whox },
};

static void
take_token(struct irc_session *s, struct view token)
{
	struct view name;
	size_t i;

	if (!view_cut(&token, '=', &name))
		return;
	if (token.p == NULL)
		token = VIEW("");
	for (i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		if (view_equal(name, view_of(tokens[i].name)))
			tokens[i].set(s, token);
}

void
on_isupport(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	int i;

	(void)ev;
	for (i = 1; i < msg->nparams - 1; i++)
		take_token(s, msg->params[i]);
}

/* Return the prefix that a mode letter gives; 0 if none. */
static char
rank_of(const struct isupport *is, char letter)
{
	const char *at = strchr(is->prefix_modes, letter);

	if (at == NULL || letter == '\0' ||
	    (size_t)(at - is->prefix_modes) >= strlen(is->prefixes))
		return '\0';
	return is->prefixes[at - is->prefix_modes];
}

/* True if a mode letter that is not a rank takes an argument. */
static int
has_argument(const struct isupport *is, char letter, int on)
{
	return letter != '\0' && (strchr(is->modes[0], letter) != NULL ||
				     strchr(is->modes[1], letter) != NULL ||
				     (on && strchr(is->modes[2], letter)));
}

int
isupport_is_rank(const struct irc_session *s, char letter)
{
	return rank_of(s->isupport, letter) != '\0';
}

int
isupport_is_list(const struct irc_session *s, char letter)
{
	return letter != '\0' && strchr(s->isupport->modes[0], letter) != NULL;
}

int
isupport_has_argument(const struct irc_session *s, char letter, int on)
{
	return isupport_is_rank(s, letter) ||
	       has_argument(s->isupport, letter, on);
}

int
isupport_has_mode(const struct irc_session *s, char letter)
{
	for (size_t i = 0; i < 4; i++)
		if (strchr(s->isupport->modes[i], letter) != NULL)
			return 1;
	return isupport_is_rank(s, letter);
}

static void
emit_rank(struct irc_session *s, struct irc_event *ev, struct view nick,
    char prefix, int on)
{
	ev->object = sanitize_name(s, SANITIZE_OBJECT, nick);
	ev->text = (struct view){ &prefix, 1 };
	ev->on = on;
	session_emit(s, ev, IRC_EV_RANK);
}

void
isupport_ranks(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view letters = irc_msg_param(msg, 1);
	int on = 1, arg = 2;
	char c, prefix;

	for (; letters.len > 0; letters.p++, letters.len--) {
		c = *letters.p;
		prefix = rank_of(s->isupport, c);
		if (c == '+' || c == '-')
			on = c == '+';
		else if (prefix != '\0' && arg < msg->nparams)
			emit_rank(s, ev, msg->params[arg++], prefix, on);
		else if (has_argument(s->isupport, c, on))
			arg++;
	}
}
