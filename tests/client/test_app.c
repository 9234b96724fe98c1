/*
 * app: the whole client but for the terminal: keys in, a picture out, and a server played
 * by the test on a real socket.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "client/app_state.h"
#include "client/input/editor.h"
#include "client/input/term.h"
#include "client/view/canvas.h"
#include "common/buf.h"
#include "common/clock.h"
#include "tests/support/check_view.h"

enum { DEADLINE_MS = 10000 };

static struct world {
	struct event_base *base;
	struct client_config config;
	struct app *app;
	int listener, peer;
	struct buf got; /* lines from the client since the last look */
	struct buf picture;
} w;

static int nick_given;

static void
start_app(int rooms, ...)
{
	char port[8];
	char *argv[16] = { (char *)"tchat", (char *)"-n", (char *)"me",
		(char *)"--time-format", (char *)"" };
	char *cause = NULL;
	struct sockaddr_in sin = { 0 };
	socklen_t len = sizeof(sin);
	va_list ap;
	int argc = 5;

	getsockname(w.listener, (struct sockaddr *)&sin, &len);
	snprintf(port, sizeof(port), "%u", ntohs(sin.sin_port));
	va_start(ap, rooms);
	for (; rooms > 0; rooms--) {
		argv[argc++] = (char *)"-r";
		argv[argc++] = va_arg(ap, char *);
	}
	va_end(ap);
	argv[argc++] = (char *)"127.0.0.1";
	argv[argc++] = port;
	assert_int_equal(client_config_load(&w.config, argc, argv, &cause), 0);
	w.config.nick_given = nick_given;
	w.app = app_new(w.base, &w.config);
	app_input_open(w.app);
	online_connect(w.app->online);
}

static int
setup(void **state)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	(void)state;
	w = (struct world){ .peer = -1 };
	nick_given = 1;
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	setenv("INPUTRC", "/dev/null", 1);
	w.base = event_base_new();
	event_base_priority_init(w.base, 2);
	w.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(
	    bind(w.listener, (struct sockaddr *)&sin, sizeof(sin)), 0);
	assert_int_equal(listen(w.listener, 4), 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	app_free(w.app);
	event_base_free(w.base);
	client_config_clear(&w.config);
	if (w.peer != -1)
		close(w.peer);
	close(w.listener);
	buf_clear(&w.got);
	buf_clear(&w.picture);
	return 0;
}

/* A turn of the loop, and what came for the server. */
static void
turn(void)
{
	struct timeval tick = { 0, 5000 };
	char bytes[4096];
	ssize_t n;

	event_base_loopexit(w.base, &tick);
	event_base_loop(w.base, EVLOOP_ONCE);
	if (w.peer == -1)
		return;
	n = recv(w.peer, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (n > 0)
		buf_add(&w.got, bytes, (size_t)n);
}

/* Wait until the client has sent text, and forget all up to it. */
static void
expect(const char *text)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;
	const char *at;

	while ((at = strstr(buf_str(&w.got), text)) == NULL) {
		if (clock_mono_ms() > end)
			fail_msg("no \"%s\" in: %s", text, buf_str(&w.got));
		turn();
	}
	buf_drain(&w.got, (size_t)(at - w.got.p) + strlen(text));
}

/* The server says something, and the client has read it all. */
static void
serve(const char *fmt, ...)
{
	static unsigned serial;
	char sync[32];
	va_list ap;

	va_start(ap, fmt);
	vdprintf(w.peer, fmt, ap);
	va_end(ap);
	snprintf(sync, sizeof(sync), "sync%u", ++serial);
	dprintf(w.peer, "\r\nPING %s\r\n", sync);
	expect(sync);
}

static void
break_link(void)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	close(w.peer);
	w.peer = -1;
	while (w.app->model->state != LINK_WAITING) {
		assert_true(clock_mono_ms() < end);
		turn();
	}
}

