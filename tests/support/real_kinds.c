/* real_kinds: the other IRC clients, and how each is used. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/proc.h"
#include "tests/support/real_client.h"
#include "tests/support/vt.h"

#define HOST "127.0.0.1"

static void
type_keys(struct real_client *c, const char *line)
{
	vt_keys(c->vt, line);
	vt_keys(c->vt, "\r");
}

static void
type_input(struct real_client *c, const char *line)
{
	proc_say(c->proc, "%s\n", line);
}

/* ii reads a FIFO for the server and one for each room. */
static void
type_fifo(struct real_client *c, const char *line)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;
	char *path;
	int fd;

	xasprintf(
	    &path, "%s/" HOST "%s/in", c->dir, *line == '/' ? "" : "/#den");
	while ((fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) == -1) {
		if (clock_mono_ms() > end)
			break;
		proc_pump(c->proc, 50);
	}
	if (fd == -1) {
		perror(path);
		abort();
	}
	dprintf(fd, "%s\n", line);
	close(fd);
	free(path);
}

static char *
port_of(const struct real_client *c)
{
	char *port;

	xasprintf(&port, "%u", c->port);
	return port;
}

/* weechat 4 has other names for some settings of a server. */
#define IF_4  "${if:${info:version_number}>=67108864?"
#define TLS   "irc.server.t." IF_4 "tls:ssl}"
#define PIN   TLS "_fingerprint"
#define CERT  TLS "_cert"
#define FLOOD "irc.server.t." IF_4 "anti_flood:anti_flood_prio_high}"
#define SLOW  "irc.server.t." IF_4 "anti_flood:anti_flood_prio_low}"

/* weechat 4.5 (67436544) shows a list in a buffer of its own, unless it is raw. */
#define WEECHAT_LIST                                     \
	"/eval /command -buffer irc.server.t irc /list " \
	"${if:${info:version_number}>=67436544?-raw *:}"

/* Return the bare hexadecimal digits; the caller frees them. */
static char *
without_colons(const char *fingerprint)
{
	char *out = xstrdup(fingerprint), *to = out;

	for (; *fingerprint != '\0'; fingerprint++)
		if (*fingerprint != ':')
			*to++ = *fingerprint;
	*to = '\0';
	return out;
}

/* Return the command for a login; the caller frees it. */
static char *
weechat_login(const struct real_client *c)
{
	int by_key;
	char *s;

	if (c->mechanism == NULL)
		return xstrdup("");
	by_key = strcmp(c->mechanism, "external") == 0;
	xasprintf(&s,
	    "/set irc.server.t.sasl_mechanism %s;"
	    "/set irc.server.t.sasl_username %s;"
	    "/eval /set %s %s;",
	    c->mechanism, c->account,
	    by_key ? CERT : "irc.server.t.sasl_password", c->secret);
	return s;
}

static void
start_weechat(struct real_client *c)
{
	char *pin =
	    without_colons(c->fingerprint == NULL ? "" : c->fingerprint);
	char *dir, *commands, *login = weechat_login(c);

	xasprintf(&dir, "%s/weechat", c->dir);
	/* Lines typed at once are neither a paste nor a flood. */
	xasprintf(&commands,
	    "/set logger.file.flush_delay 0;"
	    "/set weechat.look.paste_max_lines -1;"
	    "/server add t " HOST "/%u;"
	    "/eval /set " TLS " %s;"
	    "/eval /set " PIN " \"%s\";"
	    "/eval /set " FLOOD " 0;"
	    "/eval /set " SLOW " 0;"
	    "/set irc.server.t.nicks %s;%s/connect t",
	    c->port, c->fingerprint == NULL ? "off" : "on", pin, c->kind->nick,
	    login);
	free(login);
	c->vt = vt_new(100, 30);
	vt_spawn(c->vt,
	    (const char *[]){ "weechat", "-d", dir, "-r", commands, NULL },
	    NULL);
	free(commands);
	free(dir);
	free(pin);
}

