/*
 * json_command: a line becomes a command, or is refused with a reason.
 */
#include <stdlib.h>
#include <string.h>

#include "client/line_mode/json_command.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

static struct json_command c;
static char *cause;

static int
parse(const char *line)
{
	json_command_clear(&c);
	free(cause);
	cause = NULL;
	return json_command_parse(&c, view_of(line), &cause);
}

static int
teardown(void **state)
{
	(void)state;
	json_command_clear(&c);
	free(cause);
	cause = NULL;
	return 0;
}

static void
parse__takes_the_members_of_each_command(void **state)
{
	(void)state;
	assert_int_equal(parse("{\"type\":\"say\",\"to\":\"#a\",\"text\":"
			       "\"one\\ntwo\",\"id\":\"x\"}"),
	    0);
	assert_int_equal(c.verb, JSON_SAY);
	assert_view(c.to, "#a");
	assert_view(c.text, "one\ntwo");
	assert_string_equal(json_string_value(c.id), "x");
	assert_int_equal(
	    parse("{\"type\":\"join\",\"room\":\"#a\",\"key\":\"k\"}"), 0);
	assert_int_equal(c.verb, JSON_JOIN);
	assert_view(c.key, "k");
	assert_null(c.id);
	assert_int_equal(parse("{\"type\":\"history\",\"limit\":5}"), 0);
	assert_int_equal((int)c.limit, 5);
	assert_int_equal(parse("{\"type\":\"topic\",\"text\":\"\"}"), 0);
	assert_int_equal((int)c.text.len, 0);
	assert_int_equal(parse(" {\"type\":\"quit\"} "), 0);
	assert_int_equal(c.verb, JSON_QUIT);
}

static void
parse__refuses_wrong_lines__with_a_reason(void **state)
{
	static const struct {
		const char *line, *cause;
	} rows[] = {
		{ "", "not a JSON object" },
		{ "{", "not a JSON object" },
		{ "[]", "not a JSON object" },
		{ "{} {}", "not a JSON object" },
		{ "{\"type\":\"say\",\"text\":\"a\\u0000b\"}",
		    "not a JSON object" },
		{ "{\"type\":\"say\",\"text\":\"a\",\"text\":\"b\"}",
		    "not a JSON object" },
		{ "{}", "\"type\" is missing" },
		{ "{\"type\":7}", "\"type\" is missing" },
		{ "{\"type\":\"dance\"}", "unknown type \"dance\"" },
		{ "{\"type\":\"say\"}", "\"text\" is missing" },
		{ "{\"type\":\"nick\"}", "\"nick\" is missing" },
		{ "{\"type\":\"say\",\"text\":null}",
		    "\"text\" must be a string" },
		{ "{\"type\":\"say\",\"txt\":\"a\"}",
		    "unknown member \"txt\"" },
		{ "{\"type\":\"quit\",\"room\":\"#a\"}",
		    "\"room\" does not belong to \"quit\"" },
		{ "{\"type\":\"say\",\"text\":\"a\",\"to\":\"a b\"}",
		    "\"to\" must be one word without spaces and commas" },
		{ "{\"type\":\"say\",\"text\":\"a\",\"to\":\"a,b\"}",
		    "\"to\" must be one word without spaces and commas" },
		{ "{\"type\":\"say\",\"text\":\"a\",\"to\":\"a\\nQUIT\"}",
		    "\"to\" must be one word without spaces and commas" },
		{ "{\"type\":\"history\",\"limit\":0}",
		    "\"limit\" must be a number from 1 to 10000" },
		{ "{\"type\":\"quit\",\"id\":[]}",
		    "\"id\" must be a string or a number" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(parse(rows[i].line), -1);
		if (strncmp(cause, rows[i].cause, strlen(rows[i].cause)) != 0)
			fail_msg("%s: \"%s\"", rows[i].line, cause);
	}
}

static void
parse__keeps_the_id_of_a_wrong_line(void **state)
{
	(void)state;
	assert_int_equal(parse("{\"id\":3,\"type\":\"dance\"}"), -1);
	assert_int_equal((int)json_integer_value(c.id), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
		    parse__takes_the_members_of_each_command, teardown),
		cmocka_unit_test_teardown(
		    parse__refuses_wrong_lines__with_a_reason, teardown),
		cmocka_unit_test_teardown(
		    parse__keeps_the_id_of_a_wrong_line, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
