/*
 * command: what plain peers can do besides talking, one row each.
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
	MESSAGE = 1, /* talk: may be taken while more of it is in flight */
	ALIAS = 2,   /* another name for the one before: not in /help */
	SECRET = 4 /* its arguments are a password: they are passed as typed */
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
		plain_tell(s, "You are %s; /nick NAME gives you another name.",
		    s->user->nick);
		return;
	}
	no = chat_nick(s->server->world, &from, name);
	if (no == CHAT_ALREADY)
		plain_tell(s, "You are %s already.", s->user->nick);
	else if (no != CHAT_OK)
		plain_tell_refusal(s, no, name);
}

/* In the room already or not, it is where talk goes from here on. */
static void
enter_room(struct session *s, const char *name, struct view key)
{
	struct chat_from from = session_from(s, 0);
	struct world *w = s->server->world;
	enum refusal no = chat_join(w, &from, view_of(name), key);
	const struct room *r;

	if (no != CHAT_OK && no != CHAT_ALREADY) {
		plain_tell_refusal(s, no, view_of(name));
		return;
	}
	r = world_find_room(w, view_of(name));
	plain_set_current(s, r->name);
	if (no == CHAT_ALREADY)
		plain_tell(s, "You are in %s (%zu member%s)", r->name,
		    r->nmembers, plural(r->nmembers));
	else
		plain_show_past(s, r);
}

static void
run_join(struct session *s, struct view args)
{
	struct view name = plain_cut_word(&args);
	char *room;

	if (name.len == 0) {
		plain_tell(s, "Which room? /join ROOM");
		return;
	}
	room = plain_room_named(name);
	enter_room(s, room, plain_cut_word(&args));
	free(room);
}

static void
run_leave(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	char *room = plain_room_meant(s, &args);
	const char *current = plain_of(s)->current;
	enum refusal no;

	if (room == NULL)
		return;
	no = chat_part(s->server->world, &from, view_of(room), args);
	if (no != CHAT_OK)
		plain_tell_refusal(s, no, view_of(room));
	else if (current != NULL && name_equal(view_of(room), view_of(current)))
		plain_go_on(s);
	free(room);
}

static void
run_rooms(struct session *s, struct view args)
{
	(void)args;
	plain_tell_rooms(s);
}

static void
run_who(struct session *s, struct view args)
{
	struct view word = plain_cut_word(&args);
	const struct room *r;
	char *name;

	name =
	    word.len > 0 ? plain_room_named(word) : xstrdup(plain_current(s));
	if (name == NULL)
		return;
	r = plain_find_room(s, name);
	if (r == NULL)
		plain_tell_refusal(s, CHAT_NO_ROOM, view_of(name));
	else
		plain_tell_members(s, r);
	free(name);
}

static void
run_msg(struct session *s, struct view args)
{
	struct view target = plain_cut_word(&args);

	if (args.len == 0)
		plain_tell(s, "To whom, and what? /msg NAME TEXT");
	else
		plain_say(s, PLAIN_SAY, target, args);
}

static void
run_me(struct session *s, struct view args)
{
	const char *room = plain_current(s);

	if (room != NULL && args.len == 0)
		plain_tell(s, "What do you do? /me waves");
	else if (room != NULL)
		plain_say(s, PLAIN_ACT, view_of(room), args);
}

static void
tell_topic(struct session *s, const char *name)
{
	const struct room *r = plain_find_room(s, name);

	if (r == NULL)
		plain_tell_refusal(s, CHAT_NO_ROOM, view_of(name));
	else if (r->topic == NULL)
		plain_tell(s, "%s has no topic.", r->name);
	else
		plain_tell(s, "The topic of %s: %s", r->name, r->topic);
}

static void
run_topic(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	struct view text = args;
	char *room = plain_room_meant(s, &text);
	enum refusal no;

	if (room == NULL)
		return;
	if (text.len == 0) {
		tell_topic(s, room);
	} else {
		no = chat_topic(s->server->world, &from, view_of(room), text);
		if (no != CHAT_OK)
			plain_tell_refusal(s, no, view_of(room));
	}
	free(room);
}

static void
run_quit(struct session *s, struct view args)
{
	char *reason;

	xasprintf(
	    &reason, "Quit%s%.*s", args.len > 0 ? ": " : "", VIEW_ARG(args));
	plain_tell(s, "Good-bye, %s.", s->user->nick);
	session_end(s, reason, 0);
	free(reason);
}

