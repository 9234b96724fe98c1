/*
 * enrol: the invitations, and who made accounts in the last hour.
 */
#include "server/proto/enrol.h"

#include <sys/queue.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/msgid.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/config.h"
#include "server/net/conn.h"
#include "server/password.h"
#include "server/proto/server.h"
#include "server/proto/session.h"
#include "server/verifier.h"

enum {
	HOUR_MS = 3600 * 1000,
	CODE_MS = ENROL_CODE_DAYS * 24 * HOUR_MS,
	INVITES_MAX = 1000,
	RECENT_MAX = 100000,
	WHERE_SIZE = INET6_ADDRSTRLEN
};

struct invite {
	char code[ENROL_CODE + 1];
	int64_t until;
	uint64_t session; /* that is using it; 0: none */
	TAILQ_ENTRY(invite) link;
};

/* Somebody from there has made an account, or tried to. */
struct recent {
	char where[WHERE_SIZE];
	int64_t time; /* clock_mono_ms */
	TAILQ_ENTRY(recent) link;
};

struct enrol {
	TAILQ_HEAD(, invite) invites;
	size_t ninvites;
	TAILQ_HEAD(, recent) recents;
	size_t nrecents;
};

struct enrol *
enrol_new(void)
{
	struct enrol *e = xcalloc(1, sizeof(*e));

	TAILQ_INIT(&e->invites);
	TAILQ_INIT(&e->recents);
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

static void
drop_recent(struct enrol *e, struct recent *r)
{
	TAILQ_REMOVE(&e->recents, r, link);
	e->nrecents--;
	free(r);
}

void
enrol_free(struct enrol *e)
{
	if (e == NULL)
		return;
	while (!TAILQ_EMPTY(&e->invites))
		drop_invite(e, TAILQ_FIRST(&e->invites));
	while (!TAILQ_EMPTY(&e->recents))
		drop_recent(e, TAILQ_FIRST(&e->recents));
	free(e);
}

/* One household is one: an IPv4 address, or 64 bits of an IPv6 one. */
static void
name_place(char where[WHERE_SIZE], const char *host)
{
	struct in6_addr in6;

	if (inet_pton(AF_INET6, host, &in6) != 1) {
		snprintf(where, WHERE_SIZE, "%s", host);
		return;
	}
	memset(in6.s6_addr + 8, 0, 8);
	inet_ntop(AF_INET6, &in6, where, WHERE_SIZE);
}

/* One more from there; 0 when there were too many in the last hour. */
static int
count_one(struct enrol *e, const char *host, long long most)
{
	int64_t now = clock_mono_ms();
	struct recent *r;
	long long n = 0;
	char where[WHERE_SIZE];

	if (most == 0)
		return 1;
	while (
	    (r = TAILQ_FIRST(&e->recents)) != NULL && now - r->time >= HOUR_MS)
		drop_recent(e, r);
	name_place(where, host);
	TAILQ_FOREACH (r, &e->recents, link)
		n += strcmp(r->where, where) == 0;
	if (n >= most || e->nrecents >= RECENT_MAX)
		return 0;
	r = xcalloc(1, sizeof(*r));
	memcpy(r->where, where, sizeof(where));
	r->time = now;
	TAILQ_INSERT_TAIL(&e->recents, r, link);
	e->nrecents++;
	return 1;
}

static void
drop_old_invites(struct enrol *e)
{
	struct invite *i;

	while ((i = TAILQ_FIRST(&e->invites)) != NULL && i->until <= clock_ms())
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

/* Not too many from there in an hour, but for addresses without such limits. */
static int
is_in_time(const struct session *s)
{
	const struct server *server = s->server;

	return door_is_exempt(net_door(server->net), conn_address(s->conn)) ||
	       count_one(server->enrol, conn_host(s->conn),
		   server->config->registrations_hour);
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
