/*
 * config: the table of the server's settings, their defaults, and the settings of the network
 * layer.
 */
#include "server/config/config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum { KILO = 1024, MEGA = 1024 * 1024, MAX_COUNT = 1000000, DAY = 86400 };

/* In the order of enum net_plaintext. */
static const char *const plaintext_choices[] = { "yes", "loopback", "no",
	NULL };

/* In the order of enum net_plain. */
static const char *const plain_choices[] = { "no", "spoken", "yes", NULL };

/* In the order of enum config_access. */
static const char *const access_choices[] = { "everyone", "accounts", NULL };

/* In the order of enum config_replay. */
static const char *const replay_choices[] = { "no", "timed", "all", NULL };
/* In the order of enum config_history and enum config_durability. */
static const char *const history_choices[] = { "none", "memory", "sqlite",
	NULL };
/* In the order of enum config_registration. */
static const char *const registration_choices[] = { "open", "invite", "closed",
	NULL };
static const char *const durability_choices[] = { "commit", "fsync", NULL };

/* clang-format off */
static const struct setting operator_settings[] = {
	{ "password", 0, SETTING_STRING, offsetof(struct config_operator, password),
	    NULL, 1, 400, NULL, N_("hash"),
	    N_("the hash of the password, from tchat-server hash-password"),
	    SETTING_RELOAD | SETTING_FILE_ONLY | SETTING_SECRET },
	{ "hosts", 0, SETTING_LIST, offsetof(struct config_operator, hosts),
	    NULL, 1, 128, NULL, N_("mask"),
	    N_("hosts the operator may connect from: host or user@host, with * and ?"),
	    SETTING_RELOAD | SETTING_FILE_ONLY },
	{ 0 }
};

const struct setting config_settings[] = {
#define SETTING(...) SETTING_ROW(struct config, __VA_ARGS__)
#include "server/config/config_rows.h"
#undef SETTING
	{ 0 }
};
/* clang-format on */

/*
 * Make a server name from the host's name: letters, digits, hyphens and dots, with at least one
 * dot (RFC 2812 1.1; checklist 5: the name is used exactly so).
 */
static char *
default_name(void)
{
	char host[256] = "", name[HOST_BYTES + 1];
	size_t i, n = 0;

	gethostname(host, sizeof(host) - 1);
	for (i = 0; host[i] != '\0' && n < sizeof(name) - sizeof(".local"); i++)
		if (isalnum((unsigned char)host[i]) || host[i] == '-' ||
		    host[i] == '.')
			name[n++] = host[i];
	name[n] = '\0';
	if (strchr(name, '.') == NULL)
		memcpy(name + n, ".local", sizeof(".local"));
	return xstrdup(hostname_valid(view_of(name)) ? name : "tchat.local");
}

void
config_init(struct config *c)
{
	*c = (struct config){ 0 };
	settings_init(config_settings, c);
	if (c->name == NULL)
		c->name = default_name();
}

void
config_clear(struct config *c)
{
	settings_clear(config_settings, c);
}

const struct config_operator *
config_operator(const struct config *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->operators.n; i++)
		if (strcmp(c->operators.v[i].title, name) == 0)
			return c->operators.v[i].values;
	return NULL;
}

const char *
config_lobby(const struct config *c)
{
	return c->lobby == NULL || c->lobby[0] == '\0' ? NULL : c->lobby;
}

void
config_net(const struct config *c, struct net_settings *s)
{
	*s = (struct net_settings){
		.plaintext = (enum net_plaintext)c->plaintext,
		.plain = (enum net_plain)c->plain,
		.silence_ms = c->silence_ms,
		.silent_rate = c->silent_rate,
		.silent_rate_all = c->silent_rate_all,
		.queue_max = c->queue_max,
		.queues_max = c->queues_max,
		.max_conns = c->max_clients,
		.close_seconds = c->close_seconds,
		.enter_seconds = c->register_seconds,
		.admission = { .per_address = c->clients_per_address,
		    .rate = c->connects_per_address,
		    .exempt_loopback = c->exempt_loopback,
		    .exempt = (const char *const *)c->exempt.v,
		    .nexempt = c->exempt.n },
		.handshake_seconds = c->handshake_seconds,
		.handshakes_max = c->handshakes_max,
	};
}
