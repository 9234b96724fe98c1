/*
 * config: the table of client settings, and the code that combines the command line and the file.
 */
#include "client/config/config.h"

#include <ctype.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/net/fingerprint.h"
#include "common/buf.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/path.h"
#include "common/regex.h"
#include "common/settings_args.h"
#include "common/settings_file.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { PASSWORD_FILE_MAX = 1024, HOST_KEY_MAX = 200 };

/* In the order of the enums that config_rows.h names. */
static const char *const pane_choices[] = { "auto", "on", "off", NULL };
static const char *const hyperlink_choices[] = { "auto", "on", "off", NULL };
static const char *const emoji_choices[] = { "auto", "whole", "parts", NULL };
static const char *const notify_choices[] = { "auto", "off", "bell", "osc9",
	"osc777", "osc99", NULL };
static const char *const notify_when_choices[] = { "unseen", "always", NULL };
static const char *const notify_text_choices[] = { "nothing", "who", "text",
	NULL };
static const char *const level_choices[] = { "all", "mentions", "nothing",
	NULL };
static const char *const colour_choices[] = { "auto", "none", "8", "16", "256",
	NULL };

/* clang-format off */
const struct setting client_config_settings[] = {
#define SETTING(...) SETTING_ROW(struct client_config, __VA_ARGS__)
#include "client/config/config_rows.h"
#undef SETTING
	{ 0 }
};
/* clang-format on */

/* Return the login name. Ask the user database first: cron sets almost no environment. */
static const char *
login_name(void)
{
	const struct passwd *pw = getpwuid(geteuid());
	const char *name = pw != NULL ? pw->pw_name : getenv("LOGNAME");

	return name != NULL ? name : "guest";
}

/* Return the user of nick!user@host: the login name without the characters that are not allowed there. */
static char *
make_username(void)
{
	const char *login = login_name();
	char name[USER_BYTES + 1];
	size_t n = 0;

	for (; *login != '\0' && n < USER_BYTES; login++)
		if (username_valid((struct view){ login, 1 }))
			name[n++] = *login;
	name[n] = '\0';
	return xstrdup(n > 0 ? name : "user");
}

char *
client_room_name(const char *text, char **cause)
{
	char *name;

	if (name_is_room(view_of(text)))
		name = xstrdup(text);
	else
		xasprintf(&name, "#%s", text);
	if (room_valid(view_of(name)))
		return name;
	cause_set(cause,
	    _("\"%s\" is not a room name: use no space, comma or colon, and at "
	      "most %d letters"),
	    text, ROOM_GRAPHEMES - 1);
	free(name);
	return NULL;
}

static int
check_rooms(struct string_list *rooms, char **cause)
{
	char *name;
	size_t i;

	for (i = 0; i < rooms->n; i++) {
		name = client_room_name(rooms->v[i], cause);
		if (name == NULL)
			return -1;
		free(rooms->v[i]);
		rooms->v[i] = name;
	}
	return 0;
}

/* Return the path of a file in the folder of tchat.conf, or NULL if the user has no home. */
static char *
default_path(const char *name)
{
	char *dir = path_config("tchat"), *file;

	if (dir == NULL)
		return NULL;
	file = path_join(dir, name);
	free(dir);
	return file;
}

static char *
first_line(const char *text, size_t len, const char *file, char **cause)
{
	struct view rest = { text, len }, line;

	view_cut(&rest, '\n', &line);
	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (line.len > 0 && memchr(line.p, '\0', line.len) == NULL)
		return xviewdup(line);
	cause_set(cause, _("no password in the first line of %s"), file);
	return NULL;
}

/*
 * Read the password from its file: the first line. Returns the password, which the caller
 * overwrites and frees, or NULL with *cause if the file cannot be read, has an empty first line, or
 * is readable by other users.
 */
