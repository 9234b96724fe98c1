/*
 * commands: what lines of the input do.
 */
#include "client/line_mode/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "client/commands/account_commands.h"
#include "client/commands/alias.h"
#include "client/commands/attention_store.h"
#include "client/commands/ban_commands.h"
#include "client/commands/parse.h"
#include "client/irc/message.h"
#include "client/irc/session.h"
#include "client/irc/words.h"
#include "client/line_mode/attention.h"
#include "client/line_mode/json_command.h"
#include "client/line_mode/json_event.h"
#include "client/line_mode/output.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { JSON_HISTORY_LINES = 50 };

void
line_mode_turn_to(struct line_mode *p, struct view target, int joined)
{
	free(p->room);
	p->room = xviewdup(target);
	p->joined = joined;
	string_list_clear(&p->others);
}

static int
send_to(struct line_mode *p, struct view target, enum irc_message message,
    struct view text, uint64_t *token)
{
	*token = irc_session_say(p->session, message, target, text);
	if (*token == 0)
		return p->kind == INPUT_JSON
			   ? command_fail(
				 &p->commands, _("There is no text to send."))
			   : 0;
	if (p->kind == INPUT_JSON)
		answers_message(&p->answers, *token);
	return 0;
}

/* Return why lines cannot be sent now, or NULL. */
static const char *
why_silent(const struct line_mode *p)
{
	if (p->room != NULL && (p->joined || visit_may_say(&p->visit)))
		return NULL;
	/* The outbox sends it after the reconnect. */
	if (p->interactive && p->returns)
		return NULL;
	if (!irc_session_registered(p->session))
		return _("Not connected: the message was not sent.");
	return _("Join a room first: /join ROOM");
}

int
line_mode_say(struct line_mode *p, enum irc_message message, struct view text)
{
	const char *why = why_silent(p);
	uint64_t token;
	size_t i;

	if (why != NULL)
		return command_fail(&p->commands, "%s", why);
	if (send_to(p, view_of(p->room), message, text, &token) != 0)
		return -1;
	if (!p->joined && !p->returns)
		visit_said(&p->visit, token, message, text);
	for (i = 0; i < p->others.n; i++)
		send_to(p, view_of(p->others.v[i]), message, text, &token);
	return 0;
}

void
line_mode_note_own(struct line_mode *p, struct view target, struct view msgid)
{
	struct own_message *own = &p->own[p->nown % OWN_MESSAGES];

	if (msgid.len == 0)
		return;
	free(own->target);
	free(own->msgid);
	*own = (struct own_message){ xviewdup(target), xviewdup(msgid) };
	p->nown++;
}

/* Implementations of command_ops. */

static void
show_error(const char *text, void *arg)
{
	struct line_mode *p = arg;

	answers_fail(&p->answers, text);
	if (!p->json)
		line_mode_complain("%s", text);
	else if (p->answers.current == NULL)
		line_mode_error(p, text);
}

static void
show_line(const char *text, void *arg)
{
	line_mode_tell(arg, text);
}

static struct view
target(void *arg)
{
	const struct line_mode *p = arg;

	return view_of(p->room);
}

static int
say(enum irc_message message, struct view text, void *arg)
{
	return line_mode_say(arg, message, text);
}

static int
say_to(struct view name, enum irc_message message, struct view text, void *arg)
{
	struct line_mode *p = arg;
	uint64_t token;

	if (!irc_session_registered(p->session) &&
	    !(p->interactive && p->returns))
		return command_fail(&p->commands, "%s",
		    _("Not connected: the message was not sent."));
	return send_to(p, name, message, text, &token);
}

static int
open_room(struct view room, void *arg)
{
	struct line_mode *p = arg;

	if (!irc_session_registered(p->session))
		return command_fail(
		    &p->commands, "%s", _("Not connected: try again later."));
	line_mode_turn_to(p, room, 0);
	return 1;
}

/* Nothing has to be joined to write to a user. */
static int
open_query(struct view nick, void *arg)
{
	struct line_mode *p = arg;

	line_mode_turn_to(p, nick, 1);
	if (p->interactive)
		command_print(&p->commands,
		    _("Your lines go to %.*s now. /join ROOM returns to a "
		      "room."),
		    VIEW_ARG(nick));
	return 0;
}

