/*
 * ban_entry: parse a ban, and match it with a peer.
 */
#include "server/moderation/ban_entry.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/buf.h"
#include "common/clock_watch.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/former_accounts.h"
#include "server/chat/mask.h"
#include "server/net/conn.h"
#include "server/session/server.h"

enum {
	LITERAL_LEAST =
	    3, /* characters of a mask that are not wildcards or separators */
	V4_LEAST = 8, /* bits of the shortest prefix */
	V6_LEAST = 16
};

void
ban_look_init(struct ban_look *look, const struct server *server,
    const struct ban_peer *peer)
{
	const char *address = conn_host(peer->conn);

	look->peer = peer;
	cloak_shown_host(server, look->shown, address, peer->account);
	cloak_address(look->cloak, server->cloak_key, address);
}

/* True for two ASCII characters that differ in any case and are not wildcards. */
static int
differ(char a, char b)
{
	unsigned char x = (unsigned char)a, y = (unsigned char)b;

	return x < 0x80 && y < 0x80 && x != '*' && x != '?' &&
	       tolower(x) != tolower(y);
}

/* Match a mask with a name. There may be thousands of masks; the first and last characters rule out most of them. */
static int
fits(struct view mask, struct view name)
{
	if (view_equal(mask, VIEW("*")))
		return 1;
	if (mask.len > 0 && name.len > 0 &&
	    (differ(mask.p[0], name.p[0]) ||
		differ(mask.p[mask.len - 1], name.p[name.len - 1])))
		return 0;
	return mask_match(mask, name);
}

static int
host_fits(const struct ban_entry *e, const struct ban_look *look)
{
	const struct conn *conn = look->peer->conn;

	if (e->range.bits > 0)
		return range_contains(&e->range, conn_address(conn));
	return fits(e->host, view_of(look->shown)) ||
	       fits(e->host, view_of(look->cloak)) ||
	       fits(e->host, view_of(conn_host(conn)));
}

/* A mask may name the host that a former account had, like *!*@user/ada. */
static int
former_host_fits(const struct ban_entry *e, const struct ban_peer *peer)
{
	size_t i;

	for (i = 0; peer->former != NULL && i < peer->former->n; i++)
		if (fits(e->host, view_of(peer->former->list[i].host)))
			return 1;
	return 0;
}

int
ban_matches(const struct ban_entry *e, const struct ban_look *look)
{
	const struct ban_peer *peer = look->peer;

	switch (e->ban.kind) {
	case BAN_RANGE:
		return range_contains(&e->range, conn_address(peer->conn));
	case BAN_ACCOUNT:
		if (peer->former != NULL &&
		    former_accounts_have(peer->former, e->ban.mask))
			return 1;
		return peer->account != NULL &&
		       name_equal(view_of(e->ban.mask), view_of(peer->account));
	case BAN_MASK:
		break;
	}
	return fits(e->nick, view_of(peer->nick)) &&
	       fits(e->username, view_of(peer->username)) &&
	       (host_fits(e, look) || former_host_fits(e, peer));
}

int
ban_is_expired(const struct ban_entry *e)
{
	return clock_has_expired(e->ban.until, e->ends_at);
}

void
ban_entry_free(struct ban_entry *e)
{
	free(e->mask);
	free(e->by);
	free(e->reason);
	free(e->key);
	free(e->parts);
	free(e);
}

/* Complete a mask to nick!user@host. "192.0.2.0/24" and "user/ada" are hosts, because no nick has a slash. */
static char *
complete(struct view v)
{
	struct buf whole = { 0 };
	char *mask = NULL;

	if (view_has_prefix(v, VIEW(MASK_MUTE)) ||
	    view_has_prefix(v, VIEW(MASK_ACCOUNT)))
		return NULL;
	if (v.len > 0 && memchr(v.p, '/', v.len) != NULL &&
	    memchr(v.p, '!', v.len) == NULL && memchr(v.p, '@', v.len) == NULL)
		buf_add_str(&whole, "*!*@");
	buf_add_view(&whole, v);
	if (whole.len > 0)
		mask = mask_complete(buf_view(&whole));
	buf_clear(&whole);
	return mask;
}

