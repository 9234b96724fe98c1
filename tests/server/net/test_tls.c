/*
 * tls: certificates from files, handshakes, and what passes inside.
 */
#include <sys/socket.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <event2/event.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "server/net/net_impl.h"
#include "server/net/tls.h"
#include "tests/support/e2e.h"
#include "tests/support/net_rig.h"
#include "tests/support/tls_client.h"

struct fixture {
	struct net_rig rig;
	struct tls_client client;
	int fd;
	char *dir;
	char *file; /* key and certificate of the server */
};

static struct fixture *fx;

static char *
in_dir(const char *name)
{
	return path_join(fx->dir, name);
}

static void
serve(const char *file)
{
	char *cause = NULL;
	struct tls *tls = tls_load(file, file, &cause);

	if (tls == NULL)
		fail_msg("%s", cause);
	assert_int_equal(net_set_tls(fx->rig.net, tls), 0);
}

static struct net_settings
quick(void)
{
	return (struct net_settings){
		.plain = NET_PLAIN_YES,
		.silence_ms = 20,
		.queue_max = 1024 * 1024,
		.close_seconds = 5,
	};
}

static int
setup(void **state)
{
	struct net_settings s = quick();
	char *cause = NULL;

	fx = calloc(1, sizeof(*fx));
	fx->dir = e2e_folder();
	fx->file = in_dir("tls.pem");
	net_rig_init(&fx->rig);
	net_configure(fx->rig.net, &s);
	if (tls_make(fx->file, "chat.test", &cause) != 0)
		fail_msg("%s", cause);
	serve(fx->file);
	tls_client_init(&fx->client);
	fx->fd = -1;
	*state = fx;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (fx->fd != -1)
		close(fx->fd);
	tls_client_clear(&fx->client);
	net_rig_clear(&fx->rig);
	e2e_remove(fx->dir);
	free(fx->dir);
	free(fx->file);
	free(fx);
	return 0;
}

/* What the client has to send goes over in pieces of this size. */
static void
send_in_pieces(size_t piece)
{
	struct buf out = { 0 };
	size_t at, n;

	tls_client_take(&fx->client, &out);
	for (at = 0; at < out.len; at += n) {
		n = out.len - at < piece ? out.len - at : piece;
		if (send(fx->fd, out.p + at, n, MSG_NOSIGNAL) < 0)
			break;
		net_rig_run(&fx->rig);
	}
	buf_clear(&out);
}

/* 1 while the server's end is open. */
static int
pump(size_t piece)
{
	struct buf in = { 0 };
	int open;

	send_in_pieces(piece);
	net_rig_run(&fx->rig);
	open = net_rig_read(fx->fd, &in);
	if (in.len > 0)
		tls_client_give(&fx->client, in.p, in.len);
	buf_clear(&in);
	return open;
}

/* As tls_client_go_on at the end. */
static int
connect_in_pieces(size_t piece)
{
	int i, r = 0, open = 1;

	if (fx->fd != -1)
		close(fx->fd);
	fx->fd = net_rig_enter(&fx->rig);
	tls_client_begin(&fx->client);
	for (i = 0; i < 50 && r == 0 && open; i++) {
		r = tls_client_go_on(&fx->client);
		open = pump(piece);
	}
	/* What came last: tickets, alerts. */
	return r == -1 ? -1 : tls_client_go_on(&fx->client);
}

static void
enter(void)
{
	assert_int_equal(connect_in_pieces(SIZE_MAX), 1);
}

static void
say(const char *text)
{
	tls_client_say(&fx->client, text, strlen(text));
	pump(SIZE_MAX);
}

static const char *
heard(void)
{
	pump(SIZE_MAX);
	tls_client_go_on(&fx->client);
	return buf_str(&fx->client.got);
}

static const char *
told(void)
{
	net_rig_run(&fx->rig);
	return buf_str(&fx->rig.told);
}

/* Turn the loop until the server closes: what it says until then. */
static void
read_last_words(struct buf *out)
{
	int i;

	for (i = 0; i < 1000000 && net_rig_read(fx->fd, out) != 0; i++)
		event_base_loop(fx->rig.base, EVLOOP_NONBLOCK);
	assert_int_not_equal(i, 1000000);
}

