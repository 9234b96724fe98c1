/*
 * links: a URL is found by its scheme; then its end is searched.
 */
#include "client/model/links.h"

#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "client/model/glyph.h"
#include "common/text.h"

/* What must follow the colon. */
enum rest {
	REST_HOST,  /* "//" and a host */
	REST_USER,  /* an address: user@host */
	REST_DIGIT, /* a phone number */
	REST_ANY
};

static const struct scheme {
	const char *name;
	enum rest rest;
} schemes[] = {
	{ "ftp", REST_HOST },
	{ "ftps", REST_HOST },
	{ "gemini", REST_HOST },
	{ "git", REST_HOST },
	{ "gopher", REST_HOST },
	{ "http", REST_HOST },
	{ "https", REST_HOST },
	{ "irc", REST_HOST },
	{ "ircs", REST_HOST },
	{ "magnet", REST_ANY },
	{ "mailto", REST_USER },
	{ "matrix", REST_ANY },
	{ "sftp", REST_HOST },
	{ "sip", REST_USER },
	{ "sips", REST_USER },
	{ "ssh", REST_HOST },
	{ "svn", REST_HOST },
	{ "tel", REST_DIGIT },
	{ "ws", REST_HOST },
	{ "wss", REST_HOST },
	{ "xmpp", REST_USER },
};

enum {
	NSCHEMES = sizeof(schemes) / sizeof(schemes[0]),
	SCHEME_MAX = 8,	   /* bytes of the longest name, and one more */
	BRACKETS_MAX = 16, /* open at the same time */
	USER_MAX = 256	   /* bytes up to the @ of an address and one more */
};

static const char bare[] = "www.";

static int
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* True if a host may begin with this byte. */
static int
begins_host(char c)
{
	return is_alpha(c) || is_digit(c) || c == '[' || (c & 0x80);
}

static char
byte_at(struct view v, size_t i)
{
	return i < v.len ? v.p[i] : '\0';
}

/* True if the character may be part of a URL. */
static int
is_url_character(uint32_t c)
{
	static const uint32_t stops[] = { 0x2026, 0x3001, 0x3002, 0xff01,
		0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff61, 0xff64,
		0xfffd };

	if (c < 0x80)
		return c > ' ' && c != 0x7f &&
		       strchr("<>\"`\\{}|^", (int)c) == NULL;
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		if (c == stops[i])
			return 0;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PO:
	case UTF8PROC_CATEGORY_SM:
	case UTF8PROC_CATEGORY_SC:
	case UTF8PROC_CATEGORY_SK:
	case UTF8PROC_CATEGORY_SO:
		return 1;
	default:
		return 0;
	}
}

/* The brackets that are open in a URL. */
struct brackets {
	char closers[BRACKETS_MAX];
	size_t n;
};

/* Returns 0 if c closes a bracket that is not open, so that it is not part of the URL. */
static int
match_bracket(struct brackets *b, uint32_t c)
{
	if ((c == '(' || c == '[') && b->n < BRACKETS_MAX)
		b->closers[b->n++] = c == '(' ? ')' : ']';
	if (c != ')' && c != ']')
		return 1;
	if (b->n == 0 || b->closers[b->n - 1] != (char)c)
		return 0;
	b->n--;
	return 1;
}

/* Return the length without the punctuation that ends a sentence or begins a parenthesis. `before` is the byte before
 * the URL: a mark that surrounds it, such as a quote, is not part of it. */
static size_t
trim(struct view url, char before)
{
	while (url.len > 0) {
		char c = url.p[url.len - 1];

		if (strchr(".,;:!?'([", c) == NULL &&
		    !(c == before && strchr("*_~", c) != NULL))
			break;
		url.len--;
	}
	return url.len;
}

/* Return the offset of the end of the URL that begins at `from`. */
static size_t
end_of(struct view text, size_t from)
{
	struct brackets open = { .n = 0 };
	char before = from > 0 ? text.p[from - 1] : '\0';
	size_t at = from, len;
	uint32_t c;

	for (; at < text.len; at += len) {
		c = text_decode(
		    (struct view){ text.p + at, text.len - at }, &len);
		if (!is_url_character(c) || !match_bracket(&open, c))
			break;
	}
	return from + trim((struct view){ text.p + from, at - from }, before);
}

/* True if the part after the colon is what the scheme needs. */
static int
has_rest(struct view rest, enum rest needed)
{
	const char *at;

	switch (needed) {
	case REST_HOST:
		return byte_at(rest, 0) == '/' && byte_at(rest, 1) == '/' &&
		       begins_host(byte_at(rest, 2));
	case REST_USER:
		if (rest.len > USER_MAX)
			rest.len = USER_MAX;
		at = rest.len > 0 ? memchr(rest.p, '@', rest.len) : NULL;
		return at != NULL && at > rest.p &&
		       begins_host(byte_at(rest, (size_t)(at - rest.p) + 1));
	case REST_DIGIT:
		return is_digit(byte_at(rest, 0)) ||
		       (byte_at(rest, 0) == '+' && is_digit(byte_at(rest, 1)));
	case REST_ANY:
		return rest.len > 0;
	}
	return 0;
}

