/*
 * app: the whole client except the terminal: keys in, a picture out. The test plays the server on a real
 * socket.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app_buffers.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "client/model/event_buffer.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

static void
app__shows_the_lobby__if_no_room_was_given(void **state)
{
	(void)state;
	world_start(0);
	world_accept();
	world_welcome();
	assert_ptr_equal(
	    world.app->model->active, model_network(world.app->model)->server);
	world_keys("half ");
	world_join("#lobby");
	assert_string_equal(world.app->model->active->name, "#lobby");
	assert_view(editor_text(), "half ");
	assert_int_equal(world.app->model->active->roster.n, 2);
	world_shows("#lobby");
	world_join("#other");
	assert_string_equal(world.app->model->active->name, "#lobby");
}

static void
app__shows_the_first_room_given(void **state)
{
	(void)state;
	world_start(2, "111", "#ops");
	world_accept();
	world_welcome();
	world_join("#lobby");
	world_join("#111");
	world_join("#ops");
	assert_string_equal(world.app->model->active->name, "#111");
}

static void
app__shows_the_name_of_the_network__when_it_is_known(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_shows("1 127.0.0.1");
	world_serve(":s.x 005 me NETWORK=Tea\\x20Net :are supported\r\n"
		    ":s.x 376 me :End of the message");
	world_shows("1 Tea Net");
	world_hides("1 127.0.0.1");
	world_serve(":s.x 005 me NETWORK=T :are supported\r\n"
		    ":s.x 376 me :End of the message");
	world_shows("1 T │"); /* as wide as "2 #a" */
}

static void
app__shows_messages__and_counts_those_of_other_rooms(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_join("#b");
	world_serve(":bo!b@h PRIVMSG #a :hello there\r\n"
		    ":bo!b@h PRIVMSG #b :me: over here\r\n"
		    ":bo!b@h PRIVMSG me :in private");
	world_shows("bo hello there");
	world_hides("over here");
	assert_int_equal(
	    model_find(model_network(world.app->model), VIEW("#b"))->mentions,
	    1);
	assert_int_equal(
	    model_find(model_network(world.app->model), VIEW("bo"))->kind,
	    BUFFER_QUERY);
	world_serve(":bo!b@h NICK bob\r\n:s.x MODE #a +v bob");
	assert_null(model_find(model_network(world.app->model), VIEW("bo")));
	assert_string_equal(
	    roster_find(&world.app->model->active->roster, VIEW("bob"))->prefix,
	    "+");
	world_serve(":bob!b@h QUIT :gone");
	assert_null(
	    roster_find(&world.app->model->active->roster, VIEW("bob")));
}

static void
a_server_line_beyond_the_limit__is_reported(void **state)
{
	char part[4097];
	int i;

	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	memset(part, 'x', sizeof(part) - 1);
	part[sizeof(part) - 1] = '\0';
	dprintf(world.peer, ":bo!b@h PRIVMSG #a :");
	for (i = 0; i < 17; i++) {
		dprintf(world.peer, "%s", part);
		world_turn();
	}
	world_serve("\r\n:bo!b@h PRIVMSG #a :after");
	world_shows("after");
	world_shows("1 line of more than 65536 bytes");
}

/* A cron job on a server where it has to join: other users do not want to see it join and leave. */
static void
a_visitor__shows_no_join_and_no_part(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_serve(":cron!c@h JOIN #a\r\n:eve!e@h JOIN #a\r\n"
		    "@+tchat/visitor :cron!c@h PRIVMSG #a :built\r\n"
		    ":cron!c@h QUIT :Quit\r\n:eve!e@h QUIT :Quit");
	world_shows("cron built");
	world_shows("eve joined");
	world_shows("eve left");
	world_hides("cron joined");
	world_hides("cron left");
	assert_null(
	    roster_find(&world.app->model->active->roster, VIEW("cron")));
}