static void
come_in(void)
{
	expect("USER ");
	serve(":s.x CAP * LS :echo-message labeled-response batch "
	      "message-tags\r\n:s.x CAP * ACK :echo-message "
	      "labeled-response batch message-tags");
	dprintf(w.peer, ":s.x 001 me :Welcome\r\n:s.x 422 me :No MOTD\r\n");
}

static void
accept_app(void)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	while (w.app->model->state != LINK_REGISTERING) {
		assert_true(clock_mono_ms() < end);
		turn();
	}
	w.peer = accept(w.listener, NULL, NULL);
	assert_int_not_equal(w.peer, -1);
}

static void
join(const char *room)
{
	serve(":me!u@h JOIN %s\r\n:s.x 353 me = %s :@me bo\r\n"
	      ":s.x 366 me %s :End",
	    room, room, room);
}

static void
keys(const char *text)
{
	term_feed(w.app->term, text, strlen(text), clock_mono_ms());
}

static const char *
picture(void)
{
	int y;

	buf_reset(&w.picture);
	w.app->model->dirty = DIRTY_ALL;
	app_draw(w.app);
	for (y = 0; y < w.app->canvas->h; y++) {
		canvas_row(w.app->canvas, y, &w.picture);
		buf_add_char(&w.picture, '\n');
	}
	return buf_str(&w.picture);
}

static void
assert_shows(const char *text)
{
	if (strstr(picture(), text) == NULL)
		fail_msg("no \"%s\" in:\n%s", text, buf_str(&w.picture));
}

static void
assert_hides(const char *text)
{
	if (strstr(picture(), text) != NULL)
		fail_msg("\"%s\" in:\n%s", text, buf_str(&w.picture));
}

static struct line *
line_at(const struct buffer *b, size_t from_end)
{
	return buffer_line(b, b->n - 1 - from_end);
}

static void
app__stands_in_the_lobby__without_a_room(void **state)
{
	(void)state;
	start_app(0);
	accept_app();
	come_in();
	assert_ptr_equal(w.app->model->active, w.app->model->server);
	keys("half ");
	join("#lobby");
	assert_string_equal(w.app->model->active->name, "#lobby");
	assert_view(editor_text(), "half ");
	assert_int_equal(w.app->model->active->roster.n, 2);
	assert_shows("#lobby");
	join("#other");
	assert_string_equal(w.app->model->active->name, "#lobby");
}

static void
app__stands_in_the_first_room_asked_for(void **state)
{
	(void)state;
	start_app(2, "111", "#ops");
	accept_app();
	come_in();
	join("#lobby");
	join("#111");
	join("#ops");
	assert_string_equal(w.app->model->active->name, "#111");
}

static void
app__shows_what_is_said__and_where_it_was_not_seen(void **state)
{
	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	join("#a");
	join("#b");
	serve(":bo!b@h PRIVMSG #a :hello there\r\n"
	      ":bo!b@h PRIVMSG #b :me: over here\r\n"
	      ":bo!b@h PRIVMSG me :in private");
	assert_shows("bo  hello there");
	assert_hides("over here");
	assert_int_equal(model_find(w.app->model, VIEW("#b"))->mentions, 1);
	assert_int_equal(
	    model_find(w.app->model, VIEW("bo"))->kind, BUFFER_QUERY);
	serve(":bo!b@h NICK bob\r\n:s.x MODE #a +v bob");
	assert_null(model_find(w.app->model, VIEW("bo")));
	assert_string_equal(
	    roster_find(&w.app->model->active->roster, VIEW("bob"))->prefix,
	    "+");
	serve(":bob!b@h QUIT :gone");
	assert_null(roster_find(&w.app->model->active->roster, VIEW("bob")));
}

