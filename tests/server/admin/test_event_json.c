/*
 * Events as lines of JSON: what is written is read again as it was; what is wrong is named.
 */
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/admin/event_json.h"
#include "server/store/archive.h"
#include "tests/support/hostile_text.h"
#include "tests/support/test.h"

#define ID "01JD7Z8Q4T00000000000000AB"
#define WHO                                                           \
	"\"nick\":\"ada\",\"username\":\"u\",\"host\":\"h.example\"," \
	"\"realname\":\"Ada L.\""
#define BEGIN(type)                                                          \
	"{\"msgid\":\"" ID "\",\"time\":\"2026-01-31T12:00:00.123Z\",\"type" \
	"\":\"" type "\",\"in\":[\"#tea\"],"

static void
expect_same(const char *line)
{
	struct archive_record record;
	struct event_read read;
	struct buf out = { 0 };
	char *cause = NULL;

	if (event_json_read(&read, view_of(line), &cause) != 0)
		fail_msg("%s: %s", line, cause);
	record = (struct archive_record){ read.event, buf_view(&read.rooms) };
	event_json_write(&out, &record);
	out.len--;
	assert_string_equal(buf_str(&out), line);
	buf_clear(&out);
	event_read_clear(&read);
}

static void
expect_refused(const char *line, const char *why)
{
	struct event_read read;
	char *cause = NULL;

	if (event_json_read(&read, view_of(line), &cause) == 0)
		fail_msg("taken: %s", line);
	if (strstr(cause, why) == NULL)
		fail_msg("%s: %s", line, cause);
	assert_null(read.event);
	free(cause);
}

static void
each_event_type__is_written_as_it_was_read(void **state)
{
	(void)state;
	expect_same(BEGIN("message") "\"room\":\"#Tea\"," WHO
				     ",\"text\":\"caf\xc3\xa9 \\\"\\u0001\"}");
	expect_same(BEGIN("message") "\"room\":\"#Tea\"," WHO
				     ",\"account\":\"ada\",\"bot\":true,"
				     "\"text\":\"one\\ntwo\\rmore\","
				     "\"tags\":\"+a=b;+c\"}");
	expect_same(
	    BEGIN("notice") "\"room\":\"#Tea\"," WHO ",\"text\":\"x\"}");
	expect_same(
	    BEGIN("tagmsg") "\"room\":\"#Tea\"," WHO ",\"tags\":\"+a=b\"}");
	expect_same(
	    BEGIN("message") "\"room\":\"#Tea\"," WHO ",\"redacted\":true}");
	expect_same(BEGIN("message") "\"room\":\"#Tea\"," WHO
				     ",\"text\":\"x\",\"closed\":true}");
	expect_same(BEGIN("redact") "\"room\":\"#Tea\"," WHO ",\"object\":\"" ID
				    "\",\"text\":\"typo\"}");
	expect_same(BEGIN("join") "\"room\":\"#Tea\"," WHO "}");
	expect_same(BEGIN("part") "\"room\":\"#Tea\"," WHO "}");
	expect_same(
	    BEGIN("part") "\"room\":\"#Tea\"," WHO ",\"text\":\"bye\"}");
	expect_same(BEGIN("quit") WHO ",\"text\":\"bye\"}");
	expect_same(BEGIN("nick") WHO ",\"object\":\"bo\"}");
	expect_same(BEGIN("kick") "\"room\":\"#Tea\"," WHO
				  ",\"object\":\"bo\",\"text\":\"no\"}");
	expect_same(BEGIN("topic") "\"room\":\"#Tea\"," WHO ",\"text\":\"\"}");
	expect_same(BEGIN("mode") "\"room\":\"#Tea\"," WHO
				  ",\"object\":\"key\",\"text\":\"+k\"}");
	expect_same(
	    BEGIN("rename") "\"room\":\"#Tea\"," WHO ",\"object\":\"#new\"}");
}

static void
rooms__are_folded__in_any_spelling(void **state)
{
	struct event_read read;
	char *cause = NULL;

	(void)state;
	assert_int_equal(
	    event_json_read(&read,
		view_of(
		    "{\"msgid\":\"" ID "\",\"time\":\"2026-01-31T12:00:00Z"
		    "\",\"type\":\"quit\",\"in\":[\"#Tea\",\"#b\"]," WHO "}"),
		&cause),
	    0);
	assert_string_equal(buf_str(&read.rooms), "#tea,#b");
	event_read_clear(&read);
}

static void
malformed_line__is_refused__with_the_reason(void **state)
{
	(void)state;
	expect_refused("", "not JSON");
	expect_refused("fish", "not JSON");
	expect_refused("{}", "\"msgid\" is missing");
	expect_refused("{\"msgid\":1}", "\"msgid\" is not a string");
	expect_refused("[]", "not a JSON object");
	expect_refused("{\"msgid\":\"a\",\"msgid\":\"a\"}", "duplicate");
	expect_refused(BEGIN("message") "\"room\":\"#a\"," WHO
					",\"text\":\"\xff\"}",
	    "decode byte 0xff");
	expect_refused("\033[31m", "near '\\033'");
	expect_refused(BEGIN("message") "\"room\":\"#a\"," WHO
					",\"text\":\"a\\u0000b\"}",
	    "NUL");
	expect_refused(BEGIN("message") "\"room\":\"#a\"," WHO
					",\"text\":\"x\",\"fish\":1}",
	    "has members that are not part of the format");
	expect_refused(BEGIN("dance") WHO "}", "\"type\": \"dance\"");
	expect_refused(BEGIN("join") WHO "}", "\"room\" is missing");
	expect_refused(BEGIN("join") "\"room\":\"#a b\"," WHO "}", "\"room\"");
	expect_refused(BEGIN("quit") "\"room\":\"#a\"," WHO "}", "\"room\"");
	expect_refused(
	    BEGIN("message") "\"room\":\"#a\"," WHO "}", "\"text\" is missing");
	expect_refused(BEGIN("message") "\"room\":\"#a\"," WHO
					",\"text\":\"\"}",
	    "\"text\"");
	expect_refused(BEGIN("nick") WHO "}", "\"object\" is missing");
	expect_refused(BEGIN("kick") "\"room\":\"#a\"," WHO
				     ",\"object\":\"a b\"}",
	    "\"object\"");
}

