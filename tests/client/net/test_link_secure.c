/*
 * link, encrypted: whom it trusts, whom it refuses and with what words, what it does about a
 * server that has no TLS, and how an encrypted connection ends.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>
#include <openssl/ssl.h>

#include "client/net/link_state.h"
#include "common/buf.h"
#include "common/clock.h"
#include "tests/support/e2e.h"
#include "tests/support/tls_server.h"

enum { DEADLINE_MS = 20000, BIG = 4 * 1024 * 1024 };

static struct world {
	struct event_base *base;
	struct link *link;
	struct tls_server server;
	struct cert authority, cert;
	struct secure_config config;
	char *dir;
	char known_hosts[256], identity[256];
	char digest[96]; /* of cert */
	int ups, downs, closes, notices;
	int encrypted; /* when it was up */
	struct buf text, reason, notice;
} w;

static void
up_cb(void *arg)
{
	(void)arg;
	w.ups++;
	w.encrypted = link_is_encrypted(w.link);
}

static void
line_cb(struct view line, void *arg)
{
	(void)arg;
	buf_add_view(&w.text, line);
	buf_add_char(&w.text, '\n');
}

static void
down_cb(const char *reason, void *arg)
{
	(void)arg;
	w.downs++;
	buf_reset(&w.reason);
	buf_add_str(&w.reason, reason);
}

static void
notice_cb(const char *text, void *arg)
{
	(void)arg;
	w.notices++;
	buf_reset(&w.notice);
	buf_add_str(&w.notice, text);
}

static void
closed_cb(void *arg)
{
	(void)arg;
	w.closes++;
}

/* The server gets a certificate of that kind; see cert_make. */
static void
certify(const char *alt, int days, int by_authority)
{
	cert_clear(&w.cert);
	cert_make(&w.cert, "the test's server", alt, days,
	    by_authority ? &w.authority : NULL);
	cert_fingerprint(&w.cert, w.digest);
	tls_server_use(&w.server, &w.cert);
}

static int
setup(void **state)
{
	char file[256];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	w = (struct world){ 0 };
	w.dir = e2e_folder();
	snprintf(w.known_hosts, sizeof(w.known_hosts), "%s/known", w.dir);
	snprintf(w.identity, sizeof(w.identity), "%s/identity.pem", w.dir);
	w.config.known_hosts = w.known_hosts;
	w.base = event_base_new();
	event_base_priority_init(w.base, 2);
	cert_make(&w.authority, "the test's authority", "CA", 10, NULL);
	snprintf(file, sizeof(file), "%s/authority.pem", w.dir);
	cert_write(&w.authority, file, 0);
	setenv("SSL_CERT_FILE", file, 1);
	setenv("SSL_CERT_DIR", "/nonexistent", 1);
	cert_make(&w.cert, "the test's server", NULL, 10, NULL);
	cert_fingerprint(&w.cert, w.digest);
	tls_server_open(&w.server, w.base, &w.cert);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	link_free(w.link);
	tls_server_close(&w.server);
	event_base_free(w.base);
	cert_clear(&w.authority);
	cert_clear(&w.cert);
	buf_clear(&w.text);
	buf_clear(&w.reason);
	buf_clear(&w.notice);
	e2e_remove(w.dir);
	free(w.dir);
	return 0;
}

static void
turn(void)
{
	struct timeval tick = { 0, 20000 };

	event_base_loopexit(w.base, &tick);
	event_base_loop(w.base, EVLOOP_ONCE);
}

/* Turn the loop until *n is at least that; fails past the deadline. */
static void
until(const int *n, int least)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	while (*n < least) {
		if (clock_mono_ms() > end)
			fail_msg("nothing happens; the last words: %s",
			    buf_str(&w.reason));
		turn();
	}
}

static void
until_has(struct buf *b, const char *text)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	while (strstr(buf_str(b), text) == NULL) {
		if (clock_mono_ms() > end)
			fail_msg("no \"%s\" in \"%s\"", text, buf_str(b));
		turn();
	}
}

