/*
 * sniff: which first lines are which dialect's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/net/detect.h"

static const struct {
	const char *line;
	enum sniff_kind kind;
} cases[] = {
	{ "CAP LS 302", SNIFF_IRC },
	{ "CAP LS", SNIFF_IRC },
	{ "CAP REQ :message-tags", SNIFF_IRC },
	{ "cap ls 302", SNIFF_IRC },
	{ "CAP FOO", SNIFF_IRC },
	{ "NICK ana", SNIFF_IRC },
	{ "nick ana", SNIFF_IRC },
	{ "NICK :ana", SNIFF_IRC },
	{ "NICK ana 1", SNIFF_IRC },
	{ "NICK *", SNIFF_IRC },
	{ "USER ana 0 * :Ana Lisa", SNIFF_IRC },
	{ "user ana 0 * :Ana Lisa", SNIFF_IRC },
	{ "USER ana ana host :", SNIFF_IRC },
	{ "PASS secret", SNIFF_IRC },
	{ "PASS :two words", SNIFF_IRC },
	{ "PING token", SNIFF_IRC },
	{ "AUTHENTICATE PLAIN", SNIFF_IRC },
	{ "QUIT", SNIFF_IRC },
	{ "QUIT :bye", SNIFF_IRC },
	{ "@label=1 PING x", SNIFF_IRC },

	{ "ping", SNIFF_PLAIN },
	{ "ping me later", SNIFF_PLAIN },
	{ "PING", SNIFF_PLAIN },
	{ "Ping!", SNIFF_PLAIN },
	{ "pass me the salt", SNIFF_PLAIN },
	{ "PASS ME THE SALT", SNIFF_PLAIN },
	{ "nick of time, eh", SNIFF_PLAIN },
	{ "nick", SNIFF_PLAIN },
	{ "NICK", SNIFF_PLAIN },
	{ "Nick here", SNIFF_PLAIN },
	{ "nick 9lives", SNIFF_PLAIN },
	{ "user error is always fun", SNIFF_PLAIN },
	{ "user friendly", SNIFF_PLAIN },
	{ "USER friendly", SNIFF_PLAIN },
	{ "cap it all", SNIFF_PLAIN },
	{ "CAP IT ALL", SNIFF_PLAIN },
	{ "CAP", SNIFF_PLAIN },
	{ "authenticate yourself", SNIFF_PLAIN },
	{ "quit", SNIFF_PLAIN },
	{ "QUIT IT NOW", SNIFF_PLAIN },
	{ "hello", SNIFF_PLAIN },
	{ "/join #x", SNIFF_PLAIN },
	{ "", SNIFF_PLAIN },
	{ " ", SNIFF_PLAIN },
	{ ":", SNIFF_PLAIN },
	{ "@", SNIFF_PLAIN },
	{ "\xff\xfe", SNIFF_PLAIN },
	{ "get out of here", SNIFF_PLAIN },
	{ "GET out of here", SNIFF_PLAIN },
	{ "PUT it down", SNIFF_PLAIN },
	{ "PROXY is down", SNIFF_PLAIN },
	{ "SSH-ing is fun", SNIFF_PLAIN },

	{ "GET / HTTP/1.1", SNIFF_HTTP },
	{ "GET /", SNIFF_HTTP },
	{ "POST /x HTTP/1.1", SNIFF_HTTP },
	{ "CONNECT example.org:443 HTTP/1.1", SNIFF_HTTP },
	{ "OPTIONS * HTTP/1.1", SNIFF_HTTP },
	{ "PRI * HTTP/2.0", SNIFF_HTTP },
	{ "SSH-2.0-OpenSSH_9.2", SNIFF_SSH },
	{ "SSH-1.99-x", SNIFF_SSH },
	{ "PROXY TCP4 192.0.2.1 192.0.2.2 1 2", SNIFF_PROXY },
	{ "PROXY UNKNOWN", SNIFF_PROXY },
};

static void
sniff_line__tells_the_dialect__by_the_first_line(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (sniff_line(view_of(cases[i].line)) != cases[i].kind)
			fail_msg("\"%s\" is not of kind %d", cases[i].line,
			    (int)cases[i].kind);
}

static void
sniff_byte__knows_tls__by_the_first_byte(void **state)
{
	int c;

	(void)state;
	for (c = 0; c < 256; c++)
		assert_int_equal(sniff_byte((unsigned char)c),
		    c == 0x16 ? SNIFF_TLS : SNIFF_PLAIN);
}

static void
sniff_refusal__is_one_line__for_other_protocols(void **state)
{
	const char *line = sniff_refusal(SNIFF_HTTP);

	(void)state;
	assert_non_null(line);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	assert_non_null(sniff_refusal(SNIFF_SSH));
	assert_non_null(sniff_refusal(SNIFF_PROXY));
	assert_null(sniff_refusal(SNIFF_IRC));
	assert_null(sniff_refusal(SNIFF_PLAIN));
	assert_null(sniff_refusal(SNIFF_TLS));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    sniff_line__tells_the_dialect__by_the_first_line),
		cmocka_unit_test(sniff_byte__knows_tls__by_the_first_byte),
		cmocka_unit_test(
		    sniff_refusal__is_one_line__for_other_protocols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
