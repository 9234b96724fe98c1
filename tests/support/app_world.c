/*
 * app_world: a client and its server, for tests.
 */
#include "tests/support/app_world.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/app_draw.h"
#include "client/app_input.h"
#include "client/app_saved.h"
#include "client/app_state.h"
#include "client/input/term_input.h"
#include "client/view/canvas.h"
#include "common/clock.h"
#include "tests/support/e2e.h"
#include "tests/support/environment.h"
#include "tests/support/test.h"

enum { DEADLINE_MS = 10000 };

#define CAPS "echo-message labeled-response batch message-tags"

struct world world;

/* The wall clock starts at 2026-07-15 12:00 UTC, so no test crosses midnight. */
#define NOON INT64_C(1784116800000)

static int64_t started;

static int64_t
from_noon(void)
{
	return NOON + clock_mono_ms() - started;
}

void
world_start(int rooms, ...)
{
	char port[8];
	char *argv[16] = { (char *)"tchat", (char *)"-n", (char *)"me",
		(char *)"--time-format", (char *)"", (char *)"--no-tls" };
	char *cause = NULL;
	struct sockaddr_in sin = { 0 };
	socklen_t len = sizeof(sin);
	va_list ap;
	int argc = 6;

	getsockname(world.listener, (struct sockaddr *)&sin, &len);
	snprintf(port, sizeof(port), "%u", ntohs(sin.sin_port));
	va_start(ap, rooms);
	for (; rooms > 0; rooms--) {
		argv[argc++] = (char *)"-r";
		argv[argc++] = va_arg(ap, char *);
	}
	va_end(ap);
	argv[argc++] = (char *)"127.0.0.1";
	argv[argc++] = port;
	assert_int_equal(
	    client_config_load(&world.config, argc, argv, &cause), 0);
	world.config.nick_given = world.nick_given;
	world.config.save_state = world.save_state;
	world.app = app_new(world.base, &world.config);
	app_input_open(world.app);
	connection_open(app_network_active(world.app)->connection);
}

int
world_setup(void **state)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	(void)state;
	world = (struct world){ .peer = -1, .nick_given = 1, .caps = CAPS };
	world.state_dir = e2e_folder();
	setenv("XDG_STATE_HOME", world.state_dir, 1);
	setenv("XDG_CONFIG_HOME", missing_path(), 1);
	setenv("INPUTRC", "/dev/null", 1);
	set_time_zone("UTC");
	started = clock_mono_ms();
	clock_set_wall(from_noon);
	world.base = event_base_new();
	event_base_priority_init(world.base, 2);
	world.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(
	    bind(world.listener, (struct sockaddr *)&sin, sizeof(sin)), 0);
	assert_int_equal(listen(world.listener, 4), 0);
	return 0;
}

int
world_teardown(void **state)
{
	(void)state;
	clock_set(NULL);
	app_free(world.app);
	event_base_free(world.base);
	client_config_clear(&world.config);
	if (world.peer != -1)
		close(world.peer);
	close(world.listener);
	buf_clear(&world.in);
	buf_clear(&world.out);
	buf_clear(&world.got);
	buf_clear(&world.picture);
	e2e_remove(world.state_dir);
	free(world.state_dir);
	return 0;
}

static void
answer_lines(void)
{
	const char *end;
	struct view line;

	buf_reset(&world.out);
	while ((end = strstr(buf_str(&world.in), "\r\n")) != NULL) {
		line = (struct view){ world.in.p, (size_t)(end - world.in.p) };
		world.answer(line, &world.out);
		buf_drain(&world.in, line.len + 2);
	}
	if (world.out.len > 0)
		dprintf(world.peer, "%s", buf_str(&world.out));
}

void
world_turn(void)
{
	struct timeval tick = { 0, 5000 };
	char bytes[4096];
	ssize_t n;

	event_base_loopexit(world.base, &tick);
	event_base_loop(world.base, EVLOOP_ONCE);
	if (world.peer == -1)
		return;
	n = recv(world.peer, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (n <= 0)
		return;
	buf_add(&world.got, bytes, (size_t)n);
	if (world.answer == NULL)
		return;
	buf_add(&world.in, bytes, (size_t)n);
	answer_lines();
}

void
world_expect(const char *text)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;
	const char *at;

	while ((at = strstr(buf_str(&world.got), text)) == NULL) {
		if (clock_mono_ms() > end)
			fail_msg("no \"%s\" in: %s", text, buf_str(&world.got));
		world_turn();
	}
	buf_drain(&world.got, (size_t)(at - world.got.p) + strlen(text));
}

void
world_serve(const char *fmt, ...)
{
	static unsigned serial;
	char sync[32];
	va_list ap;

	va_start(ap, fmt);
	vdprintf(world.peer, fmt, ap);
	va_end(ap);
	snprintf(sync, sizeof(sync), "sync%u", ++serial);
	dprintf(world.peer, "\r\nPING %s\r\n", sync);
	world_expect(sync);
}

void
world_end(void)
{
	app_saved_finish(world.app);
	app_free(world.app);
	world.app = NULL;
	client_config_clear(&world.config);
	if (world.peer != -1)
		close(world.peer);
	world.peer = -1;
	buf_reset(&world.in);
	buf_reset(&world.got);
}

void
world_break(void)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	close(world.peer);
	world.peer = -1;
	buf_reset(&world.in);
	while (model_network(world.app->model)->state != LINK_WAITING) {
		assert_true(clock_mono_ms() < end);
		world_turn();
	}
}

void
world_welcome(void)
{
	world_expect("USER ");
	world_serve(
	    ":s.x CAP * LS :%s\r\n:s.x CAP * ACK :%s", world.caps, world.caps);
	dprintf(world.peer, ":s.x 001 me :Welcome\r\n:s.x 422 me :No MOTD\r\n");
}

void
world_accept(void)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	while (model_network(world.app->model)->state != LINK_REGISTERING) {
		assert_true(clock_mono_ms() < end);
		world_turn();
	}
	world.peer = accept(world.listener, NULL, NULL);
	assert_int_not_equal(world.peer, -1);
}

void
world_join(const char *room)
{
	world_serve(":me!u@h JOIN %s\r\n:s.x 353 me = %s :@me bo\r\n"
		    ":s.x 366 me %s :End",
	    room, room, room);
}

void
world_keys(const char *text)
{
	term_input_feed(
	    world.app->term_input, text, strlen(text), clock_mono_ms());
}

const char *
world_picture(void)
{
	int y;

	buf_reset(&world.picture);
	world.app->model->dirty = DIRTY_ALL;
	app_draw(world.app);
	for (y = 0; y < world.app->canvas->h; y++) {
		canvas_row(world.app->canvas, y, &world.picture);
		buf_add_char(&world.picture, '\n');
	}
	return buf_str(&world.picture);
}

void
world_shows(const char *text)
{
	if (strstr(world_picture(), text) == NULL)
		fail_msg("no \"%s\" in:\n%s", text, buf_str(&world.picture));
}

void
world_hides(const char *text)
{
	if (strstr(world_picture(), text) != NULL)
		fail_msg("\"%s\" in:\n%s", text, buf_str(&world.picture));
}

void
world_until_shows(const char *text)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	while (strstr(world_picture(), text) == NULL) {
		if (clock_mono_ms() > end)
			fail_msg(
			    "no \"%s\" in:\n%s", text, buf_str(&world.picture));
		world_turn();
	}
}

struct line *
world_line(const struct buffer *b, size_t from_end)
{
	return buffer_line(b, b->n - 1 - from_end);
}