static void
start(const char *host)
{
	static const struct link_ops ops = { up_cb, line_cb, down_cb, NULL,
		notice_cb };

	link_free(w.link);
	w.link = link_new(w.base, host, w.server.port, &ops, &w);
	link_use_tls(w.link, &w.config);
	link_connect(w.link);
}

/* It comes up, encrypted, and lines pass both ways. */
static void
comes_up(const char *host)
{
	int ups = w.ups;

	start(host);
	while (w.ups == ups && w.downs == 0)
		turn();
	assert_string_equal(buf_str(&w.reason), "");
	assert_true(w.encrypted);
	buf_reset(&w.text);
	buf_reset(&w.server.got);
	tls_server_say(&w.server, "hello\r\n");
	until_has(&w.text, "hello\n");
	link_send(w.link, VIEW("NICK me\r\n"));
	until_has(&w.server.got, "NICK me\r\n");
}

/* It does not, for good, and its reason has these texts (NULL-ended). */
static void
is_refused(const char *host, const char *const *texts)
{
	int downs = w.downs, ups = w.ups;

	start(host);
	until(&w.downs, downs + 1);
	assert_int_equal(w.ups, ups);
	assert_true(link_is_final(w.link));
	for (; *texts != NULL; texts++)
		if (strstr(buf_str(&w.reason), *texts) == NULL)
			fail_msg(
			    "\"%s\" is not in: %s", *texts, buf_str(&w.reason));
	buf_reset(&w.reason);
	w.downs = 0;
}

#define REFUSED(host, ...) \
	is_refused(host, (const char *const[]){ __VA_ARGS__, NULL })

static void
stranger__is_shown_once__and_remembered(void **state)
{
	(void)state;
	comes_up("127.0.0.1");
	assert_int_equal(w.notices, 1);
	assert_non_null(strstr(buf_str(&w.notice), w.digest));
	assert_non_null(strstr(buf_str(&w.notice), w.known_hosts));
	comes_up("127.0.0.1");
	assert_int_equal(w.notices, 1);
	assert_int_equal(w.server.encrypted, 2);
}