static void
own_lines__move_to_their_place__when_confirmed(void **state)
{
	struct buffer *b;

	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	b = world.app->model->active;
	world_keys("one\rtwo\r");
	assert_string_equal(world_line(b, 1)->text, "one");
	assert_int_equal(world_line(b, 1)->state, LINE_SENT);
	world_expect("label=2");
	world_serve(":bo!b@h PRIVMSG #a :before\r\n"
		    "@label=1;msgid=m1 :me!u@h PRIVMSG #a :one");
	assert_string_equal(world_line(b, 2)->text, "before");
	assert_string_equal(world_line(b, 1)->text, "one");
	assert_int_equal(world_line(b, 1)->state, LINE_DONE);
	assert_string_equal(world_line(b, 1)->msgid, "m1");
	assert_string_equal(world_line(b, 0)->text, "two");
	assert_int_equal(world_line(b, 0)->state, LINE_SENT);
	world_serve("@label=2 :s.x 404 me #a :Cannot send");
	assert_int_equal(world_line(b, 1)->state, LINE_FAILED);
	world_shows("not sent");
}

/* The server may filter or strip colours: the client shows what the others see. */
static void
own_lines__show_the_text_of_the_echo(void **state)
{
	struct buffer *b;

	(void)state;
	world.caps = "batch draft/multiline=max-bytes=4096,max-lines=3 "
		     "echo-message labeled-response message-tags";
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	b = world.app->model->active;
	world_keys("a damn word\r/me is damn cold\rsame\r");
	world_keys("\033[200~one\ntwo\033[201~\r");
	world_expect("BATCH -m4");
	world_serve(
	    "@label=1 :me!u@h PRIVMSG #a :a **** word\r\n"
	    "@label=2 :me!u@h PRIVMSG #a :\001ACTION is **** cold\001\r\n"
	    "@label=3 :me!u@h PRIVMSG #a :same\r\n"
	    "@label=4 :me!u@h BATCH +1 draft/multiline #a\r\n"
	    "@batch=1 :me!u@h PRIVMSG #a :one\r\n"
	    "@batch=1 :me!u@h PRIVMSG #a :t**\r\n"
	    ":me!u@h BATCH -1");
	assert_string_equal(world_line(b, 3)->text, "a **** word");
	assert_string_equal(world_line(b, 2)->text, "is **** cold");
	assert_string_equal(world_line(b, 1)->text, "same");
	assert_string_equal(world_line(b, 0)->text, "one\nt**");
	assert_int_equal(world_line(b, 0)->state, LINE_DONE);
	world_hides("damn");
}

static void
a_paste__is_one_message__if_the_server_supports_multiline(void **state)
{
	struct buffer *b;

	(void)state;
	world.caps = "batch draft/multiline=max-bytes=4096,max-lines=3 "
		     "echo-message labeled-response message-tags";
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	b = world.app->model->active;
	world.config.paste_ask_lines = 0;
	world_keys("\033[200~\none\ntwo\n\nthree\nfour\033[201~");
	world_keys("\r");
	world_expect("BATCH +m1 draft/multiline #a\r\n");
	world_expect("@batch=m1 PRIVMSG #a :one\r\n");
	world_expect("@batch=m1 PRIVMSG #a :two\r\n");
	world_expect("BATCH -m1\r\n");
	world_expect("BATCH +m2 draft/multiline #a\r\n");
	world_expect("@batch=m2 PRIVMSG #a :three\r\n");
	world_expect("@batch=m2 PRIVMSG #a :four\r\n");
	world_expect("BATCH -m2\r\n");
	assert_string_equal(world_line(b, 1)->text, "one\ntwo");
	assert_string_equal(world_line(b, 0)->text, "three\nfour");
	world_shows("me one");
	world_serve("@label=1;msgid=x :me!u@h BATCH +1 draft/multiline #a\r\n"
		    "@batch=1 :me!u@h PRIVMSG #a :one\r\n"
		    "@batch=1 :me!u@h PRIVMSG #a :two\r\n"
		    ":me!u@h BATCH -1");
	assert_int_equal(world_line(b, 1)->state, LINE_DONE);
	assert_string_equal(world_line(b, 1)->msgid, "x");
	assert_int_equal(world_line(b, 0)->state, LINE_SENT);
	world_keys("a single\r");
	world_expect("PRIVMSG #a :a single\r\n");
}