static char *
read_password(const char *file, char **cause)
{
	struct stat st;
	int fd = file_open(file, PASSWORD_FILE_MAX, &st, cause);
	char text[PASSWORD_FILE_MAX], *password = NULL;
	ssize_t n;

	if (fd == -1)
		return NULL;
	if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		cause_set(cause,
		    _("other users can read the password in %s. Run: chmod 600 "
		      "%s"),
		    file, file);
	} else {
		n = read(fd, text, sizeof(text));
		password = first_line(text, n > 0 ? (size_t)n : 0, file, cause);
		explicit_bzero(text, sizeof(text));
	}
	close(fd);
	return password;
}

static int
check_tls(struct client_config *c, char **cause)
{
	struct fingerprint fp;

	if (c->fingerprint != NULL && !c->tls)
		return cause_set(cause,
		    _("--fingerprint needs encryption: remove --fingerprint or "
		      "--no-tls"));
	if (c->fingerprint != NULL &&
	    fingerprint_parse(&fp, view_of(c->fingerprint)) != 0)
		return cause_set(cause,
		    _("\"%s\" is not a fingerprint: a SHA-256 has 64 "
		      "hexadecimal "
		      "digits, with or without colons"),
		    c->fingerprint);
	if (c->known_hosts == NULL)
		c->known_hosts = default_path("known_hosts");
	if (c->certificate)
		c->identity = default_path("identity.pem");
	return 0;
}

static int
check_highlights(const struct string_list *words, char **cause)
{
	char *why = NULL;
	size_t i;

	for (i = 0; i < words->n; i++) {
		if (regex_check_word(view_of(words->v[i]), &why) == 0)
			continue;
		cause_set(cause, "highlight: %s", why);
		free(why);
		return -1;
	}
	return 0;
}

/* Check the values that were given, and set defaults for the others. */
static int
check(struct client_config *c, char **cause)
{
	char nick[NICK_BYTES + 1];

	c->username = make_username();
	c->nick_given = c->nick != NULL;
	if (c->nick == NULL) {
		nick_from(nick, view_of(login_name()), "guest");
		c->nick = xstrdup(nick);
	}
	if (!nick_valid(view_of(c->nick)))
		return cause_set(cause,
		    _("\"%s\" is not a nick: use letters, digits and "
		      "-_[]{}\\|^`, and do not begin with a digit or -"),
		    c->nick);
	if (check_tls(c, cause) != 0 ||
	    check_highlights(&c->highlight, cause) != 0)
		return -1;
	if (c->password_file != NULL) {
		c->password = read_password(c->password_file, cause);
		if (c->password == NULL)
			return -1;
	}
	return check_rooms(&c->rooms, cause);
}

/*
 * Split "host", "host:port", "[address]" and "[address]:port". A text with several colons and no
 * brackets is an IPv6 address. Returns 0, or -1 if a bracket or a part is missing.
 */
static int
split_host(struct view text, struct view *host, struct view *port)
{
	struct view rest = text;

	*port = VIEW("");
	if (text.len > 0 && *text.p == '[') {
		rest.p++;
		rest.len--;
		if (memchr(rest.p, ']', rest.len) == NULL)
			return -1;
		view_cut(&rest, ']', host);
		if (rest.len > 0 && *rest.p != ':')
			return -1;
	} else if (memchr(text.p, ':', text.len) ==
		   memrchr(text.p, ':', text.len)) {
		view_cut(&rest, ':', host);
		if (host->len < text.len)
			rest = (struct view){ text.p + host->len,
				text.len - host->len };
		else
			rest.len = 0;
	} else {
		*host = text;
		return 0;
	}
	if (rest.len > 0)
		*port = (struct view){ rest.p + 1, rest.len - 1 };
	return host->len > 0 && (rest.len == 0 || port->len > 0) ? 0 : -1;
}

static int
set_port(struct client_config *c, struct view text, char **cause)
{
	if (view_to_int(text, 1, 65535, &c->port) == 0)
		return 0;
	return cause_set(cause,
	    _("\"%.*s\" is not a port: use a number from 1 to 65535"),
	    VIEW_ARG(text));
}

