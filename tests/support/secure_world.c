/* secure_world: a client's link and a TLS server in one loop, for tests. */
#include "tests/support/secure_world.h"
#include "tests/support/environment.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "common/clock.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

enum { DEADLINE_MS = 20000 };

static void
up_cb(void *arg)
{
	struct secure_world *w = arg;

	w->ups++;
	w->encrypted = link_is_encrypted(w->link);
}

static void
line_cb(struct view line, void *arg)
{
	struct secure_world *w = arg;

	buf_add_view(&w->text, line);
	buf_add_char(&w->text, '\n');
}

static void
down_cb(const char *reason, void *arg)
{
	struct secure_world *w = arg;

	w->downs++;
	buf_reset(&w->reason);
	buf_add_str(&w->reason, reason);
}

static void
notice_cb(const char *text, void *arg)
{
	struct secure_world *w = arg;

	w->notices++;
	buf_reset(&w->notice);
	buf_add_str(&w->notice, text);
}

void
world_closed_cb(void *arg)
{
	struct secure_world *w = arg;

	w->closes++;
}

void
world_certify(
    struct secure_world *w, const char *alt, int days, int by_authority)
{
	cert_clear(&w->cert);
	cert_make(&w->cert, "the test's server", alt, days,
	    by_authority ? &w->authority : NULL);
	cert_fingerprint(&w->cert, w->digest);
	tls_server_use(&w->server, &w->cert);
}

void
world_open(struct secure_world *w)
{
	char file[256];

	signal(SIGPIPE, SIG_IGN);
	*w = (struct secure_world){ 0 };
	w->dir = e2e_folder();
	snprintf(w->known_hosts, sizeof(w->known_hosts), "%s/known", w->dir);
	snprintf(w->identity, sizeof(w->identity), "%s/identity.pem", w->dir);
	w->config.known_hosts = w->known_hosts;
	w->base = event_base_new();
	event_base_priority_init(w->base, 2);
	cert_make(&w->authority, "the test's authority", "CA", 10, NULL);
	snprintf(file, sizeof(file), "%s/authority.pem", w->dir);
	cert_write(&w->authority, file, 0);
	setenv("SSL_CERT_FILE", file, 1);
	setenv("SSL_CERT_DIR", missing_path(), 1);
	cert_make(&w->cert, "the test's server", NULL, 10, NULL);
	cert_fingerprint(&w->cert, w->digest);
	tls_server_open(&w->server, w->base, &w->cert);
}

void
world_close(struct secure_world *w)
{
	link_free(w->link);
	tls_server_close(&w->server);
	event_base_free(w->base);
	cert_clear(&w->authority);
	cert_clear(&w->cert);
	buf_clear(&w->text);
	buf_clear(&w->reason);
	buf_clear(&w->notice);
	e2e_remove(w->dir);
	free(w->dir);
}

static void
turn(struct secure_world *w)
{
	struct timeval tick = { 0, 20000 };

	event_base_loopexit(w->base, &tick);
	event_base_loop(w->base, EVLOOP_ONCE);
}

void
world_until(struct secure_world *w, const int *n, int least)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	while (*n < least) {
		if (clock_mono_ms() > end)
			fail_msg("nothing happens; the last words: %s",
			    buf_str(&w->reason));
		turn(w);
	}
}

void
world_until_has(struct secure_world *w, struct buf *b, const char *text)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	while (strstr(buf_str(b), text) == NULL) {
		if (clock_mono_ms() > end)
			fail_msg("no \"%s\" in \"%s\"", text, buf_str(b));
		turn(w);
	}
}

void
world_connect(struct secure_world *w, const char *host)
{
	static const struct link_ops ops = { up_cb, line_cb, down_cb, NULL,
		notice_cb, notice_cb, NULL, NULL };

	link_free(w->link);
	w->link = link_new(w->base, host, w->server.port, &ops, w);
	link_use_tls(w->link, &w->config);
	link_connect(w->link);
}

void
world_comes_up(struct secure_world *w, const char *host)
{
	int ups = w->ups;

	world_connect(w, host);
	while (w->ups == ups && w->downs == 0)
		turn(w);
	assert_string_equal(buf_str(&w->reason), "");
	assert_true(w->encrypted);
	buf_reset(&w->text);
	buf_reset(&w->server.got);
	tls_server_say(&w->server, "hello\r\n");
	world_until_has(w, &w->text, "hello\n");
	link_send(w->link, VIEW("NICK me\r\n"));
	world_until_has(w, &w->server.got, "NICK me\r\n");
}

void
world_is_refused(
    struct secure_world *w, const char *host, const char *const *texts)
{
	int downs = w->downs, ups = w->ups;

	world_connect(w, host);
	world_until(w, &w->downs, downs + 1);
	assert_int_equal(w->ups, ups);
	assert_true(link_is_final(w->link));
	for (; *texts != NULL; texts++)
		if (strstr(buf_str(&w->reason), *texts) == NULL)
			fail_msg("\"%s\" is not in: %s", *texts,
			    buf_str(&w->reason));
	buf_reset(&w->reason);
	w->downs = 0;
}