/* A network "n", because a login belongs to a network. */
static void
put_irssi_server(FILE *f, const struct real_client *c)
{
	int by_key =
	    c->mechanism != NULL && strcmp(c->mechanism, "external") == 0;

	if (c->fingerprint == NULL && c->mechanism == NULL)
		return;
	fprintf(f, "chatnets = { n = { type = \"IRC\"; ");
	if (c->mechanism != NULL)
		fprintf(f,
		    "sasl_mechanism = \"%s\"; sasl_username = \"%s\"; "
		    "sasl_password = \"%s\"; ",
		    c->mechanism, c->account, by_key ? "" : c->secret);
	fprintf(f,
	    "}; };\nservers = ({ address = \"" HOST "\"; port = \"%u\"; "
	    "chatnet = \"n\"; ",
	    c->port);
	if (by_key)
		fprintf(f, "tls_cert = \"%s\"; ", c->secret);
	if (c->fingerprint != NULL)
		fprintf(f,
		    "use_tls = \"yes\"; tls_verify = \"no\"; "
		    "tls_pinned_cert = \"%s\"; ",
		    c->fingerprint);
	fprintf(f, "});\n");
}

static void
start_irssi(struct real_client *c)
{
	char *dir, *path, *nick, *port = port_of(c);
	FILE *f;

	xasprintf(&dir, "--home=%s", c->dir);
	xasprintf(&nick, "--nick=%s", c->kind->nick);
	xasprintf(&path, "%s/config", c->dir);
	f = fopen(path, "w");
	if (f == NULL)
		abort();
	fprintf(f,
	    "logs = { \"%s/irssi.log\" = "
	    "{ auto_open = \"yes\"; level = \"ALL\"; }; };\n"
	    "settings = { \"irc/core\" = { cmd_queue_speed = \"10msec\"; "
	    "cmds_max_at_once = \"100\"; }; "
	    "\"fe-text\" = { paste_verify_line_count = \"0\"; }; };\n",
	    c->dir);
	put_irssi_server(f, c);
	fclose(f);
	c->vt = vt_new(100, 30);
	vt_spawn(c->vt,
	    (const char *[]){
		"irssi", dir, nick, "-c", HOST, "-p", port, NULL },
	    NULL);
	free(path);
	free(nick);
	free(port);
	free(dir);
}

/* By password with the account's name, or by key. */
static void
start_catgirl(struct real_client *c)
{
	const char *argv[16] = { "catgirl", "-t", c->cert, "-h", HOST, "-n",
		c->kind->nick, "-p" };
	char *home, *both = NULL, *port = port_of(c);
	size_t n = 8;

	argv[n++] = port;
	xasprintf(&home, "HOME=%s", c->dir);
	if (c->mechanism != NULL && strcmp(c->mechanism, "external") == 0) {
		argv[n++] = "-e";
		argv[n++] = "-c";
		argv[n++] = c->secret;
	} else if (c->mechanism != NULL) {
		xasprintf(&both, "%s:%s", c->account, c->secret);
		argv[n++] = "-a";
		argv[n++] = both;
	}
	c->vt = vt_new(100, 30);
	vt_spawn(c->vt, argv,
	    (const char *[]){
		home, "TERM=xterm-256color", "LC_ALL=C.UTF-8", NULL });
	free(port);
	free(both);
	free(home);
}

static void
start_plain(struct real_client *c, const char *const *argv)
{
	char *home;

	xasprintf(&home, "HOME=%s", c->dir);
	c->proc = proc_start(argv,
	    (const char *[]){ home, "LOGNAME=tester", "MAIL=/dev/null", NULL });
	free(home);
}

static void
start_ii(struct real_client *c)
{
	char *port = port_of(c);

	start_plain(c, (const char *[]){ "ii", "-s", HOST, "-p", port, "-n",
			   c->kind->nick, "-i", c->dir, NULL });
	free(port);
}

static void
start_sic(struct real_client *c)
{
	char *port = port_of(c);

	start_plain(c, (const char *[]){ "sic", "-h", HOST, "-p", port, "-n",
			   c->kind->nick, NULL });
	free(port);
}

static void
start_epic(struct real_client *c)
{
	char *where;

	xasprintf(&where, HOST ":%u", c->port);
	start_plain(c, (const char *[]){
			   "epic5", "-d", "-q", c->kind->nick, where, NULL });
	free(where);
}