/* At most 16 messages are on the wire at a time. */
static void
quit__waits_for_confirmations__and_reports_unsent_messages(void **state)
{
	char *words;
	int i;

	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	for (i = 0; i < 20; i++)
		world_keys("x\r");
	world_expect("label=16");
	world_keys("/quit\r");
	world_shows("Waiting until the server confirms 16 messages");
	for (i = 1; i <= 15; i++)
		world_serve("@label=%d :me!u@h PRIVMSG #a :x", i);
	words =
	    connection_unsent_words(app_network_active(world.app)->connection);
	assert_string_equal(words,
	    "4 messages were not sent; 1 message may have been sent: the "
	    "server did not confirm it");
	free(words);
	assert_null(strstr(buf_str(&world.got), "QUIT"));
	world_serve("@label=16 :me!u@h PRIVMSG #a :x");
	world_expect("QUIT");
	assert_null(strstr(buf_str(&world.got), "PRIVMSG"));
	words =
	    connection_unsent_words(app_network_active(world.app)->connection);
	assert_string_equal(words, "4 messages were not sent");
	free(words);
}

static void
quit__counts_messages_written_offline(void **state)
{
	char *words;

	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_keys("sent\r");
	world_expect("PRIVMSG #a :sent");
	world_break();
	world_keys("one\rtwo\r");
	words =
	    connection_unsent_words(app_network_active(world.app)->connection);
	assert_string_equal(words, "2 messages were not sent");
	free(words);
}

static void
lines_typed_offline__are_pending__and_sent_after_a_reconnect(void **state)
{
	struct buffer *b;

	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	b = world.app->model->active;
	world_break();
	assert_false(b->joined);
	world_shows("offline: the server closed the connection");
	world_keys("late one\r/topic x\r");
	assert_int_equal(model_network(world.app->model)->unsent, 1);
	assert_int_equal(world_line(b, 1)->state, LINE_PENDING);
	world_shows("Not connected");
	world_keys("draft");
	world_accept();
	world_welcome();
	world_expect("JOIN #a");
	world_expect("PRIVMSG #a :late one");
	world_join("#a");
	world_serve("@label=1 :me!u@h PRIVMSG #a :late one");
	assert_int_equal(model_network(world.app->model)->unsent, 0);
	world_shows("Sent 1 message written while offline");
	assert_int_equal(editor_text().len, 5);
}

static void
a_reconnect__joins_the_room__before_it_sends_pending_messages(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_expect("JOIN #a");
	world_join("#a");
	world_serve(":bo!b@h KICK #a me :out");
	world_shows("me was kicked by bo (out");
	assert_false(world.app->model->active->rejoin);
	world_keys("x\r");
	world_shows("You are not in #a");
	world_keys("/join b\r");
	world_expect("JOIN #b");
	assert_string_equal(world.app->model->active->name, "#b");
	world_join("#b");
	world_break();
	world_keys("later\r");
	world_accept();
	world_welcome();
	/* the user was kicked from #a */
	world_expect("\nJOIN #b\r\n");
	world_expect("PRIVMSG #b :later");
	assert_null(strstr(buf_str(&world.got), "#a"));
}

static void
each_room__keeps_its_draft(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_join("#b");
	world_keys("for a");
	app_activate(
	    world.app, model_find(model_network(world.app->model), VIEW("#b")));
	assert_int_equal(editor_text().len, 0);
	world_keys("bb");
	app_activate(
	    world.app, model_find(model_network(world.app->model), VIEW("#a")));
	assert_int_equal(editor_text().len, 5);
	assert_int_equal(editor_point(), 5);
	app_activate(
	    world.app, model_find(model_network(world.app->model), VIEW("#b")));
	assert_int_equal(editor_text().len, 2);
}

static void
a_failed_command__is_named__and_up_recalls_it(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_keys("/jion #b\r");
	world_shows("Unknown command /jion");
	assert_int_equal(editor_text().len, 0);
	world_keys("//not a command\r");
	world_expect("PRIVMSG #a :/not a command");
	assert_null(strstr(buf_str(&world.got), "jion"));
	world_keys("\033[A\033[A");
	assert_view(editor_text(), "/jion #b");
	world_keys("\025/close nobody\r");
	world_shows("No room or query named nobody is open");
	world_join("#b");
	world_keys("/close b\r");
	assert_null(model_find(model_network(world.app->model), VIEW("#b")));
	world_expect("PART #b");
}

