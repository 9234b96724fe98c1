/*
 * attention_commands: /ignore, /unignore, /highlight and /notify.
 */
#include <stdlib.h>

#include "client/commands/attention_store.h"
#include "client/commands/context.h"
#include "client/commands/table.h"
#include "client/config/live_settings.h"
#include "client/irc/session.h"
#include "common/clock.h"
#include "common/duration.h"
#include "common/i18n.h"

enum { TIME_MAX = 10 * 365 * 86400 }; /* seconds */

/* Parse a time as the user types it. Returns 0 and *until (0: for ever), or -1. */
static int
parse_time(struct view text, int64_t *until)
{
	long long seconds;

	*until = 0;
	if (view_equal_nocase(text, VIEW("forever")))
		return 0;
	if (duration_parse(text, TIME_MAX, &seconds) != 0)
		return -1;
	*until = clock_ms() + seconds * 1000;
	return 0;
}

/* Append ", 1h 59m left" if it ends. */
static void
add_left(struct buf *out, int64_t until)
{
	char left[DURATION_SIZE];
	int64_t ms = until - clock_ms();

	if (until == 0)
		return;
	duration_text(left, ms > 0 ? (ms + 999) / 1000 : 0);
	buf_printf(out, _(", %s left"), left);
}

/* Make a change and save it. Returns 0; 1 if there was nothing to remove; or -1 after showing why not. */
static int
change(struct command_context *x, const struct attention_change *c)
{
	char *cause;

	if (attention_store_change(x->attention, c, &cause) == 0)
		return 0;
	return cause == NULL ? 1 : command_fail_cause(x, cause);
}

static const char *
what_text(enum ignore_what what)
{
	switch (what) {
	case IGNORE_MESSAGES:
		return _("messages");
	case IGNORE_PRESENCE:
		return _("presence");
	case IGNORE_BOTH:
		return _("messages and presence");
	case IGNORE_HIGHLIGHTS:
		return _("highlights only");
	}
	return "";
}

static void
print_ignore(struct command_context *x, const struct ignore *e)
{
	struct buf out = { 0 };

	buf_printf(&out, _("You ignore %s: %s"), e->mask, what_text(e->what));
	add_left(&out, e->until);
	command_print(x, "%s", buf_str(&out));
	buf_clear(&out);
}

static int
list_ignores(struct command_context *x)
{
	const struct ignores *l = &attention_store_rules(x->attention)->ignores;
	size_t i;

	if (l->n == 0)
		command_print(x, "%s", _("You ignore nobody."));
	for (i = 0; i < l->n; i++)
		print_ignore(x, &l->v[i]);
	return 0;
}

/* Parse what to ignore and for how long, in any order. Returns 0, or -1 after showing what is wrong. */
static int
parse_ignore(struct command_context *x, const struct command *cmd,
    struct attention_change *c)
{
	int i, what;

	for (i = 1; i < cmd->nargs; i++) {
		what = ignore_what_find(cmd->args[i]);
		if (what != -1)
			c->value = what;
		else if (parse_time(cmd->args[i], &c->until) != 0)
			return command_fail(x,
			    _("\"%.*s\" is not messages, presence, both or "
			      "highlights, and not a time such as 30m, 2h, 7d "
			      "or forever."),
			    VIEW_ARG(cmd->args[i]));
	}
	return 0;
}

static int
run_ignore(struct command_context *x, const struct command *cmd)
{
	struct attention_change c = { .kind = ATTENTION_IGNORE,
		.name = cmd->args[0],
		.value = IGNORE_BOTH };
	const struct ignores *l = &attention_store_rules(x->attention)->ignores;
	const char *me = irc_session_my_nick(command_session(x));

	if (cmd->nargs == 0)
		return list_ignores(x);
	if (name_equal(c.name, view_of(me)))
		return command_fail(x, _("You cannot ignore yourself."));
	if (parse_ignore(x, cmd, &c) != 0 || change(x, &c) != 0)
		return -1;
	print_ignore(x, ignores_find(l, c.name));
	return 0;
}

static int
run_unignore(struct command_context *x, const struct command *cmd)
{
	struct attention_change c = {
		.kind = ATTENTION_IGNORE, .remove = 1, .name = cmd->args[0]
	};

	if (change(x, &c) != 0)
		return command_fail(x,
		    _("You do not ignore %.*s. /ignore lists those that you "
		      "ignore."),
		    VIEW_ARG(c.name));
	command_print(
	    x, _("You no longer ignore %.*s."), VIEW_ARG(cmd->args[0]));
	return 0;
}

/* List the nick, the words of the settings of this room, and those that were added. */
static int
list_highlights(struct command_context *x, struct view room)
{
	const struct highlight_list *added =
	    &attention_store_rules(x->attention)->highlights.added;
	const struct string_list *words =
	    &client_config_room(attention_store_settings(x->attention), room)
		 ->highlight;
	const struct highlight *one;
	size_t i;

	command_print(
	    x, _("%s: your nick"), irc_session_my_nick(command_session(x)));
	for (i = 0; i < words->n; i++)
		command_print(
		    x, _("%s: from the setting highlight"), words->v[i]);
	for (i = 0; i < added->n; i++) {
		one = &added->v[i];
		if (one->room != NULL)
			command_print(
			    x, _("%s: in %s"), one->pattern, one->room);
		else
			command_print(x, _("%s: in all rooms"), one->pattern);
	}
	return 0;
}