static void
gate__opens_irc_inside_tls(void **state)
{
	(void)state;
	enter();
	assert_int_equal(fx->rig.opened, 0);
	say("NICK ana\r\nhi\r\n");
	assert_string_equal(told(), "line:NICK ana\nline:hi\n");
	assert_int_equal(fx->rig.dialect, NET_IRC);
	assert_true(conn_is_tls(fx->rig.conn));
	assert_string_equal(conn_tls_version(fx->rig.conn), "TLSv1.3");
	assert_null(conn_tls_digest(fx->rig.conn));
	conn_send(fx->rig.conn, "hello\r\n", 7);
	assert_string_equal(heard(), "hello\r\n");
}

static void
gate__opens_plain_inside_tls__by_a_line_and_by_silence(void **state)
{
	int i;

	(void)state;
	enter();
	say("good morning\n");
	assert_string_equal(told(), "line:good morning\n");
	assert_int_equal(fx->rig.dialect, NET_PLAIN);
	enter();
	for (i = 0; i < 1000 && fx->rig.opened == 1; i++)
		event_base_loop(fx->rig.base, EVLOOP_ONCE);
	assert_int_equal(fx->rig.opened, 2);
	assert_int_equal(fx->rig.dialect, NET_PLAIN);
}

static void
handshake__comes_byte_by_byte__and_so_do_lines(void **state)
{
	(void)state;
	assert_int_equal(connect_in_pieces(1), 1);
	tls_client_say(&fx->client, "NICK ana\r\n", 10);
	pump(1);
	assert_string_equal(told(), "line:NICK ana\n");
}

static void
tls12__is_spoken__and_resumed_too(void **state)
{
	(void)state;
	tls_client_limit(&fx->client, TLS1_2_VERSION, TLS1_2_VERSION);
	enter();
	say("NICK ana\r\n");
	assert_string_equal(conn_tls_version(fx->rig.conn), "TLSv1.2");
	enter();
	assert_true(tls_client_resumed(&fx->client));
}

static void
older_versions__are_refused__with_an_alert(void **state)
{
	static const int versions[] = { TLS1_VERSION, TLS1_1_VERSION };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		tls_client_limit(&fx->client, versions[i], versions[i]);
		assert_int_equal(connect_in_pieces(SIZE_MAX), -1);
		assert_int_equal(fx->rig.opened, 0);
		assert_int_equal(net_conns(fx->rig.net), 0);
	}
}

static void
output__comes_whole_and_in_order__when_the_peer_is_slow(void **state)
{
	enum { LINES = 20000 };
	struct buf want = { 0 };
	char line[32];
	int i;

	(void)state;
	enter();
	say("NICK ana\r\n");
	for (i = 0; i < LINES; i++) {
		snprintf(line, sizeof(line), "this is line %d\r\n", i);
		buf_add_str(&want, line);
		conn_send(fx->rig.conn, line, strlen(line));
	}
	assert_true(conn_queued(fx->rig.conn) > 0);
	for (i = 0; i < 10000 && fx->client.got.len < want.len; i++) {
		pump(SIZE_MAX);
		tls_client_go_on(&fx->client);
	}
	assert_int_equal(fx->client.got.len, want.len);
	assert_memory_equal(fx->client.got.p, want.p, want.len);
	buf_clear(&want);
}

static void
queue__has_its_limit__encrypted_too(void **state)
{
	static char much[512 * 1024];
	int i;

	(void)state;
	enter();
	say("NICK ana\r\n");
	memset(much, 'x', sizeof(much));
	for (i = 0; i < 4 && fx->rig.conn != NULL; i++)
		conn_send(fx->rig.conn, much, sizeof(much));
	assert_non_null(strstr(told(), "closed:Output queue exceeded"));
}

static void
dropped__is_told_why_and_goodbye__when_it_reads_on(void **state)
{
	static char much[64 * 1024];
	int i;

	(void)state;
	enter();
	say("NICK ana\r\n");
	memset(much, 'x', sizeof(much));
	conn_set_queue_limit(fx->rig.conn, 100000);
	for (i = 0; i < 100 && conn_is_open(fx->rig.conn); i++)
		conn_send(fx->rig.conn, much, sizeof(much));
	assert_non_null(strstr(told(), "closed:Output queue exceeded"));
	for (i = 0; i < 10000 && !tls_client_heard_goodbye(&fx->client); i++) {
		pump(SIZE_MAX);
		tls_client_go_on(&fx->client);
	}
	assert_true(tls_client_heard_goodbye(&fx->client));
	assert_non_null(strstr(buf_str(&fx->client.got),
	    "xERROR :Closing link: Output queue exceeded\r\n"));
}