const struct real_kind real_weechat = {
	.program = "weechat",
	.nick = "wee",
	.start = start_weechat,
	.type = type_keys,
	.prepare = "/buffer irc.server.t",
	.join = "/join -noswitch #den",
	.say = "/msg #den hello from wee",
	.nick_to = "/nick wren",
	.quit = "/quit",
	.act = "/command -buffer irc.t.#den irc /me waves",
	.ask = {
		{ "/whois pal", "idle:" },
		{ WEECHAT_LIST, "End of /LIST" },
		{ "/names #den", NULL },
		{ "/who #den", "End of /WHO list" },
		{ "/away to lunch", "marked as being away" },
		{ "/away", "no longer" },
		{ "/invite outsider #den", "outsider" },
		{ "/ban #den", NULL },
		{ "/version", "tchat-0.1.0 test.tchat" },
		{ "/time", NULL },
		{ "/lusers", NULL },
	},
	.odd = { "=!=" },
};
const struct real_kind real_irssi = {
	.program = "irssi",
	.nick = "iri",
	.start = start_irssi,
	.type = type_keys,
	.join = "/join #den",
	.say = "/msg #den hello from iri",
	.nick_to = "/nick ivy",
	.quit = "/quit",
	.act = "/me waves",
	.ask = {
		{ "/whois pal", "End of WHOIS" },
		{ "/list -yes", "End of /LIST" },
		{ "/names #den", NULL },
		{ "/who #den", "End of /WHO" },
		{ "/away to lunch", "marked as being away" },
		{ "/away", "no longer" },
		{ "/invite outsider #den", "outsider" },
		{ "/ban", "1 - #den: ban nobody" },
		{ "/version", NULL },
		{ "/time", NULL },
		{ "/lusers", NULL },
	},
	.odd = { "Irssi: Error", "Irssi: Unknown", "critical" },
};
const struct real_kind real_catgirl = {
	.program = "catgirl",
	.nick = "cat",
	.start = start_catgirl,
	.type = type_keys,
	.join = "/join #den",
	.say = "hello from cat",
	.quit = "/quit",
	.odd = { NULL },
};
const struct real_kind real_ii = {
	.program = "ii",
	.nick = "iii",
	.start = start_ii,
	.type = type_fifo,
	.join = "/j #den",
	.say = "hello from iii",
	.nick_to = "/n ida",
	.quit = "/q",
	.ask = {
		{ "/WHOIS pal", "End of /WHOIS" },
		{ "/LIST", "End of /LIST" },
		{ "/WHO #den", "End of /WHO list" },
		{ "/a to lunch", "marked as being away" },
		{ "/a", "no longer" },
	},
	.odd = { NULL },
};
const struct real_kind real_sic = {
	.program = "sic",
	.nick = "sic",
	.start = start_sic,
	.type = type_input,
	.join = ":j #den",
	.say = ":m #den hello from sic",
	.nick_to = ":NICK sid",
	.quit = ":QUIT",
	.ask = {
		{ ":WHOIS pal", "End of /WHOIS" },
		{ ":LIST", "End of /LIST" },
		{ ":WHO #den", "End of /WHO list" },
		{ ":AWAY :to lunch", "marked as being away" },
		{ ":AWAY", "no longer" },
	},
	.odd = { NULL },
};
const struct real_kind real_epic = {
	.program = "epic5",
	.nick = "epi",
	.start = start_epic,
	.type = type_input,
	.join = "/join #den",
	.say = "/msg #den hello from epi",
	.nick_to = "/nick eve",
	.quit = "/quit",
	.act = "/me waves",
	.ask = {
		{ "/whois pal", "End of /WHOIS" },
		{ "/list", "End of /LIST" },
		{ "/names #den", NULL },
		{ "/who #den", "End of /WHO list" },
		{ "/away to lunch", "marked as being away" },
		{ "/away", "no longer" },
		{ "/invite outsider #den", "outsider" },
		{ "/mode #den +b", NULL },
		{ "/time", NULL },
		{ "/lusers", NULL },
	},
	.odd = { NULL },
};