/*
 * True if a URL may begin at this offset: not within a word. The digits of a colour code are no word. Other scripts
 * write no space between a word and a URL.
 */
static int
may_begin(struct view text, size_t from, size_t at)
{
	struct text_style ignored = { 0 };
	size_t i, n;

	if (at == from)
		return 1;
	if (!is_alpha(text.p[at - 1]) && !is_digit(text.p[at - 1]))
		return 1;
	for (i = at; i > from && at - i < 8 && text.p[i - 1] != '\003' &&
		     text.p[i - 1] != '\004';
	     i--)
		continue;
	if (i == from || at - i >= 8)
		return 0;
	n = format_parse(
	    (struct view){ text.p + i - 1, text.len - (i - 1) }, &ignored);
	return i - 1 + n == at;
}

static const struct scheme *
find_scheme(struct view name)
{
	for (size_t i = 0; i < NSCHEMES; i++)
		if (view_equal_nocase(name, view_of(schemes[i].name)))
			return &schemes[i];
	return NULL;
}

/* Set *span to the URL with its scheme's colon at that offset. Returns 0 if there is none. */
static int
url_at_colon(
    struct view text, size_t from, size_t colon, struct link_span *span)
{
	const struct scheme *scheme = NULL;
	struct view rest = { text.p + colon + 1, text.len - colon - 1 };
	size_t begin = colon, end;

	while (begin > from && colon - begin < SCHEME_MAX &&
	       is_alpha(text.p[begin - 1]))
		begin--;
	/* in "4https" after a colour code the letters may be longer than the scheme's name */
	for (; begin < colon && scheme == NULL; begin++) {
		scheme =
		    find_scheme((struct view){ text.p + begin, colon - begin });
		if (scheme != NULL && may_begin(text, from, begin))
			break;
		scheme = NULL;
	}
	/* check first what needs no search for the end, so that no text takes long */
	if (scheme == NULL || !has_rest(rest, scheme->rest))
		return 0;
	end = end_of(text, begin);
	if (end <= colon + 1)
		return 0;
	rest.len = end - colon - 1;
	if (!has_rest(rest, scheme->rest))
		return 0;
	*span = (struct link_span){ begin, end };
	return 1;
}

/* The same for "www." at that offset; a host with another dot must follow. */
static int
url_at_bare(struct view text, size_t from, size_t at, struct link_span *span)
{
	size_t end, host = at + sizeof(bare) - 1;

	if (!may_begin(text, from, at))
		return 0;
	end = end_of(text, at);
	if (end <= host || !begins_host(text.p[host]) ||
	    memchr(text.p + host, '.', end - host) == NULL)
		return 0;
	*span = (struct link_span){ at, end };
	return 1;
}

static int
is_bare_at(struct view text, size_t at)
{
	return text.len - at >= sizeof(bare) - 1 &&
	       view_equal_nocase(
		   (struct view){ text.p + at, sizeof(bare) - 1 }, VIEW(bare));
}

static int
fits(struct view text, const struct link_span *span)
{
	struct buf uri = { 0 };
	size_t len;

	link_uri(
	    (struct view){ text.p + span->from, span->to - span->from }, &uri);
	len = uri.len;
	buf_clear(&uri);
	return len <= LINK_BYTES;
}

int
link_next(struct view text, struct link_span *span)
{
	size_t from = span->to;
	int found;

	for (size_t i = from; i < text.len; i++) {
		found = 0;
		if (text.p[i] == ':')
			found = url_at_colon(text, from, i, span);
		else if ((text.p[i] == 'w' || text.p[i] == 'W') &&
			 is_bare_at(text, i))
			found = url_at_bare(text, from, i, span);
		if (!found)
			continue;
		if (fits(text, span))
			return 1;
		i = span->to - 1;
		from = span->to;
	}
	return 0;
}

void
link_uri(struct view url, struct buf *out)
{
	/* unreserved, reserved and "%" of RFC 3986, besides letters and digits */
	static const char others[] = "-._~:/?#[]@!$&'()*+,;=%";

	if (is_bare_at(url, 0))
		buf_add_str(out, "https://");
	for (size_t i = 0; i < url.len; i++) {
		char c = url.p[i];

		if (is_alpha(c) || is_digit(c) ||
		    (c != '\0' && strchr(others, c) != NULL))
			buf_add_char(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}