static int
remove_highlight(struct command_context *x, const struct attention_change *c)
{
	if (change(x, c) != 0)
		return command_fail(x,
		    _("You did not add %.*s. /highlight lists all words. To "
		      "remove one of a room: /highlight #room del WORD"),
		    VIEW_ARG(c->name));
	command_print(
	    x, _("%.*s is no longer highlighted."), VIEW_ARG(c->name));
	return 0;
}

static int
add_highlight(struct command_context *x, const struct attention_change *c)
{
	if (change(x, c) != 0)
		return -1;
	if (c->room.len > 0)
		command_print(x, _("%.*s is highlighted in %.*s."),
		    VIEW_ARG(c->name), VIEW_ARG(c->room));
	else
		command_print(x, _("%.*s is highlighted."), VIEW_ARG(c->name));
	return 0;
}

static int
run_highlight(struct command_context *x, const struct command *cmd)
{
	struct attention_change c = { .kind = ATTENTION_HIGHLIGHT,
		.name = cmd->args[1],
		.room = cmd->room };

	if (cmd->nargs == 0)
		return list_highlights(
		    x, cmd->room.len > 0 ? cmd->room : x->ops->target(x->ctx));
	c.remove = view_equal_nocase(cmd->args[0], VIEW("del"));
	if (cmd->nargs < 2 ||
	    (!c.remove && !view_equal_nocase(cmd->args[0], VIEW("add"))))
		return command_fail(
		    x, _("Type /highlight add WORD or /highlight del WORD."));
	return c.remove ? remove_highlight(x, &c) : add_highlight(x, &c);
}

static const char *
level_text(enum room_level level)
{
	switch (level) {
	case LEVEL_ALL:
		return _("all messages notify you");
	case LEVEL_MENTIONS:
		return _("mentions notify you");
	case LEVEL_NOTHING:
		return _("nothing notifies you");
	}
	return "";
}

static void
print_level(struct command_context *x, struct view room)
{
	const struct attention *a = attention_store_rules(x->attention);
	const struct room_level_entry *e = room_levels_find(&a->levels, room);
	struct buf out = { 0 };

	buf_printf(&out, "%.*s: %s", VIEW_ARG(room),
	    level_text(attention_level(
		a, attention_store_settings(x->attention), room)));
	if (e != NULL)
		add_left(&out, e->until);
	command_print(x, "%s", buf_str(&out));
	buf_clear(&out);
}

/* Show the level of this room, and of all rooms for which one was chosen. */
static int
list_levels(struct command_context *x, struct view room)
{
	const struct room_levels *l =
	    &attention_store_rules(x->attention)->levels;
	size_t i;

	if (room.len > 0)
		print_level(x, room);
	for (i = 0; i < l->n; i++)
		if (!name_equal(room, view_of(l->v[i].room)))
			print_level(x, view_of(l->v[i].room));
	command_print(x, _("other rooms: %s"),
	    level_text((enum room_level)attention_store_settings(x->attention)
			   ->notify_level));
	return 0;
}

static int
run_notify(struct command_context *x, const struct command *cmd)
{
	struct view room =
	    cmd->room.len > 0 ? cmd->room : x->ops->target(x->ctx);
	struct attention_change c = { .kind = ATTENTION_LEVEL, .name = room };

	if (cmd->nargs == 0)
		return list_levels(x, room);
	if (room.len == 0)
		return command_fail(x, _("Join a room first: /join ROOM"));
	c.remove = view_equal_nocase(cmd->args[0], VIEW("default"));
	c.value = room_level_find(cmd->args[0]);
	if (c.value == -1 && !c.remove)
		return command_fail(x,
		    _("\"%.*s\" is not a level: all, mentions, nothing or "
		      "default."),
		    VIEW_ARG(cmd->args[0]));
	if (c.remove && cmd->nargs > 1)
		return command_fail(x, _("/notify default takes no time."));
	if (cmd->nargs > 1 && parse_time(cmd->args[1], &c.until) != 0)
		return command_fail(x,
		    _("\"%.*s\" is not a time such as 30m, 1h or 7d."),
		    VIEW_ARG(cmd->args[1]));
	if (change(x, &c) == -1)
		return -1;
	print_level(x, room);
	return 0;
}

/* clang-format off */
const struct command_row attention_commands[] = {
	{ "highlight", run_highlight, NULL, 0, 2, { ARG_ADD_DEL, ARG_HIGHLIGHT },
	    "[ROOM] [add|del WORD]",
	    N_("count messages with a word, or a /REGULAR EXPRESSION/, as mentions; alone: list the words"),
	    COMMAND_ROOM | COMMAND_OFFLINE, 0 },
	{ "ignore", run_ignore, NULL, 0, 3, { ARG_NICK, ARG_IGNORE, ARG_IGNORE },
	    "[NICK|account:NAME|MASK] [messages|presence|both|highlights] [TIME]",
	    N_("hide a user's messages and presence (joining and leaving); alone: list the users that you ignore"),
	    COMMAND_OFFLINE, 0 },
	{ "notify", run_notify, NULL, 0, 2, { ARG_LEVEL, ARG_NONE },
	    "[ROOM] [all|mentions|nothing|default] [TIME]",
	    N_("choose which messages of the room notify you, for good or for a time; alone: show it"),
	    COMMAND_ROOM | COMMAND_OFFLINE, 0 },
	{ "unignore", run_unignore, NULL, 1, 1, { ARG_IGNORED },
	    "NICK|account:NAME|MASK",
	    N_("stop ignoring a user, and show the messages that were hidden"),
	    COMMAND_OFFLINE, 0 },
	{ .name = NULL }
};
/* clang-format on */
