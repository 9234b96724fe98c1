/*
 * user: SETNAME and MODE of a nick, with which users change their own real name and modes.
 */
#include "server/irc/user.h"

#include "common/i18n.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

static const struct {
	char letter;
	unsigned bit;
	int given; /* set by OPER only; MODE can remove it */
} modes[] = {
	{ 'B', USER_BOT, 0 },
	{ 'i', USER_INVISIBLE, 0 },
	{ 'o', USER_OPERATOR, 1 },
	{ 'w', USER_WALLOPS, 0 },
};

enum { NMODES = sizeof(modes) / sizeof(modes[0]) };

_Static_assert((int)NMODES < (int)USER_MODES_MAX, "room for all letters");

size_t
irc_user_letters(unsigned bits, char buf[USER_MODES_MAX])
{
	size_t i, n = 0;

	for (i = 0; i < NMODES; i++)
		if (bits & modes[i].bit)
			buf[n++] = modes[i].letter;
	buf[n] = '\0';
	return n;
}

static void
show(struct request *req)
{
	char letters[USER_MODES_MAX];

	irc_user_letters(req->session->user->modes, letters);
	reply_begin(req, "221");
	irc_param_fmt(&req->w, "+%s", letters);
	reply_end(req, NULL);
}

static int
find_mode(char letter)
{
	int i;

	for (i = 0; i < (int)NMODES; i++)
		if (modes[i].letter == letter)
			return i;
	return -1;
}

struct change {
	unsigned on, off;
	int unknown;
};

/* The last change of a letter counts; +o is ignored (RFC 2812 3.1.5). */
static void
parse_letter(struct change *c, char letter, int on)
{
	int i = find_mode(letter);

	if (i == -1) {
		c->unknown = 1;
	} else if (!on) {
		c->off |= modes[i].bit;
		c->on &= ~modes[i].bit;
	} else if (!modes[i].given) {
		c->on |= modes[i].bit;
		c->off &= ~modes[i].bit;
	}
}

static struct change
parse(struct view text)
{
	struct change c = { 0, 0, 0 };
	int on = 1;
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.p[i] == '+' || text.p[i] == '-')
			on = text.p[i] == '+';
		else
			parse_letter(&c, text.p[i], on);
	}
	return c;
}

/* Apply a change; unknown letters get one 501. */
static void
change(struct request *req, struct view text)
{
	struct chat_from from = session_from(req->session, req->token);
	struct change c = parse(text);

	chat_user_modes(req->server->world, &from, c.on, c.off);
	if (c.unknown)
		reply_text(req, "501", _("Unknown mode flag"));
}

void
irc_user_mode(struct request *req, struct view nick, struct view text)
{
	const struct user *u = world_find_user(req->server->world, nick);

	if (u == NULL)
		reply_refusal(req, CHAT_NO_NICK, nick);
	else if (u != req->session->user)
		reply_text(req, "502",
		    _("You cannot see or change the modes of other users"));
	else if (text.len == 0)
		show(req);
	else
		change(req, text);
}

/* IRCv3 setname; checklist 53. */
static void
cmd_setname(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct view name = request_param(req, 0);

	if (name.len == 0 ||
	    (long long)name.len > req->server->config->realname_bytes)
		reply_fail(req, "SETNAME", "INVALID_REALNAME", VIEW(""),
		    _("The real name is empty or too long"));
	else if (chat_setname(req->server->world, &from, name) == CHAT_TOO_FAST)
		reply_fail(req, "SETNAME", "CANNOT_CHANGE_REALNAME", VIEW(""),
		    _("You are changing your real name too often. Wait a "
		      "moment and try again"));
}

const struct irc_command irc_user_commands[] = {
	{ "SETNAME", cmd_setname, REGISTERED, 1, 1, 2, COMMAND_NO_ROOM,
	    N_("real name"), N_("Changes your real name.") },
	{ .name = NULL },
};
