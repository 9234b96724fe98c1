/*
 * detect: telling dialects apart. What might be talk is taken for talk: a person who
 * says "pass me the salt" must be heard, while an IRC client always has its arguments.
 */
#include "server/net/detect.h"

#include <ctype.h>

#include "common/irc_msg.h"
#include "common/names.h"

#define WHAT_THIS_IS                                                         \
	"This port is a chat server: come with tchat, an IRC client, nc or " \
	"telnet.\r\n"

enum detect_kind
detect_byte(unsigned char c)
{
	/* A TLS record of type handshake: RFC 8446 5.1. */
	return c == 0x16 ? DETECT_TLS : DETECT_PLAIN;
}

static int
is_one_of(struct view v, const char *const *words)
{
	for (; *words != NULL; words++)
		if (view_equal(v, view_of(*words)))
			return 1;
	return 0;
}

static int
is_upper(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if (islower((unsigned char)v.p[i]))
			return 0;
	return 1;
}

/* A sentence begins "Nick": a client's command is all small or all big. */
static int
is_lower(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if (isupper((unsigned char)v.p[i]))
			return 0;
	return 1;
}

static int
is_number(struct view v)
{
	long long n;

	return view_to_int(v, 0, 1000, &n) == 0;
}

static int
cap_fits(const struct irc_msg *m, int upper)
{
	static const char *const subs[] = { "LS", "LIST", "REQ", "END", "ls",
		"list", "req", "end", NULL };

	if (m->nparams == 0)
		return 0;
	return is_one_of(m->params[0], subs) || (upper && m->nparams == 1);
}

/* "NICK x", and "NICK x 1" as RFC 1459 4.1.2 has it. */
static int
nick_fits(const struct irc_msg *m, int upper)
{
	if (m->nparams == 2 && upper)
		return is_number(m->params[1]);
	return m->nparams == 1 && (upper || nick_valid(m->params[0]));
}

/* In small letters it must look like a client's: "user ana 0 * :Ana". */
static int
user_fits(const struct irc_msg *m, int upper)
{
	return m->nparams >= 4 && (upper || is_number(m->params[1]));
}

static int
pass_fits(const struct irc_msg *m, int upper)
{
	(void)upper;
	return m->nparams == 1;
}

static int
ping_fits(const struct irc_msg *m, int upper)
{
	return upper && (m->nparams == 1 || m->nparams == 2);
}

static int
authenticate_fits(const struct irc_msg *m, int upper)
{
	return upper && m->nparams == 1;
}

/* Who sends this first wants to go either way; IRC knows how to say good-bye. */
static int
quit_fits(const struct irc_msg *m, int upper)
{
	return upper && m->nparams <= 1;
}

static const struct {
	struct view name;
	int (*fits)(const struct irc_msg *, int upper);
} commands[] = {
	{ { "AUTHENTICATE", 12 }, authenticate_fits },
	{ { "CAP", 3 }, cap_fits },
	{ { "NICK", 4 }, nick_fits },
	{ { "PASS", 4 }, pass_fits },
	{ { "PING", 4 }, ping_fits },
	{ { "QUIT", 4 }, quit_fits },
	{ { "USER", 4 }, user_fits },
};

static int
is_irc(struct view line)
{
	struct irc_msg m;
	size_t i;
	int upper;

	if (irc_msg_parse(&m, line) != 0)
		return 0;
	upper = is_upper(m.command);
	if (!upper && !is_lower(m.command))
		return 0;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (view_equal_nocase(m.command, commands[i].name))
			return commands[i].fits(&m, upper);
	return 0;
}

/* "GET /", "POST /x HTTP/1.1", "CONNECT host:443 HTTP/1.1": RFC 9112 3. */
static int
is_http(struct view line)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
		"DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI", NULL };
	static const size_t version_len = sizeof(" HTTP/1.1") - 1;
	struct view method, rest = line, end;

	if (!view_cut(&rest, ' ', &method) || rest.len == 0 ||
	    !is_one_of(method, methods))
		return 0;
	if (rest.p[0] == '/')
		return 1;
	if (rest.len < version_len)
		return 0;
	end = (struct view){ rest.p + rest.len - version_len, version_len };
	return view_has_prefix(end, VIEW(" HTTP/"));
}

enum detect_kind
detect_line(struct view line)
{
	if (is_http(line))
		return DETECT_HTTP;
	/* RFC 4253 4.2. */
	if (view_has_prefix(line, VIEW("SSH-1")) ||
	    view_has_prefix(line, VIEW("SSH-2")))
		return DETECT_SSH;
	/* The PROXY protocol, version 1. */
	if (view_has_prefix(line, VIEW("PROXY TCP")) ||
	    view_has_prefix(line, VIEW("PROXY UNKNOWN")))
		return DETECT_PROXY;
	return is_irc(line) ? DETECT_IRC : DETECT_PLAIN;
}

const char *
detect_refusal(enum detect_kind kind)
{
	switch (kind) {
	case DETECT_HTTP:
	case DETECT_SSH:
	case DETECT_PROXY:
		return WHAT_THIS_IS;
	case DETECT_PLAIN:
	case DETECT_IRC:
	case DETECT_TLS:
		break;
	}
	return NULL;
}
