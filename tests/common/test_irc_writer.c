/*
 * irc_msg: the writer makes whole lines that are never too long, and never more than one line.
 */
#include <stdlib.h>

#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

static void
irc_writer__writes_every_part_in_order(void **state)
{
	char buf[600];
	struct irc_writer w;
	size_t n;

	(void)state;
	irc_begin(&w, buf, sizeof(buf), LINE_TAGS_SERVER);
	irc_tag(&w, "time", VIEW("t"));
	irc_tag(&w, "bot", view_of(NULL));
	irc_tags_raw(&w, VIEW("+a=\\s;+b"));
	irc_tags_raw(&w, view_of(NULL));
	irc_tag(&w, "e", VIEW("; \\\r\n"));
	irc_source_user(&w, "nick", "user", "host");
	irc_command(&w, "KICK");
	irc_param(&w, VIEW("#a"));
	irc_param_str(&w, "bob");
	irc_param_fmt(&w, "%d", 7);
	irc_trailing_fmt(&w, "%s!", "be quiet");
	n = irc_end(&w);
	assert_views(((struct view){ buf, n }),
	    VIEW("@time=t;bot;+a=\\s;+b;e=\\:\\s\\\\\\r\\n "
		 ":nick!user@host KICK #a bob 7 :be quiet!\r\n"));
}

static void
irc_writer__omits_missing_parts(void **state)
{
	char buf[600];
	struct irc_writer w;
	size_t n;

	(void)state;
	irc_begin(&w, buf, sizeof(buf), 0);
	irc_command(&w, "AWAY");
	n = irc_end(&w);
	assert_views(((struct view){ buf, n }), VIEW("AWAY\r\n"));
	irc_begin(&w, buf, sizeof(buf), 0);
	irc_source_user(&w, "nick", NULL, NULL);
	irc_command(&w, "TOPIC");
	irc_trailing_str(&w, "");
	n = irc_end(&w);
	assert_views(((struct view){ buf, n }), VIEW(":nick TOPIC :\r\n"));
}

/* No parameter can start a second line or shift the others. */
static void
irc_writer__keeps_text_inside_its_line(void **state)
{
	char buf[600];
	struct irc_writer w;
	size_t n;

	(void)state;
	irc_begin(&w, buf, sizeof(buf), LINE_TAGS_SERVER);
	irc_tag(&w, "k", VIEW("a\0b"));
	irc_source(&w, VIEW("a b\n"));
	irc_command(&w, "C");
	irc_param(&w, VIEW(""));
	irc_param(&w, VIEW(":x y\r\n\0"));
	irc_trailing(&w, VIEW("a\r\nQUIT :b\0c"));
	n = irc_end(&w);
	assert_views(((struct view){ buf, n }),
	    VIEW("@k=a_b :a_b_ C * _x_y___ :a  QUIT :b c\r\n"));
}

static void
irc_writer__keeps_to_512_bytes_after_the_tags(void **state)
{
	char buf[1024], text[600];
	struct irc_writer w;
	size_t space, n, tagged;

	(void)state;
	memset(text, 'x', sizeof(text));
	for (tagged = 0; tagged < 2; tagged++) {
		irc_begin(&w, buf, sizeof(buf), LINE_TAGS_SERVER);
		if (tagged)
			irc_tag(&w, "msgid", (struct view){ text, 100 });
		irc_command(&w, "PRIVMSG");
		irc_param_str(&w, "#a");
		space = irc_space(&w);
		assert_int_equal(space, 512 - strlen("PRIVMSG #a :\r\n"));
		irc_trailing(&w, (struct view){ text, space });
		assert_int_equal(irc_space(&w), 0);
		n = irc_end(&w);
		assert_int_equal(
		    n, 512 + tagged * strlen("@msgid= ") + tagged * 100);
	}
	irc_begin(&w, buf, sizeof(buf), 0);
	irc_command(&w, "PRIVMSG");
	irc_param_str(&w, "#a");
	irc_trailing(&w, (struct view){ text, space + 1 });
	assert_true(w.full);
	assert_int_equal(irc_end(&w), 0);
}

static void
irc_writer__keeps_to_the_limit_of_tags(void **state)
{
	static char buf[10000], value[9000];
	struct irc_writer w;
	size_t most = LINE_TAGS_SERVER - strlen("@k= ");

	(void)state;
	memset(value, 'v', sizeof(value));
	irc_begin(&w, buf, sizeof(buf), LINE_TAGS_SERVER);
	irc_tag(&w, "k", (struct view){ value, most });
	irc_command(&w, "C");
	assert_int_equal(w.rest, LINE_TAGS_SERVER);
	assert_int_equal(irc_end(&w), LINE_TAGS_SERVER + strlen("C\r\n"));
	irc_begin(&w, buf, sizeof(buf), LINE_TAGS_SERVER);
	irc_tag(&w, "k", (struct view){ value, most + 1 });
	irc_command(&w, "C");
	assert_int_equal(irc_end(&w), 0);
	irc_begin(&w, buf, sizeof(buf), 0);
	irc_tag(&w, "k", view_of(NULL));
	irc_command(&w, "C");
	assert_int_equal(irc_end(&w), 0);
}

/* Every size that is too small fails, and no byte after the buffer is touched. */
static void
irc_writer__reports_a_buffer_that_is_too_small(void **state)
{
	char buf[64];
	struct irc_writer w;
	size_t size, n;

	(void)state;
	for (size = 0; size < 40; size++) {
		memset(buf, '#', sizeof(buf));
		irc_begin(&w, buf, size, 64);
		irc_tag(&w, "a", VIEW("b c"));
		irc_source(&w, VIEW("src"));
		irc_command(&w, "CMD");
		irc_param_fmt(&w, "%s", "p");
		irc_trailing_fmt(&w, "%d", 100);
		n = irc_end(&w);
		assert_int_equal(n, size < 25 ? 0 : 25);
		assert_int_equal(buf[size], '#');
	}
}

static void
irc_writer__is_full__when_formatted_text_is_too_long(void **state)
{
	char buf[1024];
	struct irc_writer w;

	(void)state;
	irc_begin(&w, buf, sizeof(buf), 0);
	irc_command(&w, "C");
	irc_param_fmt(&w, "%0600d", 1);
	assert_int_equal(irc_end(&w), 0);
	irc_begin(&w, buf, sizeof(buf), 0);
	irc_command(&w, "C");
	irc_trailing_fmt(&w, "%0600d", 1);
	irc_trailing_fmt(&w, "%d", 1);
	assert_int_equal(irc_end(&w), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(irc_writer__writes_every_part_in_order),
		cmocka_unit_test(irc_writer__omits_missing_parts),
		cmocka_unit_test(irc_writer__keeps_text_inside_its_line),
		cmocka_unit_test(irc_writer__keeps_to_512_bytes_after_the_tags),
		cmocka_unit_test(irc_writer__keeps_to_the_limit_of_tags),
		cmocka_unit_test(
		    irc_writer__reports_a_buffer_that_is_too_small),
		cmocka_unit_test(
		    irc_writer__is_full__when_formatted_text_is_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