static int
parse_mask(struct ban_entry *e, struct view v)
{
	struct view rest;

	e->ban.mask = e->mask = complete(v);
	if (e->ban.mask == NULL)
		return -1;
	e->parts = xstrdup(e->ban.mask);
	rest = view_of(e->parts);
	if (!view_cut(&rest, '!', &e->nick) || rest.p == NULL ||
	    !view_cut(&rest, '@', &e->username) || rest.p == NULL)
		return -1;
	e->host = rest;
	if (range_parse(&e->range, e->host) != 0)
		e->range = (struct range){ 0 };
	return 0;
}

static int
parse_range(struct ban_entry *e, struct view v)
{
	char text[RANGE_TEXT];

	if (range_parse(&e->range, v) != 0)
		return -1;
	range_text(text, &e->range);
	e->ban.mask = e->mask = xstrdup(text);
	return 0;
}

static int
parse_account(struct ban_entry *e, struct view v)
{
	e->ban.mask = e->mask = xviewdup(v);
	return nick_valid(v) ? 0 : -1;
}

static void
set_key(struct ban_entry *e)
{
	char folded[NAME_FOLDED];
	const char *mask = e->ban.mask;

	if (e->ban.kind == BAN_ACCOUNT &&
	    name_fold(folded, sizeof(folded), view_of(mask)) > 0)
		mask = folded;
	xasprintf(&e->key, "%c %s", (char)e->ban.kind, mask);
}

struct ban_entry *
ban_parse(enum ban_kind kind, struct view mask, char **cause)
{
	struct ban_entry *e = xcalloc(1, sizeof(*e));
	const char *wrong = NULL;

	e->ban.kind = kind;
	if (kind == BAN_MASK && parse_mask(e, mask) != 0)
		wrong = N_("not a mask. Use one like *!*@host");
	else if (kind == BAN_RANGE && parse_range(e, mask) != 0)
		wrong =
		    N_("not an address or a range. Use one like 192.0.2.0/24");
	else if (kind == BAN_ACCOUNT && parse_account(e, mask) != 0)
		wrong = N_("not a valid account name");
	if (wrong == NULL) {
		set_key(e);
		return e;
	}
	ban_entry_free(e);
	cause_set(cause, "%s", _(wrong));
	return NULL;
}

static int
count_literal(const char *mask)
{
	int n = 0;

	for (; *mask != '\0'; mask++)
		n += strchr("*?!@.:/", *mask) == NULL;
	return n;
}

int
ban_check_width(const struct ban_entry *e, char **cause)
{
	unsigned least = range_is_v4(&e->range) ? V4_LEAST : V6_LEAST;

	if (e->range.bits > 0 && range_length(&e->range) < least)
		return cause_set(cause,
		    _("the range is too wide. Its prefix must have %u bits or "
		      "more"),
		    least);
	if (e->ban.kind == BAN_MASK && e->range.bits == 0 &&
	    count_literal(e->ban.mask) < LITERAL_LEAST)
		return cause_set(
		    cause, _("the mask is too wide. It needs three "
			     "characters other than wildcards, ! and @"));
	return 0;
}

char *
ban_words(const struct ban *b)
{
	time_t t = (time_t)(b->until / 1000);
	char until[sizeof("2026-01-01 00:00")], *words;
	struct tm tm;
	int has_end = b->until != 0 && gmtime_r(&t, &tm) != NULL &&
		      strftime(until, sizeof(until), "%Y-%m-%d %H:%M", &tm) > 0;

	if (has_end && b->reason[0] != '\0')
		xasprintf(&words,
		    _("You are banned from this server until %s UTC: %s"),
		    until, b->reason);
	else if (has_end)
		xasprintf(&words,
		    _("You are banned from this server until %s UTC"), until);
	else if (b->reason[0] != '\0')
		xasprintf(&words, _("You are banned from this server: %s"),
		    b->reason);
	else
		words = xstrdup(_("You are banned from this server"));
	return words;
}
