/*
 * fuzz_server_event_json: an accepted line of an export is written and read again as the same; every
 * name in it is valid for a client.
 * Input: a line of JSON.
 */
#include <string.h>

#include "common/names.h"
#include "common/text.h"
#include "server/admin/event_json.h"
#include "server/store/archive.h"
#include "tests/fuzz/fuzz.h"

static void
check_cause(char *cause)
{
	require(cause != NULL && text_utf8_valid(view_of(cause)));
	for (const char *p = cause; *p != '\0'; p++)
		require((unsigned char)*p >= 0x20 && *p != 0x7f);
	free(cause);
}

static void
check_event(const struct chat_event *e)
{
	require(nick_valid(view_of(e->nick)));
	require(e->target == NULL || room_valid(view_of(e->target)) ||
		nick_valid(view_of(e->target)));
	require(strpbrk(e->username, " !@\r\n") == NULL);
	require(strpbrk(e->host, " !@\r\n") == NULL);
	require(strpbrk(e->realname, "\r\n") == NULL);
	require(e->tags == NULL || strpbrk(e->tags, " \r\n") == NULL);
}

static void
check_round_trip(const struct event_read *read)
{
	struct archive_record record = { read->event, buf_view(&read->rooms) };
	struct buf once = { 0 }, twice = { 0 };
	struct event_read again;
	char *cause = NULL;

	event_json_write(&once, &record);
	require(memchr(once.p, '\n', once.len) == once.p + once.len - 1);
	require(event_json_read(&again, (struct view){ once.p, once.len - 1 },
		    &cause) == 0);
	record = (struct archive_record){ again.event, buf_view(&again.rooms) };
	event_json_write(&twice, &record);
	require(view_equal(buf_view(&once), buf_view(&twice)));
	event_read_clear(&again);
	buf_clear(&once);
	buf_clear(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view line = { (const char *)data, size };
	struct event_read read;
	char *cause = NULL;

	if (event_json_read(&read, line, &cause) != 0) {
		check_cause(cause);
		return 0;
	}
	require(cause == NULL);
	check_event(read.event);
	check_round_trip(&read);
	event_read_clear(&read);
	return 0;
}
