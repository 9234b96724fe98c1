/*
 * A hostile server: whatever it sends, the client's memory stays within limits, and so does the work
 * between two checks of the keyboard. The tests count; they measure no time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "client/app_state.h"
#include "client/commands/complete.h"
#include "client/input/editor.h"
#include "client/model/search_results.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

#define CAPS                                                            \
	"batch message-tags labeled-response echo-message server-time " \
	"draft/chathistory soju.im/search "                             \
	"draft/multiline=max-bytes=4096,max-lines=100"

/* Send all of it, and let the client read meanwhile. */
static void
serve(struct buf *out)
{
	size_t at = 0;
	ssize_t n;

	while (at < out->len) {
		n = send(world.peer, out->p + at, out->len - at, MSG_DONTWAIT);
		if (n > 0)
			at += (size_t)n;
		world_turn();
	}
	buf_reset(out);
	world_serve("PING x");
}

static void
begin(void)
{
	world.caps = CAPS;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
}

/* Count the lines of a buffer with that text. */
static size_t
count_lines(const struct buffer *b, const char *text)
{
	size_t i, n = 0;

	for (i = 0; i < b->n; i++)
		n += buffer_line(b, i)->text != NULL &&
		     strstr(buffer_line(b, i)->text, text) != NULL;
	return n;
}

static void
names__fill_a_room_up_to_a_limit__reported_once(void **state)
{
	struct buffer *b;
	struct buf out = { 0 };
	char long_nick[300];
	int i;

	(void)state;
	begin();
	b = world.app->model->active;
	for (i = 0; i < ROSTER_MAX + 10000; i++) {
		if (i % 50 == 0)
			buf_printf(
			    &out, "%s:s.x 353 me = #a :", i > 0 ? "\r\n" : "");
		buf_printf(&out, "n%d ", i);
	}
	buf_add_str(&out, "\r\n");
	serve(&out);
	assert_int_equal(b->roster.n, ROSTER_MAX);
	assert_int_equal(world.app->model->members.n, ROSTER_MAX);
	assert_int_equal(count_lines(b, "is not complete"), 1);
	/* another room shares the rest */
	for (i = 0; i < 3; i++) {
		buf_printf(&out, ":me!u@h JOIN #r%d", i);
		for (int k = 0; k < ROSTER_MAX; k++) {
			if (k % 50 == 0)
				buf_printf(&out, "\r\n:s.x 353 me = #r%d :", i);
			buf_printf(&out, "n%d ", k);
		}
		buf_add_str(&out, "\r\n");
	}
	serve(&out);
	assert_int_equal(world.app->model->members.n, ROSTER_POOL_MAX);
	/* a room that is left frees its share */
	world_serve(":me!u@h PART #a\r\n:me!u@h PART #r0");
	assert_true(world.app->model->members.n < ROSTER_POOL_MAX / 2);
	memset(long_nick, 'x', sizeof(long_nick));
	long_nick[sizeof(long_nick) - 1] = '\0';
	i = (int)world.app->model->members.n;
	world_serve(":%s!u@h JOIN #r2", long_nick);
	assert_int_equal(world.app->model->members.n, i);
	buf_clear(&out);
}

/* Between two checks of the keyboard the client reads few lines, and a line has few names. */
static void
a_names_line__adds_a_limited_number_of_members(void **state)
{
	struct buffer *b;
	struct buf out = { 0 };
	int i;

	(void)state;
	begin();
	b = world.app->model->active;
	buf_add_str(&out, ":s.x 353 me = #a :");
	for (i = 0; i < 8000; i++)
		buf_printf(&out, "n%d ", i);
	buf_add_str(&out, "\r\n");
	serve(&out);
	assert_int_equal(b->roster.n, 2000);
	buf_clear(&out);
}

