/*
 * No control character from a server reaches the rest of the client, in any parameter of any command.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/dispatch.h"
#include "client/line_mode/print.h"
#include "common/xmalloc.h"
#include "tests/support/hostile_text.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

/* The view turns formatting into attributes and tabs into spaces; LF separates the lines of a message. */
#define FORMAT "\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f\n\t"

static struct irc_fake f;
static size_t nevents;

static void
event_cb(const struct irc_event *ev, void *ctx)
{
	static const struct print_style style = { .replies = 1 };
	struct buf line = { 0 };

	(void)ctx;
	nevents++;
	expect_harmless(ev->who, "");
	expect_harmless(ev->userhost, "");
	expect_harmless(ev->room, "");
	expect_harmless(ev->target, "");
	expect_harmless(ev->object, FORMAT);
	expect_harmless(ev->text, FORMAT);
	expect_harmless(ev->msgid, "");
	line_mode_print(&line, ev, &style);
	expect_harmless(buf_view(&line), "\n\t");
	buf_clear(&line);
}

static void
open_session(void)
{
	fake_open(&f, "me");
	f.on_event = event_cb;
	fake_register(&f, "batch message-tags server-time echo-message");
	fake_line(&f, ":me!u@h JOIN #r");
	fake_line(&f, ":s.x 353 me = #r :me @ada");
	fake_line(&f, ":s.x 366 me #r :End");
}

/* Send the command with the character in every parameter, in some of the forms that handlers expect. */
static void
try_command(const char *command, const char *c)
{
	char source[32];

	snprintf(source, sizeof(source), "a%sb!u%su@h%sh", c, c, c);
	fake_line(&f, ":%s %s #r%s o%s t%s :x%sy", source, command, c, c, c, c);
	fake_line(
	    &f, ":%s %s me #r%s o%s t%s :x%sy", source, command, c, c, c, c);
	fake_line(&f, ":ada!u@h %s #r ada%s t%s :x%sy", command, c, c, c);
	fake_line(&f, ":me!u@h %s #r :x%sy", command, c);
	fake_line(&f, ":s%s %s * C%s t%s :x%sy", c, command, c, c, c);
	fake_line(&f, "@msgid=m%s;account=a%s;+x=y%s :%s %s #r :x%sy", c, c, c,
	    source, command, c);
	fake_line(&f, ":%s %s :x%sy", source, command, c);
}

/* linebuf handles NUL, CR and LF; a space ends a parameter and is harmless. */
static int
can_be_in_a_line(const char *c)
{
	return strcmp(c, "\r") != 0 && strcmp(c, "\n") != 0;
}

static void
try_all(const char *command)
{
	const char *c;
	size_t i;

	open_session();
	for (i = 0; (c = hostile_char(i)) != NULL; i++)
		if (can_be_in_a_line(c))
			try_command(command, c);
	fake_close(&f);
}

static void
every_command__gives_events_without_controls(void **state)
{
	size_t i;

	(void)state;
	nevents = 0;
	for (i = 0; dispatch_command(i) != NULL; i++)
		try_all(dispatch_command(i));
	try_all("UNKNOWN");
	assert_true(nevents > 10000);
}

static void
every_numeric__gives_events_without_controls(void **state)
{
	char number[4];
	int n;

	(void)state;
	nevents = 0;
	for (n = 1; n < 1000; n++) {
		snprintf(number, sizeof(number), "%03d", n);
		try_all(number);
	}
	assert_true(nevents > 100000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command__gives_events_without_controls),
		cmocka_unit_test(every_numeric__gives_events_without_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