static void
own_lines__take_their_place_in_the_order__when_acknowledged(void **state)
{
	struct buffer *b;

	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	join("#a");
	b = w.app->model->active;
	keys("one\rtwo\r");
	assert_string_equal(line_at(b, 1)->text, "one");
	assert_int_equal(line_at(b, 1)->state, LINE_SENT);
	expect("label=2");
	serve(":bo!b@h PRIVMSG #a :before\r\n"
	      "@label=1;msgid=m1 :me!u@h PRIVMSG #a :one");
	assert_string_equal(line_at(b, 2)->text, "before");
	assert_string_equal(line_at(b, 1)->text, "one");
	assert_int_equal(line_at(b, 1)->state, LINE_DONE);
	assert_string_equal(line_at(b, 1)->msgid, "m1");
	assert_string_equal(line_at(b, 0)->text, "two");
	assert_int_equal(line_at(b, 0)->state, LINE_SENT);
	serve("@label=2 :s.x 404 me #a :Cannot send");
	assert_int_equal(line_at(b, 1)->state, LINE_FAILED);
	assert_shows("not sent");
}

static void
lines_typed_offline__are_pending__and_sent_once_it_is_back(void **state)
{
	struct buffer *b;

	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	join("#a");
	b = w.app->model->active;
	break_link();
	assert_false(b->joined);
	assert_shows("offline: the server closed the connection");
	keys("late one\r/topic x\r");
	assert_int_equal(w.app->model->unsent, 1);
	assert_int_equal(line_at(b, 1)->state, LINE_PENDING);
	assert_shows("there is no connection");
	keys("\025draft");
	accept_app();
	come_in();
	expect("JOIN #a");
	expect("PRIVMSG #a :late one");
	join("#a");
	serve("@label=1 :me!u@h PRIVMSG #a :late one");
	assert_int_equal(w.app->model->unsent, 0);
	assert_shows("1 message sent that was written while offline");
	assert_int_equal(editor_text().len, 5);
}

static void
the_room_is_joined_again__before_what_waits_is_sent(void **state)
{
	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	expect("JOIN #a");
	join("#a");
	serve(":bo!b@h KICK #a me :out");
	assert_shows("me was removed by bo (out");
	assert_false(w.app->model->active->rejoin);
	keys("x\r");
	assert_shows("you are not in #a");
	keys("\025/join b\r");
	expect("JOIN #b");
	assert_string_equal(w.app->model->active->name, "#b");
	join("#b");
	break_link();
	keys("later\r");
	accept_app();
	come_in();
	/* #a was lost to a kick. */
	expect("\nJOIN #b\r\n");
	expect("PRIVMSG #b :later");
	assert_null(strstr(buf_str(&w.got), "#a"));
}

static void
each_room__keeps_its_draft(void **state)
{
	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	join("#a");
	join("#b");
	keys("for a");
	app_activate(w.app, model_find(w.app->model, VIEW("#b")));
	assert_int_equal(editor_text().len, 0);
	keys("bb");
	app_activate(w.app, model_find(w.app->model, VIEW("#a")));
	assert_int_equal(editor_text().len, 5);
	assert_int_equal(editor_point(), 5);
	app_activate(w.app, model_find(w.app->model, VIEW("#b")));
	assert_int_equal(editor_text().len, 2);
}

static void
an_unknown_command__is_named__and_stays_in_the_input(void **state)
{
	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	join("#a");
	keys("/jion #b\r");
	assert_shows("unknown command /jion");
	assert_int_equal(editor_text().len, 8);
	keys("\025//not a command\r");
	expect("PRIVMSG #a :/not a command");
	assert_null(strstr(buf_str(&w.got), "jion"));
}