static void
completion__offers_a_limited_number(void **state)
{
	struct buffer *b;
	const char *append;
	char name[16], **v;
	size_t n = 0;

	(void)state;
	begin();
	b = world.app->model->active;
	for (int i = 0; i < ROSTER_MAX; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		roster_set(&b->roster, view_of(name), "");
	}
	v = complete_word(world.app->model, NULL, VIEW(""), 0, 0, &append);
	while (v[n] != NULL)
		free(v[n++]);
	free(v);
	assert_true(n <= 500);
}

static void
rooms__are_opened_up_to_a_limit__reported_once(void **state)
{
	struct model *m;
	struct buf out = { 0 };
	int i;

	(void)state;
	begin();
	m = world.app->model;
	for (i = 0; i < MODEL_BUFFERS_MAX + 500; i++)
		buf_printf(&out,
		    ":me!u@h JOIN #r%d\r\n:s.x 332 me #r%d :topic\r\n"
		    ":s.x 366 me #r%d :End\r\n",
		    i, i, i);
	serve(&out);
	assert_int_equal(m->nbuffers, MODEL_BUFFERS_MAX);
	assert_int_equal(
	    count_lines(model_network(m)->server, "more rooms than"), 1);
	world_keys("/join #mine\r");
	assert_int_equal(m->nbuffers, MODEL_BUFFERS_MAX);
	world_shows("windows are open already");
	world_keys("/close #r0\r/join #mine\r");
	world_expect("JOIN #mine");
	buf_clear(&out);
}

/* Long lines of all kinds, in many rooms: the oldest are dropped. */
static void
lines__use_limited_memory(void **state)
{
	static const char *const kinds[] = { ":bo!b@h PRIVMSG #r%d :%s",
		":s.x 322 me #x%d 1 :%s", ":s.x 367 me #r%d %s",
		":bo!b@h TOPIC #r%d :%s", ":s.x 352 me #r%d b h s bo H :0 %s",
		":x%d!b@h PRIVMSG me :%s", ":s.x 372 me%d :%s" };
	struct buf out = { 0 };
	struct model *m;
	struct buffer *b;
	size_t most, i, longest = 14000;
	char *text = malloc(longest + 1);

	(void)state;
	memset(text, 'x', longest);
	text[longest] = '\0';
	begin();
	m = world.app->model;
	m->max_lines = 100; /* as --scrollback would */
	most = m->max_lines * MODEL_LINE_BYTES;
	for (i = 0; i < 20; i++)
		buf_printf(&out, ":me!u@h JOIN #r%zu\r\n", i);
	serve(&out);
	for (i = 0; i < 700; i++) {
		buf_printf(&out, kinds[i % 7], (int)(i % 20), text);
		buf_add_str(&out, "\r\n");
		if (i % 20 == 0)
			serve(&out);
	}
	serve(&out);
	TAILQ_FOREACH (b, &m->buffers, link)
		assert_true(b->bytes <= most || b->n == 1);
	assert_true(m->bytes <= most * MODEL_FULL_BUFFERS);
	assert_true(m->bytes > most);
	free(text);
	buf_clear(&out);
}

/* One line must not cause work for two million lines. */
static void
a_message_of_many_lines__is_cut__with_a_note(void **state)
{
	struct buf out = { 0 };
	const struct line *line;
	size_t n = 0;
	int i;

	(void)state;
	begin();
	buf_add_str(&out, ":bo!b@h BATCH +x draft/multiline #a\r\n");
	for (i = 0; i < 100000; i++)
		buf_add_str(&out, "@batch=x :bo!b@h PRIVMSG #a :\r\n");
	buf_add_str(&out, ":bo!b@h BATCH -x\r\n");
	serve(&out);
	line = world_line(world.app->model->active, 0);
	for (const char *p = line->text; *p != '\0'; p++)
		n += *p == '\n';
	assert_true(n <= 2000);
	assert_non_null(strstr(line->text, "[cut: the message is longer]"));
	buf_add_str(&out, ":bo!b@h BATCH +y draft/multiline #a\r\n");
	for (i = 0; i < 2000; i++)
		buf_printf(&out, "@batch=y :bo!b@h PRIVMSG #a :%0100d\r\n", i);
	buf_add_str(&out, ":bo!b@h BATCH -y\r\n");
	serve(&out);
	line = world_line(world.app->model->active, 0);
	assert_true(strlen(line->text) < 66 * 1024);
	assert_non_null(strstr(line->text, "[cut: the message is longer]"));
	/* the number of batches that never end is limited */
	for (i = 0; i < 5000; i++)
		buf_printf(
		    &out, ":bo!b@h BATCH +b%d draft/multiline #a\r\n", i);
	serve(&out);
	buf_clear(&out);
}

