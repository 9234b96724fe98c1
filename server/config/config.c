/*
 * config: the table of the server's settings, their defaults, and the settings of the network
 * layer.
 */
#include "server/config/config.h"

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
	    "the hash of the password, from tchat-server hash-password",
	    SETTING_RELOAD | SETTING_FILE_ONLY | SETTING_SECRET },
	{ "hosts", 0, SETTING_LIST, offsetof(struct config_operator, hosts),
	    NULL, 1, 128, NULL, "mask",
	    "hosts they may connect from: host or user@host, with * and ?",
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
	    "name", "the server's name (default: from the host name)", 0 },
	{ "test", 't', SETTING_BOOL, AT(test), "no", 0, 1, NULL,
	    NULL, "check the settings and exit", SETTING_CLI_ONLY },
	{ "new-database", 0, SETTING_BOOL, AT(new_database), "no", 0, 1, NULL,
	    NULL, "create an empty database if it is missing",
	    SETTING_CLI_ONLY },
	{ "verbose", 'v', SETTING_BOOL, AT(verbose), "no", 0, 1, NULL,
	    NULL, "log more", SETTING_CLI_ONLY },
	{ "version", 'V', SETTING_BOOL, AT(version), "no", 0, 1, NULL,
	    NULL, "print the version and exit", SETTING_CLI_ONLY },
	{ "help", 'h', SETTING_BOOL, AT(help), "no", 0, 1, NULL,
	    NULL, "print this help and exit", SETTING_CLI_ONLY },

	{ "network", 0, SETTING_STRING, AT(network), "tchat", 1, 32, NULL,
	    "name", "the network's name, one word", 0 },
	{ "lobby", 0, SETTING_STRING, AT(lobby), "#lobby", 0, ROOM_BYTES, NULL,
	    "room", "the room everybody joins at first; empty: none",
	    SETTING_RELOAD },
	{ "motd", 0, SETTING_STRING, AT(motd), NULL, 0, 4096, NULL,
	    "file", "the message of the day, shown to new users", SETTING_RELOAD },
	{ "password", 0, SETTING_STRING, AT(password), NULL, 0, 255, NULL,
	    "text", "the password IRC clients must send with PASS",
	    SETTING_RELOAD | SETTING_FILE_ONLY | SETTING_SECRET },

	{ "admin", 0, SETTING_LIST, AT(admin), NULL, 1, 200, NULL,
	    "text", "who runs the server and how to reach them (ADMIN)",
	    SETTING_RELOAD },
	{ "operator", 0, SETTING_SECTIONS, AT(operators), NULL, 0, 0,
	    operator_settings, "name", "a server operator (OPER)",
	    SETTING_RELOAD | SETTING_FILE_ONLY },
	{ "operator-plaintext", 0, SETTING_BOOL, AT(operator_plaintext), "no", 0,
	    1, NULL, NULL,
	    "accept OPER over unencrypted connections from other hosts",
	    SETTING_RELOAD },
	{ "operator-tries", 0, SETTING_INT, AT(operator_tries), "5", 1, 1000,
	    NULL, "count", "wrong OPER passwords before a connection is closed",
	    SETTING_RELOAD },
	{ "access", 0, SETTING_ENUM, AT(access), "everyone", 0, 0,
	    access_choices, "who",
	    "who may connect: everyone, or accounts (logged-in users)",
	    SETTING_RELOAD },
	{ "reserved-nicks", 0, SETTING_LIST, AT(reserved_nicks),
	    "NickServ,ChanServ,MemoServ,OperServ,HostServ,BotServ,HistServ,"
	    "SaslServ,AuthServ,UserServ,Services,Global", 1, 64, NULL, "nick",
	    "nicks nobody may use, with * and ? (default: names of services)",
	    SETTING_RELOAD },
	{ "login-tries", 0, SETTING_INT, AT(login_tries), "5", 1, 1000,
	    NULL, "count", "failed logins before a connection is closed",
	    SETTING_RELOAD },
	{ "password-iterations", 0, SETTING_INT, AT(password_iterations),
	    "100000", 4096, 1000000, NULL, "count",
	    "PBKDF2 iterations for new passwords", SETTING_RELOAD },
	{ "check-queue", 0, SETTING_INT, AT(check_queue), "64", 1, 10000,
	    NULL, "count", "passwords waiting to be checked or set, at most",
	    SETTING_RELOAD },

	{ "registration", 0, SETTING_ENUM, AT(registration), "open", 0, 0,
	    registration_choices, "who",
	    "who may register: everybody (open), by invitation (invite), "
	    "nobody (closed)", SETTING_RELOAD },
	{ "registration-early", 0, SETTING_BOOL, AT(registration_early), "yes",
	    0, 1, NULL, NULL, "also before NICK and USER (REGISTER before-connect)",
	    SETTING_RELOAD },
	{ "registration-any-name", 0, SETTING_BOOL, AT(registration_any_name),
	    "no", 0, 1, NULL, NULL, "also for a name that is not their nick",
	    SETTING_RELOAD },
	{ "registrations-hour", 0, SETTING_INT, AT(registrations_hour), "10", 0,
	    MAX_COUNT, NULL, "count",
	    "accounts an hour from one address; 0: no limit", SETTING_RELOAD },
	{ "accounts-max", 0, SETTING_INT, AT(accounts_max), "100000", 0,
	    10 * MAX_COUNT, NULL, "count", "accounts in total; 0: no limit",
	    SETTING_RELOAD },
	{ "password-min", 0, SETTING_INT, AT(password_min), "6", 1, 255, NULL,
	    "bytes", "minimum length of an account's password", SETTING_RELOAD },

	{ "client-tag-deny", 0, SETTING_STRING, AT(client_tag_deny), NULL, 0, 400,
	    NULL, "tags", "client-only tags not relayed: a,b or *,-a,-b",
	    SETTING_RELOAD },

	{ "tls-cert", 0, SETTING_STRING, AT(tls_cert), NULL, 0, 4096, NULL,
	    "file", "certificate and chain, PEM (default: self-signed)",
	    SETTING_RELOAD },
	{ "tls-key", 0, SETTING_STRING, AT(tls_key), NULL, 0, 4096, NULL,
	    "file", "its key, PEM (default: in the same file)",
	    SETTING_RELOAD },
	{ "plaintext", 0, SETTING_ENUM, AT(plaintext), "yes", 0, 0,
	    plaintext_choices, "who",
	    "allow unencrypted connections: yes, loopback (this machine), no",
	    SETTING_RELOAD },

	{ "plain", 0, SETTING_ENUM, AT(plain), "yes", 0, 0, plain_choices,
	    "how", "allow nc and telnet: yes, no, spoken (not by silence)",
	    SETTING_RELOAD },
	{ "silence-ms", 0, SETTING_INT, AT(silence_ms), "1000", 10, 60000, NULL,
	    "ms", "a client silent for this time is treated as nc or telnet",
	    SETTING_RELOAD },
	{ "silent-rate", 0, SETTING_INT, AT(silent_rate), "120", 0, MAX_COUNT,
	    NULL, "count", "silent clients a minute from one address; 0: no limit",
	    SETTING_RELOAD },
	{ "silent-rate-all", 0, SETTING_INT, AT(silent_rate_all), "1200", 0,
	    MAX_COUNT, NULL, "count", "silent clients a minute in total; 0: no limit",
	    SETTING_RELOAD },

	{ "history", 0, SETTING_ENUM, AT(history), "sqlite", 0, 0,
	    history_choices, "where", "where messages are stored: sqlite (on disk), "
	    "memory, none", 0 },
	{ "durability", 0, SETTING_ENUM, AT(durability), "fsync", 0, 0,
	    durability_choices, "how", "show a message when it is: fsync (on disk), "
	    "commit (in the kernel)", 0 },
	{ "history-lines", 0, SETTING_INT, AT(history_lines), "0", 0,
	    MAX_COUNT, NULL, "count",
	    "messages stored per room; 0: all, in memory 1000", 0 },
	{ "history-days", 0, SETTING_INT, AT(history_days), "0", 0, 36500, NULL,
	    "days", "days they are stored; 0: forever", 0 },
	{ "chathistory-max", 0, SETTING_INT, AT(chathistory_max), "500", 1,
	    10000, NULL, "count", "messages in one history reply",
	    SETTING_RELOAD },
	{ "replay", 0, SETTING_ENUM, AT(replay), "timed", 0, 0, replay_choices,
	    "to whom", "send IRC clients without chathistory the last lines "
	    "of a room: no, timed (with server-time), all", SETTING_RELOAD },
	{ "replay-lines", 0, SETTING_INT, AT(replay_lines), "50", 0, 1000, NULL,
	    "count", "how many lines", SETTING_RELOAD },
	{ "welcome-lines", 0, SETTING_INT, AT(welcome_lines), "10", 0, 1000, NULL,
	    "count", "last lines of a room that nc and telnet get on "
	    "joining", SETTING_RELOAD },
	{ "absent-from-guests", 0, SETTING_INT, AT(absent_from_guests), "20", 0,
	    100000, NULL, "count",
	    "messages guests can leave for an offline account",
	    SETTING_RELOAD },
	{ "read-markers", 0, SETTING_INT, AT(read_markers), "500", 1, 100000,
	    NULL, "count", "read markers per user",
	    SETTING_RELOAD },
	{ "rooms-kept", 0, SETTING_INT, AT(rooms_kept), "10000", 0, 100000,
	    NULL, "count", "open rooms kept when everybody left",
	    SETTING_RELOAD },
	{ "rooms-owned", 0, SETTING_INT, AT(rooms_owned), "20", 0, 10000, NULL,
	    "count", "rooms one account may own; they are always kept",
	    SETTING_RELOAD },
	{ "closed-past", 0, SETTING_BOOL, AT(closed_past), "no", 0, 1, NULL,
	    NULL, "keep the history of rooms with mode i or k when "
	    "everybody left", SETTING_RELOAD },
	{ "cloak", 0, SETTING_BOOL, AT(cloak), "yes", 0, 1, NULL,
	    NULL, "hide addresses from all but operators",
	    SETTING_RELOAD },
	{ "clients-per-address", 0, SETTING_INT, AT(clients_per_address), "30",
	    0, MAX_COUNT, NULL, "count",
	    "connections from one address or IPv6 /64; 0: no limit",
	    SETTING_RELOAD },
	{ "connects-per-address", 0, SETTING_INT, AT(connects_per_address), "60",
	    0, MAX_COUNT, NULL, "count",
	    "connections a minute from it; 0: no limit", SETTING_RELOAD },
	{ "exempt", 0, SETTING_LIST, AT(exempt), NULL, 1, 64, NULL, "range",
	    "addresses that these limits and DLINE do not apply to",
	    SETTING_RELOAD },
	{ "exempt-loopback", 0, SETTING_BOOL, AT(exempt_loopback), "yes", 0, 1,
	    NULL, NULL, "exempt this machine", SETTING_RELOAD },
	{ "queue-max", 0, SETTING_SIZE, AT(queue_max), "1M", 16 * KILO,
	    1024LL * MEGA, NULL, "bytes",
	    "close a connection with more unread output than this",
	    SETTING_RELOAD },
	{ "queues-max", 0, SETTING_SIZE, AT(queues_max), "256M", MEGA,
	    1024LL * 1024 * MEGA, NULL, "bytes",
	    "unread output of all; past it the largest is closed",
	    SETTING_RELOAD },
	{ "max-clients", 0, SETTING_INT, AT(max_clients), "0", 0, MAX_COUNT,
	    NULL, "count", "connections; 0: as many as descriptors allow",
	    SETTING_RELOAD },
	{ "ping-seconds", 0, SETTING_SECONDS, AT(ping_seconds), "120", 1, DAY,
	    NULL, "time", "ping an IRC client that was silent for this time",
	    SETTING_RELOAD },
	{ "ping-timeout", 0, SETTING_SECONDS, AT(ping_timeout), "120", 1, DAY,
	    NULL, "time", "close it if it does not answer in this time",
	    SETTING_RELOAD },
	{ "register-seconds", 0, SETTING_SECONDS, AT(register_seconds), "60", 1,
	    DAY, NULL, "time", "time to log on (NICK, USER)", SETTING_RELOAD },
	{ "sessions-max", 0, SETTING_INT, AT(sessions_max), "16", 1, 1000, NULL,
	    "count", "connections logged in to one account", SETTING_RELOAD },
	{ "handshake-seconds", 0, SETTING_SECONDS, AT(handshake_seconds), "15", 1,
	    DAY, NULL, "time", "time for the TLS handshake", SETTING_RELOAD },
	{ "handshakes-max", 0, SETTING_INT, AT(handshakes_max), "500", 0,
	    MAX_COUNT, NULL, "count", "TLS handshakes at once; past it the "
	    "oldest is closed; 0: no limit", SETTING_RELOAD },
	{ "rooms-per-user", 0, SETTING_INT, AT(rooms_per_user), "100", 1, 10000,
	    NULL, "count", "rooms a user may be in", SETTING_RELOAD },
	{ "members-per-room", 0, SETTING_INT, AT(members_per_room), "10000", 0,
	    MAX_COUNT, NULL, "count", "members of a room; 0: no limit",
	    SETTING_RELOAD },
	{ "joins-per-minute", 0, SETTING_INT, AT(joins_per_minute), "60", 0,
	    60000, NULL, "count",
	    "joins a minute, after rooms-per-user at once; 0: no limit",
	    SETTING_RELOAD },
	{ "nicks-per-minute", 0, SETTING_INT, AT(nicks_per_minute), "20", 0,
	    60000, NULL, "count", "nick changes a minute, per user; 0: no limit",
	    SETTING_RELOAD },
	{ "aways-per-minute", 0, SETTING_INT, AT(aways_per_minute), "20", 0,
	    60000, NULL, "count", "times a minute a user may go away or come back; 0: no limit",
	    SETTING_RELOAD },
	{ "setnames-per-minute", 0, SETTING_INT, AT(setnames_per_minute), "10", 0,
	    60000, NULL, "count", "changes of the real name a minute, per user; 0: no limit",
	    SETTING_RELOAD },
	{ "modes-per-minute", 0, SETTING_INT, AT(modes_per_minute), "60", 0,
	    60000, NULL, "count", "changes of room modes a minute, per user; 0: no limit",
	    SETTING_RELOAD },
	{ "topics-per-minute", 0, SETTING_INT, AT(topics_per_minute), "20", 0,
	    60000, NULL, "count", "changes of topics a minute, per user; 0: no limit",
	    SETTING_RELOAD },
	{ "invites-per-minute", 0, SETTING_INT, AT(invites_per_minute), "30", 0,
	    60000, NULL, "count", "invitations a minute, per user; 0: no limit",
	    SETTING_RELOAD },
	{ "renames-per-minute", 0, SETTING_INT, AT(renames_per_minute), "10", 0,
	    60000, NULL, "count", "rooms renamed a minute, per user; 0: no limit",
	    SETTING_RELOAD },
	{ "targets-per-minute", 0, SETTING_INT, AT(targets_per_minute), "20", 0,
	    60000, NULL, "count",
	    "new people a minute a guest may write to; 0: no limit",
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
	    "count", "nicks a client may watch (MONITOR)", SETTING_RELOAD },
	{ "whowas-max", 0, SETTING_INT, AT(whowas_max), "1000", 0, 100000,
	    NULL, "count", "entries for WHOWAS",
	    SETTING_RELOAD },
	{ "inflight-max", 0, SETTING_INT, AT(inflight_max), "100", 1, 10000,
	    NULL, "count", "unsaved messages of one sender",
	    SETTING_RELOAD },
	{ "multiline-lines", 0, SETTING_INT, AT(multiline_lines), "100", 0, 1000,
	    NULL, "count", "lines of a multiline message; 0: not allowed",
	    SETTING_RELOAD },
	{ "multiline-bytes", 0, SETTING_SIZE, AT(multiline_bytes), "16K", KILO,
	    256 * KILO, NULL, "bytes", "size of a multiline message",
	    SETTING_RELOAD },
	{ "multiline-seconds", 0, SETTING_SECONDS, AT(multiline_seconds), "30",
	    1, 600, NULL, "time", "time for its next line",
	    SETTING_RELOAD },
	{ "flood-burst", 0, SETTING_INT, AT(flood_burst), "100", 1, MAX_COUNT,
	    NULL, "count", "commands at once before pacing begins",
	    SETTING_RELOAD },
	{ "flood-rate", 0, SETTING_INT, AT(flood_rate), "20", 0, MAX_COUNT,
	    NULL, "count", "commands a second after that; 0: no limit",
	    SETTING_RELOAD },
	{ "close-seconds", 0, SETTING_SECONDS, AT(close_seconds), "5", 1, 60,
	    NULL, "time", "time to send the last bytes before closing",
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
		.admission = { .per_address = c->clients_per_address,
		    .rate = c->connects_per_address,
		    .exempt_loopback = c->exempt_loopback,
		    .exempt = (const char *const *)c->exempt.v,
		    .nexempt = c->exempt.n },
		.handshake_seconds = c->handshake_seconds,
		.handshakes_max = c->handshakes_max,
	};
}
