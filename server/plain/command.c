/*
 * command: the table of slash commands for plain peers, and their dispatch.
 */
#include <stdlib.h>

#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/plain/plain.h"
#include "server/session/session.h"

enum {
	MESSAGE =
	    1, /* sends a message: may run while other messages are in flight */
	ALIAS = 2, /* another name for the command before it; not in /help */
	SECRET =
	    4 /* its arguments contain a password and are passed as typed */
};

struct plain_command {
	const char *name;
	void (*run)(struct session *, struct view args);
	unsigned cost;
	unsigned flags;
	const char *args;
	const char *help;
};

static void run_help(struct session *, struct view);

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void
run_nick(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	struct view name = plain_cut_word(&args);
	enum refusal no;

	if (name.len == 0) {
		plain_reply(s,
		    "You are %s. To change your name, type /nick NAME.",
		    s->user->nick);
		return;
	}
	no = chat_nick(s->server->world, &from, name);
	if (no == CHAT_ALREADY)
		plain_reply(s, "You are %s already.", s->user->nick);
	else if (no != CHAT_OK)
		plain_reply_refusal(s, no, name);
}

/* Join a room and make it the current one; if the user is in it already, only make it the current one. */
static void
join_room(struct session *s, const char *name, struct view key)
{
	struct chat_from from = session_from(s, 0);
	struct world *w = s->server->world;
	enum refusal no = chat_join(w, &from, view_of(name), key);
	const struct room *r;

	if (no != CHAT_OK && no != CHAT_ALREADY) {
		plain_reply_refusal(s, no, view_of(name));
		return;
	}
	r = world_find_room(w, view_of(name));
	plain_set_current_room(s, r->name);
	if (no == CHAT_ALREADY)
		plain_reply(s, "You are in %s (%zu member%s)", r->name,
		    r->nmembers, plural(r->nmembers));
	else
		plain_show_history(s, r);
}

static void
run_join(struct session *s, struct view args)
{
	struct view name = plain_cut_word(&args);
	char *room;

	if (name.len == 0) {
		plain_reply(s, "Room missing. Usage: /join ROOM");
		return;
	}
	room = plain_room_name(name);
	join_room(s, room, plain_cut_word(&args));
	free(room);
}

static void
run_leave(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	char *room = plain_cut_room(s, &args);
	const char *current = plain_of(s)->current;
	enum refusal no;

	if (room == NULL)
		return;
	no = chat_part(s->server->world, &from, view_of(room), args);
	if (no != CHAT_OK)
		plain_reply_refusal(s, no, view_of(room));
	else if (current != NULL && name_equal(view_of(room), view_of(current)))
		plain_use_last_room(s);
	free(room);
}

static void
run_msg(struct session *s, struct view args)
{
	struct view target = plain_cut_word(&args);

	if (args.len == 0)
		plain_reply(s, "Name and text missing. Usage: /msg NAME TEXT");
	else
		plain_say(s, PLAIN_TEXT, target, args);
}

static void
run_me(struct session *s, struct view args)
{
	const char *room = plain_current_room(s);

	if (room != NULL && args.len == 0)
		plain_reply(
		    s, "Text missing. Usage: /me TEXT (for example /me waves)");
	else if (room != NULL)
		plain_say(s, PLAIN_ACTION, view_of(room), args);
}

static void
tell_topic(struct session *s, const char *name)
{
	const struct room *r = plain_find_room(s, name);

	if (r == NULL)
		plain_reply_refusal(s, CHAT_NO_ROOM, view_of(name));
	else if (r->topic == NULL)
		plain_reply(s, "%s has no topic.", r->name);
	else
		plain_reply(s, "The topic of %s: %s", r->name, r->topic);
}