/* In the order of /help. */
static const struct plain_command commands[] = {
	/* clang-format off */
	/* name      what       cost flags    arguments        help */
	{ "nick",    run_nick,  2, 0,	      "NAME",	       "give yourself a name" },
	{ "join",    run_join,  2, 0,	      "ROOM [KEY]",       "enter a room (111 means #111); talk goes there" },
	{ "leave",   run_leave, 1, 0,	      "[ROOM] [WHY]",  "leave it" },
	{ "part",    run_leave, 1, ALIAS,     NULL,	       NULL },
	{ "rooms",   run_rooms, 3, 0,	      "",	       "which rooms there are" },
	{ "list",    run_rooms, 3, ALIAS,     NULL,	       NULL },
	{ "who",     run_who,   2, 0,	      "[ROOM]",	       "who is in it" },
	{ "members", run_who,   2, ALIAS,     NULL,	       NULL },
	{ "names",   run_who,   2, ALIAS,     NULL,	       NULL },
	{ "whois",   plain_run_whois, 2, 0,   "NAME",	       "who that is, and where" },
	{ "away",    plain_run_away, 2, 0,    "[WHY]",	       "say that you are away; without a reason, that you are back" },
	{ "invite",  plain_run_invite, 2, 0,  "[NAME [ROOM]]",  "ask somebody in; alone: who asked you" },
	{ "msg",     run_msg,   1, MESSAGE,   "NAME TEXT",     "say it to one person, or in another room" },
	{ "me",      run_me,    1, MESSAGE,   "TEXT",	       "do something: /me waves" },
	{ "topic",   run_topic, 2, 0,	      "[ROOM] [TEXT]", "what the room is about; with a text, change it" },
	{ "history", plain_run_history, 2, 0, "[ROOM|NAME] [NUMBER]", "what was said before, the last so many lines" },
	{ "search",  plain_run_search, 5, 0,  "WORDS",	       "what was said with these words, in your rooms" },
	{ "mode",    plain_run_mode, 2, 0,    "[ROOM] [MODES]", "its rules; with modes, as /mode +m, change them" },
	{ "rules",   plain_run_mode, 2, ALIAS, NULL,	       NULL },
	{ "kick",    plain_run_kick, 2, 0,    "[#ROOM] NAME [WHY]", "put somebody out" },
	{ "ban",     plain_run_ban, 2, 0,     "[#ROOM] [NAME... [TIME [WHY]]]", "keep them out, for good or as 10m, 2h, 7d (WHY: and put them out); alone: the list" },
	{ "unban",   plain_run_unban, 2, 0,   "[#ROOM] NAME...", "let them in again" },
	{ "mute",    plain_run_mute, 2, 0,    "[#ROOM] NAME... [TIME]", "let them be there, but not speak" },
	{ "unmute",  plain_run_unmute, 2, 0,  "[#ROOM] NAME...", "let them speak again" },
	{ "op",	     plain_run_op, 2, 0,      "[#ROOM] NAME...", "make them operators of the room" },
	{ "deop",    plain_run_deop, 2, 0,    "[#ROOM] NAME...", "that no more" },
	{ "voice",   plain_run_voice, 2, 0,   "[#ROOM] NAME...", "let them speak where few may (/mode +m)" },
	{ "devoice", plain_run_devoice, 2, 0, "[#ROOM] NAME...", "that no more" },
	{ "rename",  plain_run_rename, 2, 0,  "[#ROOM] NEW [WHY]", "give the room another name" },
	{ "register", plain_run_register, 5, SECRET, "PASSWORD", "register your name, so that only you can use it" },
	{ "login",   plain_run_login, 5, SECRET, "NAME PASSWORD", "log in to your account" },
	{ "logout",  plain_run_logout, 2, 0,  "",	       "log out of your account" },
	{ "help",    run_help,  1, 0,	      "",	       "this list" },
	{ "quit",    run_quit,  1, 0,	      "[WHY]",	       "leave the chat" },
	/* clang-format on */
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void
run_help(struct session *s, struct view args)
{
	char *usage;
	size_t i;

	(void)args;
	plain_tell(s, "What you type is said in your room. Commands:");
	for (i = 0; i < COMMANDS; i++) {
		if (commands[i].flags & ALIAS)
			continue;
		xasprintf(&usage, "/%s %s", commands[i].name, commands[i].args);
		plain_tell(s, "  %-25s %s", usage, commands[i].help);
		free(usage);
	}
	plain_tell(s, "  %-25s %s", "//TEXT", "say /TEXT");
}

const struct plain_command *
plain_find_command(struct view line)
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
plain_is_message(const struct plain_command *c)
{
	return (c->flags & MESSAGE) != 0;
}

unsigned
plain_cost(const struct plain_command *c)
{
	return c->cost;
}

void
plain_run(struct session *s, const struct plain_command *c, struct view line)
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
plain_is_join(const struct plain_command *c)
{
	return c->run == run_join;
}
