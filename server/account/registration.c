/*
 * registration: invitations, and the limit of accounts that an address may register in an hour.
 */
#include "server/account/registration.h"

#include <sys/queue.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/clock_watch.h"
#include "common/msgid.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/hourly_limit.h"
#include "server/config.h"
#include "server/net/conn.h"
#include "server/password.h"
#include "server/session/server.h"
#include "server/session/session.h"
#include "server/verifier.h"

enum {
	HOUR_MS = 3600 * 1000,
	CODE_MS = ENROL_CODE_DAYS * 24 * HOUR_MS,
	INVITES_MAX = 1000,
	ADDRESSES_MAX = 50000
};

struct invite {
	char code[ENROL_CODE + 1];
	int64_t until;
	int64_t ends_at;
	uint64_t session; /* that is using it; 0: none */
	TAILQ_ENTRY(invite) link;
};

struct enrol {
	TAILQ_HEAD(, invite) invites;
	size_t ninvites;
	struct hourly_limit *registrations;
};

struct enrol *
enrol_new(void)
{
	struct enrol *e = xcalloc(1, sizeof(*e));

	TAILQ_INIT(&e->invites);
	e->registrations = hourly_limit_new(ADDRESSES_MAX);
	return e;
}

static void
drop_invite(struct enrol *e, struct invite *i)
{
	TAILQ_REMOVE(&e->invites, i, link);
	e->ninvites--;
	explicit_bzero(i, sizeof(*i));
	free(i);
}

void
enrol_free(struct enrol *e)
{
	if (e == NULL)
		return;
	while (!TAILQ_EMPTY(&e->invites))
		drop_invite(e, TAILQ_FIRST(&e->invites));
	hourly_limit_free(e->registrations);
	free(e);
}

static void
drop_old_invites(struct enrol *e)
{
	struct invite *i;

	while ((i = TAILQ_FIRST(&e->invites)) != NULL &&
	       clock_end_is_over(i->until, i->ends_at))
		drop_invite(e, i);
}

static struct invite *
find_invite(struct enrol *e, struct view code)
{
	struct invite *i;
	char *s = xviewdup(code);

	drop_old_invites(e);
	TAILQ_FOREACH (i, &e->invites, link)
		if (i->session == 0 && secret_equal(i->code, s))
			break;
	free(s);
	return i;
}

const char *
enrol_invite(struct server *server, int64_t *until)
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	struct enrol *e = server->enrol;
	struct invite *i;
	size_t n;

	drop_old_invites(e);
	if (e->ninvites >= INVITES_MAX)
		return NULL;
	i = xcalloc(1, sizeof(*i));
	for (n = 0; n < ENROL_CODE; n++)
		i->code[n] = letters[random_below(sizeof(letters) - 1)];
	i->until = *until = clock_ms() + CODE_MS;
	i->ends_at = clock_end(i->until);
	TAILQ_INSERT_TAIL(&e->invites, i, link);
	e->ninvites++;
	return i->code;
}

enum wish_result
enrol_check_name(const struct session *s, struct view name)
{
	const struct user *u = world_find_user(s->server->world, name);

	if (!nick_valid(name) || world_is_forbidden(s->server->world, name))
		return WISH_BAD_NAME;
	if (world_find_account(s->server->world, name) != NULL ||
	    (u != NULL && u != s->user))
		return WISH_TAKEN;
	if (world_looks_like(s->server->world, name) != NULL)
		return WISH_LOOKS_LIKE;
	return WISH_OK;
}

static enum wish_result
check_password(const struct session *s, struct view password)
{
	if (!session_is_private(s))
		return WISH_NOT_PRIVATE;
	if (view_equal(password, VIEW("*")))
		return conn_tls_digest(s->conn) == NULL ? WISH_NO_CERTIFICATE
							: WISH_OK;
	return (long long)password.len < s->server->config->password_min
		   ? WISH_WEAK
		   : WISH_OK;
}

static enum wish_result
check_place(const struct server *server)
{
	const struct config *c = server->config;

	if (c->registration == CONFIG_REGISTRATION_CLOSED)
		return WISH_CLOSED;
	if (c->accounts_max > 0 &&
	    world_accounts(server->world) >= (size_t)c->accounts_max)
		return WISH_FULL;
	return WISH_OK;
}

static enum wish_result
take_code(struct session *s, struct view code)
{
	struct invite *i;

	if (s->server->config->registration != CONFIG_REGISTRATION_INVITE)
		return WISH_OK;
	if (code.len == 0)
		return WISH_NEEDS_CODE;
	i = find_invite(s->server->enrol, code);
	if (i == NULL)
		return WISH_BAD_CODE;
	i->session = s->id;
	return WISH_OK;
}

/* Has the address made fewer accounts in the last hour than it may? Counts this one. */
static int
is_in_time(const struct session *s)
{
	const struct server *server = s->server;
	const struct range *address = conn_address(s->conn);
	long long most = server->config->registrations_hour;

	return most == 0 || door_is_exempt(net_door(server->net), address) ||
	       hourly_limit_take(server->enrol->registrations, address,
		   (size_t)most, clock_mono_ms());
}

/* What is tried at a guess is counted, too: a code above all. */
enum wish_result
enrol_check(struct session *s, struct view name, struct view password,
    struct view code, struct wish **wish)
{
	const char *digest = conn_tls_digest(s->conn);
	enum wish_result no = check_place(s->server);

	if (no == WISH_OK)
		no = enrol_check_name(s, name);
	if (no == WISH_OK)
		no = check_password(s, password);
	if (no == WISH_OK && !is_in_time(s))
		no = WISH_TOO_OFTEN;
	if (no == WISH_OK)
		no = take_code(s, code);
	if (no != WISH_OK)
		return no;
	*wish = wish_new(s, WISH_MAKE, name);
	if (!view_equal(password, VIEW("*")))
		(*wish)->password = xviewdup(password);
	(*wish)->digest = xstrdup(digest);
	(*wish)->is_proven = 1;
	return WISH_OK;
}

void
enrol_done(struct server *server, enum wish_result result, const struct wish *w)
{
	struct invite *i;

	TAILQ_FOREACH (i, &server->enrol->invites, link)
		if (i->session == w->session)
			break;
	if (i == NULL)
		return;
	if (result == WISH_OK)
		drop_invite(server->enrol, i);
	else
		i->session = 0;
}
