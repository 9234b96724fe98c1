/*
 * config_check: what is wrong with values, and what follows from them.
 */
#include "client/config/config_check.h"

#include <ctype.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/net/fingerprint.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/path.h"
#include "common/regex.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { PASSWORD_FILE_MAX = 1024, SERVER_NAME_MAX = 64 };

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
client_config_path(const char *name)
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
check_nick(const void *value, char **cause)
{
	const char *nick = *(char *const *)value;

	if (nick == NULL || nick_valid(view_of(nick)))
		return 0;
	return cause_set(cause,
	    _("\"%s\" is not a nick: use letters, digits and "
	      "-_[]{}\\|^`, and do not begin with a digit or -"),
	    nick);
}

static int
check_nicks(const void *value, char **cause)
{
	const struct string_list *nicks = value;

	for (size_t i = 0; i < nicks->n; i++)
		if (check_nick(&nicks->v[i], cause) != 0)
			return -1;
	return 0;
}

static int
check_fingerprint(const void *value, char **cause)
{
	const char *text = *(char *const *)value;
	struct fingerprint fp;

	if (text == NULL || fingerprint_parse(&fp, view_of(text)) == 0)
		return 0;
	return cause_set(cause,
	    _("\"%s\" is not a fingerprint: a SHA-256 has 64 hexadecimal "
	      "digits, with or without colons"),
	    text);
}

static int
check_rooms(const void *value, char **cause)
{
	const struct string_list *rooms = value;
	char *name;

	for (size_t i = 0; i < rooms->n; i++) {
		name = client_room_name(rooms->v[i], cause);
		if (name == NULL)
			return -1;
		free(name);
	}
	return 0;
}

static int
check_highlights(const void *value, char **cause)
{
	const struct string_list *words = value;

	for (size_t i = 0; i < words->n; i++)
		if (regex_check_word(view_of(words->v[i]), cause) != 0)
			return -1;
	return 0;
}

/* "NAME /COMMAND" */
static int
check_aliases(const void *value, char **cause)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_";
	const struct string_list *aliases = value;
	const char *item;
	size_t n;

	for (size_t i = 0; i < aliases->n; i++) {
		item = aliases->v[i];
		n = strspn(item, letters);
		if (n == 0 || item[n] != ' ' || item[n + 1] != '/' ||
		    !text_is_printable(view_of(item)))
			return cause_set(cause,
			    _("\"%s\" is not an alias: write its name "
			      "(letters, "
			      "digits, - and _), a space, and a command with "
			      "its slash"),
			    item);
	}
	return 0;
}

/* Checks of values beyond their type and range. The function gets the field. */
static const struct value_check {
	const char *name;
	int (*check)(const void *value, char **cause);
} value_checks[] = {
	{ "alias", check_aliases },
	{ "nick", check_nick },
	{ "fingerprint", check_fingerprint },
	{ "highlight", check_highlights },
	{ "room", check_rooms },
	{ "to", check_nicks },
};

enum { NCHECKS = sizeof(value_checks) / sizeof(value_checks[0]) };

int
client_config_check_value(
    const struct setting *s, const void *values, char **cause)
{
	if (s->type == SETTING_SECTIONS)
		return 0;
	for (size_t i = 0; i < NCHECKS; i++)
		if (strcmp(value_checks[i].name, s->name) == 0)
			return value_checks[i].check(
			    setting_field(s, values), cause);
	return 0;
}

/* Check all values of a table; section is "server work", or NULL. */
static void
check_values(const struct setting *s, const void *values, const char *section,
    struct settings_report *report)
{
	char *cause, *key;

	for (; s->name != NULL; s++) {
		cause = NULL;
		if (client_config_check_value(s, values, &cause) == 0)
			continue;
		xasprintf(&key, "%s%s%s", section == NULL ? "" : section,
		    section == NULL ? "" : ": ", s->name);
		settings_report_mistake(report, key, "%s", cause);
		free(key);
		free(cause);
	}
}

int
client_server_name_valid(struct view name)
{
	static const char others[] = "-_.:[]";

	if (name.len == 0 || name.len > SERVER_NAME_MAX || name.p[0] == '-' ||
	    name.p[0] == '.')
		return 0;
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.p[i] < 0x80 &&
		    !isalnum((unsigned char)name.p[i]) &&
		    (name.p[i] == '\0' || strchr(others, name.p[i]) == NULL))
			return 0;
	return 1;
}

void
client_config_check_file(const void *config, struct settings_report *report)
{
	const struct client_config *c = config;
	const struct setting_section *section;
	char *key;

	check_values(client_config_settings, c, NULL, report);
	for (size_t i = 0; i < c->servers.n; i++) {
		section = &c->servers.v[i];
		xasprintf(&key, "server %s", section->title);
		if (!client_server_name_valid(view_of(section->title)))
			settings_report_mistake(report, key,
			    _("not a name for a server: use letters, digits "
			      "and - _ . : only, and do not begin with - or "
			      "."));
		check_values(
		    client_server_settings, section->values, key, report);
		free(key);
	}
	for (size_t i = 0; i < c->room_sections.n; i++) {
		section = &c->room_sections.v[i];
		xasprintf(&key, "room %s", section->title);
		check_values(
		    client_room_settings, section->values, key, report);
		free(key);
	}
}

/* Write the names of rooms in full: "111" is "#111". */
static void
complete_rooms(struct string_list *rooms)
{
	char *name;

	for (size_t i = 0; i < rooms->n; i++) {
		name = client_room_name(rooms->v[i], NULL);
		free(rooms->v[i]);
		rooms->v[i] = name;
	}
}

static int
complete_tls(struct client_config *c, char **cause)
{
	if (c->fingerprint != NULL && !c->tls)
		return cause_set(cause,
		    _("--fingerprint needs encryption: remove --fingerprint or "
		      "--no-tls"));
	if (c->known_hosts == NULL)
		c->known_hosts = client_config_path("known_hosts");
	if (c->certificate)
		c->identity = client_config_path("identity.pem");
	return 0;
}

int
client_config_complete(struct client_config *c, char **cause)
{
	const struct setting *s;
	char nick[NICK_BYTES + 1];

	for (s = client_config_settings; s->name != NULL; s++)
		if (client_config_check_value(s, c, cause) != 0)
			return -1;
	c->username = make_username();
	c->nick_given = c->nick != NULL;
	if (c->nick == NULL) {
		nick_from(nick, view_of(login_name()), "guest");
		c->nick = xstrdup(nick);
	}
	complete_rooms(&c->rooms);
	if (complete_tls(c, cause) != 0)
		return -1;
	if (c->password_file != NULL && c->password == NULL)
		c->password = read_password(c->password_file, cause);
	return c->password_file != NULL && c->password == NULL ? -1 : 0;
}

void
client_config_clear_completed(struct client_config *c)
{
	free(c->username);
	free(c->identity);
	if (c->password != NULL)
		explicit_bzero(c->password, strlen(c->password));
	free(c->password);
	c->username = c->identity = c->password = NULL;
}