/* Text pasted by mistake is not sent, and not lost. */
static void
a_command__is_refused_and_stays__if_it_has_several_lines(void **state)
{
	static const char *const lines[] = { "/topic one\ntwo",
		"/away one\ntwo", "/part one\ntwo", "/quit one\ntwo",
		"/kick bo one\ntwo", "/nick a\nb", "/join #b\n#c",
		"/ban bo 2h\nspam", "/invite bo\n#b", "/list x\ny",
		"/mode +b x\n+b y", "/quote PING a\nPING b", "/search a\nb",
		"/who a\nb", "/whois a\nb", "/close\n#a" };
	size_t i;

	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		world_keys("\033[200~");
		world_keys(lines[i]);
		world_keys("\033[201~\r");
		world_shows("takes one line, but the text has 2");
		assert_views(editor_text(), view_of(lines[i]));
		assert_true(editor_text().p[editor_point()] == '\n');
		world_keys("\003");
	}
	world_turn();
	assert_null(strstr(buf_str(&world.got), "one"));
	assert_null(strstr(buf_str(&world.got), "two"));
	assert_false(world.app->quitting);
	world_keys("\033[200~/topic a line\n\033[201~\r");
	world_expect("TOPIC #a :a line\r\n");
	world_keys("\033[200~/msg bo one\ntwo\033[201~\r");
	world_expect("PRIVMSG bo :one\r\n");
	world_expect("PRIVMSG bo :two\r\n");
}

static void
undo__is_kept_for_each_room(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_join("#b");
	world_keys("\033[200~one\033[201~\033[200~ two\033[201~");
	world_keys("\033[1;3C\033[200~b\033[201~\033[1;3D");
	assert_view(editor_text(), "one two");
	world_keys("\037");
	assert_view(editor_text(), "one");
	world_keys("\037");
	assert_view(editor_text(), "");
	world_keys("\033[1;3C\037");
	assert_view(editor_text(), "");
}

static void
commands__are_sent_to_the_server(void **state)
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
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		world_keys(lines[i][0]);
		world_expect(lines[i][1]);
		assert_int_equal(editor_text().len, 0);
	}
	world_serve("@label=1 ACK\r\n@label=2 ACK\r\n@label=3 ACK");
	world_keys("/quit so long\r");
	world_expect("QUIT :so long");
}

static void
replies__appear_in_the_active_room(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_serve(":s.x 311 me bo b h.x * :Bo B\r\n"
		    ":s.x 401 me nobody :No such nick\r\n"
		    ":s.x 332 me #a :the topic");
	world_shows("bo is b@h.x (Bo B)");
	world_shows("There is no user named nobody");
	assert_string_equal(world.app->model->active->topic, "the topic");
	world_keys("/names\r");
	world_shows("2 members of #a: @me bo");
	world_keys("/help kick\r");
	world_shows("/kick");
}

static void
messages_of_strangers__open_a_limited_number_of_queries(void **state)
{
	int i;

	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	for (i = 0; i < 2 * EVENT_BUFFERS_MAX; i++)
		dprintf(world.peer, ":n%d!b@h PRIVMSG me :hi\r\n", i);
	world_serve("PING x");
	assert_int_equal(world.app->model->nbuffers, EVENT_BUFFERS_MAX);
}

static void
a_nick_in_use__asks_the_user__if_the_user_chose_it(void **state)
{
	(void)state;
	world_start(0);
	world_accept();
	world_expect("USER ");
	world_serve(":s.x 433 * me :Nickname is already in use");
	world_shows("Choose another: /nick");
	world_keys("/nick you\r");
	world_expect("NICK you");
	world_serve(":s.x 001 you :Welcome");
	assert_string_equal(model_network(world.app->model)->nick, "you");
	world_hides("is in use. You are");
}

