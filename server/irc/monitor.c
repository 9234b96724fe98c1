/*
 * monitor: MONITOR, which notifies a client when nicks come online and go offline (IRCv3 monitor,
 * extended-monitor; checklist 50). Masks are not valid nicks, so they match nobody.
 */
#include "server/irc/monitor.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

/* A list of names, separated by commas, in as many lines of one numeric as needed. */
struct list {
	struct request *req;
	const char *numeric;
	struct buf text;
};

static void
list_flush(struct list *l)
{
	if (l->text.len > 0) {
		reply_begin(l->req, l->numeric);
		reply_end_view(l->req, buf_view(&l->text));
	}
	buf_reset(&l->text);
}

static void
list_add(struct list *l, const char *name)
{
	reply_begin(l->req, l->numeric);
	if (l->text.len + strlen(name) + 1 > irc_space(&l->req->w))
		list_flush(l);
	if (l->text.len > 0)
		buf_add_char(&l->text, ',');
	buf_add_str(&l->text, name);
}

static void
list_end(struct list *l)
{
	list_flush(l);
	buf_clear(&l->text);
}

/* The nicks that are online, and those that are not. */
struct states {
	struct list online, offline;
};

static void
states_begin(struct states *st, struct request *req)
{
	*st = (struct states){ { .req = req, .numeric = "730" },
		{ .req = req, .numeric = "731" } };
}

static void
states_add(struct states *st, const char *nick, const struct user *u)
{
	struct buf who = { 0 };

	if (u == NULL) {
		list_add(&st->offline, nick);
		return;
	}
	buf_printf(&who, "%s!%s@%s", u->nick, u->username, u->host);
	list_add(&st->online, buf_str(&who));
	buf_clear(&who);
}

static void
states_end(struct states *st)
{
	list_end(&st->online);
	list_end(&st->offline);
}

static void
reply_full(struct request *req, struct view rest)
{
	reply_begin(req, "734");
	reply_param_int(req, req->server->config->monitor_max);
	reply_param(req, rest);
	reply_end(req, _("Monitor list is full"));
}

static void
add_one(struct request *req, struct states *st, struct view nick)
{
	const struct user *u = NULL;
	char *name = xviewdup(nick);

	if (nick_valid(nick)) {
		monitor_add(&req->session->monitor, nick);
		u = world_find_user(req->server->world, nick);
	}
	states_add(st, name, u);
	free(name);
}

static void
add(struct request *req, struct view list)
{
	size_t max = (size_t)req->server->config->monitor_max;
	struct view rest, nick;
	struct states st;

	states_begin(&st, req);
	for (rest = list; view_cut(&list, ',', &nick); rest = list) {
		if (nick.len == 0)
			continue;
		if (req->session->monitor.n >= max &&
		    !monitor_has(&req->session->monitor, nick)) {
			reply_full(req, rest);
			break;
		}
		add_one(req, &st, nick);
	}
	states_end(&st);
}

static void
remove_nicks(struct request *req, struct view list)
{
	struct view nick;

	while (view_cut(&list, ',', &nick))
		monitor_remove(&req->session->monitor, nick);
}

static void
clear(struct request *req, struct view list)
{
	(void)list;
	monitor_clear(&req->session->monitor);
}

static void
show_list(struct request *req, struct view list)
{
	struct list l = { .req = req, .numeric = "732" };
	const struct monitor_entry *g;

	(void)list;
	LIST_FOREACH (g, &req->session->monitor.entries, of_session)
		list_add(&l, g->nick);
	list_end(&l);
	reply_text(req, "733", _("End of MONITOR list"));
}

static void
show_states(struct request *req, struct view list)
{
	const struct monitor_entry *g;
	struct states st;

	(void)list;
	states_begin(&st, req);
	LIST_FOREACH (g, &req->session->monitor.entries, of_session)
		states_add(&st, g->nick,
		    world_find_user(req->server->world, view_of(g->nick)));
	states_end(&st);
}

static void
cmd_monitor(struct request *req)
{
	static const struct {
		const char *name;
		int min;
		void (*run)(struct request *, struct view);
	} subcommands[] = {
		{ "+", 2, add },
		{ "-", 2, remove_nicks },
		{ "C", 1, clear },
		{ "L", 1, show_list },
		{ "S", 1, show_states },
	};
	struct view sub = request_param(req, 0);
	size_t i;

	for (i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++) {
		if (!view_equal_nocase(sub, view_of(subcommands[i].name)))
			continue;
		if (req->msg->nparams >= subcommands[i].min) {
			subcommands[i].run(req, request_param(req, 1));
			return;
		}
	}
	reply_about(req, "461", VIEW("MONITOR"), "Not enough parameters");
}

void
irc_monitor_changed(struct session *s, const char *nick, const struct user *u)
{
	struct irc_state *irc = s->state;
	struct request req, *outer = irc->request;
	struct states st;

	request_begin(&req, s, NULL);
	states_begin(&st, &req);
	states_add(&st, nick, u);
	states_end(&st);
	session_queue(s, req.out.p, req.out.len);
	buf_clear(&req.out);
	irc->request = outer;
}

int
irc_wants_extended_monitor(const struct session *s)
{
	return (((const struct irc_state *)s->state)->caps &
		   CAP_EXTENDED_MONITOR) != 0;
}

const struct irc_command irc_monitor_commands[] = {
	{ "MONITOR", cmd_monitor, REGISTERED, 1, 2, 2, COMMAND_NO_ROOM,
	    N_("+ nick[,nick...], - nick[,nick...], C, L, S"),
	    N_("Notifies you when these nicks come online or go offline.\n"
	       "C clears the list, L shows it, S shows who is online.") },
	{ .name = NULL },
};