static void
quit(struct view reason, void *arg)
{
	struct line_mode *p = arg;

	line_mode_quit(p, line_mode_result(p), reason);
}

static void
set_echo(int on)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &t) == -1)
		return;
	if (on)
		t.c_lflag |= ECHO;
	else
		t.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

/* The next line is the password; but a JSON command must contain it. */
static void
ask_password(void *arg)
{
	struct line_mode *p = arg;

	if (p->kind == INPUT_JSON) {
		p->commands.asking.what = ASK_NOTHING;
		command_fail(&p->commands, _("The password is missing."));
		return;
	}
	set_echo(0);
	p->silent = 1;
	fputs(account_prompt(&p->commands.asking), stderr);
	fflush(stderr);
}

void
line_mode_end_prompt(struct line_mode *p)
{
	if (!p->silent)
		return;
	p->silent = 0;
	set_echo(1);
	fputc('\n', stderr);
}

static int
search(struct view words, char **cause, void *arg)
{
	struct line_mode *p = arg;
	uint64_t request = past_search(&p->past, words, cause);

	if (request == 0)
		return -1;
	answers_history(&p->answers, request);
	return 0;
}

static void
scroll_back(size_t lines, void *arg)
{
	const struct irc_bound newest = { 0 };
	struct line_mode *p = arg;

	if (p->room == NULL) {
		command_fail(
		    &p->commands, "%s", _("Join a room first: /join ROOM"));
		return;
	}
	answers_history(&p->answers,
	    past_fetch(&p->past, PAST_LAST, view_of(p->room), newest, lines));
}

static struct view
own_message(long long nth, void *arg)
{
	const struct line_mode *p = arg;
	size_t i, n = p->nown < OWN_MESSAGES ? p->nown : OWN_MESSAGES;
	const struct own_message *own;

	for (i = 1; i <= n; i++) {
		own = &p->own[(p->nown - i) % OWN_MESSAGES];
		if (own->msgid != NULL &&
		    name_equal(view_of(own->target), view_of(p->room)) &&
		    --nth == 0)
			return view_of(own->msgid);
	}
	return VIEW("");
}

/* Past messages: see past_ops. */

static void
render(struct buf *out, const struct irc_event *ev, void *arg)
{
	line_mode_render(arg, out, ev);
}

static int
hides(const struct irc_event *ev, void *arg)
{
	struct line_mode *p = arg;

	return !p->json && line_mode_hides(p, ev);
}

static void
put(int64_t time, struct view line, void *arg)
{
	line_mode_put(arg, time, line);
}

/* A program that reads JSON counts the lines itself. */
static void
past_heading(const char *sentence, void *arg)
{
	struct line_mode *p = arg;

	if (!p->json)
		line_mode_tell(p, sentence);
}

/* With JSON, the reply to the command has the reason. */
static void
past_fail(const char *why, void *arg)
{
	struct line_mode *p = arg;

	if (!p->json)
		line_mode_complain("%s", why);
}

/* The rules of /ignore, /highlight and /notify. */

/* What was printed before stays printed, and what was not is not printed later. */
static void
ignore_ended_cb(unsigned id, void *arg)
{
	(void)id, (void)arg;
}

static void
levels_changed_cb(void *arg)
{
	(void)arg;
}

static void
print_cb(const char *text, void *arg)
{
	struct line_mode *p = arg;

	if (p->kind != INPUT_TEXT)
		line_mode_tell(p, text);
}

static void
report_cb(const char *text, void *arg)
{
	line_mode_error(arg, text);
}

static int
ignores_cb(const struct irc_event *ev, void *arg)
{
	return line_mode_hides(arg, ev);
}

static void
attention_init(struct line_mode *p)
{
	static const struct attention_store_ops ops = { ignore_ended_cb,
		levels_changed_cb, print_cb };

	p->state_files = state_files_new(
	    p->config, view_of(p->config->network_key), report_cb, p);
	p->attention_store = attention_store_new(
	    p->base, p->config, &p->attention, p->state_files, &ops, p);
	p->commands.attention = p->attention_store;
	attention_use_settings(&p->attention, p->config);
	irc_session_set_ignores(p->session, ignores_cb, p);
}

static void
attention_end(struct line_mode *p)
{
	state_files_wait(p->state_files);
	attention_store_free(p->attention_store);
	state_files_free(p->state_files);
	attention_clear(&p->attention);
}

/* JSON commands. */

