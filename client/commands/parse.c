/*
 * parse: the table of slash commands, and the parser of a typed line.
 */
#include "client/commands/parse.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/names.h"
#include "common/text.h"
#include "common/words.h"
#include "common/xmalloc.h"

enum {
	NEAR = 2,	/* edits that still make a likely slip of the fingers */
	MEANT_MAX = 16, /* bytes of a name; the table's are shorter */
	NAME_MAX_SHOWN = 40
};

/* clang-format off */
static const struct command_entry commands[] = {
	{ "account", COMMAND_ACCOUNT, 0, 1, { ARG_TEXT },
	    "[password [NEW] | nopassword | key [add|del] [DIGEST] | sessions | "
	    "drop NAME]",
	    "show or change your account: keys, password, sessions",
	    0, 0, 0 },
	{ "away",   COMMAND_AWAY,   0, 1, { ARG_TEXT },
	    "[REASON]", "mark yourself away; without a reason: back", 0, 0, 0 },
	{ "ban",    COMMAND_BAN,    1, 2, { ARG_NICK, ARG_TEXT },
	    "[ROOM] NICK|MASK [TIME] [REASON]",
	    "ban a user from the room, for good or for a time like 30s, 10m, "
	    "2h, 7d; with a reason, kick them too", 1, 0, 0 },
	{ "clear",  COMMAND_CLEAR,  0, 0, { ARG_NONE },
	    "", "clear the message pane", 0, 1, 0 },
	{ "close",  COMMAND_CLOSE,  0, 1, { ARG_TARGET },
	    "[ROOM|NICK]", "leave and close a room or a query", 0, 1, 0 },
	{ "deop",   COMMAND_DEOP,   1, 1, { ARG_NICK },
	    "[ROOM] NICK...", "remove operator status", 1, 0, 0 },
	{ "devoice", COMMAND_DEVOICE, 1, 1, { ARG_NICK },
	    "[ROOM] NICK...", "remove voice", 1, 0, 0 },
	{ "help",   COMMAND_HELP,   0, 1, { ARG_COMMAND },
	    "[COMMAND|keys]", "show help for all commands, one command, or the keys",
	    0, 1, 0 },
	{ "invite", COMMAND_INVITE, 1, 2, { ARG_NICK, ARG_ROOM },
	    "NICK [ROOM]", "invite a user to the room", 0, 0, 0 },
	{ "j",      COMMAND_JOIN,   1, 2, { ARG_ROOM, ARG_TEXT },
	    "ROOM [KEY]", "the same as /join", 0, 0, 0 },
	{ "join",   COMMAND_JOIN,   1, 2, { ARG_ROOM, ARG_TEXT },
	    "ROOM [KEY]", "join a room", 0, 0, 0 },
	{ "kick",   COMMAND_KICK,   1, 2, { ARG_NICK, ARG_TEXT },
	    "[ROOM] NICK [REASON]", "kick a user out of the room", 1, 0, 0 },
	{ "last",   COMMAND_LAST,   0, 1, { ARG_TEXT },
	    "[LINES]", "scroll back this many lines (100), fetching missing history", 0, 1, 0 },
	{ "leave",  COMMAND_PART,   0, 1, { ARG_TEXT },
	    "[ROOM] [REASON]", "the same as /part", 1, 0, 0 },
	{ "list",   COMMAND_LIST,   0, 1, { ARG_TEXT },
	    "[MASK]", "list the rooms", 0, 0, 0 },
	{ "login",  COMMAND_LOGIN,  0, 2, { ARG_NICK, ARG_TEXT },
	    "[NAME [PASSWORD]]",
	    "log in to an account; asks for the password if you leave it out", 0, 0, 0 },
	{ "logout", COMMAND_LOGOUT, 0, 0, { ARG_NONE },
	    "", "log out, and forget the password", 0, 0, 0 },
	{ "me",     COMMAND_ME,     1, 1, { ARG_TEXT },
	    "ACTION", "send an action", 0, 0, 1 },
	{ "mode",   COMMAND_MODE,   0, 1, { ARG_TEXT },
	    "[ROOM] [MODES [ARGUMENTS]]", "show or change the room's modes",
	    1, 0, 0 },
	{ "msg",    COMMAND_MSG,    2, 2, { ARG_TARGET, ARG_TEXT },
	    "NICK|ROOM TEXT", "send a message to a user or a room", 0, 0, 1 },
	{ "mute",   COMMAND_MUTE,   1, 2, { ARG_NICK, ARG_TEXT },
	    "[ROOM] NICK|MASK [TIME]",
	    "stop a user from speaking in the room, for good or for a time",
	    1, 0, 0 },
	{ "names",  COMMAND_NAMES,  0, 0, { ARG_NONE },
	    "[ROOM]", "list the members of the room", 1, 0, 0 },
	{ "nick",   COMMAND_NICK,   1, 1, { ARG_NONE },
	    "NICK", "change your nick", 0, 0, 0 },
	{ "notice", COMMAND_NOTICE, 2, 2, { ARG_TARGET, ARG_TEXT },
	    "NICK|ROOM TEXT", "send a notice: a message that programs do not answer", 0, 0, 1 },
	{ "op",     COMMAND_OP,     1, 1, { ARG_NICK },
	    "[ROOM] NICK...", "make a user an operator of the room", 1, 0, 0 },
	{ "part",   COMMAND_PART,   0, 1, { ARG_TEXT },
	    "[ROOM] [REASON]", "leave the room", 1, 0, 0 },
	{ "q",      COMMAND_QUERY,  1, 2, { ARG_NICK, ARG_TEXT },
	    "NICK [TEXT]", "the same as /query", 0, 1, 1 },
	{ "query",  COMMAND_QUERY,  1, 2, { ARG_NICK, ARG_TEXT },
	    "NICK [TEXT]", "open a query with a user", 0, 1, 1 },
	{ "quit",   COMMAND_QUIT,   0, 1, { ARG_TEXT },
	    "[REASON]", "disconnect and exit", 0, 1, 0 },
	{ "quote",  COMMAND_QUOTE,  1, 1, { ARG_TEXT },
	    "LINE", "send a raw protocol line", 0, 0, 0 },
	{ "reconnect", COMMAND_RECONNECT, 0, 0, { ARG_NONE },
	    "", "connect now; if you are connected, disconnect first",
	    0, 1, 0 },
	{ "redact", COMMAND_REDACT, 0, 2, { ARG_TEXT, ARG_TEXT },
	    "[N|last|hit] [REASON]",
	    "delete your last message here, your Nth last, or the search "
	    "result that you opened", 0, 0, 0 },
	{ "register", COMMAND_REGISTER, 0, 1, { ARG_TEXT },
	    "[code:CODE] [PASSWORD]",
	    "register your nick to your key; with a password, to that too", 0, 0, 0 },
	{ "search", COMMAND_SEARCH, 1, 1, { ARG_TEXT },
	    "WORDS", "search the history; also from:NICK in:ROOM "
	    "after:2026-01-31 before:2026-02-28", 0, 0, 0 },
	{ "topic",  COMMAND_TOPIC,  0, 1, { ARG_TEXT },
	    "[ROOM] [TEXT]", "show or set the room's topic", 1, 0, 0 },
	{ "trust",  COMMAND_TRUST,  1, 1, { ARG_TEXT },
	    "FINGERPRINT",
	    "accept the server's new certificate: type at least the first 8 "
	    "digits of its fingerprint", 0, 1, 0 },
	{ "unban",  COMMAND_UNBAN,  1, 1, { ARG_NICK },
	    "[ROOM] NICK|MASK", "remove a ban", 1, 0, 0 },
	{ "unmute", COMMAND_UNMUTE, 1, 1, { ARG_NICK },
	    "[ROOM] NICK|MASK", "remove a mute", 1, 0, 0 },
	{ "unread", COMMAND_UNREAD, 0, 0, { ARG_NONE },
	    "", "go to the first unread message", 0, 1, 0 },
	{ "voice",  COMMAND_VOICE,  1, 1, { ARG_NICK },
	    "[ROOM] NICK...", "give a user voice, to speak in a moderated room", 1, 0, 0 },
	{ "who",    COMMAND_WHO,    0, 1, { ARG_TARGET },
	    "[ROOM|NICK|MASK]", "list users with user name and host", 0, 0, 0 },
	{ "whois",  COMMAND_WHOIS,  1, 1, { ARG_NICK },
	    "NICK", "show information about a user", 0, 0, 0 },
};
/* clang-format on */