static void
commands__are_said_to_the_server(void **state)
{
	static const char *const lines[][2] = {
		{ "/me waves\r", "PRIVMSG #a :\001ACTION waves\001" },
		{ "/msg bo hi you\r", "PRIVMSG bo :hi you" },
		{ "/notice bo psst\r", "NOTICE bo :psst" },
		{ "/topic a new one\r", "TOPIC #a :a new one" },
		{ "/topic\r", "TOPIC #a\r" },
		{ "/kick bo too loud\r", "KICK #a bo :too loud" },
		{ "/ban bo\r", "MODE #a +b bo!*@*" },
		{ "/ban *!*@evil.x\r", "MODE #a +b *!*@evil.x" },
		{ "/mode +ov bo cy\r", "MODE #a +ov bo cy" },
		{ "/invite cy\r", "INVITE cy #a" },
		{ "/whois bo\r", "WHOIS bo" },
		{ "/who\r", "WHO #a" },
		{ "/list\r", "LIST\r" },
		{ "/away gone fishing\r", "AWAY :gone fishing" },
		{ "/away\r", "AWAY\r" },
		{ "/nick new\r", "NICK new" },
		{ "/quote PRIVMSG bo :raw\r", "\nPRIVMSG bo :raw\r" },
		{ "/part bye all\r", "PART #a :bye all" },
		{ "/join c key\r", "JOIN #c key" },
	};
	size_t i;

	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	join("#a");
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		keys(lines[i][0]);
		expect(lines[i][1]);
		assert_int_equal(editor_text().len, 0);
	}
	keys("/quit so long\r");
	expect("QUIT :so long");
}

static void
answers__stand_where_one_looks(void **state)
{
	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	join("#a");
	serve(":s.x 311 me bo b h.x * :Bo B\r\n"
	      ":s.x 401 me nobody :No such nick\r\n"
	      ":s.x 332 me #a :the topic");
	assert_shows("bo is b@h.x (Bo B)");
	assert_shows("there is no one called nobody here");
	assert_string_equal(w.app->model->active->topic, "the topic");
	keys("/names\r");
	assert_shows("2 in #a: @me bo");
	keys("/help kick\r");
	assert_shows("/kick");
}

static void
strangers__open_a_bounded_number_of_queries(void **state)
{
	int i;

	(void)state;
	start_app(1, "#a");
	accept_app();
	come_in();
	for (i = 0; i < 2 * APP_BUFFERS_MAX; i++)
		dprintf(w.peer, ":n%d!b@h PRIVMSG me :hi\r\n", i);
	serve("PING x");
	assert_int_equal(w.app->model->nbuffers, APP_BUFFERS_MAX);
}

static void
a_taken_nick__is_asked_for__when_it_was_given(void **state)
{
	(void)state;
	start_app(0);
	accept_app();
	expect("USER ");
	serve(":s.x 433 * me :Nickname is already in use");
	assert_shows("take another with /nick");
	keys("/nick you\r");
	expect("NICK you");
	serve(":s.x 001 you :Welcome");
	assert_string_equal(w.app->model->nick, "you");
	assert_hides("is taken");
}

static void
a_taken_nick__is_made_up_for__when_it_was_not_given(void **state)
{
	(void)state;
	nick_given = 0;
	start_app(0);
	accept_app();
	expect("NICK me\r");
	expect("USER ");
	dprintf(w.peer, ":s.x 433 * me :Nickname is already in use\r\n");
	expect("NICK me-2\r");
	dprintf(w.peer, ":s.x 433 * me-2 :Nickname is already in use\r\n");
	expect("NICK me-3\r");
	serve(":s.x 001 me-3 :Welcome");
	assert_shows("the nick me is taken: you are me-3");
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(app__stands_in_the_lobby__without_a_room),
		CASE(app__stands_in_the_first_room_asked_for),
		CASE(app__shows_what_is_said__and_where_it_was_not_seen),
		CASE(
		    own_lines__take_their_place_in_the_order__when_acknowledged),
		CASE(
		    lines_typed_offline__are_pending__and_sent_once_it_is_back),
		CASE(the_room_is_joined_again__before_what_waits_is_sent),
		CASE(each_room__keeps_its_draft),
		CASE(an_unknown_command__is_named__and_stays_in_the_input),
		CASE(commands__are_said_to_the_server),
		CASE(answers__stand_where_one_looks),
		CASE(strangers__open_a_bounded_number_of_queries),
		CASE(a_taken_nick__is_asked_for__when_it_was_given),
		CASE(a_taken_nick__is_made_up_for__when_it_was_not_given),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