static int
json_say(
    struct line_mode *p, const struct json_command *c, enum irc_message message)
{
	return c->to.len > 0 ? say_to(c->to, message, c->text, p)
			     : line_mode_say(p, message, c->text);
}

/* Return the room of the command, else the one to which lines go, as a string that the caller frees; or NULL. */
static char *
json_room(struct line_mode *p, const struct json_command *c)
{
	char *name = xviewdup(c->room.len > 0 ? c->room : view_of(p->room));
	char *cause = NULL, *room = NULL;

	if (name == NULL)
		command_fail(&p->commands, "%s", _("\"room\" is missing"));
	else if ((room = client_room_name(name, &cause)) == NULL)
		command_fail_cause(&p->commands, cause);
	free(name);
	return room;
}

/* Send a command about a room, with one more parameter if it is given. */
static int
json_room_command(struct line_mode *p, const struct json_command *c,
    const char *name, struct view more, int has_more)
{
	char *room = json_room(p, c);
	struct view params[2] = { view_of(room), more };
	int rc = -1;

	if (room != NULL)
		rc = command_send(&p->commands, name, params, has_more ? 2 : 1);
	free(room);
	return rc;
}

static int
json_nick(struct line_mode *p, const struct json_command *c)
{
	if (!nick_valid(c->nick))
		return command_fail(&p->commands,
		    _("\"%.*s\" is not a valid nick."), VIEW_ARG(c->nick));
	connection_set_nick(p->connection, c->nick);
	return 0;
}

static int
json_redact(struct line_mode *p, const struct json_command *c)
{
	struct view to = c->to.len > 0 ? c->to : view_of(p->room);

	if (to.len == 0)
		return command_fail(&p->commands, "%s", _("\"to\" is missing"));
	irc_session_redact(p->session, to, c->msgid, c->text);
	return 0;
}

/* A place in the history is a time or a msgid. */
static struct irc_bound
json_bound(struct view text)
{
	struct irc_bound b = { 0 };

	if (text.len > 0 && clock_parse_iso(text, &b.time) != 0)
		b = (struct irc_bound){ .msgid = text };
	return b;
}

static int
json_history(struct line_mode *p, const struct json_command *c)
{
	struct view to = c->to.len > 0 ? c->to : view_of(p->room);
	size_t want = c->limit > 0 ? (size_t)c->limit : JSON_HISTORY_LINES;

	if (to.len == 0)
		return command_fail(&p->commands, "%s", _("\"to\" is missing"));
	answers_history(&p->answers,
	    past_fetch(&p->past, PAST_LAST, to, json_bound(c->before), want));
	return 0;
}

static int
json_search(struct line_mode *p, const struct json_command *c)
{
	char *cause = NULL;

	if (search(c->text, &cause, p) == 0)
		return 0;
	return command_fail_cause(&p->commands, cause);
}

static int
json_slash(struct line_mode *p, const struct json_command *c)
{
	struct command typed;

	if (!view_has_prefix(c->text, VIEW("/")))
		return command_fail(&p->commands, "%s",
		    _("\"text\" must begin with a slash: /whois NICK"));
	return command_run(&p->commands, c->text, &typed);
}

static void
json_run(struct line_mode *p, const struct json_command *c)
{
	switch (c->verb) {
	case JSON_SAY:
		json_say(p, c, IRC_PRIVMSG);
		break;
	case JSON_ACTION:
		json_say(p, c, IRC_ACTION);
		break;
	case JSON_NOTICE:
		json_say(p, c, IRC_NOTICE);
		break;
	case JSON_JOIN:
		json_room_command(p, c, "JOIN", c->key, c->key.len > 0);
		break;
	case JSON_PART:
		json_room_command(p, c, "PART", c->text, c->text.len > 0);
		break;
	case JSON_NICK:
		json_nick(p, c);
		break;
	case JSON_TOPIC:
		json_room_command(p, c, "TOPIC", c->text, 1);
		break;
	case JSON_REDACT:
		json_redact(p, c);
		break;
	case JSON_HISTORY:
		json_history(p, c);
		break;
	case JSON_SEARCH:
		json_search(p, c);
		break;
	case JSON_COMMAND:
		json_slash(p, c);
		break;
	case JSON_QUIT:
		quit(c->text, p);
		break;
	}
}