static void
authorities__are_believed__and_nothing_is_noted(void **state)
{
	(void)state;
	certify("DNS:localhost,IP:127.0.0.1", 10, 1);
	comes_up("localhost");
	assert_string_equal(w.server.name, "localhost");
	comes_up("127.0.0.1");
	assert_string_equal(w.server.name, "");
	assert_int_equal(w.notices, 0);
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
certificate_for_another_host__is_refused(void **state)
{
	(void)state;
	certify("DNS:bank.example", 10, 1);
	REFUSED("localhost", "is for another host: bank.example", "localhost",
	    w.digest, "--fingerprint");
	REFUSED("127.0.0.1", "is for another host: bank.example");
	certify("DNS:\033[2Jbad", 10, 1);
	REFUSED("localhost", "is for another host: ^[[2Jbad");
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
expired_certificate__is_refused__whoever_made_it(void **state)
{
	(void)state;
	certify("DNS:localhost", -3, 1);
	REFUSED("localhost", "expired on 20", w.digest);
	certify(NULL, -3, 0);
	REFUSED("localhost", "expired on 20", w.digest);
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
changed_certificate__stops_it__until_the_line_is_removed(void **state)
{
	char before[96];

	(void)state;
	comes_up("127.0.0.1");
	memcpy(before, w.digest, sizeof(before));
	certify(NULL, 10, 0);
	REFUSED("127.0.0.1", "has changed", before, w.digest,
	    "remove line 1 of", w.known_hosts);
	REFUSED("127.0.0.1", "has changed");
	unlink(w.known_hosts);
	comes_up("127.0.0.1");
	assert_int_equal(w.notices, 2);
}

/* Nothing of ours is shown to a server that is not trusted. */
static void
changed_certificate__stops_a_reconnect_too(void **state)
{
	(void)state;
	w.config.identity = w.identity;
	comes_up("127.0.0.1");
	assert_int_equal(strlen(w.server.client), 95);
	certify(NULL, 10, 0);
	w.server.client[0] = '\0';
	tls_server_cut(&w.server);
	until(&w.downs, 1);
	assert_string_equal(
	    buf_str(&w.reason), "the server closed the connection");
	assert_false(link_is_final(w.link));
	link_connect(w.link);
	until(&w.downs, 2);
	assert_true(link_is_final(w.link));
	assert_non_null(strstr(buf_str(&w.reason), "has changed"));
	assert_int_equal(w.server.encrypted, 1);
	assert_string_equal(w.server.client, "");
}

static void
authorities__may_take_over__from_a_known_certificate(void **state)
{
	(void)state;
	comes_up("localhost");
	certify("DNS:localhost", 10, 1);
	comes_up("localhost");
	assert_int_equal(w.notices, 1);
}

static void
fingerprint__is_all_that_counts__when_it_is_asked_for(void **state)
{
	char other[96];

	(void)state;
	memcpy(other, w.digest, sizeof(other));
	w.config.fingerprint = other;
	comes_up("127.0.0.1");
	certify("DNS:bank.example", -3, 1);
	w.config.fingerprint = w.digest;
	comes_up("localhost");
	certify("DNS:localhost", 10, 1);
	w.config.fingerprint = other;
	REFUSED("localhost", "not the one asked for", w.digest);
	assert_int_equal(w.notices, 0);
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
stranger__is_refused__where_nothing_can_be_remembered(void **state)
{
	(void)state;
	w.config.known_hosts = "/proc/tchat/known_hosts";
	REFUSED("localhost", "cannot be remembered", "/proc/tchat", w.digest);
	w.config.known_hosts = NULL;
	REFUSED("localhost", "--fingerprint", w.digest);
	certify("DNS:localhost", 10, 1);
	comes_up("localhost");
}

static void
identity__is_shown_when_asked_for__and_kept(void **state)
{
	char first[96];
	FILE *f;

	(void)state;
	comes_up("127.0.0.1");
	assert_string_equal(w.server.client, "");
	w.config.identity = w.identity;
	comes_up("127.0.0.1");
	memcpy(first, w.server.client, sizeof(first));
	assert_int_equal(strlen(first), 95);
	comes_up("127.0.0.1");
	assert_string_equal(w.server.client, first);
	chmod(w.identity, 0644);
	REFUSED("127.0.0.1", "others can read", w.identity);
	f = fopen(w.identity, "w");
	fclose(f);
	chmod(w.identity, 0600);
	REFUSED("127.0.0.1", w.identity);
}

static void
identity__is_missed_aloud__where_none_can_be_made(void **state)
{
	(void)state;
	w.config.identity = "/proc/tchat/identity.pem";
	certify("DNS:localhost", 10, 1);
	comes_up("localhost");
	assert_int_equal(w.notices, 1);
	assert_non_null(strstr(buf_str(&w.notice), "no key of your own"));
}

static void
old_tls__is_not_spoken(void **state)
{
	(void)state;
	tls_server_limit(&w.server, TLS1_1_VERSION);
	start("127.0.0.1");
	until(&w.downs, 1);
	assert_non_null(
	    strstr(buf_str(&w.reason), "cannot agree on encryption"));
	assert_int_equal(w.server.accepted, 1);
	tls_server_limit(&w.server, TLS1_2_VERSION);
	buf_reset(&w.reason);
	w.downs = 0;
	comes_up("127.0.0.1");
}

/* DESIGN: no flag is needed on this machine; the screen tells. */
static void
server_here_without_tls__is_talked_to_plainly(void **state)
{
	(void)state;
	w.server.conduct = TLS_CLOSES;
	w.config.identity = w.identity;
	start("127.0.0.1");
	until(&w.ups, 1);
	assert_int_equal(w.server.accepted, 2);
	assert_false(w.encrypted);
	tls_server_say(&w.server, "hello\r\n");
	until_has(&w.text, "hello\n");
	link_send(w.link, VIEW("NICK me\r\n"));
	until_has(&w.server.got, "NICK me\r\n");
	assert_string_equal(buf_str(&w.server.got), "NICK me\r\n");
	assert_int_equal(w.downs + w.notices, 0);
}

static void
server_here_that_waits_for_a_line__is_talked_to_plainly(void **state)
{
	(void)state;
	w.server.conduct = TLS_SILENT;
	start("127.0.0.1");
	until(&w.ups, 1);
	assert_false(w.encrypted);
	assert_int_equal(w.server.accepted, 2);
}

static void
server_that_has_tls__is_never_talked_to_plainly_again(void **state)
{
	(void)state;
	comes_up("127.0.0.1");
	w.server.conduct = TLS_CLOSES;
	start("127.0.0.1");
	until(&w.downs, 1);
	assert_non_null(strstr(buf_str(&w.reason), "it did before: line 1 of"));
	assert_non_null(strstr(buf_str(&w.reason), w.known_hosts));
	assert_non_null(strstr(buf_str(&w.reason), "--no-tls"));
	assert_int_equal(w.ups, 1);
	assert_int_equal(w.server.accepted, 2);
	assert_false(link_is_final(w.link));
}

static void
server_that_authorities_knew__is_not_talked_to_plainly_by_a_reconnect(
    void **state)
{
	(void)state;
	certify("DNS:localhost", 10, 1);
	comes_up("localhost");
	w.server.conduct = TLS_CLOSES;
	tls_server_cut(&w.server);
	until(&w.downs, 1);
	link_connect(w.link);
	until(&w.downs, 2);
	assert_non_null(strstr(buf_str(&w.reason), "it did before"));
	assert_int_equal(w.ups, 1);
}

static void
server_with_a_fingerprint_asked_for__is_not_talked_to_plainly(void **state)
{
	(void)state;
	w.config.fingerprint = w.digest;
	w.server.conduct = TLS_WORDS;
	start("127.0.0.1");
	until(&w.downs, 1);
	assert_non_null(strstr(buf_str(&w.reason), "does not encrypt"));
	assert_non_null(strstr(
	    buf_str(&w.reason), "(it says \"ERROR :no room^[[2J left\")"));
	assert_int_equal(w.ups, 0);
	assert_int_equal(w.server.accepted, 1);
}

static void
known_hosts_that_cannot_be_read__stops_plain_talk_too(void **state)
{
	FILE *f = fopen(w.known_hosts, "w");

	(void)state;
	assert_non_null(f);
	fputs("nonsense\n", f);
	fclose(f);
	chmod(w.known_hosts, 0600);
	w.server.conduct = TLS_CLOSES;
	start("127.0.0.1");
	until(&w.downs, 1);
	assert_non_null(strstr(buf_str(&w.reason), "line 1 of"));
	assert_int_equal(w.ups, 0);
}

static void
handshake_that_stalls__ends_with_a_sentence(void **state)
{
	(void)state;
	w.server.conduct = TLS_HALF;
	start("127.0.0.1");
	until(&w.downs, 1);
	assert_non_null(strstr(buf_str(&w.reason), "while encryption was"));
	assert_int_equal(w.server.accepted, 1);
	assert_int_equal(w.ups, 0);
}

static void
this_machine__is_its_loopback_addresses(void **state)
{
	static const struct {
		const char *address;
		int local;
	} rows[] = { { "127.0.0.1", 1 }, { "127.9.9.9", 1 }, { "::1", 1 },
		{ "::ffff:127.0.0.1", 1 }, { "126.255.255.255", 0 },
		{ "128.0.0.1", 0 }, { "10.0.0.1", 0 }, { "0.0.0.0", 0 },
		{ "192.168.1.1", 0 }, { "::", 0 }, { "::2", 0 },
		{ "::ffff:10.0.0.1", 0 }, { "fe80::1", 0 },
		{ "2001:db8::1", 0 } };
	struct sockaddr_in sin = { .sin_family = AF_INET };
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6 };
	const void *sa;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sa = &sin;
		if (inet_pton(AF_INET, rows[i].address, &sin.sin_addr) != 1) {
			sa = &sin6;
			assert_int_equal(inet_pton(AF_INET6, rows[i].address,
					     &sin6.sin6_addr),
			    1);
		}
		assert_int_equal(link_is_local(sa), rows[i].local);
	}
}

static void
end__is_an_end__with_or_without_close_notify(void **state)
{
	(void)state;
	comes_up("127.0.0.1");
	tls_server_say(&w.server, "last words\r\n");
	until_has(&w.text, "last words");
	tls_server_cut(&w.server);
	until(&w.downs, 1);
	assert_string_equal(
	    buf_str(&w.reason), "the server closed the connection");
}

static void
all_is_sent__before_it_closes__with_close_notify(void **state)
{
	static char big[BIG];

	(void)state;
	comes_up("127.0.0.1");
	buf_reset(&w.server.got);
	memset(big, 'x', sizeof(big));
	link_send(w.link, (struct view){ big, sizeof(big) });
	link_close(w.link, closed_cb, &w);
	until(&w.closes, 1);
	assert_int_equal(w.server.got.len, sizeof(big));
	assert_int_equal(w.server.ends, 1);
	assert_int_equal(w.server.clean_ends, 1);
	assert_int_equal(w.downs, 0);
}

static void
link__can_be_freed_and_dropped__in_the_middle_of_a_handshake(void **state)
{
	(void)state;
	w.server.conduct = TLS_SILENT;
	start("127.0.0.1");
	until(&w.server.accepted, 1);
	link_drop(w.link, "enough");
	assert_int_equal(w.downs, 1);
	start("127.0.0.1");
	until(&w.server.accepted, 2);
	link_close(w.link, closed_cb, &w);
	until(&w.closes, 1);
	start("127.0.0.1");
	until(&w.server.accepted, 3);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(stranger__is_shown_once__and_remembered),
		CASE(authorities__are_believed__and_nothing_is_noted),
		CASE(certificate_for_another_host__is_refused),
		CASE(expired_certificate__is_refused__whoever_made_it),
		CASE(changed_certificate__stops_it__until_the_line_is_removed),
		CASE(changed_certificate__stops_a_reconnect_too),
		CASE(authorities__may_take_over__from_a_known_certificate),
		CASE(fingerprint__is_all_that_counts__when_it_is_asked_for),
		CASE(stranger__is_refused__where_nothing_can_be_remembered),
		CASE(identity__is_shown_when_asked_for__and_kept),
		CASE(identity__is_missed_aloud__where_none_can_be_made),
		CASE(old_tls__is_not_spoken),
		CASE(server_here_without_tls__is_talked_to_plainly),
		CASE(server_here_that_waits_for_a_line__is_talked_to_plainly),
		CASE(server_that_has_tls__is_never_talked_to_plainly_again),
		CASE(
		    server_that_authorities_knew__is_not_talked_to_plainly_by_a_reconnect),
		CASE(
		    server_with_a_fingerprint_asked_for__is_not_talked_to_plainly),
		CASE(known_hosts_that_cannot_be_read__stops_plain_talk_too),
		CASE(handshake_that_stalls__ends_with_a_sentence),
		CASE(this_machine__is_its_loopback_addresses),
		CASE(end__is_an_end__with_or_without_close_notify),
		CASE(all_is_sent__before_it_closes__with_close_notify),
		CASE(
		    link__can_be_freed_and_dropped__in_the_middle_of_a_handshake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
