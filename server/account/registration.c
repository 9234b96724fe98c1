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
#include "common/names.h"
#include "common/random.h"
#include "common/xmalloc.h"
#include "server/account/hourly_limit.h"
#include "server/auth/password.h"
#include "server/auth/verifier.h"
#include "server/config/config.h"
#include "server/net/conn.h"
#include "server/session/server.h"
#include "server/session/session.h"

enum {
	HOUR_MS = 3600 * 1000,
	CODE_MS = REGISTRATION_CODE_DAYS * 24 * HOUR_MS,
	INVITES_MAX = 1000,
	ADDRESSES_MAX = 50000
};

struct invite {
	char code[REGISTRATION_CODE + 1];
	int64_t until;
	int64_t ends_at;
	uint64_t session; /* the session that is using the code; 0: none */
	TAILQ_ENTRY(invite) link;
};

struct registration {
	TAILQ_HEAD(, invite) invites;
	size_t ninvites;
	struct hourly_limit *registrations;
};

struct registration *
registration_new(void)
{
	struct registration *e = xcalloc(1, sizeof(*e));

	TAILQ_INIT(&e->invites);
	e->registrations = hourly_limit_new(ADDRESSES_MAX);
	return e;
}

static void
drop_invite(struct registration *e, struct invite *i)
{
	TAILQ_REMOVE(&e->invites, i, link);
	e->ninvites--;
	explicit_bzero(i, sizeof(*i));
	free(i);
}

void
registration_free(struct registration *e)
{
	if (e == NULL)
		return;
	while (!TAILQ_EMPTY(&e->invites))
		drop_invite(e, TAILQ_FIRST(&e->invites));
	hourly_limit_free(e->registrations);
	free(e);
}

static void
drop_old_invites(struct registration *e)
{
	struct invite *i;

	while ((i = TAILQ_FIRST(&e->invites)) != NULL &&
	       clock_has_expired(i->until, i->ends_at))
		drop_invite(e, i);
}

static struct invite *
find_invite(struct registration *e, struct view code)
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
registration_invite(struct server *server, int64_t *until)
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	struct registration *e = server->registration;
	struct invite *i;
	size_t n;

	drop_old_invites(e);
	if (e->ninvites >= INVITES_MAX)
		return NULL;
	i = xcalloc(1, sizeof(*i));
	for (n = 0; n < REGISTRATION_CODE; n++)
		i->code[n] = letters[random_below(sizeof(letters) - 1)];
	i->until = *until = clock_ms() + CODE_MS;
	i->ends_at = clock_expiry(i->until);
	TAILQ_INSERT_TAIL(&e->invites, i, link);
	e->ninvites++;
	return i->code;
}

enum operation_result
registration_check_name(const struct session *s, struct view name)
{
	const struct user *u = world_find_user(s->server->world, name);

	if (!nick_valid(name) ||
	    world_nick_is_forbidden(s->server->world, name))
		return OPERATION_BAD_NAME;
	if (world_find_account(s->server->world, name) != NULL ||
	    (u != NULL && u != s->user))
		return OPERATION_NAME_TAKEN;
	if (world_find_look_alike(s->server->world, name) != NULL)
		return OPERATION_LOOKS_LIKE;
	return OPERATION_OK;
}

static enum operation_result
check_password(const struct session *s, struct view password)
{
	if (!session_allows_passwords(s))
		return OPERATION_NOT_PRIVATE;
	if (view_equal(password, VIEW("*")))
		return conn_tls_digest(s->conn) == NULL
			   ? OPERATION_NO_CERTIFICATE
			   : OPERATION_OK;
	return (long long)password.len < s->server->config->password_min
		   ? OPERATION_WEAK_PASSWORD
		   : OPERATION_OK;
}

static enum operation_result
check_open(const struct server *server)
{
	const struct config *c = server->config;

	if (c->registration == CONFIG_REGISTRATION_CLOSED)
		return OPERATION_REGISTRATION_CLOSED;
	if (c->accounts_max > 0 &&
	    world_accounts(server->world) >= (size_t)c->accounts_max)
		return OPERATION_ACCOUNTS_FULL;
	return OPERATION_OK;
}

static enum operation_result
take_code(struct session *s, struct view code)
{
	struct invite *i;

	if (s->server->config->registration != CONFIG_REGISTRATION_INVITE)
		return OPERATION_OK;
	if (code.len == 0)
		return OPERATION_NEEDS_CODE;
	i = find_invite(s->server->registration, code);
	if (i == NULL)
		return OPERATION_BAD_CODE;
	i->session = s->id;
	return OPERATION_OK;
}

/* True if the address may register another account this hour; counts this one. */
static int
count_registration(const struct session *s)
{
	const struct server *server = s->server;
	const struct range *address = conn_address(s->conn);
	long long most = server->config->registrations_hour;

	return most == 0 ||
	       admission_is_exempt(net_admission(server->net), address) ||
	       hourly_limit_take(server->registration->registrations, address,
		   (size_t)most, clock_mono_ms());
}

/* Failed attempts with a wrong code count for the hourly limit too, so that codes cannot be guessed. */
enum operation_result
registration_check(struct session *s, struct view name, struct view password,
    struct view code, struct operation **op)
{
	const char *digest = conn_tls_digest(s->conn);
	enum operation_result no = check_open(s->server);

	if (no == OPERATION_OK)
		no = registration_check_name(s, name);
	if (no == OPERATION_OK)
		no = check_password(s, password);
	if (no == OPERATION_OK && !count_registration(s))
		no = OPERATION_TOO_OFTEN;
	if (no == OPERATION_OK)
		no = take_code(s, code);
	if (no != OPERATION_OK)
		return no;
	*op = operation_new(s, OPERATION_CREATE, name);
	if (!view_equal(password, VIEW("*")))
		(*op)->password = xviewdup(password);
	(*op)->digest = xstrdup(digest);
	(*op)->is_proven = 1;
	return OPERATION_OK;
}

void
registration_done(struct server *server, enum operation_result result,
    const struct operation *w)
{
	struct invite *i;

	TAILQ_FOREACH (i, &server->registration->invites, link)
		if (i->session == w->session)
			break;
	if (i == NULL)
		return;
	if (result == OPERATION_OK)
		drop_invite(server->registration, i);
	else
		i->session = 0;
}