/* An error of a line without an id says which line it was. */
static void
run_json_line(struct line_mode *p, struct view line)
{
	struct json_command c;
	char *cause = NULL;

	if (json_command_parse(&c, line, &cause) == 0) {
		answers_begin(&p->answers, json_incref(c.id), p->line_number);
		json_run(p, &c);
	} else {
		answers_begin(&p->answers, json_incref(c.id), p->line_number);
		answers_fail(&p->answers, cause);
	}
	json_command_clear(&c);
	free(cause);
	answers_end(&p->answers);
}

static void
run_typed_line(struct line_mode *p, struct view line)
{
	struct command c;

	answers_begin(&p->answers, NULL, p->line_number);
	command_run(&p->commands, line, &c);
	answers_end(&p->answers);
}

void
line_mode_run_line(struct line_mode *p, struct view line)
{
	if (p->kind == INPUT_TEXT)
		line_mode_say(p, IRC_PRIVMSG, line);
	else if (words_trim(line).len == 0)
		return;
	else if (p->kind == INPUT_JSON)
		run_json_line(p, line);
	else
		run_typed_line(p, line);
}

void
line_mode_refuse_line(struct line_mode *p, size_t max)
{
	answers_begin(&p->answers, NULL, p->line_number);
	command_fail(
	    &p->commands, _("The line is longer than %zu bytes."), max);
	answers_end(&p->answers);
}

int
line_mode_needs_room(struct view line)
{
	struct command c;
	char *cause = NULL;
	int rc = command_parse(line, &c, &cause);

	free(cause);
	return rc == 0 && c.row != NULL &&
	       (c.row->flags & COMMAND_OFFLINE) == 0;
}

void
line_mode_answer_password(struct line_mode *p, struct view password)
{
	line_mode_end_prompt(p);
	answers_begin(&p->answers, NULL, p->line_number);
	account_answer(&p->commands, password);
	answers_end(&p->answers);
}

/* A reply confirms or refuses a command that has an id. Without one, only an error is printed. */
static void
put_reply(struct line_mode *p, const struct answer *a)
{
	json_t *o = json_object_new(a->id != NULL ? "reply" : "error", a->time);

	if (a->id != NULL) {
		json_object_set(o, "id", a->id);
		json_object_set_new(o, "ok", json_boolean(a->error == NULL));
		json_set_text(o, "msgid", view_of(a->msgid));
	}
	if (a->changed != NULL)
		json_set_text(o, "changed", view_of(a->changed));
	if (a->error != NULL) {
		json_set_text(o, "text", view_of(a->error));
		json_object_set_new(o, "line", json_integer(a->line));
	}
	line_mode_put_json(p, o);
}

static void
command_done(const struct answer *a, void *arg)
{
	struct line_mode *p = arg;

	if (a->error != NULL && !p->interactive)
		p->refused++;
	if (p->json && (a->id != NULL || a->error != NULL))
		put_reply(p, a);
}

static int
is_busy(uint64_t origin, void *arg)
{
	return bans_are_pending(&((struct line_mode *)arg)->commands, origin);
}

void
line_mode_commands_init(struct line_mode *p)
{
	static const struct command_ops ops = { .error = show_error,
		.print = show_line,
		.target = target,
		.say = say,
		.say_to = say_to,
		.open_room = open_room,
		.open_query = open_query,
		.ask_password = ask_password,
		.quit = quit,
		.search = search,
		.scroll_back = scroll_back,
		.own_message = own_message };
	static const struct answers_ops answers_ops = { command_done, is_busy };
	static const struct past_ops past_ops = { render, hides, put,
		past_heading, past_fail };

	command_context_init(&p->commands, &ops, p, p->connection, NULL);
	p->commands.config = p->config;
	alias_use(&p->config->aliases);
	answers_init(&p->answers, p->session, &answers_ops, p);
	past_init(&p->past, p->session, &past_ops, p);
	attention_init(p);
	if (p->kind != INPUT_TEXT)
		irc_session_watch_answers(p->session);
}

void
line_mode_commands_clear(struct line_mode *p)
{
	size_t i;

	bans_clear(&p->commands);
	answers_clear(&p->answers);
	past_clear(&p->past);
	attention_end(p);
	for (i = 0; i < OWN_MESSAGES; i++) {
		free(p->own[i].target);
		free(p->own[i].msgid);
	}
	string_list_clear(&p->others);
	free(p->room);
}