enum { NCOMMANDS = sizeof(commands) / sizeof(commands[0]) };

const struct command_entry *
commands_all(size_t *n)
{
	*n = NCOMMANDS;
	return commands;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static int
compare_name(const void *key, const void *row)
{
	const struct view *name = key;
	const struct command_entry *entry = row;
	size_t i;
	int a, b;

	for (i = 0; i < name->len; i++) {
		a = (unsigned char)lower(name->p[i]);
		b = (unsigned char)entry->name[i];
		if (a != b)
			return a - b; /* also at the end of the row's name */
	}
	return -(unsigned char)entry->name[i];
}

const struct command_entry *
command_find(struct view name)
{
	if (memchr(name.p == NULL ? "" : name.p, '\0', name.len) != NULL)
		return NULL;
	return bsearch(
	    &name, commands, NCOMMANDS, sizeof(commands[0]), compare_name);
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Edits between a typed name and a command's (each at most MEANT_MAX bytes): a
 * letter put in, left out, changed, or swapped with its neighbour.
 */
static size_t
edit_distance(struct view a, const char *b)
{
	size_t d[MEANT_MAX + 1][MEANT_MAX + 1], n = strlen(b);
	int same;

	for (size_t j = 0; j <= n; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		d[i][0] = i;
		for (size_t j = 1; j <= n; j++) {
			same = lower(a.p[i - 1]) == b[j - 1];
			d[i][j] = least(d[i - 1][j - 1] + (same ? 0 : 1),
			    least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && lower(a.p[i - 1]) == b[j - 2] &&
			    lower(a.p[i - 2]) == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[a.len][n];
}

/* The command that may have been meant; NULL. */
static const char *
nearest(struct view name)
{
	size_t best = NEAR + 1, d, n;
	const char *found = NULL;

	if (name.len > MEANT_MAX)
		return NULL;
	for (size_t i = 0; i < NCOMMANDS; i++) {
		d = edit_distance(name, commands[i].name);
		n = strlen(commands[i].name);
		/* at least half must be right */
		if (d < best && 2 * d <= n && 2 * d <= name.len) {
			best = d;
			found = commands[i].name;
		}
	}
	return found;
}

static int
refuse_unknown(struct view name, char **cause)
{
	const char *meant = nearest(name);
	struct buf shown = { 0 };

	text_clean(
	    &shown, (struct view){ name.p, text_cut(name, NAME_MAX_SHOWN) }, 0);
	if (name.len == 0)
		cause_set(cause, "Command missing after the slash. To send "
				 "text that begins with /, type //.");
	else if (meant != NULL)
		cause_set(cause, "Unknown command /%s. Did you mean /%s?",
		    buf_str(&shown), meant);
	else
		cause_set(cause,
		    "Unknown command /%s. To send text that begins with /, "
		    "type //.",
		    buf_str(&shown));
	buf_clear(&shown);
	return -1;
}

/* A line break in a command for one line: a paste by mistake. */
static int
refuse_lines(struct command *c, struct view line, const char *at, char **cause)
{
	size_t i, n = 1;

	c->break_at = (size_t)(at - line.p);
	line = words_trim(text_skip_invisible(line));
	for (i = 0; i < line.len; i++)
		n += line.p[i] == '\n';
	return cause_set(cause,
	    "/%s takes one line, but the text has %zu. Nothing was sent: edit "
	    "the text, or press Ctrl-C to clear it.",
	    c->entry->name, n);
}

static int
refuse_usage(const struct command_entry *e, char **cause)
{
	return cause_set(cause, "Usage: /%s%s%s", e->name,
	    e->usage[0] == '\0' ? "" : " ", e->usage);
}

static int
parse_args(struct command *c, struct view rest, char **cause)
{
	const struct command_entry *e = c->entry;
	struct view first = rest, after = rest;

	if (e->room) {
		first = words_take(&after);
		if (name_is_room(first)) {
			c->room = first;
			rest = after;
		}
	}
	while (rest.len > 0 && c->nargs < e->max) {
		if (c->nargs == e->max - 1) {
			c->args[c->nargs++] = words_trim(rest);
			rest.len = 0;
		} else {
			c->args[c->nargs++] = words_take(&rest);
		}
	}
	if (c->nargs < e->min || rest.len > 0)
		return refuse_usage(e, cause);
	return 0;
}

int
command_parse(struct view line, struct command *c, char **cause)
{
	struct view rest = text_skip_invisible(line), all = rest, name;
	int at_front = rest.len == line.len;
	const char *at;

	memset(c, 0, sizeof(*c));
	c->id = COMMAND_SAY;
	c->text = line;
	if (rest.len == 0 || rest.p[0] != '/')
		return 0;
	rest.p++;
	rest.len--;
	if (rest.len > 0 && rest.p[0] == '/') {
		if (at_front)
			c->text = rest;
		return 0;
	}
	c->text.len = 0;
	name = words_take(&rest);
	c->entry = command_find(name);
	if (c->entry == NULL)
		return refuse_unknown(name, cause);
	c->id = c->entry->id;
	all = words_trim(all);
	at = c->entry->lines ? NULL : memchr(all.p, '\n', all.len);
	if (at != NULL)
		return refuse_lines(c, line, at, cause);
	return parse_args(c, rest, cause);
}

enum command_arg
command_arg_at(struct view line, size_t point)
{
	struct view rest = { line.p + 1, line.len }, word;
	const struct command_entry *e;
	int n = 0;

	if (point > line.len || point == 0 || line.p[0] != '/')
		return ARG_NONE;
	rest.len = point - 1;
	word = words_take(&rest);
	if (word.p + word.len == line.p + point)
		return ARG_COMMAND;
	e = command_find(word);
	if (e == NULL)
		return ARG_NONE;
	while (rest.len > 0) {
		word = words_take(&rest);
		if (word.p + word.len == line.p + point)
			break; /* the word being typed */
		if (n > 0 || !e->room || !name_is_room(word))
			n++;
	}
	if (n == 0 && e->room && word.len > 0 && name_is_room(word) &&
	    word.p + word.len == line.p + point)
		return ARG_ROOM;
	if (e->max == 0)
		return e->room ? ARG_ROOM : ARG_NONE;
	return e->args[n < e->max ? n : e->max - 1];
}
