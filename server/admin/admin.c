/*
 * admin: the table of commands, and running one.
 */
#include "server/admin/admin.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/session/server.h"
#include "server/store/store.h"

struct admin_call {
	struct server *server;
	const struct admin_ops *ops; /* NULL: abandoned */
	void *ctx;
	char *words[ADMIN_WORDS_MAX];
	size_t n;
	int running; /* admin_run has not returned */
	int ended;
};

static void run_prune(struct admin_call *);

/* clang-format off */
const struct admin_command admin_commands[] = {
	{ "account", "add", "name [key]", 1, 3, admin_account_add,
	    N_("add an account; asks for its password, unless you give a key"), 1 },
	{ "account", "drop", "name", 1, 1, admin_account_drop,
	    N_("delete an account; its messages stay (see forget)"), 0 },
	{ "account", "key", "name add|del key", 3, 3, admin_account_key,
	    N_("bind a key (a certificate's SHA-256), or remove one"), 0 },
	{ "account", "list", "[mask]", 0, 1, admin_account_list,
	    N_("list all accounts, one per line"), 0 },
	{ "account", "password", "name", 1, 2, admin_account_password,
	    N_("set another password; asks for it"), 0 },
	{ "account", "show", "name", 1, 1, admin_account_show,
	    N_("show everything about an account"), 0 },
	{ "account", "suspend", "name [reason]", 1, 2, admin_account_suspend,
	    N_("refuse logins and close the account's connections"), 0 },
	{ "account", "unsuspend", "name", 1, 1, admin_account_unsuspend,
	    N_("allow logins again"), 0 },
	{ "ban", "add", "mask|address|range|a:account [time|forever [reason]]",
	    1, 3, admin_ban_add,
	    N_("ban from the server and close the connections that match"), 1 },
	{ "ban", "drop", "mask|address|range|a:account", 1, 1, admin_ban_drop,
	    N_("remove a ban"), 0 },
	{ "ban", "list", "", 0, 0, admin_ban_list,
	    N_("list all bans, one per line"), 0 },
	{ "prune", "history", "", 0, 0, run_prune,
	    N_("delete history that is older than history-days"), 0 },
	{ 0 }
};
/* clang-format on */

static const struct admin_command *
find(const char *what, const char *verb)
{
	const struct admin_command *c = admin_commands;

	while (c->what != NULL &&
	       (strcmp(c->what, what) != 0 || strcmp(c->verb, verb) != 0))
		c++;
	return c->what == NULL ? NULL : c;
}

int
admin_may_create(const char *const *words, size_t n)
{
	const struct admin_command *c = n < 2 ? NULL : find(words[0], words[1]);

	return c != NULL && c->creates;
}

static void
call_free(struct admin_call *call)
{
	size_t i;

	for (i = 0; i < call->n; i++) {
		explicit_bzero(call->words[i], strlen(call->words[i]));
		free(call->words[i]);
	}
	free(call);
}

static void
end(struct admin_call *call, enum admin_status status)
{
	assert(!call->ended);
	call->ended = 1;
	if (call->ops != NULL)
		call->ops->end(status, call->ctx);
	if (!call->running)
		call_free(call);
}

static void
complain(struct admin_call *call, enum admin_status status, const char *line)
{
	if (call->ops != NULL)
		call->ops->complain(line, call->ctx);
	end(call, status);
}

/* Report the usage of a command, or, if c is NULL, that there is no such command. */
static void
complain_of_words(struct admin_call *call, const struct admin_command *c)
{
	const char *what = call->n > 0 ? call->words[0] : "";
	char *line;

	if (c != NULL)
		xasprintf(&line, _("usage: %s %s %s"), c->what, c->verb,
		    c->arguments);
	else
		xasprintf(&line,
		    _("no such command: %s %s. For a list, type: tchat-server "
		      "%s"),
		    what, call->n > 1 ? call->words[1] : "", what);
	complain(call, ADMIN_USAGE, line);
	free(line);
}

