/*
 * command: the table of slash commands for plain peers, and their dispatch.
 */
#include "server/plain/command.h"

#include <stdlib.h>

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
	plain_reply(s, "Goodbye, %s.", s->user->nick);
	session_end(s, reason, 0);
	free(reason);
}

/* In the order of /help. */
static const struct plain_command commands[] = {
	/* clang-format off */
	/* name      run        cost flags    arguments        help */
	{ "nick",    plain_nick,  2, 0,	      "NAME",	       "change your name" },
	{ "join",    plain_join,  2, PLAIN_JOIN,	      "ROOM [KEY]",    "join a room (111 means #111) and make it your current room" },
	{ "leave",   plain_leave, 1, 0,	      "[ROOM] [REASON]", "leave a room" },
	{ "part",    plain_leave, 1, PLAIN_ALIAS,     NULL,	       NULL },
	{ "rooms",   plain_rooms, 3, 0,	      "",	       "list the rooms" },
	{ "list",    plain_rooms, 3, PLAIN_ALIAS,     NULL,	       NULL },
	{ "who",     plain_who,   2, 0,	      "[ROOM]",	       "list the members of a room" },
	{ "members", plain_who,   2, PLAIN_ALIAS,     NULL,	       NULL },
	{ "names",   plain_who,   2, PLAIN_ALIAS,     NULL,	       NULL },
	{ "whois",   plain_whois, 2, 0,   "NAME",	       "show who a user is, and where" },
	{ "away",    plain_away, 2, 0,    "[REASON]",	       "mark yourself away; without a reason, as back" },
	{ "invite",  plain_invite, 2, 0,  "[NAME [ROOM]]",  "invite a user to a room; without a name, list your invitations" },
	{ "msg",     plain_msg,   1, PLAIN_MESSAGE,   "NAME TEXT",     "send a message to a user, or to another room" },
	{ "me",      plain_me,    1, PLAIN_MESSAGE,   "TEXT",	       "send an action: /me waves" },
	{ "topic",   plain_topic, 2, 0,	      "[ROOM] [TEXT]", "show the topic; with a text, change it" },
	{ "history", plain_history, 2, 0, "[ROOM|NAME] [NUMBER]", "show the last messages" },
	{ "search",  plain_search, 5, 0,  "WORDS",	       "find messages with these words in your rooms" },
	{ "mode",    plain_mode, 2, 0,    "[ROOM] [MODES]", "show the rules of a room; with modes (/mode +m), change them" },
	{ "rules",   plain_mode, 2, PLAIN_ALIAS, NULL,	       NULL },
	{ "kick",    plain_kick, 2, 0,    "[#ROOM] NAME [REASON]", "remove a user from the room" },
	{ "ban",     plain_ban, 2, 0,     "[#ROOM] [NAME... [TIME [REASON]]]", "ban users, forever or for a time (10m, 2h, 7d); with a reason, kick them too; without a name, list the bans" },
	{ "unban",   plain_unban, 2, 0,   "[#ROOM] NAME...", "remove bans" },
	{ "mute",    plain_mute, 2, 0,    "[#ROOM] NAME... [TIME]", "let users stay in the room, but not write" },
	{ "unmute",  plain_unmute, 2, 0,  "[#ROOM] NAME...", "let muted users write again" },
	{ "op",	     plain_op, 2, 0,      "[#ROOM] NAME...", "make users operators of the room" },
	{ "deop",    plain_deop, 2, 0,    "[#ROOM] NAME...", "remove operator status" },
	{ "voice",   plain_voice, 2, 0,   "[#ROOM] NAME...", "let users write in a moderated room (/mode +m)" },
	{ "devoice", plain_devoice, 2, 0, "[#ROOM] NAME...", "remove voice" },
	{ "rename",  plain_rename, 2, 0,  "[#ROOM] NEW [REASON]", "rename the room" },
	{ "register", plain_register, 5, PLAIN_SECRET, "PASSWORD", "register your name, so that only you can use it" },
	{ "login",   plain_login, 5, PLAIN_SECRET, "NAME PASSWORD", "log in to your account" },
	{ "logout",  plain_logout, 2, 0,  "",	       "log out of your account" },
	{ "help",    run_help,  1, 0,	      "",	       "show this list" },
	{ "quit",    run_quit,  1, 0,	      "[REASON]",	       "leave and disconnect" },
	/* clang-format on */
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void
run_help(struct session *s, struct view args)
{
	char *usage;
	size_t i;

	(void)args;
	plain_reply(s, "What you type goes to your current room. Commands:");
	for (i = 0; i < COMMANDS; i++) {
		if (commands[i].flags & PLAIN_ALIAS)
			continue;
		xasprintf(&usage, "/%s %s", commands[i].name, commands[i].args);
		plain_reply(s, "  %-25s %s", usage, commands[i].help);
		free(usage);
	}
	plain_reply(s, "  %-25s %s", "//TEXT", "send /TEXT as a message");
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
