/*
 * telnet: which bytes remain, and the answers, for every split of the input.
 */
#include <string.h>

#include "server/plain/telnet.h"
#include "tests/support/test.h"

#define BYTES(s) s, sizeof(s) - 1

static const struct {
	const char *in;
	size_t in_len;
	const char *text;
	size_t text_len;
	const char *reply;
	size_t reply_len;
} cases[] = {
	{ BYTES("hello\r\n"), BYTES("hello\r\n"), BYTES("") },
	/* IAC IAC is the byte itself. */
	{ BYTES("a\377\377b"), BYTES("a\377b"), BYTES("") },
	/* DO and WILL are declined. */
	{ BYTES("a\377\375\001b\377\373\037c"), BYTES("abc"),
	    BYTES("\377\374\001\377\376\037") },
	/* Each option once; a timing mark each time. */
	{ BYTES("\377\375\001\377\375\001x"), BYTES("x"),
	    BYTES("\377\374\001") },
	{ BYTES("\377\375\006\377\375\006"), BYTES(""),
	    BYTES("\377\374\006\377\374\006") },
	/* DONT and WONT need no answer. */
	{ BYTES("\377\376\001\377\374\001x"), BYTES("x"), BYTES("") },
	/* A subnegotiation with an escaped IAC in it. */
	{ BYTES("a\377\372\037\000\120\377\377\000\030\377\360b"), BYTES("ab"),
	    BYTES("") },
	/* Commands: interrupt, are you there, data mark. */
	{ BYTES("a\377\364\377\366\377\362b"), BYTES("ab"), BYTES("") },
	/* Erase character and erase line become the editing keys. */
	{ BYTES("a\377\367b\377\370"), BYTES("a\010b\025"), BYTES("") },
	/* Not a command, but a byte of another character set. */
	{ BYTES("a\377b"), BYTES("ab"), BYTES("") },
	/* CR NUL is Enter; linebuf handles a NUL or CR alone. */
	{ BYTES("a\r\000b\000c\rd"), BYTES("a\r\nb\000c\rd"), BYTES("") },
	{ BYTES("\r\377\375\001\000"), BYTES("\r\000"), BYTES("\377\374\001") },
};

/* Filter in two pieces, split at `at`. */
static void
check(size_t i, size_t at)
{
	struct telnet t = { 0 };
	struct buf text = { 0 }, reply = { 0 };
	char piece[256];
	size_t n;

	memcpy(piece, cases[i].in, at);
	n = telnet_filter(&t, piece, at, &reply);
	buf_add(&text, piece, n);
	memcpy(piece, cases[i].in + at, cases[i].in_len - at);
	n = telnet_filter(&t, piece, cases[i].in_len - at, &reply);
	buf_add(&text, piece, n);
	assert_int_equal(text.len, cases[i].text_len);
	if (text.len > 0)
		assert_memory_equal(text.p, cases[i].text, text.len);
	assert_int_equal(reply.len, cases[i].reply_len);
	if (reply.len > 0)
		assert_memory_equal(reply.p, cases[i].reply, reply.len);
	buf_clear(&text);
	buf_clear(&reply);
}

static void
telnet_filter__keeps_the_text__at_every_split(void **state)
{
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (at = 0; at <= cases[i].in_len; at++)
			check(i, at);
}

/* Each option is requested a thousand times, and declined once for DO and once for WILL. */
static void
telnet_filter__limits_its_answers__to_a_flood(void **state)
{
	struct telnet t = { 0 };
	struct buf reply = { 0 };
	int round, option;

	(void)state;
	for (round = 0; round < 1000; round++) {
		for (option = 0; option < 255; option++) {
			char ask[] = { '\377', '\375', (char)option, '\377',
				'\373', (char)option };

			if (option != 6)
				assert_int_equal(
				    telnet_filter(&t, ask, sizeof(ask), &reply),
				    0);
		}
	}
	assert_int_equal(reply.len, 254 * 2 * 3);
	buf_clear(&reply);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(telnet_filter__keeps_the_text__at_every_split),
		cmocka_unit_test(telnet_filter__limits_its_answers__to_a_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
