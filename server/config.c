/*
 * config: the table of the server's settings, their defaults, and the settings of the network
 * layer.
 */
#include "server/config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/names.h"
#include "common/xmalloc.h"

#define AT(field) offsetof(struct config, field)

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
	    NULL, 1, 400, NULL, "hash",
	    "the hash of the password, as tchat-server hash-password says it",
	    SETTING_RELOAD | SETTING_FILE_ONLY | SETTING_SECRET },
	{ "hosts", 0, SETTING_LIST, offsetof(struct config_operator, hosts),
	    NULL, 1, 128, NULL, "mask",
	    "where they may come from: host or user@host, with * and ?",
	    SETTING_RELOAD | SETTING_FILE_ONLY },
	{ 0 }
};

const struct setting config_settings[] = {
	/* name, option, type, where, default, min, max, choices, arg, help, flags */
	{ "config", 'f', SETTING_STRING, AT(file), NULL, 1, 4096, NULL,
	    "file", "read settings from this file", SETTING_CLI_ONLY },
	{ "listen", 'l', SETTING_LIST, AT(listen), NULL, 1, 255, NULL,
	    "address", "listen on this address (repeatable; default: all)", 0 },
	{ "port", 'p', SETTING_INT, AT(port), "5000", 0, 65535, NULL,
	    "port", "listen on this port; 0 picks one", 0 },
	{ "datadir", 'D', SETTING_STRING, AT(datadir), NULL, 1, 4096, NULL,
	    "folder", "keep data in this folder", 0 },
	{ "name", 'n', SETTING_STRING, AT(name), NULL, 1, HOST_BYTES, NULL,
	    "name", "the server's name (default: from the host's)", 0 },
	{ "test", 't', SETTING_BOOL, AT(test), "no", 0, 1, NULL,
	    NULL, "check the settings and leave", SETTING_CLI_ONLY },
	{ "new-database", 0, SETTING_BOOL, AT(new_database), "no", 0, 1, NULL,
	    NULL, "begin with an empty database if it is missing",
	    SETTING_CLI_ONLY },
	{ "verbose", 'v', SETTING_BOOL, AT(verbose), "no", 0, 1, NULL,
	    NULL, "log every small thing", SETTING_CLI_ONLY },
	{ "version", 'V', SETTING_BOOL, AT(version), "no", 0, 1, NULL,
	    NULL, "say the version and leave", SETTING_CLI_ONLY },
	{ "help", 'h', SETTING_BOOL, AT(help), "no", 0, 1, NULL,
	    NULL, "say this and leave", SETTING_CLI_ONLY },

	{ "network", 0, SETTING_STRING, AT(network), "tchat", 1, 32, NULL,
	    "name", "the network's name, one word", 0 },
	{ "lobby", 0, SETTING_STRING, AT(lobby), "#lobby", 0, ROOM_BYTES, NULL,
	    "room", "where everybody is put on entering; empty: nowhere",
	    SETTING_RELOAD },
	{ "motd", 0, SETTING_STRING, AT(motd), NULL, 0, 4096, NULL,
	    "file", "a text that is shown on entering", SETTING_RELOAD },
	{ "password", 0, SETTING_STRING, AT(password), NULL, 0, 255, NULL,
	    "text", "what IRC clients must give with PASS",
	    SETTING_RELOAD | SETTING_FILE_ONLY | SETTING_SECRET },

	{ "admin", 0, SETTING_LIST, AT(admin), NULL, 1, 200, NULL,
	    "text", "who runs the server and how to reach them (ADMIN)",
	    SETTING_RELOAD },
	{ "operator", 0, SETTING_SECTIONS, AT(operators), NULL, 0, 0,
	    operator_settings, "name", "somebody who may say OPER",
	    SETTING_RELOAD | SETTING_FILE_ONLY },
	{ "operator-plaintext", 0, SETTING_BOOL, AT(operator_plaintext), "no", 0,
	    1, NULL, NULL,
	    "take OPER from elsewhere over a connection that is not encrypted",
	    SETTING_RELOAD },
	{ "operator-tries", 0, SETTING_INT, AT(operator_tries), "5", 1, 1000,
	    NULL, "count", "wrong OPER passwords before one is dropped",
	    SETTING_RELOAD },
	{ "access", 0, SETTING_ENUM, AT(access), "everyone", 0, 0,
	    access_choices, "who",
	    "may come in: everyone, accounts (who is logged in to one)",
	    SETTING_RELOAD },
	{ "reserved-nicks", 0, SETTING_LIST, AT(reserved_nicks),
	    "NickServ,ChanServ,MemoServ,OperServ,HostServ,BotServ,HistServ,"
	    "SaslServ,AuthServ,UserServ,Services,Global", 1, 64, NULL, "nick",
	    "nobody may be called that, with * and ? (default: names of services)",
	    SETTING_RELOAD },
	{ "login-tries", 0, SETTING_INT, AT(login_tries), "5", 1, 1000,
	    NULL, "count", "failed logins before a connection is dropped",
	    SETTING_RELOAD },
	{ "password-iterations", 0, SETTING_INT, AT(password_iterations),
	    "100000", 4096, 1000000, NULL, "count",
	    "rounds of PBKDF2 that a new password is kept with", SETTING_RELOAD },
	{ "check-queue", 0, SETTING_INT, AT(check_queue), "64", 1, 10000,
	    NULL, "count", "passwords that may wait to be checked or set",
	    SETTING_RELOAD },

	{ "registration", 0, SETTING_ENUM, AT(registration), "open", 0, 0,
	    registration_choices, "to whom",
	    "who may make an account: anybody (open), by invitation, nobody "
	    "(closed)", SETTING_RELOAD },
	{ "registration-early", 0, SETTING_BOOL, AT(registration_early), "yes",
	    0, 1, NULL, NULL, "and before they are in (REGISTER before-connect)",
	    SETTING_RELOAD },
	{ "registration-any-name", 0, SETTING_BOOL, AT(registration_any_name),
	    "no", 0, 1, NULL, NULL, "and for a name that is not their nick now",
	    SETTING_RELOAD },
	{ "registrations-hour", 0, SETTING_INT, AT(registrations_hour), "10", 0,
	    MAX_COUNT, NULL, "count",
	    "accounts made from an address in an hour; 0: any", SETTING_RELOAD },
	{ "accounts-max", 0, SETTING_INT, AT(accounts_max), "100000", 0,
	    10 * MAX_COUNT, NULL, "count", "accounts in all; 0: any",
	    SETTING_RELOAD },
	{ "password-min", 0, SETTING_INT, AT(password_min), "6", 1, 255, NULL,
	    "bytes", "shortest password of an account", SETTING_RELOAD },

	{ "client-tag-deny", 0, SETTING_STRING, AT(client_tag_deny), NULL, 0, 400,
	    NULL, "tags", "client-only tags not relayed: a,b or *,-a,-b",
	    SETTING_RELOAD },

	{ "tls-cert", 0, SETTING_STRING, AT(tls_cert), NULL, 0, 4096, NULL,
	    "file", "certificate and chain, PEM (default: a self-made one)",
	    SETTING_RELOAD },
	{ "tls-key", 0, SETTING_STRING, AT(tls_key), NULL, 0, 4096, NULL,
	    "file", "its key, PEM (default: in the same file)",
	    SETTING_RELOAD },
	{ "plaintext", 0, SETTING_ENUM, AT(plaintext), "yes", 0, 0,
	    plaintext_choices, "who",
	    "may one come unencrypted: yes, loopback (from this machine), no",
	    SETTING_RELOAD },

	{ "plain", 0, SETTING_ENUM, AT(plain), "yes", 0, 0, plain_choices,
	    "how", "may nc and telnet come in: yes, no, spoken (not by silence)",
	    SETTING_RELOAD },
	{ "silence-ms", 0, SETTING_INT, AT(silence_ms), "1000", 10, 60000, NULL,
	    "ms", "a peer silent for so long is taken for a plain one",
	    SETTING_RELOAD },
	{ "silent-rate", 0, SETTING_INT, AT(silent_rate), "120", 0, MAX_COUNT,
	    NULL, "count", "silent entries a minute from an address; 0: any",
	    SETTING_RELOAD },
	{ "silent-rate-all", 0, SETTING_INT, AT(silent_rate_all), "1200", 0,
	    MAX_COUNT, NULL, "count", "silent entries a minute in all; 0: any",
	    SETTING_RELOAD },

	{ "history", 0, SETTING_ENUM, AT(history), "sqlite", 0, 0,
	    history_choices, "where", "what was said is kept: sqlite (on disk), "
	    "memory, none", 0 },
	{ "durability", 0, SETTING_ENUM, AT(durability), "fsync", 0, 0,
	    durability_choices, "how", "a message is shown once it is: fsync (on "
	    "the disk), commit (with the kernel)", 0 },
	{ "history-lines", 0, SETTING_INT, AT(history_lines), "0", 0,
	    MAX_COUNT, NULL, "count",
	    "messages kept per room; 0: all, in memory 1000", 0 },
	{ "history-days", 0, SETTING_INT, AT(history_days), "0", 0, 36500, NULL,
	    "days", "and for how long; 0: for ever", 0 },
	{ "chathistory-max", 0, SETTING_INT, AT(chathistory_max), "500", 1,
	    10000, NULL, "count", "messages in one answer about the past",
	    SETTING_RELOAD },
	{ "replay", 0, SETTING_ENUM, AT(replay), "timed", 0, 0, replay_choices,
	    "to whom", "IRC clients that do not ask are shown the last lines "
	    "of a room: no, timed (with server-time), all", SETTING_RELOAD },
	{ "replay-lines", 0, SETTING_INT, AT(replay_lines), "50", 0, 1000, NULL,
	    "count", "so many of them", SETTING_RELOAD },
	{ "welcome-lines", 0, SETTING_INT, AT(welcome_lines), "10", 0, 1000, NULL,
	    "count", "last lines of a room that plain peers are shown on "
	    "entering", SETTING_RELOAD },
	{ "absent-from-guests", 0, SETTING_INT, AT(absent_from_guests), "20", 0,
	    100000, NULL, "count",
	    "messages that guests can leave for an account that is not here",
	    SETTING_RELOAD },
	{ "read-markers", 0, SETTING_INT, AT(read_markers), "500", 1, 100000,
	    NULL, "count", "rooms and nicks whose read marker one may set",
	    SETTING_RELOAD },
	{ "rooms-kept", 0, SETTING_INT, AT(rooms_kept), "10000", 0, 100000,
	    NULL, "count", "open rooms that stay as they were when all have left",
	    SETTING_RELOAD },
	{ "rooms-owned", 0, SETTING_INT, AT(rooms_owned), "20", 0, 10000, NULL,
	    "count", "rooms that may belong to one account; they stay",
	    SETTING_RELOAD },
	{ "closed-past", 0, SETTING_BOOL, AT(closed_past), "no", 0, 1, NULL,
	    NULL, "keep what was said in rooms with mode i or k when all have "
	    "left", SETTING_RELOAD },
	{ "cloak", 0, SETTING_BOOL, AT(cloak), "yes", 0, 1, NULL,
	    NULL, "hide addresses from all but operators",
	    SETTING_RELOAD },
	{ "clients-per-address", 0, SETTING_INT, AT(clients_per_address), "30",
	    0, MAX_COUNT, NULL, "count",
	    "connections from an address, or an IPv6 /64; 0: any number",
	    SETTING_RELOAD },
	{ "connects-per-address", 0, SETTING_INT, AT(connects_per_address), "60",
	    0, MAX_COUNT, NULL, "count",
	    "connections a minute from there; 0: any number", SETTING_RELOAD },
	{ "exempt", 0, SETTING_LIST, AT(exempt), NULL, 1, 64, NULL, "range",
	    "addresses without these limits, that no DLINE keeps out",
	    SETTING_RELOAD },
	{ "exempt-loopback", 0, SETTING_BOOL, AT(exempt_loopback), "yes", 0, 1,
	    NULL, NULL, "this machine is exempt", SETTING_RELOAD },
	{ "queue-max", 0, SETTING_SIZE, AT(queue_max), "1M", 16 * KILO,
	    1024LL * MEGA, NULL, "bytes",
	    "a peer with more unread output than this is dropped",
	    SETTING_RELOAD },
	{ "queues-max", 0, SETTING_SIZE, AT(queues_max), "256M", MEGA,
	    1024LL * 1024 * MEGA, NULL, "bytes",
	    "and of all peers; past that the one with most is dropped",
	    SETTING_RELOAD },
	{ "max-clients", 0, SETTING_INT, AT(max_clients), "0", 0, MAX_COUNT,
	    NULL, "count", "connections; 0: as many as descriptors allow",
	    SETTING_RELOAD },
	{ "ping-seconds", 0, SETTING_SECONDS, AT(ping_seconds), "120", 1, DAY,
	    NULL, "time", "an IRC client silent for so long is pinged",
	    SETTING_RELOAD },
	{ "ping-timeout", 0, SETTING_SECONDS, AT(ping_timeout), "120", 1, DAY,
	    NULL, "time", "and dropped without an answer in this time",
	    SETTING_RELOAD },
	{ "register-seconds", 0, SETTING_SECONDS, AT(register_seconds), "60", 1,
	    DAY, NULL, "time", "time to register in", SETTING_RELOAD },
	{ "sessions-max", 0, SETTING_INT, AT(sessions_max), "16", 1, 1000, NULL,
	    "count", "connections logged in to one account", SETTING_RELOAD },
	{ "handshake-seconds", 0, SETTING_SECONDS, AT(handshake_seconds), "15", 1,
	    DAY, NULL, "time", "time for the handshake of TLS", SETTING_RELOAD },
	{ "handshakes-max", 0, SETTING_INT, AT(handshakes_max), "500", 0,
	    MAX_COUNT, NULL, "count", "handshakes under way; past that the "
	    "oldest is given up; 0: any number", SETTING_RELOAD },
	{ "rooms-per-user", 0, SETTING_INT, AT(rooms_per_user), "100", 1, 10000,
	    NULL, "count", "rooms one may be in", SETTING_RELOAD },
	{ "members-per-room", 0, SETTING_INT, AT(members_per_room), "10000", 0,
	    MAX_COUNT, NULL, "count", "people in a room; 0: any number",
	    SETTING_RELOAD },
	{ "joins-per-minute", 0, SETTING_INT, AT(joins_per_minute), "60", 0,
	    60000, NULL, "count",
	    "rooms entered a minute, past rooms-per-user at once; 0: any number",
	    SETTING_RELOAD },
	{ "nicks-per-minute", 0, SETTING_INT, AT(nicks_per_minute), "20", 0,
	    60000, NULL, "count", "changes of one's nick; 0: any number",
	    SETTING_RELOAD },
	{ "aways-per-minute", 0, SETTING_INT, AT(aways_per_minute), "20", 0,
	    60000, NULL, "count", "times a minute a user may go away or come back; 0: any number",
	    SETTING_RELOAD },
	{ "setnames-per-minute", 0, SETTING_INT, AT(setnames_per_minute), "10", 0,
	    60000, NULL, "count", "changes of the real name a minute, per user; 0: any number",
	    SETTING_RELOAD },
	{ "modes-per-minute", 0, SETTING_INT, AT(modes_per_minute), "60", 0,
	    60000, NULL, "count", "changes of room modes a minute, per user; 0: any number",
	    SETTING_RELOAD },
	{ "topics-per-minute", 0, SETTING_INT, AT(topics_per_minute), "20", 0,
	    60000, NULL, "count", "changes of topics a minute, per user; 0: any number",
	    SETTING_RELOAD },
	{ "invites-per-minute", 0, SETTING_INT, AT(invites_per_minute), "30", 0,
	    60000, NULL, "count", "invitations a minute, per user; 0: any number",
	    SETTING_RELOAD },
	{ "renames-per-minute", 0, SETTING_INT, AT(renames_per_minute), "10", 0,
	    60000, NULL, "count", "rooms renamed a minute, per user; 0: any number",
	    SETTING_RELOAD },
	{ "targets-per-minute", 0, SETTING_INT, AT(targets_per_minute), "20", 0,
	    60000, NULL, "count",
	    "people whom a guest begins to write to; 0: any number",
	    SETTING_RELOAD },
	{ "list-max", 0, SETTING_INT, AT(list_max), "100", 1, 10000, NULL,
	    "count", "bans, exceptions and invite exceptions of a room, each",
	    SETTING_RELOAD },
	{ "topic-bytes", 0, SETTING_INT, AT(topic_bytes), "390", 1, 390, NULL,
	    "bytes", "longest topic", SETTING_RELOAD },
	{ "away-bytes", 0, SETTING_INT, AT(away_bytes), "300", 1, 300, NULL,
	    "bytes", "longest away message", SETTING_RELOAD },
	{ "realname-bytes", 0, SETTING_INT, AT(realname_bytes), "150", 1, 150,
	    NULL, "bytes", "longest real name", SETTING_RELOAD },
	{ "targets-max", 0, SETTING_INT, AT(targets_max), "4", 1,
	    CONFIG_TARGETS_MAX, NULL, "count",
	    "targets of one message, and of one KICK", SETTING_RELOAD },
	{ "monitor-max", 0, SETTING_INT, AT(monitor_max), "100", 1, 1000, NULL,
	    "count", "nicks one may watch (MONITOR)", SETTING_RELOAD },
	{ "whowas-max", 0, SETTING_INT, AT(whowas_max), "1000", 0, 100000,
	    NULL, "count", "users remembered after they are gone (WHOWAS)",
	    SETTING_RELOAD },
	{ "inflight-max", 0, SETTING_INT, AT(inflight_max), "100", 1, 10000,
	    NULL, "count", "messages of one sender waiting to be kept",
	    SETTING_RELOAD },
	{ "multiline-lines", 0, SETTING_INT, AT(multiline_lines), "100", 0, 1000,
	    NULL, "count", "lines of a multiline message; 0: there are none",
	    SETTING_RELOAD },
	{ "multiline-bytes", 0, SETTING_SIZE, AT(multiline_bytes), "16K", KILO,
	    256 * KILO, NULL, "bytes", "size of a multiline message",
	    SETTING_RELOAD },
	{ "multiline-seconds", 0, SETTING_SECONDS, AT(multiline_seconds), "30",
	    1, 600, NULL, "time", "its next line comes in this time",
	    SETTING_RELOAD },
	{ "flood-burst", 0, SETTING_INT, AT(flood_burst), "100", 1, MAX_COUNT,
	    NULL, "count", "commands taken at once before pacing begins",
	    SETTING_RELOAD },
	{ "flood-rate", 0, SETTING_INT, AT(flood_rate), "20", 0, MAX_COUNT,
	    NULL, "count", "commands a second after that; 0: any number",
	    SETTING_RELOAD },
	{ "close-seconds", 0, SETTING_SECONDS, AT(close_seconds), "5", 1, 60,
	    NULL, "time", "time for the last bytes to a peer that is closed",
	    SETTING_RELOAD },
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
		.door = { .per_address = c->clients_per_address,
		    .rate = c->connects_per_address,
		    .exempt_loopback = c->exempt_loopback,
		    .exempt = (const char *const *)c->exempt.v,
		    .nexempt = c->exempt.n },
		.handshake_seconds = c->handshake_seconds,
		.handshakes_max = c->handshakes_max,
	};
}