static enum conn_verdict
hold_the_first(struct net_rig *r, struct conn *c, struct view line)
{
	(void)c;
	buf_printf(&r->told, "held:%.*s\n", VIEW_ARG(line));
	r->on_line = NULL;
	return CONN_HOLD;
}

static void
held_lines__come_when_released(void **state)
{
	(void)state;
	enter();
	say("NICK ana\r\n");
	fx->rig.on_line = hold_the_first;
	say("one\r\ntwo\r\n");
	say("three\r\n");
	tls_client_goodbye(&fx->client);
	pump(SIZE_MAX);
	assert_string_equal(told(), "line:NICK ana\nheld:one\n");
	conn_release(fx->rig.conn);
	assert_string_equal(told(), "line:NICK ana\nheld:one\nline:one\n"
				    "line:two\nline:three\nended\n");
}

static void
end_of_input__is_an_end__with_and_without_close_notify(void **state)
{
	(void)state;
	enter();
	say("NICK ana\r\nbye");
	shutdown(fx->fd, SHUT_WR);
	assert_string_equal(told(), "line:NICK ana\nline:bye\nended\n");
	conn_send(fx->rig.conn, "still\r\n", 7);
	assert_string_equal(heard(), "still\r\n");
	enter();
	buf_reset(&fx->rig.told);
	say("NICK ana\r\nbye");
	tls_client_goodbye(&fx->client);
	pump(SIZE_MAX);
	assert_string_equal(told(), "line:NICK ana\nline:bye\nended\n");
	conn_send(fx->rig.conn, "still\r\n", 7);
	assert_string_equal(heard(), "still\r\n");
}

static void
closing__says_good_bye_after_the_last_words(void **state)
{
	(void)state;
	enter();
	say("NICK ana\r\n");
	conn_send(fx->rig.conn, "last words\r\n", 12);
	conn_close(fx->rig.conn, "done");
	assert_string_equal(heard(), "last words\r\n");
	assert_true(tls_client_heard_goodbye(&fx->client));
	assert_non_null(strstr(told(), "closed:done"));
}

static void
broken_records__end_the_connection(void **state)
{
	(void)state;
	enter();
	say("NICK ana\r\n");
	net_rig_write(fx->fd, "\x17\x03\x03\001\001nonsense");
	net_rig_write(fx->fd,
	    "this is no record at all, and it is long enough "
	    "to be taken for one that was encrypted; it has "
	    "not been, and so its check fails at once. this "
	    "is no record at all, and it is long enough to be "
	    "taken for one that was encrypted; it has not "
	    "been, and so its check fails.");
	assert_non_null(strstr(told(), "closed:TLS: "));
}

static void
client_certificate__is_known_by_its_digest__resumed_too(void **state)
{
	char *file = in_dir("client.pem"), *cause = NULL, want[65];
	FILE *f;
	X509 *cert;
	int i;

	(void)state;
	assert_int_equal(tls_make(file, "ana.test", &cause), 0);
	f = fopen(file, "r");
	cert = PEM_read_X509(f, NULL, NULL, NULL);
	fclose(f);
	assert_int_equal(tls_digest(want, cert), 0);
	X509_free(cert);
	tls_client_show(&fx->client, file);
	for (i = 0; i < 2; i++) {
		enter();
		assert_int_equal(tls_client_resumed(&fx->client), i);
		say("NICK ana\r\n");
		assert_string_equal(conn_tls_digest(fx->rig.conn), want);
	}
	free(file);
}

static void
sessions__are_resumed__after_a_reload_of_the_same_certificate(void **state)
{
	char *other = in_dir("other.pem"), *cause = NULL;

	(void)state;
	enter();
	assert_false(tls_client_resumed(&fx->client));
	serve(fx->file);
	enter();
	assert_true(tls_client_resumed(&fx->client));
	say("NICK ana\r\n");
	/* Who is there stays, and who has a session of the old one begins anew. */
	assert_int_equal(tls_make(other, "chat.test", &cause), 0);
	serve(other);
	say("still here\r\n");
	assert_string_equal(told(), "line:NICK ana\nline:still here\n");
	enter();
	assert_false(tls_client_resumed(&fx->client));
	free(other);
}

