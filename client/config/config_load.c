/*
 * config_load: reads the command line and tchat.conf, and chooses the server.
 */
#include "client/config/config_load.h"

#include <stdlib.h>
#include <string.h>

#include "client/config/config_check.h"
#include "client/config/live_settings.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/settings_args.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* The server that the user named. */
struct server {
	const char *section; /* NULL: none */
	struct view host;
	long long port; /* 0: none given */
};

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
parse_port(struct view text, long long *port, char **cause)
{
	if (view_to_int(text, 1, 65535, port) == 0)
		return 0;
	return cause_set(cause,
	    _("\"%.*s\" is not a port: use a number from 1 to 65535"),
	    VIEW_ARG(text));
}

/* Read the arguments after the options: HOST [PORT], or the name of a section. Returns 0, or -1 with *cause. */
static int
read_arguments(const struct live_settings *live, struct server *server,
    int argc, char **argv, int first, char **cause)
{
	int left = argc - first;
	struct view port;

	if (left == 0)
		return cause_set(cause, _("host missing: tchat host [port]"));
	if (left > 2)
		return cause_set(
		    cause, _("unexpected argument \"%s\""), argv[first + 2]);
	server->section = live_settings_server(live, view_of(argv[first]), 0);
	if (left == 1 && server->section != NULL)
		return 0;
	if (split_host(view_of(argv[first]), &server->host, &port) != 0)
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
	if (port.len > 0 && parse_port(port, &server->port, cause) != 0)
		return -1;
	server->section =
	    live_settings_server(live, server->host, server->port);
	return 0;
}

/* Return the path of tchat.conf: that of -f, which must exist, or the usual one. */
static char *
settings_file(const struct client_config *arguments)
{
	if (arguments->file != NULL)
		return xstrdup(arguments->file);
	return client_config_path("tchat.conf");
}

/* Read the server from what the user chose. Returns 0, or -1 with *cause. */
static int
read_choice(const struct live_settings *live, struct server *server,
    char *choice, char **cause)
{
	char *words[3] = { choice, NULL, NULL };
	char *space = choice == NULL ? NULL : strchr(choice, ' ');
	int n = 1;

	if (choice == NULL)
		return cause_set(cause, _("no server was chosen"));
	if (space != NULL) {
		*space = '\0';
		words[n++] = space + 1 + strspn(space + 1, " ");
	}
	return read_arguments(live, server, n, words, 0, cause);
}

/* Choose the network. Returns 0, or the exit status with *cause. */
static int
use_server(struct client_config *c, struct live_settings *live,
    const struct server *server, char **cause)
{
	if (server->port != 0 && server->section == NULL)
		live_settings_port(live, server->port);
	return live_settings_network(
		   live, c, server->section, server->host, cause) == 0
		   ? 0
		   : 1;
}

static int
load(struct client_config *c, int argc, char **argv, int first,
    client_choose_fn *choose, char **cause)
{
	struct live_settings *live = c->live;
	struct server server = { 0 };
	char *choice = NULL;
	int rc;

	if (live_settings_read(live, cause) != 0)
		return 1;
	if (first == argc && choose != NULL) {
		choice = choose(live_settings_base(live));
		rc = read_choice(live, &server, choice, cause);
	} else {
		rc = read_arguments(live, &server, argc, argv, first, cause);
	}
	rc = rc == 0 ? use_server(c, live, &server, cause) : 2;
	free(choice);
	return rc;
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
	return client_config_load_choosing(c, argc, argv, NULL, cause);
}

int
client_config_load_choosing(struct client_config *c, int argc, char **argv,
    client_choose_fn *choose, char **cause)
{
	char *file;
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
	file = settings_file(c);
	c->live = live_settings_new(file, c->file != NULL);
	free(file);
	settings_clear(client_config_settings, c);
	live_settings_args(c->live, argc, argv, NULL);
	return load(c, argc, argv, first, choose, cause);
}

void
client_config_clear(struct client_config *c)
{
	settings_clear(client_config_settings, c);
	client_config_clear_completed(c);
	free(c->host);
	free(c->network_key);
	free(c->section);
	live_settings_free(c->live);
	c->host = c->network_key = c->section = NULL;
	c->live = NULL;
}
