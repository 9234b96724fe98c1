/*
 * command: the table of slash commands for plain peers, and their dispatch.
 */
#include "server/plain/command.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"
#include "server/plain/account.h"
#include "server/plain/ban.h"
#include "server/plain/history.h"
#include "server/plain/moderate.h"
#include "server/plain/parse.h"
#include "server/plain/reply.h"
#include "server/plain/rooms.h"
#include "server/plain/say.h"
#include "server/plain/users.h"
#include "server/session/session.h"

static void run_help(struct session *, struct view);

static void
run_quit(struct session *s, struct view args)
{
	char *reason;

	xasprintf(
	    &reason, "Quit%s%.*s", args.len > 0 ? ": " : "", VIEW_ARG(args));
	plain_reply(s, _("Goodbye, %s."), s->user->nick);
	session_end(s, reason, 0);
	free(reason);
}

/* In the order of /help. */
/* clang-format off */
static const struct plain_command commands[] = {
	/* name, function, cost, flags, arguments, help */
	{ "nick",     plain_nick,     2, 0, "NICK", N_("change your nick") },
	{ "join",     plain_join,     2, PLAIN_JOIN, "ROOM [KEY]",
	    N_("join a room (111 means #111) and make it your current room") },
	{ "leave",    plain_leave,    1, 0, "[ROOM] [REASON]", N_("leave a room") },
	{ "part",     plain_leave,    1, PLAIN_ALIAS, NULL, NULL },
	{ "rooms",    plain_rooms,    3, 0, "", N_("list the rooms") },
	{ "list",     plain_rooms,    3, PLAIN_ALIAS, NULL, NULL },
	{ "who",      plain_who,      2, 0, "[ROOM]", N_("list the members of a room") },
	{ "members",  plain_who,      2, PLAIN_ALIAS, NULL, NULL },
	{ "names",    plain_who,      2, PLAIN_ALIAS, NULL, NULL },
	{ "whois",    plain_whois,    2, 0, "NICK", N_("show information about a user") },
	{ "away",     plain_away,     2, 0, "[REASON]", N_("mark yourself away; without a reason: back") },
	{ "invite",   plain_invite,   2, 0, "[NICK [ROOM]]",
	    N_("invite a user to a room; without a nick, list your invitations") },
	{ "msg",      plain_msg,      1, PLAIN_MESSAGE, "NICK|ROOM TEXT",
	    N_("send a message to a user, or to another room") },
	{ "me",       plain_me,       1, PLAIN_MESSAGE, "TEXT", N_("send an action: /me waves") },
	{ "topic",    plain_topic,    2, 0, "[ROOM] [TEXT]", N_("show the topic; with a text, change it") },
	{ "history",  plain_history,  2, 0, "[ROOM|NICK] [NUMBER]",
	    N_("show the last messages of a room, or with a user") },
	{ "search",   plain_search,   5, 0, "WORDS", N_("find messages with these words in your rooms") },
	{ "mode",     plain_mode,     2, 0, "[ROOM] [MODES]",
	    N_("show the modes of a room; with letters (/mode +m), change them") },
	{ "rules",    plain_mode,     2, PLAIN_ALIAS, NULL, NULL },
	{ "kick",     plain_kick,     2, 0, "[#ROOM] NICK [REASON]", N_("kick a user out of the room") },
	{ "ban",      plain_ban,      2, 0, "[#ROOM] [NICK... [TIME [REASON]]]",
	    N_("ban users, for good or for a time (10m, 2h, 7d); with a reason, kick them too; without a nick, list the bans") },
	{ "unban",    plain_unban,    2, 0, "[#ROOM] NICK...", N_("remove bans") },
	{ "mute",     plain_mute,     2, 0, "[#ROOM] NICK... [TIME]",
	    N_("stop users from writing in the room") },
	{ "unmute",   plain_unmute,   2, 0, "[#ROOM] NICK...", N_("let muted users write again") },
	{ "op",       plain_op,       2, 0, "[#ROOM] NICK...", N_("make users operators of the room") },
	{ "deop",     plain_deop,     2, 0, "[#ROOM] NICK...", N_("remove operator status") },
	{ "voice",    plain_voice,    2, 0, "[#ROOM] NICK...",
	    N_("let users write in a moderated room (/mode +m)") },
	{ "devoice",  plain_devoice,  2, 0, "[#ROOM] NICK...", N_("remove voice") },
	{ "rename",   plain_rename,   2, 0, "[#ROOM] NEW [REASON]", N_("rename the room") },
	{ "register", plain_register, 5, PLAIN_SECRET, "PASSWORD [CODE]",
	    N_("register your nick, so that only you can use it") },
	{ "login",    plain_login,    5, PLAIN_SECRET, "NICK PASSWORD", N_("log in to your account") },
	{ "logout",   plain_logout,   2, 0, "", N_("log out of your account") },
	{ "help",     run_help,       1, 0, "", N_("show this list") },
	{ "quit",     run_quit,       1, 0, "[REASON]", N_("disconnect") },
};
/* clang-format on */

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void
run_help(struct session *s, struct view args)
{
	char *usage;
	size_t i;

	(void)args;
	plain_reply(s, _("What you type goes to your current room. Commands:"));
	for (i = 0; i < COMMANDS; i++) {
		if (commands[i].flags & PLAIN_ALIAS)
			continue;
		xasprintf(&usage, "/%s %s", commands[i].name, commands[i].args);
		plain_reply(s, "  %-25s %s", usage, _(commands[i].help));
		free(usage);
	}
	plain_reply(s, "  %-25s %s", "//TEXT", _("send /TEXT as a message"));
}

const struct plain_command *
plain_command_find(struct view line)
{
	struct view word = plain_cut_word(&line);
	size_t i;

	word.p++;
	word.len--;
	for (i = 0; i < COMMANDS; i++)
		if (view_equal_nocase(word, view_of(commands[i].name)))
			return &commands[i];
	return NULL;
}

void
plain_command_run(
    struct session *s, const struct plain_command *c, struct view line)
{
	struct buf clean = { 0 };

	plain_cut_word(&line);
	if (!(c->flags & PLAIN_SECRET)) {
		text_clean(&clean, line, 0);
		line = view_of(buf_str(&clean));
	}
	c->run(s, line);
	buf_clear(&clean);
}
