/*
 * Tests of links: which part of a text is a URL, and how it is written as a URI.
 */
#include "client/model/links.h"
#include "common/buf.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* In each text, the URLs are in « and ». */
static const char *const texts[] = {
	"no link: at all, www. and http:// and https://. or mailto: x",
	"see «https://example.org» and «http://a.b/c?d=e&f#g».",
	"«HTTPS://Example.Org/», «irc://irc.example/#room»; «ircs://h»!",
	/* the punctuation of the sentence */
	"is it «https://example.org/a»?",
	"is it «https://example.org/a?b=c»...",
	"\"«https://example.org/q»\" '«https://example.org/q»'",
	"<«https://example.org/x»> <mailto:> «mailto:ana@example.org»,",
	"*«https://example.org/x»* _«https://example.org/x_y»_ "
	"«https://example.org/x_»",
	/* brackets */
	"(«https://en.wikipedia.org/wiki/Foo_(bar)»)",
	"(see «https://example.org/a(b)c», or [«https://example.org/[d]»])",
	"«http://[::1]:8080/x» «https://example.org/a»)b",
	"[text](«https://example.org/a»)",
	"f(«https://example.org/a»(, b)",
	/* other scripts */
	"«https://例え.jp/パス»。続き",
	"看«https://example.org/你好»，好",
	"（«https://example.org/»）です «https://b\xc3\xbc"
	"cher.example/\xc3\xa4»…",
	"«https://пример.рф/путь?а=б»!",
	"“«https://example.org/x»” «https://example.org/x»\xe3\x80\x80y",
	/* not within a word */
	"xhttps://example.org 1http://example.org _«http://example.org»",
	"/«https://example.org» =«https://example.org»",
	"foo:«https://example.org» nothttp:x javascript://x file:///etc",
	/* formatting codes end it, and are no part of the word before it */
	"\x02«https://example.org/b»\x02old \x1f«www.example.org»\x0f",
	"\x03"
	"4«https://example.org/c»\x03 \x03"
	"04,12«https://d.example»",
	"\x04"
	"ff0000«https://example.org/hex»\x04",
	/* other schemes */
	"«mailto:ana@example.org?subject=hi» mailto:ana mailto:@b",
	"«tel:+49123» tel:me «xmpp:a@b.example» «magnet:?xt=urn:btih:1»",
	"«www.example.org/x»; www.example www. «WWW.Example.Org»",
	"awww.example.org «gemini://g.example» «ftp://f.example/»",
	"ends with a colon https: «https://a»:",
	"«https://user:pw@example.org:8443/a//b/../c~d%20e+f,g;h=i»",
	"two «https://a.example» «https://b.example»",
	"",
	":",
	"://",
	"w",
	"www.",
};

static void
check(const char *marked)
{
	struct buf text = { 0 }, got = { 0 };
	struct link_span span = { 0 };
	size_t done = 0;

	for (const char *p = marked; *p != '\0'; p++)
		if (strncmp(p, "«", 2) == 0 || strncmp(p, "»", 2) == 0)
			p++;
		else
			buf_add_char(&text, *p);
	while (link_next(buf_view(&text), &span)) {
		assert_true(span.from >= done && span.to > span.from);
		assert_true(span.to <= text.len);
		buf_add(&got, text.p + done, span.from - done);
		buf_add_str(&got, "«");
		buf_add(&got, text.p + span.from, span.to - span.from);
		buf_add_str(&got, "»");
		done = span.to;
	}
	if (text.len > 0)
		buf_add(&got, text.p + done, text.len - done);
	assert_string_equal(buf_str(&got), marked);
	buf_clear(&text);
	buf_clear(&got);
}

static void
link_next__finds_the_urls_of_a_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check(texts[i]);
}

static void
link_next__ignores_a_url_that_is_too_long(void **state)
{
	struct buf text = { 0 };
	struct link_span span = { 0 };

	(void)state;
	buf_add_str(&text, "https://example.org/");
	while (text.len < LINK_BYTES)
		buf_add_char(&text, 'x');
	assert_true(link_next(buf_view(&text), &span));
	assert_int_equal(span.to, LINK_BYTES);
	buf_add_str(&text, "x https://b.example");
	span = (struct link_span){ 0 };
	assert_true(link_next(buf_view(&text), &span));
	assert_int_equal(span.from, LINK_BYTES + 2);
	assert_false(link_next(buf_view(&text), &span));
	buf_clear(&text);
}

/* Whatever a text contains, a URI has no control and no byte of another script. */
static void
link_uri__is_printable_ascii(void **state)
{
	static const char begin[] = "https://x";
	struct prng r = { 42 };
	struct buf uri = { 0 };
	struct link_span span;
	char text[200];
	size_t len, found = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		memcpy(text, begin, sizeof(begin) - 1);
		len = sizeof(begin) - 1;
		len += prng_text(&r, text + len, sizeof(text) - len);
		span = (struct link_span){ 0 };
		while (link_next((struct view){ text, len }, &span)) {
			buf_reset(&uri);
			link_uri((struct view){ text + span.from,
				     span.to - span.from },
			    &uri);
			for (size_t i = 0; i < uri.len; i++)
				assert_in_range(uri.p[i], 0x21, 0x7e);
			found++;
		}
	}
	assert_true(found > 10000);
	buf_clear(&uri);
}

static void
link_uri__encodes_what_a_uri_cannot_have(void **state)
{
	struct buf uri = { 0 };

	(void)state;
	link_uri(VIEW("https://b\xc3\xbc"
		      "cher.example/a%20b?\"<\x1b]8;\x9c"),
	    &uri);
	assert_string_equal(
	    buf_str(&uri), "https://b%C3%BCcher.example/a%20b?%22%3C%1B]8;%9C");
	buf_reset(&uri);
	link_uri(VIEW("www.example.org"), &uri);
	assert_string_equal(buf_str(&uri), "https://www.example.org");
	buf_clear(&uri);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(link_next__finds_the_urls_of_a_text),
		cmocka_unit_test(link_next__ignores_a_url_that_is_too_long),
		cmocka_unit_test(link_uri__is_printable_ascii),
		cmocka_unit_test(link_uri__encodes_what_a_uri_cannot_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
