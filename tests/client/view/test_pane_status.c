/*
 * Tests of pane_status: its items, and which ones it omits on a narrow screen.
 */
#include <stdlib.h>

#include "client/model/backfill.h"
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
status__shows_that_a_room_is_silent(void **state)
{
	struct picture *p = *state;
	struct buffer *b = picture_room(p, "#lobby");

	model_activate(p->m, b);
	room_levels_set(&model_network(p->m)->attention.levels, VIEW("#lobby"),
	    LEVEL_NOTHING, 0);
	assert_status(
	    p, 80, " ana  #lobby, silent  chat.example  not encrypted");
	roster_set(&b->roster, VIEW("ana"), "");
	assert_status(p, 80,
	    " ana  #lobby, 1 member, silent  chat.example  not encrypted");
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
status__counts_unread_messages_by_room__mentions_first(void **state)
{
	struct picture *p = *state;
	int i;

	for (i = 0; i < 12; i++)
		picture_add(p, picture_room(p, "#ops"), LINE_MESSAGE, "bob",
		    "deployed");
	picture_room(p, "#quiet");
	picture_add(p, picture_room(p, "#dev"), LINE_MESSAGE, "bob", "ana!");
	picture_add(p, picture_room(p, "#tea"), LINE_MESSAGE, "bob", "hi");
	assert_status(
	    p, 80, " ana  chat.example  not encrypted  4:!1 2:12 5:1");
	assert_status(p, 40, " ana  not encrypted  4:!1 2:12 5:1");
	assert_status(p, 33, " not encrypted  4:!1 2:12 5:1");
	assert_status(p, 19, " ana  4:!1 2:12 +1");
	assert_status(p, 20, " ana  4:!1 2:12 5:1");
}

static void
status__shows_lag_and_absence__at_40_columns(void **state)
{
	struct picture *p = *state;
	struct network *n = model_network(p->m);

	n->encrypted = 1;
	n->away = 1;
	n->lag = 3000;
	picture_add(p, picture_room(p, "#ops"), LINE_MESSAGE, "bob", "ana!");
	model_activate(p->m, picture_room(p, "#lobby"));
	assert_status(p, 80,
	    " ana (away)  #lobby  chat.example  encrypted  lag 3 s  2:!1");
	assert_status(p, 40, " ana (away)  #lobby  lag 3 s  2:!1");
	assert_status(p, 20, " lag 3 s  2:!1");
	n->lag = 0;
	assert_status(p, 40, " ana (away)  #lobby  chat.example  2:!1");
}

static void
status__says_what_the_user_is_waiting_for(void **state)
{
	struct picture *p = *state;
	struct network *n = model_network(p->m);
	struct buffer *b = picture_room(p, "#lobby");
	struct line *gap;

	n->encrypted = 1;
	model_activate(p->m, b);
	b->names_pending = 1;
	assert_status(
	    p, 80, " ana  #lobby  chat.example  encrypted  loading members");
	b->history = HISTORY_LOADING;
	assert_status(
	    p, 80, " ana  #lobby  chat.example  encrypted  loading history");
	n->waiting = xstrdup("WHOIS");
	assert_status(
	    p, 80, " ana  #lobby  chat.example  encrypted  waiting for WHOIS");
	assert_status(p, 32, " ana  #lobby  encrypted  WHOIS…");
	assert_status(p, 22, " ana  #lobby  WHOIS…");
	free(n->waiting);
	n->waiting = NULL;
	b->names_pending = 0;
	b->history = HISTORY_START;
	picture_add(p, b, LINE_MESSAGE, "bob", "hi");
	gap = backfill_open_gap(b);
	assert_status(p, 80, " ana  #lobby  chat.example  encrypted");
	buffer_set_state(b, gap, LINE_PENDING);
	assert_status(
	    p, 80, " ana  #lobby  chat.example  encrypted  loading history");
	buffer_remove(b, gap);
	assert_status(p, 80, " ana  #lobby  chat.example  encrypted");
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
		status_test(status__shows_that_a_room_is_silent),
		status_test(status__shows_the_state_of_the_connection),
		status_test(status__counts_pending_messages_and_lines_below),
		status_test(
		    status__counts_unread_messages_by_room__mentions_first),
		status_test(status__shows_lag_and_absence__at_40_columns),
		status_test(status__says_what_the_user_is_waiting_for),
		status_test(status__omits_the_least_important_items_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
