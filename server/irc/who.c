/*
 * who: WHO and WHOX (checklist 30, 45, 46). The candidates are noted at once, then checked and sent as
 * a long reply (deferred_reply.h), so that a huge room or a costly mask neither overflows the queue
 * nor blocks the loop.
 */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/mode.h"
#include "server/irc/request.h"
#include "server/session/deferred_reply.h"

/* In the order of 354. */
#define WHOX_FIELDS "tcuihsnfdlaor"

enum { TOKEN_MAX = 3 };

struct who {
	char *asked; /* as the client sent it */
	char *mask;
	enum { WHO_ROOM, WHO_NICK, WHO_MASK } kind;
	char fields[sizeof(
	    WHOX_FIELDS)]; /* WHOX: the requested fields; else "" */
	char token[TOKEN_MAX + 1];
	int operators; /* show operators only */
	char match[8]; /* the fields to compare the mask with: of "nuhra" */
	uint64_t *ids;
	size_t n, at;
};

static void
who_free(void *ctx)
{
	struct who *who = ctx;

	free(who->asked);
	free(who->mask);
	free(who->ids);
	free(who);
}

/* Add the flags "H*@B": here or away (H, G), operator, ranks in the room, bot. */
static void
add_flags(struct request *req, const struct user *u, const struct member *m)
{
	int all = (req->irc->caps & CAP_MULTI_PREFIX) != 0;

	irc_param_fmt(&req->w, "%s%s%s%s", u->away != NULL ? "G" : "H",
	    u->modes & USER_OPERATOR ? "*" : "",
	    m == NULL ? "" : irc_prefixes(m->ranks, all),
	    u->modes & USER_BOT ? "B" : "");
}

/* Write one 352; m is the membership in the requested room, or NULL. */
static void
who_line(struct request *req, const struct user *u, const struct member *m)
{
	struct buf text = { 0 };

	reply_begin(req, "352");
	reply_param_str(req, m == NULL ? "*" : m->room->name);
	reply_param_str(req, u->username);
	reply_param_str(req, u->host);
	reply_param_str(req, req->server->config->name);
	reply_param_str(req, u->nick);
	add_flags(req, u, m);
	buf_printf(&text, "0 %s", u->realname);
	reply_end_view(req, buf_view(&text));
	buf_clear(&text);
}

static void
add_field(struct request *req, const struct who *who, char field,
    const struct user *u, const struct member *m)
{
	switch (field) {
	case 't':
		reply_param_str(req, who->token);
		break;
	case 'c':
		reply_param_str(req, m == NULL ? "*" : m->room->name);
		break;
	case 'u':
		reply_param_str(req, u->username);
		break;
	case 'i':
	case 'h':
		reply_param_str(req, u->host);
		break;
	case 's':
		reply_param_str(req, req->server->config->name);
		break;
	case 'n':
		reply_param_str(req, u->nick);
		break;
	case 'f':
		add_flags(req, u, m);
		break;
	case 'd':
		reply_param_int(req, 0);
		break;
	case 'l':
		reply_param_int(req, clock_seconds_since(u->last_spoke));
		break;
	case 'a':
		reply_param_str(req, u->account == NULL ? "0" : u->account);
		break;
	case 'o':
		reply_param_str(req, "n/a");
		break;
	}
}