static void
hello__is_refused__when_it_is_none_or_far_too_long(void **state)
{
	static const struct {
		const char *p;
		size_t n;
	} bad[] = { { "\x16\x03\x01\x02\x00\x01\x01\xff\xff", 9 },
		{ "\x16\x03\x01\x50\x00\x01\x00\x02\x00", 9 },
		{ "\x16\x03\x01\x02\x00\x02\x00\x01\xfc", 9 },
		{ "\x16\x02\x01\x02\x00\x01\x00\x01\xfc", 9 },
		{ "\x16\x03\x01\x00\x03\x01\x00\x01\xfc", 9 } };
	struct buf words = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		fx->fd = net_rig_enter(&fx->rig);
		send(fx->fd, bad[i].p, bad[i].n, MSG_NOSIGNAL);
		read_last_words(&words);
		assert_int_equal(words.len, 0);
		assert_int_equal(net_conns(fx->rig.net), 0);
		close(fx->fd);
		fx->fd = -1;
	}
	buf_clear(&words);
}

static void
tls_within_tls__is_refused(void **state)
{
	(void)state;
	enter();
	say("\x16\x03\x01");
	assert_int_equal(net_conns(fx->rig.net), 0);
	assert_int_equal(fx->rig.opened, 0);
}

static void
slow_handshakes__are_dropped__at_any_point(void **state)
{
	struct net_settings s = quick();
	struct buf out = { 0 }, words = { 0 };
	size_t cut;
	int i;

	(void)state;
	s.enter_seconds = 2;
	net_configure(fx->rig.net, &s);
	for (cut = 1; cut < 3; cut++) {
		fx->fd = net_rig_enter(&fx->rig);
		tls_client_begin(&fx->client);
		tls_client_go_on(&fx->client);
		buf_reset(&out);
		tls_client_take(&fx->client, &out);
		/* A part of the hello; the hello alone. */
		net_rig_run(&fx->rig);
		send(fx->fd, out.p, cut == 1 ? out.len / 2 : out.len,
		    MSG_NOSIGNAL);
		net_rig_run(&fx->rig);
		assert_int_equal(net_conns(fx->rig.net), 1);
		for (i = 0; i < 4; i++)
			wheel_tick(net_wheel(fx->rig.net));
		read_last_words(&words);
		assert_int_equal(net_conns(fx->rig.net), 0);
		assert_int_equal(fx->rig.opened, 0);
		close(fx->fd);
		fx->fd = -1;
	}
	buf_clear(&out);
	buf_clear(&words);
}

/* A hello with nothing after it; the peer's end. */
static int
half_handshake(struct tls_client *client)
{
	int fd = net_rig_enter(&fx->rig);
	struct buf out = { 0 };

	tls_client_init(client);
	tls_client_begin(client);
	tls_client_go_on(client);
	tls_client_take(client, &out);
	send(fd, out.p, out.len, MSG_NOSIGNAL);
	net_rig_run(&fx->rig);
	buf_clear(&out);
	return fd;
}

static void
handshakes__have_less_time_than_the_first_line(void **state)
{
	struct net_settings s = quick();
	struct tls_client client;
	int i, fd;

	(void)state;
	s.enter_seconds = 60;
	s.handshake_seconds = 3;
	net_configure(fx->rig.net, &s);
	fd = half_handshake(&client);
	for (i = 0; i < 5; i++)
		wheel_tick(net_wheel(fx->rig.net));
	net_rig_run(&fx->rig);
	assert_int_equal(net_conns(fx->rig.net), 0);
	tls_client_clear(&client);
	close(fd);
	/* Who has come through has the other time from then on. */
	enter();
	for (i = 0; i < 20; i++)
		wheel_tick(net_wheel(fx->rig.net));
	say("NICK ana\r\n");
	assert_int_equal(fx->rig.opened, 1);
}

