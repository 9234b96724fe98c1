/*
 * detect: the dialect of each kind of first line.
 */
#include <string.h>

#include "server/net/detect.h"
#include "tests/support/test.h"

static const struct {
	const char *line;
	enum detect_kind kind;
} cases[] = {
	{ "CAP LS 302", DETECT_IRC },
	{ "CAP LS", DETECT_IRC },
	{ "CAP REQ :message-tags", DETECT_IRC },
	{ "cap ls 302", DETECT_IRC },
	{ "CAP FOO", DETECT_IRC },
	{ "NICK ana", DETECT_IRC },
	{ "nick ana", DETECT_IRC },
	{ "NICK :ana", DETECT_IRC },
	{ "NICK ana 1", DETECT_IRC },
	{ "NICK *", DETECT_IRC },
	{ "USER ana 0 * :Ana Lisa", DETECT_IRC },
	{ "user ana 0 * :Ana Lisa", DETECT_IRC },
	{ "USER ana ana host :", DETECT_IRC },
	{ "PASS secret", DETECT_IRC },
	{ "PASS :two words", DETECT_IRC },
	{ "PING token", DETECT_IRC },
	{ "AUTHENTICATE PLAIN", DETECT_IRC },
	{ "QUIT", DETECT_IRC },
	{ "QUIT :bye", DETECT_IRC },
	{ "@label=1 PING x", DETECT_IRC },

	{ "ping", DETECT_PLAIN },
	{ "ping me later", DETECT_PLAIN },
	{ "PING", DETECT_PLAIN },
	{ "Ping!", DETECT_PLAIN },
	{ "pass me the salt", DETECT_PLAIN },
	{ "PASS ME THE SALT", DETECT_PLAIN },
	{ "nick of time, eh", DETECT_PLAIN },
	{ "nick", DETECT_PLAIN },
	{ "NICK", DETECT_PLAIN },
	{ "Nick here", DETECT_PLAIN },
	{ "nick 9lives", DETECT_PLAIN },
	{ "user error is always fun", DETECT_PLAIN },
	{ "user friendly", DETECT_PLAIN },
	{ "USER friendly", DETECT_PLAIN },
	{ "cap it all", DETECT_PLAIN },
	{ "CAP IT ALL", DETECT_PLAIN },
	{ "CAP", DETECT_PLAIN },
	{ "authenticate yourself", DETECT_PLAIN },
	{ "quit", DETECT_PLAIN },
	{ "QUIT IT NOW", DETECT_PLAIN },
	{ "hello", DETECT_PLAIN },
	{ "/join #x", DETECT_PLAIN },
	{ "", DETECT_PLAIN },
	{ " ", DETECT_PLAIN },
	{ ":", DETECT_PLAIN },
	{ "@", DETECT_PLAIN },
	{ "\xff\xfe", DETECT_PLAIN },
	{ "get out of here", DETECT_PLAIN },
	{ "GET out of here", DETECT_PLAIN },
	{ "PUT it down", DETECT_PLAIN },
	{ "PROXY is down", DETECT_PLAIN },
	{ "SSH-ing is fun", DETECT_PLAIN },

	{ "GET / HTTP/1.1", DETECT_HTTP },
	{ "GET /", DETECT_HTTP },
	{ "POST /x HTTP/1.1", DETECT_HTTP },
	{ "CONNECT example.org:443 HTTP/1.1", DETECT_HTTP },
	{ "OPTIONS * HTTP/1.1", DETECT_HTTP },
	{ "PRI * HTTP/2.0", DETECT_HTTP },
	{ "SSH-2.0-OpenSSH_9.2", DETECT_SSH },
	{ "SSH-1.99-x", DETECT_SSH },
	{ "PROXY TCP4 192.0.2.1 192.0.2.2 1 2", DETECT_PROXY },
	{ "PROXY UNKNOWN", DETECT_PROXY },
};

static void
detect_line__finds_the_dialect__of_a_first_line(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (detect_line(view_of(cases[i].line)) != cases[i].kind)
			fail_msg("\"%s\" is not of kind %d", cases[i].line,
			    (int)cases[i].kind);
}

static void
detect_byte__recognizes_tls(void **state)
{
	int c;

	(void)state;
	for (c = 0; c < 256; c++)
		assert_int_equal(detect_byte((unsigned char)c),
		    c == 0x16 ? DETECT_TLS : DETECT_PLAIN);
}

static void
detect_refusal__is_one_line__for_other_protocols(void **state)
{
	const char *line = detect_refusal(DETECT_HTTP);

	(void)state;
	assert_non_null(line);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	assert_non_null(detect_refusal(DETECT_SSH));
	assert_non_null(detect_refusal(DETECT_PROXY));
	assert_null(detect_refusal(DETECT_IRC));
	assert_null(detect_refusal(DETECT_PLAIN));
	assert_null(detect_refusal(DETECT_TLS));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    detect_line__finds_the_dialect__of_a_first_line),
		cmocka_unit_test(detect_byte__recognizes_tls),
		cmocka_unit_test(
		    detect_refusal__is_one_line__for_other_protocols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
