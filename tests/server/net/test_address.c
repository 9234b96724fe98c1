/*
 * address: as text, as a host and as a port.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "server/net/address.h"
#include "tests/support/test.h"

static const struct {
	int family;
	const char *address;
	const char *text;
	const char *host;
	int loopback;
} cases[] = {
	{ AF_INET, "192.0.2.1", "192.0.2.1", "192.0.2.1", 0 },
	{ AF_INET, "127.8.9.1", "127.8.9.1", "127.8.9.1", 1 },
	{ AF_INET6, "::1", "::1", "0::1", 1 },
	{ AF_INET6, "::", "::", "0::", 0 },
	{ AF_INET6, "2001:db8::1", "2001:db8::1", "2001:db8::1", 0 },
	{ AF_INET6, "::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1", 0 },
	{ AF_INET6, "::ffff:127.0.0.1", "127.0.0.1", "127.0.0.1", 1 },
	{ AF_INET6, "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff",
	    "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff",
	    "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", 0 },
};

static void
make(struct sockaddr_storage *ss, int family, const char *address)
{
	void *at = &((struct sockaddr_in *)ss)->sin_addr;

	memset(ss, 0, sizeof(*ss));
	ss->ss_family = (sa_family_t)family;
	if (family == AF_INET6)
		at = &((struct sockaddr_in6 *)ss)->sin6_addr;
	assert_int_equal(inet_pton(family, address, at), 1);
}

static void
address__prints_each_family(void **state)
{
	struct sockaddr_storage ss = { 0 };
	struct sockaddr *sa = (struct sockaddr *)&ss;
	char text[ADDRESS_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(&ss, cases[i].family, cases[i].address);
		address_text(text, sa);
		assert_string_equal(text, cases[i].text);
		address_host(text, sa);
		assert_string_equal(text, cases[i].host);
		assert_int_equal(
		    address_is_loopback(sa) != 0, cases[i].loopback);
		address_set_port(sa, 5000);
		assert_int_equal(address_port(sa), 5000);
	}
}

static void
address__is_loopback__for_non_internet_sockets(void **state)
{
	struct sockaddr sa = { .sa_family = AF_UNIX };
	char text[ADDRESS_TEXT];

	(void)state;
	address_host(text, &sa);
	assert_string_equal(text, "localhost");
	assert_int_equal(address_is_loopback(&sa), 1);
	assert_int_equal(address_port(&sa), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(address__prints_each_family),
		cmocka_unit_test(
		    address__is_loopback__for_non_internet_sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
