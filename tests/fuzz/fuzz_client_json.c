/*
 * fuzz_client_json: a line of the input with --json is a command whose names fit into a protocol line, or is refused with
 * a reason; and the JSON that line mode prints for its text can be read again.
 * Input: a line of JSON.
 */
#include <string.h>

#include "client/line_mode/json_command.h"
#include "client/line_mode/json_event.h"
#include "common/text.h"
#include "tests/fuzz/fuzz.h"

static void
check_name(struct view name)
{
	for (size_t i = 0; i < name.len; i++)
		require((unsigned char)name.p[i] > ' ' && name.p[i] != ',');
	require(name.len == 0 || *name.p != ':');
}

static void
check_printed(const struct irc_event *ev)
{
	const struct json_context context = { .id = NULL };
	struct buf out = { 0 };
	json_t *o;

	json_event_line(&out, ev, &context);
	require(
	    out.len > 0 && memchr(out.p, '\n', out.len) == out.p + out.len - 1);
	o = json_loadb(out.p, out.len, JSON_ALLOW_NUL, NULL);
	require(json_is_object(o));
	require(json_is_string(json_object_get(o, "text")));
	json_decref(o);
	buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view line = { (const char *)data, size };
	struct irc_event ev = { .type = IRC_EV_MESSAGE,
		.time = 1,
		.who = VIEW("bo"),
		.text = line };
	struct json_command c;
	char *cause = NULL;

	check_printed(&ev);
	if (json_command_parse(&c, line, &cause) != 0) {
		require(cause != NULL);
		ev.text = view_of(cause);
		check_printed(&ev);
	} else {
		require(cause == NULL);
		check_name(c.to);
		check_name(c.room);
		check_name(c.nick);
		check_name(c.key);
		check_name(c.msgid);
		check_name(c.before);
		require(text_utf8_valid(c.text));
		ev.text = c.text;
		check_printed(&ev);
	}
	free(cause);
	json_command_clear(&c);
	return 0;
}
