/*
 * Hostile peers over TLS: hundreds of handshakes that stall at any point, and certificates of all
 * kinds. Two bystanders keep chatting; the time that their messages took is printed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/path.h"
#include "tests/support/certs.h"
#include "tests/support/gauge.h"
#include "tests/support/hostile_rig.h"
#include "tests/support/prng.h"
#include "tests/support/s_client.h"
#include "tests/support/test.h"

enum {
	STALLING = 300,
	MORE = 700,
	NAMES = 3000 /* in a certificate: more than 100 KiB */
};

static struct buf hello;
static char *folder;

static int
setup(void **state)
{
	(void)state;
	hostile_setup(state);
	folder = e2e_folder();
	attackers_hello(&hello);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	hostile_teardown(state);
	buf_clear(&hello);
	e2e_remove(folder);
	free(folder);
	return 0;
}

static double
memory(void)
{
	return gauge_memory(server.proc->pid);
}

static void
say_hello(size_t from, size_t to, size_t bytes)
{
	for (; from < to; from++)
		attackers_say(&attackers, from, hello.p, bytes);
}

static void
stalled_handshakes__end_in_time(void **state)
{
	(void)state;
	hostile_begin((const char *[]){ "--handshake-seconds", "2", NULL });
	attackers_come(&attackers, STALLING, server.port, 0);
	/* Only the record header; half a ClientHello; all of it. */
	say_hello(0, STALLING / 3, 5);
	say_hello(STALLING / 3, 2 * STALLING / 3, hello.len / 2);
	say_hello(2 * STALLING / 3, STALLING, hello.len);
	hostile_talk_during("300 handshakes that stall", NULL);
	assert_true(attackers_fall(&attackers, 0));
	assert_true(
	    proc_expect_err(server.proc, "TLS: the handshake took too long"));
	assert_true(bystanders_talk(&bystanders, 1, NULL, NULL));
}

static void
handshakes__are_limited(void **state)
{
	double before;

	(void)state;
	hostile_begin((const char *[]){ "--handshakes-max", "50", NULL });
	before = memory();
	attackers_come(&attackers, MORE, server.port, 0);
	say_hello(0, MORE, hello.len);
	hostile_talk_during(
	    "700 handshakes, of which 50 may be under way", NULL);
	assert_true(attackers_fall(&attackers, 50));
	assert_true(proc_expect_err(server.proc, "TLS: too many handshakes"));
	printf("memory of the server: %.1f MiB more\n",
	    (memory() - before) / (1 << 20));
}

/* Some send nothing, some begin a line, some begin TLS. */
static void
half_open_connections__do_no_harm(void **state)
{
	size_t i;
	double before;

	(void)state;
	hostile_begin((const char *[]){ "--plain", "spoken", NULL });
	before = memory();
	attackers_come(&attackers, MORE, server.port, 0);
	for (i = 0; i < MORE; i++)
		if (i % 3 == 1)
			attackers_say(&attackers, i, "NICK", 4);
		else if (i % 3 == 2)
			say_hello(i, i + 1, hello.len);
	hostile_talk_during("700 that are half open", NULL);
	printf("memory of the server: %.1f MiB more\n",
	    (memory() - before) / (1 << 20));
	assert_int_equal(attackers_pump(&attackers), MORE);
}

/* Connect a client with such a certificate; return whether it was accepted. */
static void
assert_comes(const struct cert *cert, const char *nick, int comes)
{
	char *file = path_join(folder, nick);
	struct proc *p;

	cert_write(cert, file, 1);
	p = S_CLIENT(
	    &server, "-quiet", "-cert", file, "-key", file, "-ign_eof");
	proc_say(p, "NICK %s\nUSER x 0 * :x\n", nick);
	if (comes) {
		assert_true(proc_expect(p, " 001 "));
		proc_free(p);
	} else {
		s_client_expect_not(p, " 001 ");
	}
	free(file);
}

static char *
many_names(void)
{
	struct buf b = { 0 };
	int i;

	for (i = 0; i < NAMES; i++)
		buf_printf(&b, "%sDNS:name%d.with.a.long.end.example.org",
		    i > 0 ? "," : "", i);
	return buf_take(&b);
}

/* Nobody has to sign client certificates, but they have limits. */
static void
client_certificates_of_all_kinds__are_accepted_or_refused(void **state)
{
	struct cert ca, expired, own, foreign, huge;
	char *names;

	(void)state;
	e2e_require("openssl");
	hostile_begin(NULL);
	names = many_names();
	cert_make(&ca, "an authority", "CA", 10, NULL);
	cert_make(&expired, "expired", NULL, -10, NULL);
	cert_make(&own, "\xe2\x80\xae\x1b[31m", NULL, 10, NULL);
	cert_make(&foreign, "foreign", "DNS:x.test", 10, &ca);
	cert_make(&huge, "huge", names, 10, NULL);
	assert_comes(&expired, "expired", 1);
	assert_comes(&own, "own", 1);
	assert_comes(&foreign, "foreign", 1);
	assert_comes(&huge, "huge", 0);
	hostile_talk_during("certificates of all kinds", NULL);
	cert_clear(&ca);
	cert_clear(&expired);
	cert_clear(&own);
	cert_clear(&foreign);
	cert_clear(&huge);
	free(names);
}

/* After a valid ClientHello: records of random bytes, of every type. */
static void
garbage_in_handshakes__ends_them(void **state)
{
	static const unsigned char types[] = { 20, 21, 22, 23, 24, 255 };
	struct prng random = { .state = 5 };
	char record[5 + 512];
	size_t i, k;

	(void)state;
	hostile_begin(NULL);
	attackers_come(&attackers, STALLING, server.port, 0);
	say_hello(0, STALLING, hello.len);
	for (i = 0; i < STALLING; i++) {
		record[0] = (char)types[i % sizeof(types)];
		memcpy(record + 1, "\x03\x03\x02\x00", 4);
		for (k = 5; k < sizeof(record); k++)
			record[k] = (char)prng_below(&random, 256);
		attackers_say(&attackers, i, record, sizeof(record));
		attackers_say(&attackers, i, record, sizeof(record));
	}
	hostile_talk_during("300 handshakes of garbage", NULL);
	assert_true(attackers_fall(&attackers, 0));
	assert_true(bystanders_talk(&bystanders, 1, NULL, NULL));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(stalled_handshakes__end_in_time),
		TEST(handshakes__are_limited),
		TEST(half_open_connections__do_no_harm),
		TEST(client_certificates_of_all_kinds__are_accepted_or_refused),
		TEST(garbage_in_handshakes__ends_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
