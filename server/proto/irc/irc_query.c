/*
 * irc_query: WHO, LUSERS, MOTD: questions that change nothing.
 */
#include "common/names.h"
#include "server/config.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

enum { WHO_MAX = 1000 }; /* answers to a mask */

/* One 352 (checklist 30, 45); m: their place in the room that was asked for, or NULL. */
static void
who_line(struct request *req, const struct user *u, const struct member *m)
{
	int all = (req->irc->caps & CAP_MULTI_PREFIX) != 0;
	struct buf text = { 0 };

	reply_begin(req, "352");
	reply_param_str(req, m == NULL ? "*" : m->room->name);
	reply_param_str(req, u->username);
	reply_param_str(req, u->host);
	reply_param_str(req, req->server->config->name);
	reply_param_str(req, u->nick);
	irc_param_fmt(&req->w, "%s%s%s", u->away != NULL ? "G" : "H",
	    u->modes & USER_OPERATOR ? "*" : "",
	    m == NULL ? "" : irc_prefixes(m->ranks, all));
	buf_printf(&text, "0 %s", u->realname);
	reply_end_view(req, buf_view(&text));
	buf_clear(&text);
}

static void
who_room(struct request *req, const struct room *r)
{
	int inside = room_find_member(r, req->session->user) != NULL;
	const struct member *m;

	TAILQ_FOREACH (m, &r->members, in_room) {
		if (inside || !(m->user->modes & USER_INVISIBLE))
			who_line(req, m->user, m);
	}
}

static int
share_room(const struct user *a, const struct user *b)
{
	const struct member *m;

	TAILQ_FOREACH (m, &a->rooms, in_user) {
		if (room_find_member(m->room, b) != NULL)
			return 1;
	}
	return 0;
}

struct who {
	struct request *req;
	struct view mask;
	int n;
};

static int
who_user(struct user *u, void *ctx)
{
	struct who *who = ctx;
	const struct user *asker = who->req->session->user;

	if (!mask_match(who->mask, view_of(u->nick)))
		return 0;
	if ((u->modes & USER_INVISIBLE) && u != asker && !share_room(u, asker))
		return 0;
	who_line(who->req, u, NULL);
	return ++who->n >= WHO_MAX;
}

void
cmd_who(struct request *req)
{
	struct view mask = request_param(req, 0);
	struct world *w = req->server->world;
	struct who who = { .req = req };
	const struct user *u;
	const struct room *r;

	if (mask.len == 0)
		mask = VIEW("*");
	who.mask = mask;
	if (name_is_room(mask)) {
		r = world_find_room(w, mask);
		if (r != NULL)
			who_room(req, r);
	} else if ((u = world_find_user(w, mask)) != NULL) {
		who_line(req, u, NULL);
	} else {
		world_each_user(w, who_user, &who);
	}
	reply_about(req, "315", mask, "End of /WHO list");
}

static void
number(struct request *req, const char *numeric, size_t n, const char *text)
{
	reply_begin(req, numeric);
	reply_param_int(req, (long long)n);
	reply_end(req, text);
}

static void
now_and_most(struct request *req, const char *numeric, const char *what,
    const struct server_counts *c)
{
	reply_begin(req, numeric);
	reply_param_int(req, (long long)c->users);
	reply_param_int(req, (long long)c->users_most);
	irc_trailing_fmt(&req->w, "Current %s users %zu, max %zu", what,
	    c->users, c->users_most);
	reply_end(req, NULL);
}

/* Checklist 49. */
void
cmd_lusers(struct request *req)
{
	struct server_counts c;

	server_count(req->server, &c);
	reply_begin(req, "251");
	irc_trailing_fmt(&req->w,
	    "There are %zu users and %zu invisible on 1 servers",
	    c.users - c.invisible, c.invisible);
	reply_end(req, NULL);
	number(req, "252", c.operators, "operators online");
	number(req, "253", c.unregistered, "unknown connections");
	number(req, "254", c.rooms, "channels formed");
	reply_begin(req, "255");
	irc_trailing_fmt(&req->w, "I have %zu clients and 0 servers", c.users);
	reply_end(req, NULL);
	now_and_most(req, "265", "local", &c);
	now_and_most(req, "266", "global", &c);
}

void
cmd_motd(struct request *req)
{
	const struct server *server = req->server;
	size_t i;

	if (server->motd == NULL) {
		reply_text(req, "422", "There is no message of the day");
		return;
	}
	reply_text(req, "375", "Message of the day");
	for (i = 0; i < server->nmotd; i++)
		reply_text(req, "372", server->motd[i]);
	reply_text(req, "376", "End of the message of the day");
}
