/*
 * config: the table of the server's settings; load, check and reload them.
 */
#include <config.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/path.h"
#include "common/settings_args.h"
#include "common/settings_file.h"
#include "common/settings_report.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/auth/password.h"
#include "server/config/config.h"
#include "server/config/motd.h"
#include "server/net/range.h"

#define FILE_NAME  "tchat/tchat-server.conf"
#define STATE_NAME "tchat-server"

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

/* Return the default settings file, if it exists. */
static char *
usual_file(void)
{
	char *file;

	if (getuid() == 0)
		file = path_join(SYSCONF_DIR, FILE_NAME);
	else
		file = path_config(FILE_NAME);
	if (file != NULL && !file_may_exist(file)) {
		free(file);
		file = NULL;
	}
	return file;
}

char *
config_datadir(const struct config *c, char **cause)
{
	char *dir;

	if (c->datadir != NULL)
		dir = xstrdup(c->datadir);
	else if (getuid() == 0)
		dir = path_join(STATE_DIR, STATE_NAME);
	else
		dir = path_state(STATE_NAME);
	if (dir == NULL)
		cause_set(cause, _("no data folder, because HOME is not set: "
				   "choose one with -D"));
	return dir;
}

static void
check_operator(
    struct settings_report *report, const struct setting_section *section)
{
	const struct config_operator *o = section->values;
	struct buf key = { 0 };

	buf_printf(&key, "operator %s: password", section->title);
	if (o->password == NULL)
		settings_report_mistake(report, buf_str(&key),
		    _("missing: make a hash with tchat-server "
		      "hash-password"));
	else if (!password_is_hash(o->password))
		settings_report_mistake(report, buf_str(&key),
		    _("not a valid password hash: make one with tchat-server "
		      "hash-password"));
	buf_reset(&key);
	buf_printf(&key, "operator %s", section->title);
	if (section->title[0] == '\0' || section->title[0] == ':' ||
	    strchr(section->title, ' ') != NULL)
		settings_report_mistake(
		    report, buf_str(&key), _("the name must be one word"));
	buf_clear(&key);
}

/* Report a value as wrong, with the value escaped. */
static void
wrong_value(struct settings_report *report, const char *key, const char *value,
    const char *why)
{
	struct buf b = { 0 };

	text_vis(&b, view_of(value == NULL ? "" : value));
	settings_report_mistake(report, key, "\"%s\": %s", buf_str(&b), why);
	buf_clear(&b);
}

/* Report a file in a setting that cannot be used. Frees cause. */
static void
wrong_file(struct settings_report *report, const char *key, char *cause)
{
	struct buf b = { 0 };

	text_vis(&b, view_of(cause));
	settings_report_mistake(report, key, "%s", buf_str(&b));
	buf_clear(&b);
	free(cause);
}

static void
check_files(struct settings_report *report, const struct config *c)
{
	struct identity_source identity = config_identity(c, NULL);
	char *cause = NULL;

	if (c->motd != NULL && c->motd[0] != '\0' &&
	    motd_check(c->motd, &cause) != 0)
		wrong_file(report, "motd", cause);
	cause = NULL;
	if (identity_check(&identity, &cause) != 0)
		wrong_file(report, "tls-cert", cause);
}

/* Check the values and whether they fit together. */
static void
check(const void *values, struct settings_report *report)
{
	const struct config *c = values;
	const char *lobby = config_lobby(c);
	struct range range;
	size_t i;

	if (c->name == NULL || !hostname_valid(view_of(c->name)))
		wrong_value(report, "name", c->name,
		    _("use letters, digits, hyphens and at least one dot, as "
		      "in chat.example.org"));
	if (c->network == NULL || c->network[0] == '\0' ||
	    strcspn(c->network, " \t=:,") != strlen(c->network))
		wrong_value(report, "network", c->network,
		    _("use one word without = : ,"));
	if (lobby != NULL && !room_valid(view_of(lobby)))
		wrong_value(report, "lobby", lobby,
		    _("a room's name begins with # and has no space, comma or "
		      "colon"));
	for (i = 0; i < c->lobby_operators.n; i++)
		if (!nick_valid(view_of(c->lobby_operators.v[i])))
			wrong_value(report, "lobby-operators",
			    c->lobby_operators.v[i],
			    _("write the names of accounts, as in ana,bo"));
	for (i = 0; i < c->exempt.n; i++)
		if (range_parse(&range, view_of(c->exempt.v[i])) != 0)
			wrong_value(report, "exempt", c->exempt.v[i],
			    _("not an address or a range such as "
			      "192.0.2.0/24"));
	for (i = 0; i < c->operators.n; i++)
		check_operator(report, &c->operators.v[i]);
	check_files(report, c);
}

int
config_check(const struct config *c, char **cause)
{
	return settings_check(c, check, cause);
}

/* Refuse a file with passwords that everybody can read. */
static int
check_secrets(const struct config *c, const char *file, char **cause)
{
	struct stat st;

	if (c->password == NULL && c->operators.n == 0)
		return 0;
	if (stat(file, &st) != 0 || !(st.st_mode & S_IROTH))
		return 0;
	return cause_set(cause,
	    _("%s contains passwords, and everybody can read it: chmod o-r "
	      "%s"),
	    file, file);
}

static int
read_file(struct config *c, const char *file, char **cause)
{
	if (settings_read(config_settings, c, file, check, cause) != 0)
		return -1;
	return check_secrets(c, file, cause);
}

/* The command line overrides the file, but also names the file. So it is read twice. */
int
config_help_all(const struct config *c, int argc, char **argv)
{
	return c->help && argc == 3 && strcmp(argv[2], "settings") == 0;
}

int
config_load(struct config *c, int argc, char **argv, char **cause)
{
	char *file;
	int first, status = 0;

	config_init(c);
	first = settings_args(config_settings, c, argc, argv, cause);
	if (first < 0)
		return 2;
	if (first < argc && !config_help_all(c, argc, argv)) {
		cause_set(cause, _("unexpected argument \"%s\""), argv[first]);
		return 2;
	}
	file = c->file != NULL ? xstrdup(c->file) : usual_file();
	if (file != NULL) {
		config_clear(c);
		config_init(c);
		status = read_file(c, file, cause) == 0 ? 0 : 1;
		settings_args(config_settings, c, argc, argv, NULL);
		xreplace(&c->file, file);
		free(file);
	}
	if (status == 0 && config_check(c, cause) != 0)
		status = 1;
	return status;
}

static void
needs_restart(const char *name, void *ctx)
{
	struct buf *message = ctx;

	if (message->len > 0)
		buf_add_char(message, '\n');
	buf_printf(
	    message, _("%s changed; restart the server to apply it"), name);
}

int
config_reload(struct config *c, int argc, char **argv, char **message)
{
	struct buf restart = { 0 };
	struct config next;
	int status = config_load(&next, argc, argv, message);

	if (status == 0) {
		settings_reload(
		    config_settings, c, &next, needs_restart, &restart);
		*message = restart.len > 0 ? buf_take(&restart) : NULL;
	}
	config_clear(&next);
	return status == 0 ? 0 : -1;
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

struct identity_source
config_identity(const struct config *c, const char *datadir)
{
	return (struct identity_source){ c->tls_cert, c->tls_key, c->name,
		datadir };
}