/* More than are answered in a moment; who says something else meanwhile is heard. */
static void
hellos__are_all_answered__when_many_come_at_once(void **state)
{
	enum { MANY = 60 };
	struct tls_client clients[MANY];
	int fds[MANY], i, plain, rounds;
	char byte;

	(void)state;
	plain = net_rig_enter(&fx->rig);
	for (i = 0; i < MANY; i++) {
		fds[i] = half_handshake(&clients[i]);
		assert_true(fx->rig.net->nhellos <= 16);
	}
	net_rig_write(plain, "hello\n");
	assert_true(net_rig_wait(&fx->rig, "line:hello"));
	for (i = 0; i < MANY; i++) {
		for (rounds = 0;
		     recv(fds[i], &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 1;
		     rounds++) {
			assert_true(rounds < 10000);
			event_base_loop(fx->rig.base, EVLOOP_ONCE);
		}
	}
	assert_int_equal(fx->rig.net->nshaking, MANY);
	assert_true(TAILQ_EMPTY(&fx->rig.net->hellos));
	for (i = 0; i < MANY; i++) {
		close(fds[i]);
		tls_client_clear(&clients[i]);
	}
	close(plain);
}

/* Some of those that wait are gone when it is their turn. */
static void
hellos__may_be_gone__when_it_is_their_turn(void **state)
{
	enum { MANY = 40 };
	struct tls_client clients[MANY];
	int i, rounds;

	(void)state;
	for (i = 0; i < MANY; i++)
		close(half_handshake(&clients[i]));
	for (rounds = 0; net_conns(fx->rig.net) > 0; rounds++) {
		assert_true(rounds < 10000);
		event_base_loop(fx->rig.base, EVLOOP_ONCE);
	}
	assert_int_equal(fx->rig.net->nshaking, 0);
	assert_true(TAILQ_EMPTY(&fx->rig.net->hellos));
	for (i = 0; i < MANY; i++)
		tls_client_clear(&clients[i]);
}

static void
handshakes__give_up_the_oldest__when_there_are_too_many(void **state)
{
	struct net_settings s = quick();
	struct tls_client clients[4];
	int fds[4], i;
	char byte;

	(void)state;
	s.handshakes_max = 3;
	net_configure(fx->rig.net, &s);
	for (i = 0; i < 4; i++)
		fds[i] = half_handshake(&clients[i]);
	net_rig_run(&fx->rig);
	assert_int_equal(net_conns(fx->rig.net), 3);
	for (i = 0; i < 4; i++)
		assert_int_equal(recv(fds[i], &byte, 1, MSG_PEEK) == 1, 1);
	/* Those that are done do not count. */
	enter();
	say("NICK ana\r\n");
	assert_int_equal(fx->rig.opened, 1);
	assert_int_equal(net_conns(fx->rig.net), 3);
	for (i = 0; i < 4; i++) {
		close(fds[i]);
		tls_client_clear(&clients[i]);
	}
	net_rig_run(&fx->rig);
	assert_int_equal(net_conns(fx->rig.net), 1);
	assert_int_equal(fx->rig.net->nshaking, 0);
}

static void
is_refused(const char *line, const char *answer)
{
	struct buf words = { 0 };

	fx->fd = net_rig_enter(&fx->rig);
	TAILQ_LAST(&fx->rig.net->conns, conn_queue)->is_loopback = 0;
	net_rig_write(fx->fd, line);
	read_last_words(&words);
	assert_non_null(strstr(buf_str(&words), answer));
	assert_ptr_equal(
	    strchr(buf_str(&words), '\n'), buf_str(&words) + words.len - 1);
	assert_int_equal(fx->rig.opened, 0);
	close(fx->fd);
	fx->fd = -1;
	buf_clear(&words);
}

static void
plaintext__is_refused_with_one_line__where_the_settings_say_so(void **state)
{
	static const enum net_plaintext strict[] = { NET_PLAINTEXT_LOOPBACK,
		NET_PLAINTEXT_NO };
	struct net_settings s = quick();
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		s.plaintext = strict[i];
		net_configure(fx->rig.net, &s);
		is_refused(
		    "NICK ana\r\n", "ERROR :This server takes encrypted");
		is_refused("hello\r\n", "This server takes encrypted");
		is_refused("\xff\xfb\x1f", "This server takes encrypted");
		is_refused("GET / HTTP/1.1\r\n", "This port is a chat server");
	}
	enter();
	say("hello\n");
	assert_int_equal(fx->rig.opened, 1);
}

static void
plaintext__is_taken_from_loopback__when_that_is_allowed(void **state)
{
	struct net_settings s = quick();

	(void)state;
	s.plaintext = NET_PLAINTEXT_LOOPBACK;
	net_configure(fx->rig.net, &s);
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "hello\n");
	assert_string_equal(told(), "line:hello\n");
}

