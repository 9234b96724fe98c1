/* tls_rig: a net that serves TLS, and a client of it. */
#include "tests/support/tls_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/path.h"
#include "server/net/tls.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

struct tls_rig *tls_rig;

char *
tls_rig_path(const char *name)
{
	return path_join(tls_rig->dir, name);
}

void
tls_rig_serve(const char *file)
{
	char *cause = NULL;
	struct tls *tls = tls_load(file, file, &cause);

	if (tls == NULL)
		fail_msg("%s", cause);
	assert_int_equal(net_set_tls(tls_rig->rig.net, tls), 0);
}

struct net_settings
tls_rig_settings(void)
{
	return (struct net_settings){
		.plain = NET_PLAIN_YES,
		.silence_ms = 20,
		.queue_max = 1024 * 1024,
		.close_seconds = 5,
	};
}

int
tls_rig_set_up(void **state)
{
	struct net_settings s = tls_rig_settings();
	char *cause = NULL;

	tls_rig = calloc(1, sizeof(*tls_rig));
	tls_rig->dir = e2e_folder();
	tls_rig->file = tls_rig_path("tls.pem");
	net_rig_init(&tls_rig->rig);
	net_configure(tls_rig->rig.net, &s);
	if (tls_make(tls_rig->file, "chat.test", &cause) != 0)
		fail_msg("%s", cause);
	tls_rig_serve(tls_rig->file);
	tls_client_init(&tls_rig->client);
	tls_rig->fd = -1;
	*state = tls_rig;
	return 0;
}

int
tls_rig_tear_down(void **state)
{
	(void)state;
	if (tls_rig->fd != -1)
		close(tls_rig->fd);
	tls_client_clear(&tls_rig->client);
	net_rig_clear(&tls_rig->rig);
	e2e_remove(tls_rig->dir);
	free(tls_rig->dir);
	free(tls_rig->file);
	free(tls_rig);
	return 0;
}

/* Send the client's output in pieces of this size. */
static void
send_in_pieces(size_t piece)
{
	struct buf out = { 0 };
	size_t at, n;

	tls_client_take(&tls_rig->client, &out);
	for (at = 0; at < out.len; at += n) {
		n = out.len - at < piece ? out.len - at : piece;
		if (send(tls_rig->fd, out.p + at, n, MSG_NOSIGNAL) < 0)
			break;
		net_rig_run(&tls_rig->rig);
	}
	buf_clear(&out);
}

/* Returns 1 while the server's end is open. */
int
tls_rig_pump(size_t piece)
{
	struct buf in = { 0 };
	int open;

	send_in_pieces(piece);
	net_rig_run(&tls_rig->rig);
	open = net_rig_read(tls_rig->fd, &in);
	if (in.len > 0)
		tls_client_give(&tls_rig->client, in.p, in.len);
	buf_clear(&in);
	return open;
}

/* Returns like tls_client_go_on at the end. */
int
tls_rig_connect(size_t piece)
{
	int i, r = 0, open = 1;

	if (tls_rig->fd != -1)
		close(tls_rig->fd);
	tls_rig->fd = net_rig_enter(&tls_rig->rig);
	tls_client_begin(&tls_rig->client);
	for (i = 0; i < 50 && r == 0 && open; i++) {
		r = tls_client_go_on(&tls_rig->client);
		open = tls_rig_pump(piece);
	}
	/* Pass on what came last: tickets, alerts. */
	return r == -1 ? -1 : tls_client_go_on(&tls_rig->client);
}

void
tls_rig_enter(void)
{
	assert_int_equal(tls_rig_connect(SIZE_MAX), 1);
}

void
tls_rig_say(const char *text)
{
	tls_client_say(&tls_rig->client, text, strlen(text));
	tls_rig_pump(SIZE_MAX);
}

const char *
tls_rig_heard(void)
{
	tls_rig_pump(SIZE_MAX);
	tls_client_go_on(&tls_rig->client);
	return buf_str(&tls_rig->client.got);
}

const char *
tls_rig_told(void)
{
	net_rig_run(&tls_rig->rig);
	return buf_str(&tls_rig->rig.told);
}

/* Turn the loop until the server closes; return what it sends until then. */
void
tls_rig_last_words(struct buf *out)
{
	int i;

	for (i = 0; i < 1000000 && net_rig_read(tls_rig->fd, out) != 0; i++)
		event_base_loop(tls_rig->rig.base, EVLOOP_NONBLOCK);
	assert_int_not_equal(i, 1000000);
}