static void
run_topic(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	struct view text = args;
	char *room = plain_cut_room(s, &text);
	enum refusal no;

	if (room == NULL)
		return;
	if (text.len == 0) {
		tell_topic(s, room);
	} else {
		no = chat_topic(s->server->world, &from, view_of(room), text);
		if (no != CHAT_OK)
			plain_reply_refusal(s, no, view_of(room));
	}
	free(room);
}

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
	{ "nick",    run_nick,  2, 0,	      "NAME",	       "change your name" },
	{ "join",    run_join,  2, 0,	      "ROOM [KEY]",    "join a room (111 means #111) and make it your current room" },
	{ "leave",   run_leave, 1, 0,	      "[ROOM] [REASON]", "leave a room" },
	{ "part",    run_leave, 1, ALIAS,     NULL,	       NULL },
	{ "rooms",   plain_run_rooms, 3, 0,	      "",	       "list the rooms" },
	{ "list",    plain_run_rooms, 3, ALIAS,     NULL,	       NULL },
	{ "who",     plain_run_who,   2, 0,	      "[ROOM]",	       "list the members of a room" },
	{ "members", plain_run_who,   2, ALIAS,     NULL,	       NULL },
	{ "names",   plain_run_who,   2, ALIAS,     NULL,	       NULL },
	{ "whois",   plain_run_whois, 2, 0,   "NAME",	       "show who a user is, and where" },
	{ "away",    plain_run_away, 2, 0,    "[REASON]",	       "mark yourself away; without a reason, as back" },
	{ "invite",  plain_run_invite, 2, 0,  "[NAME [ROOM]]",  "invite a user to a room; without a name, list your invitations" },
	{ "msg",     run_msg,   1, MESSAGE,   "NAME TEXT",     "send a message to a user, or to another room" },
	{ "me",      run_me,    1, MESSAGE,   "TEXT",	       "send an action: /me waves" },
	{ "topic",   run_topic, 2, 0,	      "[ROOM] [TEXT]", "show the topic; with a text, change it" },
	{ "history", plain_run_history, 2, 0, "[ROOM|NAME] [NUMBER]", "show the last messages" },
	{ "search",  plain_run_search, 5, 0,  "WORDS",	       "find messages with these words in your rooms" },
	{ "mode",    plain_run_mode, 2, 0,    "[ROOM] [MODES]", "show the rules of a room; with modes (/mode +m), change them" },
	{ "rules",   plain_run_mode, 2, ALIAS, NULL,	       NULL },
	{ "kick",    plain_run_kick, 2, 0,    "[#ROOM] NAME [REASON]", "remove a user from the room" },
	{ "ban",     plain_run_ban, 2, 0,     "[#ROOM] [NAME... [TIME [REASON]]]", "ban users, forever or for a time (10m, 2h, 7d); with a reason, kick them too; without a name, list the bans" },
	{ "unban",   plain_run_unban, 2, 0,   "[#ROOM] NAME...", "remove bans" },
	{ "mute",    plain_run_mute, 2, 0,    "[#ROOM] NAME... [TIME]", "let users stay in the room, but not write" },
	{ "unmute",  plain_run_unmute, 2, 0,  "[#ROOM] NAME...", "let muted users write again" },
	{ "op",	     plain_run_op, 2, 0,      "[#ROOM] NAME...", "make users operators of the room" },
	{ "deop",    plain_run_deop, 2, 0,    "[#ROOM] NAME...", "remove operator status" },
	{ "voice",   plain_run_voice, 2, 0,   "[#ROOM] NAME...", "let users write in a moderated room (/mode +m)" },
	{ "devoice", plain_run_devoice, 2, 0, "[#ROOM] NAME...", "remove voice" },
	{ "rename",  plain_run_rename, 2, 0,  "[#ROOM] NEW [REASON]", "rename the room" },
	{ "register", plain_run_register, 5, SECRET, "PASSWORD", "register your name, so that only you can use it" },
	{ "login",   plain_run_login, 5, SECRET, "NAME PASSWORD", "log in to your account" },
	{ "logout",  plain_run_logout, 2, 0,  "",	       "log out of your account" },
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
		if (commands[i].flags & ALIAS)
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

int
plain_command_is_message(const struct plain_command *c)
{
	return (c->flags & MESSAGE) != 0;
}

unsigned
plain_command_cost(const struct plain_command *c)
{
	return c->cost;
}

void
plain_command_run(
    struct session *s, const struct plain_command *c, struct view line)
{
	struct buf clean = { 0 };

	plain_cut_word(&line);
	if (!(c->flags & SECRET)) {
		text_clean(&clean, line, 0);
		line = view_of(buf_str(&clean));
	}
	c->run(s, line);
	buf_clear(&clean);
}

int
plain_command_is_join(const struct plain_command *c)
{
	return c->run == run_join;
}