static void
silence__opens_nothing__where_plaintext_is_refused(void **state)
{
	struct net_settings s = quick();
	int i;

	(void)state;
	s.plaintext = NET_PLAINTEXT_NO;
	s.silence_ms = 1;
	net_configure(fx->rig.net, &s);
	fx->fd = net_rig_enter(&fx->rig);
	/* The gate's timer, and then nothing. */
	for (i = 0; i < 3; i++)
		event_base_loop(fx->rig.base, EVLOOP_ONCE);
	assert_int_equal(fx->rig.opened, 0);
	assert_int_equal(net_conns(fx->rig.net), 1);
}

static void
make__writes_a_file_for_its_owner_alone(void **state)
{
	char *file = in_dir("none/tls.pem"), *cause = NULL;
	struct stat st;

	(void)state;
	assert_int_equal(stat(fx->file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(
	    strlen(net_tls_fingerprint(fx->rig.net)), TLS_FINGERPRINT - 1);
	assert_int_equal(tls_make(file, "chat.test", &cause), -1);
	assert_non_null(strstr(cause, file));
	free(cause);
	free(file);
}

static void
load_fails(const char *cert, const char *key, const char *file, const char *why)
{
	char *cause = NULL;

	assert_null(tls_load(cert, key, &cause));
	assert_non_null(cause);
	if (strstr(cause, file) != cause || strstr(cause, why) == NULL)
		fail_msg("%s", cause);
	free(cause);
}

static void
write_key(const char *file, const char *passphrase)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	assert_int_equal(
	    PEM_write_PrivateKey(f, key,
		passphrase == NULL ? NULL : EVP_aes_128_cbc(),
		(const unsigned char *)passphrase,
		passphrase == NULL ? 0 : (int)strlen(passphrase), NULL, NULL),
	    1);
	fclose(f);
	EVP_PKEY_free(key);
	assert_int_equal(chmod(file, 0600), 0);
}

static void
load__says_what_is_wrong__with_which_file(void **state)
{
	char *key = in_dir("key.pem"), *none = in_dir("none.pem");

	(void)state;
	load_fails(none, none, none, "No such file");
	load_fails(fx->dir, fx->dir, fx->dir, "no file");
	write_key(key, NULL);
	load_fails(key, key, key, "no certificate");
	load_fails(fx->file, key, key, "not the one of the certificate");
	write_key(key, "sesame");
	load_fails(fx->file, key, key, "passphrase");
	assert_int_equal(chmod(fx->file, 0604), 0);
	load_fails(fx->file, fx->file, fx->file, "chmod");
	assert_int_equal(chmod(fx->file, 0640), 0);
	serve(fx->file);
	free(key);
	free(none);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(gate__opens_irc_inside_tls),
		TEST(gate__opens_plain_inside_tls__by_a_line_and_by_silence),
		TEST(handshake__comes_byte_by_byte__and_so_do_lines),
		TEST(tls12__is_spoken__and_resumed_too),
		TEST(older_versions__are_refused__with_an_alert),
		TEST(output__comes_whole_and_in_order__when_the_peer_is_slow),
		TEST(queue__has_its_limit__encrypted_too),
		TEST(dropped__is_told_why_and_goodbye__when_it_reads_on),
		TEST(handshakes__have_less_time_than_the_first_line),
		TEST(handshakes__give_up_the_oldest__when_there_are_too_many),
		TEST(hellos__are_all_answered__when_many_come_at_once),
		TEST(hellos__may_be_gone__when_it_is_their_turn),
		TEST(held_lines__come_when_released),
		TEST(end_of_input__is_an_end__with_and_without_close_notify),
		TEST(closing__says_good_bye_after_the_last_words),
		TEST(broken_records__end_the_connection),
		TEST(client_certificate__is_known_by_its_digest__resumed_too),
		TEST(
		    sessions__are_resumed__after_a_reload_of_the_same_certificate),
		TEST(hello__is_refused__when_it_is_none_or_far_too_long),
		TEST(tls_within_tls__is_refused),
		TEST(slow_handshakes__are_dropped__at_any_point),
		TEST(
		    plaintext__is_refused_with_one_line__where_the_settings_say_so),
		TEST(plaintext__is_taken_from_loopback__when_that_is_allowed),
		TEST(silence__opens_nothing__where_plaintext_is_refused),
		TEST(make__writes_a_file_for_its_owner_alone),
		TEST(load__says_what_is_wrong__with_which_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