static const char *question; /* the command to wait for */
static char asked[32];	     /* its label, once the client sent it */

static void
note_question(struct view line, struct buf *out)
{
	char text[512];

	(void)out;
	snprintf(text, sizeof(text), "%.*s", VIEW_ARG(line));
	if (strstr(text, question) != NULL)
		sscanf(text, "@label=%31[^ ;]", asked);
}

static void
await_question(void)
{
	int64_t end = clock_mono_ms() + 10000;

	while (asked[0] == '\0') {
		assert_true(clock_mono_ms() < end);
		world_turn();
	}
}

static void
a_page_of_history__has_a_limited_length(void **state)
{
	struct buf out = { 0 };
	struct buffer *b;
	int i;

	(void)state;
	asked[0] = '\0';
	question = "CHATHISTORY LATEST #a";
	world.answer = note_question;
	begin();
	b = world.app->model->active;
	await_question();
	buf_printf(&out, "@label=%s :s.x BATCH +h chathistory #a\r\n", asked);
	for (i = 0; i < 20000; i++)
		buf_printf(&out,
		    "@batch=h;time=2020-01-01T00:00:00.%03dZ;msgid=m%d "
		    ":bo!b@h PRIVMSG #a :old\r\n",
		    i % 1000, i);
	serve(&out);
	buf_add_str(&out, ":s.x BATCH -h\r\n");
	serve(&out);
	assert_int_equal(count_lines(b, "more history than was asked"), 1);
	assert_true(b->n <= 500);
	assert_true(b->n > 100);
	buf_clear(&out);
}

static void
search_results__are_limited(void **state)
{
	struct buf out = { 0 };
	int i;

	(void)state;
	asked[0] = '\0';
	question = "SEARCH ";
	world.answer = note_question;
	begin();
	world_serve(":s.x 005 me X :supported");
	world_keys("/search x\r");
	await_question();
	buf_printf(&out, "@label=%s :s.x BATCH +f soju.im/search\r\n", asked);
	for (i = 0; i < 5000; i++)
		buf_printf(
		    &out, "@batch=f;msgid=m%d :bo!b@h PRIVMSG #a :x\r\n", i);
	buf_add_str(&out, ":s.x BATCH -f\r\n");
	serve(&out);
	assert_int_equal(model_results(world.app->model)->n, RESULTS_MAX);
	assert_int_equal(model_results(world.app->model)->state, RESULTS_ALL);
	world_shows("1 of 2000+ found");
	buf_clear(&out);
}

/* Commands without a reply. */
static void
requests__without_an_answer__are_dropped(void **state)
{
	(void)state;
	world.caps = "";
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	for (int i = 0; i < 300; i++) {
		world_keys("/whois bo\r");
		if (i % 16 == 0)
			world_turn();
	}
	world_serve(":s.x 311 me bo b h.x * :Bo\r\n:s.x 318 me bo :End");
	world_shows("bo is b@h.x (Bo)");
}

#define CASE(fn) \
	cmocka_unit_test_setup_teardown(fn, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(names__fill_a_room_up_to_a_limit__reported_once),
		CASE(a_names_line__adds_a_limited_number_of_members),
		CASE(completion__offers_a_limited_number),
		CASE(rooms__are_opened_up_to_a_limit__reported_once),
		CASE(lines__use_limited_memory),
		CASE(a_message_of_many_lines__is_cut__with_a_note),
		CASE(a_page_of_history__has_a_limited_length),
		CASE(search_results__are_limited),
		CASE(requests__without_an_answer__are_dropped),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