/* Write one 354; the real name, if requested, comes last. */
static void
whox_line(struct request *req, const struct who *who, const struct user *u,
    const struct member *m)
{
	const char *f;

	reply_begin(req, "354");
	for (f = who->fields; *f != '\0'; f++)
		add_field(req, who, *f, u, m);
	reply_end(req, strchr(who->fields, 'r') != NULL ? u->realname : NULL);
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

static int
field_matches(char field, struct view mask, const struct user *u)
{
	switch (field) {
	case 'n':
		return mask_match(mask, view_of(u->nick));
	case 'u':
		return mask_match(mask, view_of(u->username));
	case 'h':
		return mask_match(mask, view_of(u->host));
	case 'r':
		return mask_match(mask, view_of(u->realname));
	case 'a':
		return u->account != NULL &&
		       mask_match(mask, view_of(u->account));
	}
	return 0;
}

/* Compare the mask; one with ! or @ with the whole nick!user@host. */
static int
matches(const struct who *who, const struct user *u)
{
	struct view mask = view_of(who->mask);
	const char *f;
	char *whole;
	int rc;

	if (strpbrk(who->mask, "!@") != NULL) {
		xasprintf(&whole, "%s!%s@%s", u->nick, u->username, u->host);
		rc = mask_match(mask, view_of(whole));
		free(whole);
		return rc;
	}
	for (f = who->match; *f != '\0'; f++)
		if (field_matches(*f, mask, u))
			return 1;
	return 0;
}

/* Invisible users are shown to users who share a room with them or give the exact nick. */
static int
is_shown(const struct who *who, const struct user *u, const struct member *m,
    const struct user *asker)
{
	int hides = (u->modes & USER_INVISIBLE) && u != asker;

	if (who->operators && !(u->modes & USER_OPERATOR))
		return 0;
	if (who->kind == WHO_NICK)
		return 1;
	if (who->kind == WHO_ROOM)
		return room_shows_member(m, asker);
	return matches(who, u) && (!hides || share_room(u, asker));
}

/* Write the line of the next candidate, if still online. */
static int
who_step(void *request, void *ctx)
{
	struct request *req = request;
	struct who *who = ctx;
	struct world *w = req->server->world;
	const struct room *r = NULL;
	const struct member *m = NULL;
	const struct user *u;

	if (who->at == who->n) {
		reply_about(
		    req, "315", view_of(who->asked), _("End of /WHO list"));
		return 1;
	}
	u = world_user_by_id(w, who->ids[who->at++]);
	if (who->kind == WHO_ROOM)
		r = request_room(req, view_of(who->mask));
	if (u != NULL && r != NULL)
		m = room_find_member(r, u);
	if (u == NULL || (who->kind == WHO_ROOM && m == NULL) ||
	    !is_shown(who, u, m, req->session->user))
		return 0;
	if (who->fields[0] != '\0')
		whox_line(req, who, u, m);
	else
		who_line(req, u, m);
	return 0;
}

static int
add_user(struct user *u, void *ctx)
{
	struct who *who = ctx;

	if ((who->n & (who->n - 1)) == 0)
		who->ids = xreallocarray(
		    who->ids, who->n == 0 ? 1 : 2 * who->n, sizeof(*who->ids));
	who->ids[who->n++] = u->id;
	return 0;
}

static void
add_members(struct who *who, const struct room *r)
{
	const struct member *m;

	TAILQ_FOREACH (m, &r->members, in_room)
		add_user(m->user, who);
}

static void
find(struct request *req, struct who *who)
{
	struct view mask = view_of(who->mask);
	struct world *w = req->server->world;
	const struct room *r;
	struct user *u;

	if (name_is_room(mask)) {
		who->kind = WHO_ROOM;
		r = request_room(req, mask);
		if (r != NULL)
			add_members(who, r);
	} else if ((u = world_find_user(w, mask)) != NULL) {
		who->kind = WHO_NICK;
		add_user(u, who);
	} else {
		who->kind = WHO_MASK;
		world_each_user(w, add_user, who);
	}
}

/* Parse "%tcnf,42": the fields, and the token. */
static void
parse_fields(struct who *who, struct view text)
{
	struct view asked, token;
	size_t n = 0;
	const char *f;

	if (!view_cut(&text, ',', &asked))
		return;
	for (f = WHOX_FIELDS; *f != '\0'; f++)
		if (asked.len > 0 && memchr(asked.p, *f, asked.len) != NULL)
			who->fields[n++] = *f;
	token = text.p == NULL ? VIEW("") : text;
	if (token.len == 0 || token.len > TOKEN_MAX)
		token = VIEW("0");
	memcpy(who->token, token.p, token.len);
}

/* Parse the flags: "o" for operators only; of "nuhra" the fields to compare the mask with. */
static void
parse_flags(struct who *who, struct view flags)
{
	struct view before;
	size_t i, n = 0;

	if (view_cut(&flags, '%', &before))
		for (i = 0; i < before.len; i++) {
			if (before.p[i] == 'o')
				who->operators = 1;
			else if (strchr("nuhra", before.p[i]) != NULL &&
				 strchr(who->match, before.p[i]) == NULL)
				who->match[n++] = before.p[i];
		}
	if (n == 0)
		who->match[0] = 'n';
	if (flags.p != NULL)
		parse_fields(who, flags);
}

static void
cmd_who(struct request *req)
{
	struct view asked = request_param(req, 0), mask = asked;
	struct who *who = xcalloc(1, sizeof(*who));

	if (mask.len == 0 || view_equal(mask, VIEW("0")))
		mask = VIEW("*");
	who->asked = xviewdup(asked.len == 0 ? mask : asked);
	who->mask = xviewdup(mask);
	parse_flags(who, request_param(req, 1));
	find(req, who);
	deferred_reply_steps(
	    req->session, req, LABEL_STREAM, who_step, who_free, who);
}

const struct irc_command irc_who_commands[] = {
	{ "WHO", cmd_who, REGISTERED, 0, 2, 3, 0,
	    N_("#room, nick or mask [o][%fields[,token]]"),
	    N_("Lists the users in a room, or those that match a nick or "
	       "mask.") },
	{ .name = NULL },
};