int
admin_check_words(const char *const *words, size_t n, char **cause)
{
	struct buf shown = { 0 };
	size_t i;

	for (i = 0; i < n && text_is_printable(view_of(words[i])); i++)
		;
	if (i == n)
		return 0;
	text_escape(&shown, view_of(words[i]));
	cause_set(cause,
	    _("nothing was done: \"%s\" has control characters or bytes that "
	      "are not UTF-8. Write it on one line without them"),
	    buf_str(&shown));
	buf_clear(&shown);
	return -1;
}

static void
run(struct admin_call *call)
{
	const struct admin_command *c =
	    call->n < 2 ? NULL : find(call->words[0], call->words[1]);
	char *cause = NULL;

	if (admin_check_words(
		(const char *const *)call->words, call->n, &cause) != 0) {
		complain(call, ADMIN_USAGE, cause);
		free(cause);
		return;
	}
	if (c == NULL || call->n - 2 < c->min || call->n - 2 > c->max) {
		complain_of_words(call, c);
		return;
	}
	log_info("admin", 0, "command line: %s %s %s", c->what, c->verb,
	    admin_word(call, 0));
	c->run(call);
}

struct admin_call *
admin_run(struct server *server, const char *const *words, size_t n,
    const struct admin_ops *ops, void *ctx)
{
	struct admin_call *call = xcalloc(1, sizeof(*call));

	call->server = server;
	call->ops = ops;
	call->ctx = ctx;
	while (call->n < n && call->n < ADMIN_WORDS_MAX) {
		call->words[call->n] = xstrdup(words[call->n]);
		call->n++;
	}
	call->running = 1;
	run(call);
	call->running = 0;
	if (!call->ended)
		return call;
	call_free(call);
	return NULL;
}

void
admin_abandon(struct admin_call *call)
{
	call->ops = NULL;
}

struct server *
admin_server(struct admin_call *call)
{
	return call->server;
}

const char *
admin_word(const struct admin_call *call, size_t i)
{
	return i + 2 < call->n ? call->words[i + 2] : "";
}

static char *format_line(const char *fmt, va_list ap)
    __attribute__((format(printf, 1, 0)));

/* Format one line, escaping control characters in the values: LF ends a line on the control socket. */
static char *
format_line(const char *fmt, va_list ap)
{
	struct buf line = { 0 };
	char *text;

	xvasprintf(&text, fmt, ap);
	text_escape(&line, view_of(text));
	free(text);
	return line.len == 0 ? xstrdup("") : buf_take(&line);
}

void
admin_say(struct admin_call *call, const char *fmt, ...)
{
	va_list ap;
	char *line;

	va_start(ap, fmt);
	line = format_line(fmt, ap);
	va_end(ap);
	if (call->ops != NULL)
		call->ops->say(line, call->ctx);
	free(line);
}

void
admin_done(struct admin_call *call)
{
	end(call, ADMIN_DONE);
}

void
admin_refuse(struct admin_call *call, const char *fmt, ...)
{
	va_list ap;
	char *line;

	va_start(ap, fmt);
	line = format_line(fmt, ap);
	va_end(ap);
	complain(call, ADMIN_REFUSED, line);
	free(line);
}

static void
on_pruned(enum store_result result, size_t n, void *ctx)
{
	struct admin_call *call = ctx;

	if (result != STORE_OK) {
		admin_refuse(
		    call, _("the history could not be deleted; see the log"));
		return;
	}
	admin_say(call, _("deleted %zu messages and other events"), n);
	admin_done(call);
}

/* Deletes history that is older than history-days. */
static void
run_prune(struct admin_call *call)
{
	struct server *server = admin_server(call);

	if (server->store->ops->prune == NULL ||
	    server->config->history_days == 0)
		admin_refuse(call, _("there is nothing to delete: history-days "
				     "is 0, or history "
				     "is not kept on disk"));
	else
		server->store->ops->prune(server->store, on_pruned, call);
}

void
admin_refuse_not_stored(struct admin_call *call, enum store_result result)
{
	if (result == STORE_FULL)
		admin_refuse(
		    call, _("nothing was changed, because the disk is full"));
	else
		admin_refuse(
		    call, _("nothing was changed, because the database could "
			    "not be written. See the server's log"));
}
