/*
 * json_event: an event becomes one line of JSON with the members that tchat-json(5) promises.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/line_mode/json_event.h"
#include "tests/support/manual.h"
#include "tests/support/test.h"

#define AT     INT64_C(45296007)
#define PREFIX "\"time\":\"1970-01-01T12:34:56.007Z\","

static struct buf out;

static const char *
line(struct irc_event ev, json_t *id)
{
	const struct json_context context = { .id = id };

	buf_reset(&out);
	ev.time = AT;
	json_event_line(&out, &ev, &context);
	return buf_str(&out);
}

#define LINE(...) line((struct irc_event){ __VA_ARGS__ }, NULL)

static void
event_line__has_all_members_of_a_message(void **state)
{
	(void)state;
	assert_string_equal(
	    LINE(.type = IRC_EV_MESSAGE, .who = VIEW("bo"),
		.account = VIEW("Bodo"), .userhost = VIEW("b@h"),
		.msgid = VIEW("m1"), .room = VIEW("#a"), .target = VIEW("#a"),
		.text = VIEW("one\n\"two\"")),
	    "{\"type\":\"message\"," PREFIX
	    "\"room\":\"#a\",\"nick\":\"bo\",\"account\":\"Bodo\",\"host\":"
	    "\"b@h\",\"self\":false,\"to\":\"#a\",\"conversation\":\"#a\","
	    "\"msgid\":\"m1\",\"text\":\"one\\n\\\"two\\\"\",\"history\":"
	    "false,\"ignored\":false,\"mention\":false}\n");
	assert_string_equal(
	    LINE(.type = IRC_EV_MESSAGE, .message = IRC_ACTION,
		.who = VIEW("bo"), .to_self = 1, .target = VIEW("me"),
		.history = 4, .text = VIEW("waves")),
	    "{\"type\":\"action\"," PREFIX
	    "\"room\":null,\"nick\":\"bo\",\"account\":null,\"host\":null,"
	    "\"self\":false,\"to\":\"me\",\"conversation\":\"bo\",\"msgid\":"
	    "null,\"text\":\"waves\",\"history\":true,"
	    "\"ignored\":false,\"mention\":false}\n");
}

static void
event_line__has_the_text_without_and_with_formatting(void **state)
{
	(void)state;
	assert_non_null(
	    strstr(LINE(.type = IRC_EV_PART, .who = VIEW("bo"),
		       .room = VIEW("#a"), .text = VIEW("a \002b\002")),
		"\"formatted\":\"a \\u0002b\\u0002\",\"text\":\"a b\""));
	assert_null(strstr(LINE(.type = IRC_EV_PART, .who = VIEW("bo"),
			       .room = VIEW("#a"), .text = VIEW("a b")),
	    "formatted"));
}

static void
event_line__names_the_object_by_its_role(void **state)
{
	(void)state;
	assert_non_null(strstr(LINE(.type = IRC_EV_KICK, .object = VIEW("bo")),
	    "\"kicked\":\"bo\""));
	assert_non_null(strstr(LINE(.type = IRC_EV_NICK, .object = VIEW("bo")),
	    "\"new_nick\":\"bo\""));
	assert_non_null(
	    strstr(LINE(.type = IRC_EV_INVITED, .object = VIEW("bo")),
		"\"invited\":\"bo\""));
	assert_non_null(
	    strstr(LINE(.type = IRC_EV_REDACTED, .object = VIEW("m1")),
		"\"redacted\":\"m1\""));
	assert_non_null(strstr(LINE(.type = IRC_EV_MESSAGE, .message = IRC_CTCP,
				   .object = VIEW("VERSION")),
	    "{\"type\":\"ctcp\","));
}

static void
event_line__has_the_id_of_the_command_that_it_answers(void **state)
{
	json_t *id = json_integer(5);

	(void)state;
	assert_string_equal(line((struct irc_event){ .type = IRC_EV_INFO,
				     .numeric = 311,
				     .text = VIEW("bo is here") },
				id),
	    "{\"type\":\"info\"," PREFIX
	    "\"room\":null,\"text\":\"bo is here\","
	    "\"numeric\":311,\"id\":5}\n");
	json_decref(id);
}

static void
event_line__is_valid_json__whatever_the_bytes(void **state)
{
	json_t *o;

	(void)state;
	o = json_loads(LINE(.type = IRC_EV_MESSAGE, .who = VIEW("b\xff"),
			   .text = VIEW("\xc3\x28 \x1b[m")),
	    0, NULL);
	assert_non_null(o);
	json_decref(o);
}

static void
event_line__is_empty__for_events_of_the_program(void **state)
{
	(void)state;
	assert_string_equal(LINE(.type = IRC_EV_SENT, .token = 1), "");
	assert_string_equal(LINE(.type = IRC_EV_ANSWERED, .origin = 1), "");
	assert_string_equal(LINE(.type = IRC_EV_INFO), "");
	assert_string_equal(LINE(.type = IRC_EV_CLOSED), "");
}

/* Each type and member that is printed has its place in the manual. */
static void
manual__has_every_type_and_member(void **state)
{
	char *page = manual_read("tchat-json.5"), want[64];
	const char *name;
	json_t *o, *v;

	(void)state;
	for (int type = 0; type <= IRC_EV_CLOSED; type++) {
		o = json_loads(
		    LINE(.type = (enum irc_event_type)type, .numeric = 1,
			.text = VIEW("\002x"), .object = VIEW("y")),
		    0, NULL);
		if (o == NULL)
			continue;
		json_object_foreach(o, name, v)
		{
			snprintf(want, sizeof(want), "Cm %s", name);
			manual_has(page, want);
		}
		snprintf(want, sizeof(want), "Cm %s",
		    json_string_value(json_object_get(o, "type")));
		manual_has(page, want);
		json_decref(o);
	}
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(event_line__has_all_members_of_a_message),
		cmocka_unit_test(
		    event_line__has_the_text_without_and_with_formatting),
		cmocka_unit_test(event_line__names_the_object_by_its_role),
		cmocka_unit_test(
		    event_line__has_the_id_of_the_command_that_it_answers),
		cmocka_unit_test(event_line__is_valid_json__whatever_the_bytes),
		cmocka_unit_test(
		    event_line__is_empty__for_events_of_the_program),
		cmocka_unit_test(manual__has_every_type_and_member),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	buf_clear(&out);
	return rc;
}