/* Return "host:port" in lower case; other characters than those of a host name become "_". The caller frees it. */
static char *
network_key(const struct client_config *c)
{
	struct buf key = { 0 };
	const char *p;

	for (p = c->host; *p != '\0' && key.len < HOST_KEY_MAX; p++)
		buf_add_char(&key,
		    isalnum((unsigned char)*p) || strchr(".-:", *p) != NULL
			? (char)tolower((unsigned char)*p)
			: '_');
	buf_printf(&key, ":%lld", c->port);
	return buf_take(&key);
}

/* Read the arguments after the options: HOST [PORT]. */
static int
read_arguments(
    struct client_config *c, int argc, char **argv, int first, char **cause)
{
	int left = argc - first;
	struct view host, port;

	if (left == 0)
		return cause_set(cause, _("host missing: tchat host [port]"));
	if (left > 2)
		return cause_set(
		    cause, _("unexpected argument \"%s\""), argv[first + 2]);
	if (split_host(view_of(argv[first]), &host, &port) != 0)
		return cause_set(cause,
		    _("\"%s\" is not a host: write example.org, 192.0.2.1, "
		      "2001:db8::1 or [2001:db8::1], then the port"),
		    argv[first]);
	if (left == 2 && port.len > 0)
		return cause_set(cause,
		    _("two ports given: \"%.*s\" and \"%s\""), VIEW_ARG(port),
		    argv[first + 1]);
	if (left == 2)
		port = view_of(argv[first + 1]);
	if ((left == 2 || port.len > 0) && set_port(c, port, cause) != 0)
		return -1;
	c->host = xviewdup(host);
	c->network_key = network_key(c);
	return 0;
}

/* Return the path of tchat.conf, which is read without -f, or NULL if it does not exist. */
static char *
default_file(void)
{
	char *file = default_path("tchat.conf");

	if (file != NULL && file_may_exist(file))
		return file;
	free(file);
	return NULL;
}

/*
 * Read the settings file. The command line names the file but overrides it, so the command line is
 * parsed again afterwards.
 */
static int
load_file(struct client_config *c, int argc, char **argv, char **cause)
{
	char *file = c->file != NULL ? xstrdup(c->file) : default_file();

	if (file == NULL)
		return 0;
	settings_clear(client_config_settings, c);
	settings_init(client_config_settings, c);
	if (settings_read(client_config_settings, c, file, NULL, cause) != 0) {
		free(file);
		return -1;
	}
	settings_args(client_config_settings, c, argc, argv, NULL);
	free(file);
	return 0;
}

/* Read the argument of --help: nothing, or "settings". */
static int
read_help_topic(
    struct client_config *c, int argc, char **argv, int first, char **cause)
{
	c->help_all = argc - first == 1 && strcmp(argv[first], "settings") == 0;
	if (first == argc || c->help_all)
		return 0;
	return cause_set(cause,
	    _("no help about \"%s\": see tchat --help, and tchat --help "
	      "settings"),
	    argv[first]);
}

int
client_config_load(struct client_config *c, int argc, char **argv, char **cause)
{
	int first;

	*c = (struct client_config){ 0 };
	settings_init(client_config_settings, c);
	first = settings_args(client_config_settings, c, argc, argv, cause);
	if (first < 0)
		return 2;
	if (c->help)
		return read_help_topic(c, argc, argv, first, cause) == 0 ? 0
									 : 2;
	if (c->version)
		return 0;
	if (load_file(c, argc, argv, cause) != 0)
		return 1;
	if (read_arguments(c, argc, argv, first, cause) != 0)
		return 2;
	return check(c, cause) == 0 ? 0 : 1;
}

void
client_config_clear(struct client_config *c)
{
	settings_clear(client_config_settings, c);
	free(c->host);
	free(c->network_key);
	free(c->username);
	free(c->identity);
	if (c->password != NULL)
		explicit_bzero(c->password, strlen(c->password));
	free(c->password);
	c->network_key = NULL;
	c->host = c->username = c->identity = c->password = NULL;
}