/* What is imported is said to clients one day: no line may hide in a line. */
static void
line_ends__are_refused__inside_relayed_text(void **state)
{
	(void)state;
	expect_refused(BEGIN("topic") "\"room\":\"#a\"," WHO
				      ",\"text\":\"a\\r\\nQUIT\"}",
	    "\"text\"");
	expect_refused(BEGIN("message") "\"room\":\"#a\"," WHO
					",\"text\":\"x\",\"tags\":\"+a b\"}",
	    "\"tags\"");
	expect_refused(
	    BEGIN("join") "\"room\":\"#a\",\"nick\":\"ada\",\"username\":"
			  "\"u\",\"host\":\"h\\nx\",\"realname\":\"\"}",
	    "\"host\"");
	expect_refused(
	    BEGIN("join") "\"room\":\"#a\",\"nick\":\"a da\",\"username\":"
			  "\"u\",\"host\":\"h\",\"realname\":\"\"}",
	    "\"nick\"");
	expect_refused(
	    BEGIN("join") "\"room\":\"#a\",\"nick\":\"ada\",\"username\":"
			  "\"u\",\"host\":\"h\",\"realname\":\"a\\rb\"}",
	    "\"realname\"");
	expect_refused(BEGIN("mode") "\"room\":\"#a\"," WHO
				     ",\"object\":\"a\\nb\",\"text\":\"+k\"}",
	    "\"object\"");
}

static void
ids_times_and_rooms__are_checked(void **state)
{
	(void)state;
	expect_refused("{\"msgid\":\"x\",\"time\":\"2026-01-31T12:00:00Z\","
		       "\"type\":\"quit\",\"in\":[\"#a\"]," WHO "}",
	    "\"msgid\"");
	expect_refused("{\"msgid\":\"" ID "\",\"time\":\"yesterday\","
		       "\"type\":\"quit\",\"in\":[\"#a\"]," WHO "}",
	    "\"time\": \"yesterday\"");
	expect_refused("{\"msgid\":\"" ID
		       "\",\"time\":\"2026-01-31T12:00:00Z\","
		       "\"type\":\"quit\",\"in\":[]," WHO "}",
	    "\"in\"");
	expect_refused("{\"msgid\":\"" ID
		       "\",\"time\":\"2026-01-31T12:00:00Z\","
		       "\"type\":\"quit\",\"in\":[\"#a,#b\"]," WHO "}",
	    "\"in\"");
	expect_refused("{\"msgid\":\"" ID
		       "\",\"time\":\"2026-01-31T12:00:00Z\","
		       "\"type\":\"quit\",\"in\":\"#a\"," WHO "}",
	    "\"in\" is not a list");
}

/* A message with that text and real name, as a line. */
static void
write_message(struct buf *out, char *text, char *realname)
{
	static char nick[] = "ada", word[] = "u", room[] = "#tea";
	struct chat_event e = { .type = CHAT_MESSAGE,
		.nick = nick,
		.username = word,
		.host = word,
		.realname = realname,
		.target = room,
		.text = text };
	const struct archive_record record = { &e, VIEW("#tea") };

	memcpy(e.id.s, ID, sizeof(ID));
	event_json_write(out, &record);
}

/* Terminals see no control, and import reads what was there. */
static void
controls__are_written_as_escapes__and_read_back(void **state)
{
	char *text = hostile_text(HOSTILE_INVALID);
	char *realname = xstrdup(text), *at = realname;
	struct event_read read;
	struct buf out = { 0 };
	char *cause = NULL;

	(void)state;
	while ((at = strpbrk(at, "\r\n")) != NULL)
		*at = '.';
	write_message(&out, text, realname);
	expect_harmless(buf_view(&out), "\n");
	assert_ptr_equal(memchr(out.p, '\n', out.len), out.p + out.len - 1);
	if (event_json_read(
		&read, (struct view){ out.p, out.len - 1 }, &cause) != 0)
		fail_msg("%s", cause);
	assert_string_equal(read.event->text, text);
	assert_string_equal(read.event->realname, realname);
	event_read_clear(&read);
	buf_clear(&out);
	free(realname);
	free(text);
}

static void
invalid_utf8__is_replaced__and_nothing_else_changes(void **state)
{
	char text[] = "a\xff\x1b\u202e", none[] = "";
	struct buf out = { 0 };

	(void)state;
	write_message(&out, text, none);
	if (strstr(buf_str(&out), "\"text\":\"a\ufffd\\u001B\\u202E\"") == NULL)
		fail_msg("%s", buf_str(&out));
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_event_type__is_written_as_it_was_read),
		cmocka_unit_test(rooms__are_folded__in_any_spelling),
		cmocka_unit_test(malformed_line__is_refused__with_the_reason),
		cmocka_unit_test(line_ends__are_refused__inside_relayed_text),
		cmocka_unit_test(ids_times_and_rooms__are_checked),
		cmocka_unit_test(
		    controls__are_written_as_escapes__and_read_back),
		cmocka_unit_test(
		    invalid_utf8__is_replaced__and_nothing_else_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
