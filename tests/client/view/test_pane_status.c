/*
 * Tests of pane_status: its items, and which ones it omits on a narrow screen.
 */
#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/picture.h"
#include "tests/support/test.h"

static int64_t
at_zero(void)
{
	return 0;
}

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 80, 6);
	clock_set(at_zero);
	*state = &p;
	return 0;
}

static int
tear_down(void **state)
{
	clock_set(NULL);
	picture_close(*state);
	return 0;
}

static void
assert_status(struct picture *p, int w, const char *want)
{
	char *row;

	picture_resize(p, w, 6);
	free(picture_text(p));
	row = picture_row(p, p->st.layout.status.y);
	assert_string_equal(row, want);
	free(row);
}

static void
status__shows_nick_room_and_connection(void **state)
{
	struct picture *p = *state;
	struct buffer *b = picture_room(p, "#lobby");

	assert_status(p, 80, " ana  chat.example  not encrypted");
	model_activate(p->m, b);
	assert_status(p, 80, " ana  #lobby  chat.example  not encrypted");
	roster_set(&b->roster, VIEW("ana"), "");
	assert_status(
	    p, 80, " ana  #lobby, 1 member  chat.example  not encrypted");
	roster_set(&b->roster, VIEW("bob"), "");
	model_network(p->m)->encrypted = 1;
	model_network(p->m)->away = 1;
	assert_status(
	    p, 80, " ana (away)  #lobby, 2 members  chat.example  encrypted");
}

static void
status__shows_the_account(void **state)
{
	struct picture *p = *state;

	model_network(p->m)->account = xstrdup("Ana");
	assert_status(p, 80, " ana, logged in  chat.example  not encrypted");
	free(model_network(p->m)->account);
	model_network(p->m)->account = xstrdup("bo");
	assert_status(
	    p, 80, " ana, logged in as bo  chat.example  not encrypted");
	assert_status(p, 34, " ana  chat.example  not encrypted");
}

static void
status__shows_the_state_of_the_connection(void **state)
{
	struct picture *p = *state;

	model_network(p->m)->state = LINK_CONNECTING;
	assert_status(p, 80, " ana  connecting to chat.example");
	model_network(p->m)->state = LINK_REGISTERING;
	assert_status(p, 80, " ana  connecting to chat.example  not encrypted");
	model_network(p->m)->link_reason = xstrdup("logging in");
	assert_status(p, 80,
	    " ana  connecting to chat.example: logging in  not encrypted");
	assert_status(p, 34, " ana  logging in  not encrypted");
	free(model_network(p->m)->link_reason);
	model_network(p->m)->link_reason = NULL;
	model_network(p->m)->state = LINK_WAITING;
	model_network(p->m)->retry_at = 3001;
	assert_status(p, 80, " ana  reconnecting in 4 s");
	model_network(p->m)->link_reason = xstrdup("connection refused");
	assert_status(p, 80, " ana  reconnecting in 4 s: connection refused");
	model_network(p->m)->retry_at = 0;
	assert_status(p, 80, " ana  reconnecting: connection refused");
	model_network(p->m)->state = LINK_OFFLINE;
	assert_status(p, 80, " ana  offline: connection refused");
}

static void
status__counts_pending_messages_and_lines_below(void **state)
{
	struct picture *p = *state;
	int i;

	for (i = 0; i < 20; i++)
		picture_add(
		    p, model_network(p->m)->server, LINE_MESSAGE, "bob", "x");
	free(picture_text(p));
	model_network(p->m)->unsent = 3;
	scroll_by(p->m, &p->st, -5);
	assert_status(p, 60,
	    " ana  chat.example  not encrypted  3 pending   5 more below");
	scroll_by(p->m, &p->st, 5);
	assert_status(p, 60, " ana  chat.example  not encrypted  3 pending");
}

static void
status__sums_up_the_rooms__when_their_list_is_hidden(void **state)
{
	struct picture *p = *state;

	picture_add(
	    p, picture_room(p, "#ops"), LINE_MESSAGE, "bob", "deployed");
	picture_add(p, picture_room(p, "#dev"), LINE_MESSAGE, "bob", "ana!");
	model_network(p->m)->encrypted = 1;
	assert_status(p, 80, " ana  chat.example  encrypted");
	assert_status(p, 69, " ana  chat.example  encrypted  #ops 1 #dev !1");
	assert_status(p, 20, " ana  2 unread !1");
}

/* On a narrower screen: normal states are omitted first, problems last. */
static void
status__omits_the_least_important_items_first(void **state)
{
	struct picture *p = *state;
	struct buffer *b = picture_room(p, "#lobby");

	model_activate(p->m, b);
	roster_set(&b->roster, VIEW("bob"), "");
	model_network(p->m)->unsent = 2;
	assert_status(p, 63,
	    " ana  #lobby, 1 member  chat.example  not encrypted  2 pending");
	assert_status(
	    p, 50, " ana  #lobby, 1 member  not encrypted  2 pending");
	assert_status(p, 40, " ana  #lobby  not encrypted  2 pending");
	assert_status(p, 31, " ana  not encrypted  2 pending");
	assert_status(p, 26, " not encrypted  2 pending");
	assert_status(p, 20, " ana  2 pending");
	assert_status(p, 12, " 2 pending");
	assert_status(p, 8, " ana");
	assert_status(p, 2, "2…");
	assert_status(p, 1, "…");
}

#define status_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		status_test(status__shows_nick_room_and_connection),
		status_test(status__shows_the_account),
		status_test(status__shows_the_state_of_the_connection),
		status_test(status__counts_pending_messages_and_lines_below),
		status_test(
		    status__sums_up_the_rooms__when_their_list_is_hidden),
		status_test(status__omits_the_least_important_items_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
