/*
 * past_world: compare what the client shows with what the server has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_state.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/past_world.h"
#include "tests/support/test.h"

struct past_server past_world;

static void
answer(struct view line, struct buf *out)
{
	past_answer(&past_world, line, out);
}

int
past_world_setup(void **state)
{
	world_setup(state);
	past_open(&past_world);
	world.caps = PAST_CAPS;
	world.answer = answer;
	return 0;
}

void
past_say_many(const char *room, const char *prefix, int n, int64_t ago)
{
	char text[64];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "%s %d", prefix, i);
		past_say(&past_world, room, "bo", text, ago);
	}
}

size_t
past_say_now(const char *room, const char *text)
{
	struct buf out = { 0 };
	size_t i = past_say(&past_world, room, "bo", text, 0);

	past_tell(&past_world, i, &out);
	world_serve("%s", buf_str(&out));
	buf_clear(&out);
	return i;
}

void
past_wait_for_answers(void)
{
	int64_t end = clock_mono_ms() + 10000;

	do {
		world_serve("PING x");
		world_serve("PING x");
		assert_true(clock_mono_ms() < end);
	} while (
	    scrollback_is_fetching(
		app_network_active(world.app)->scrollback, NULL) ||
	    message_search_is_waiting(app_network_active(world.app)->search));
}

void
past_connect_and_join(void)
{
	world_accept();
	world_welcome();
	world_expect("JOIN #a");
	past_wait_for_answers();
}

void
past_start(void)
{
	world_start(1, "#a");
	past_connect_and_join();
	world_picture();
}

const char *
past_shown(const struct buffer *b)
{
	static struct buf out;
	const struct line *line;
	size_t i;

	buf_reset(&out);
	for (i = 0; i < b->n; i++) {
		line = buffer_line(b, i);
		if (line->kind == LINE_GAP)
			buf_add_str(&out, "(gap)\n");
		else if (line_is_message(line))
			buf_printf(&out, "%s\n", line->text);
	}
	return buf_str(&out);
}

const char *
past_on_server(const char *room)
{
	static struct buf out;
	size_t i;

	buf_reset(&out);
	for (i = 0; i < past_world.n; i++)
		if (strcmp(past_world.said[i].target, room) == 0)
			buf_printf(&out, "%s\n", past_world.said[i].text);
	return buf_str(&out);
}