static void
a_nick_in_use__is_replaced__if_it_is_the_default(void **state)
{
	(void)state;
	world.nick_given = 0;
	world_start(0);
	world_accept();
	world_expect("NICK me\r");
	world_expect("USER ");
	dprintf(world.peer, ":s.x 433 * me :Nickname is already in use\r\n");
	world_expect("NICK me-2\r");
	dprintf(world.peer, ":s.x 433 * me-2 :Nickname is already in use\r\n");
	world_expect("NICK me-3\r");
	world_serve(":s.x 001 me-3 :Welcome");
	world_shows("The nick me is in use. You are me-3 now.");
}

/* The client has reconnected under another nick, and joins. */
static void
come_back_as_me_2(void)
{
	world_break();
	world_accept();
	world_expect("USER ");
	dprintf(world.peer, ":s.x 433 * me :Nickname is already in use\r\n");
	world_expect("NICK me-2\r");
	world_serve(":s.x 001 me-2 :Welcome\r\n"
		    ":s.x 005 me-2 MONITOR=100 :are supported");
	world_shows("The nick me is in use. You are me-2 now.");
}

static void
the_nick__is_regained__after_a_reconnect(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	come_back_as_me_2();
	world_expect("MONITOR + me\r");
	dprintf(world.peer, ":s.x 731 me-2 :me\r\n");
	world_expect("NICK me\r");
	world_serve("@msgid=x :me-2!u@h NICK me");
	world_shows("You have your nick me back");
	assert_string_equal(model_network(world.app->model)->nick, "me");
}

static void
the_nick__is_not_regained__if_the_user_chose_another(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	come_back_as_me_2();
	world_expect("MONITOR + me\r");
	world_keys("/nick ann\r");
	world_expect("MONITOR - me\r");
	world_serve(":s.x 731 me-2 :me\r\n:me-2!u@h NICK ann");
	assert_null(strstr(buf_str(&world.got), "NICK me\r"));
}

#define CASE(fn) \
	cmocka_unit_test_setup_teardown(fn, world_setup, world_teardown)

/* Those that another server does not have, or by which it means something else, are not offered. */
static void
completion__offers_the_modes_of_the_server(void **state)
{
	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_serve(":s.x 005 me CHANMODES=b,k,l,imnstCO :are supported");
	world_keys("/mode -\t");
	world_shows("a nick  -v  -b  -m  -t  -i  -k  -l  -s  -n");
	world_hides("more");
	world_keys("\025");
	world_serve(":s.x 005 me CHANMODES=Ibe,k,lW,CHORimnst :are supported");
	world_keys("/mode +O\t");
	world_shows("off the record");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(completion__offers_the_modes_of_the_server),
		CASE(app__shows_the_lobby__if_no_room_was_given),
		CASE(app__shows_the_first_room_given),
		CASE(app__shows_the_name_of_the_network__when_it_is_known),
		CASE(app__shows_messages__and_counts_those_of_other_rooms),
		CASE(a_visitor__shows_no_join_and_no_part),
		CASE(a_server_line_beyond_the_limit__is_reported),
		CASE(own_lines__move_to_their_place__when_confirmed),
		CASE(own_lines__show_the_text_of_the_echo),
		CASE(a_paste__is_one_message__if_the_server_supports_multiline),
		CASE(
		    quit__waits_for_confirmations__and_reports_unsent_messages),
		CASE(quit__counts_messages_written_offline),
		CASE(
		    lines_typed_offline__are_pending__and_sent_after_a_reconnect),
		CASE(
		    a_reconnect__joins_the_room__before_it_sends_pending_messages),
		CASE(each_room__keeps_its_draft),
		CASE(a_failed_command__is_named__and_up_recalls_it),
		CASE(a_command__is_refused_and_stays__if_it_has_several_lines),
		CASE(undo__is_kept_for_each_room),
		CASE(commands__are_sent_to_the_server),
		CASE(replies__appear_in_the_active_room),
		CASE(messages_of_strangers__open_a_limited_number_of_queries),
		CASE(a_nick_in_use__asks_the_user__if_the_user_chose_it),
		CASE(a_nick_in_use__is_replaced__if_it_is_the_default),
		CASE(the_nick__is_regained__after_a_reconnect),
		CASE(the_nick__is_not_regained__if_the_user_chose_another),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
