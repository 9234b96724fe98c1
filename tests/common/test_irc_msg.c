/*
 * irc_msg: parsing, tags and sources, writing, and that the two are inverses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/buf.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"

/* A message as text: tags|source|command|param|param, '-' for what is NULL. */
static const char *
shown(struct buf *out, const struct irc_msg *m)
{
	int i;

	buf_reset(out);
	buf_add_view(out, m->tags.p == NULL ? VIEW("-") : m->tags);
	buf_add_char(out, '|');
	buf_add_view(out, m->source.p == NULL ? VIEW("-") : m->source);
	buf_add_char(out, '|');
	buf_add_view(out, m->command);
	for (i = 0; i < m->nparams; i++) {
		buf_add_char(out, '|');
		buf_add_view(out, m->params[i]);
	}
	return buf_str(out);
}

static void
irc_msg_parse__takes_a_line_apart(void **state)
{
	static const struct {
		const char *line, *parts;
	} cases[] = {
		{ "PING", "-|-|PING" },
		{ "PING ", "-|-|PING" },
		{ "PING token", "-|-|PING|token" },
		{ "PING :", "-|-|PING|" },
		{ "TOPIC #a :", "-|-|TOPIC|#a|" },
		{ "PRIVMSG #a :two words", "-|-|PRIVMSG|#a|two words" },
		{ "PRIVMSG #a ::)", "-|-|PRIVMSG|#a|:)" },
		{ "PRIVMSG #a :  wide  ", "-|-|PRIVMSG|#a|  wide  " },
		{ "PRIVMSG #a :a :b", "-|-|PRIVMSG|#a|a :b" },
		{ "PRIVMSG #a a:b", "-|-|PRIVMSG|#a|a:b" },
		{ "MODE #a +k  key ", "-|-|MODE|#a|+k|key" },
		{ "a\tb c\td", "-|-|a\tb|c\td" },
		{ ":nick!user@host QUIT", "-|nick!user@host|QUIT" },
		{ ":irc.example.org  432   #x :bad name",
		    "-|irc.example.org|432|#x|bad name" },
		{ ": PING", "-||PING" },
		{ "@a=b PING", "a=b|-|PING" },
		{ "@a=b;c :src PING x", "a=b;c|src|PING|x" },
		{ "@a   :src   PING   x   ", "a|src|PING|x" },
		{ "@ PING", "|-|PING" },
		{ "@a=:b PING", "a=:b|-|PING" },
		{ "   PING x", "-|-|PING|x" },
		{ "P:NG @x :@y", "-|-|P:NG|@x|@y" },
	};
	struct buf out = { 0 };
	struct irc_msg m;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(irc_msg_parse(&m, view_of(cases[i].line)), 0);
		assert_string_equal(shown(&out, &m), cases[i].parts);
	}
	buf_clear(&out);
}

static void
irc_msg_parse__fails__when_there_is_no_command(void **state)
{
	static const char *const lines[] = { "", " ", "    ", "@a=b", "@a ",
		"@", "@ ", ":", ": ", ":src", ":src  ", "@a :src", "@a :src ",
		"@a @b c", " @b c", ":a :b" };
	struct irc_msg m;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(irc_msg_parse(&m, view_of(lines[i])), -1);
		assert_int_equal(m.nparams, 0);
	}
	assert_int_equal(irc_msg_parse(&m, view_of(NULL)), -1);
}

static void
irc_msg_parse__keeps_the_rest_in_the_last__when_parameters_are_many(
    void **state)
{
	struct buf line = { 0 };
	struct irc_msg m;
	int i;

	(void)state;
	buf_add_str(&line, "C");
	for (i = 1; i < IRC_PARAMS_MAX; i++)
		buf_printf(&line, " %d", i);
	buf_add_str(&line, " x  ");
	assert_int_equal(irc_msg_parse(&m, buf_view(&line)), 0);
	assert_int_equal(m.nparams, IRC_PARAMS_MAX);
	assert_view(m.params[IRC_PARAMS_MAX - 2], "31");
	assert_view(m.params[IRC_PARAMS_MAX - 1], "x");
	buf_add_str(&line, "y :z");
	assert_int_equal(irc_msg_parse(&m, buf_view(&line)), 0);
	assert_int_equal(m.nparams, IRC_PARAMS_MAX);
	assert_view(m.params[IRC_PARAMS_MAX - 1], "x  y :z");
	buf_clear(&line);
}

static void
irc_msg_param__is_empty__when_there_are_fewer(void **state)
{
	struct irc_msg m;

	(void)state;
	assert_int_equal(irc_msg_parse(&m, VIEW("TOPIC #a :")), 0);
	assert_view(irc_msg_param(&m, 0), "#a");
	assert_non_null(irc_msg_param(&m, 1).p);
	assert_int_equal(irc_msg_param(&m, 1).len, 0);
	assert_null(irc_msg_param(&m, 2).p);
	assert_null(irc_msg_param(&m, -1).p);
	assert_null(irc_msg_param(&m, 1000).p);
}

static void
irc_tags_next__walks_keys_and_values(void **state)
{
	struct view rest = VIEW(";a=1;b;;c=;=x;+d/e=f=g;"), key, value;

	(void)state;
	assert_int_equal(irc_tags_next(&rest, &key, &value), 1);
	assert_view(key, "a");
	assert_view(value, "1");
	assert_int_equal(irc_tags_next(&rest, &key, &value), 1);
	assert_view(key, "b");
	assert_null(value.p);
	assert_int_equal(irc_tags_next(&rest, &key, &value), 1);
	assert_view(key, "c");
	assert_non_null(value.p);
	assert_int_equal(value.len, 0);
	assert_int_equal(irc_tags_next(&rest, &key, &value), 1);
	assert_view(key, "+d/e");
	assert_view(value, "f=g");
	assert_int_equal(irc_tags_next(&rest, &key, &value), 0);
	assert_int_equal(irc_tags_next(&rest, &key, &value), 0);
}

static void
irc_tags_find__takes_the_last__when_a_key_comes_twice(void **state)
{
	struct view value;

	(void)state;
	assert_int_equal(irc_tags_find(VIEW("a=1;b=2;a=3"), "a", &value), 1);
	assert_view(value, "3");
	assert_int_equal(irc_tags_find(VIEW("a=1;b=2;a"), "a", &value), 1);
	assert_null(value.p);
	assert_int_equal(
	    irc_tags_find(VIEW("v/a=1;+a=2;aa=3"), "a", &value), 0);
	assert_int_equal(irc_tags_find(view_of(NULL), "a", &value), 0);
}

static void
irc_tag_unescape__undoes_each_escape(void **state)
{
	static const struct {
		const char *raw, *plain;
	} cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "\\:\\s\\\\\\r\\n", "; \\\r\n" },
		{ "\\\\s", "\\s" },
		{ "\\\\\\s", "\\ " },
		{ "a\\bc", "abc" },
		{ "end\\", "end" },
		{ "\\", "" },
	};
	char out[32];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		n = irc_tag_unescape(out, view_of(cases[i].raw));
		assert_views(
		    ((struct view){ out, n }), view_of(cases[i].plain));
	}
}

static void
irc_source_split__finds_each_part(void **state)
{
	static const struct {
		const char *source, *nick, *user, *host;
	} cases[] = {
		{ "nick!user@host", "nick", "user", "host" },
		{ "nick@host", "nick", "", "host" },
		{ "nick!user", "nick", "user", "" },
		{ "irc.example.org", "irc.example.org", "", "" },
		{ "", "", "", "" },
		{ "!@", "", "", "" },
		{ "n!u!v@h@i", "n", "u!v", "h@i" },
		{ "n@h!x", "n", "", "h!x" },
		{ "n!~u@2001:db8::1", "n", "~u", "2001:db8::1" },
	};
	struct irc_source s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		irc_source_split(view_of(cases[i].source), &s);
		assert_views(s.nick, view_of(cases[i].nick));
		assert_views(s.user, view_of(cases[i].user));
		assert_views(s.host, view_of(cases[i].host));
	}
}

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
irc_writer__leaves_out_what_is_not_given(void **state)
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

/* Nothing that a parameter holds makes a second line or moves the others. */
static void
irc_writer__lets_nothing_break_out(void **state)
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

/* Every size too small fails, and no byte behind it is touched. */
static void
irc_writer__says_so__when_the_buffer_is_too_small(void **state)
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
irc_writer__is_full__when_a_format_makes_too_much(void **state)
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

static struct view
random_word(struct prng *r, char *out, const char *alphabet)
{
	size_t n = 1 + prng_below(r, 8);

	prng_pick(r, out, n, alphabet, strlen(alphabet));
	return (struct view){ out, n };
}

/* Words without ':' and '@' in front, the last parameter anything. */
static void
random_msg(struct prng *r, struct irc_msg *m, char text[][8])
{
	size_t i;

	*m = (struct irc_msg){ .nparams =
				   (int)prng_below(r, IRC_PARAMS_MAX + 1) };
	if (prng_below(r, 2) == 0)
		m->tags = random_word(r, text[0], "ab=;\\+/");
	if (prng_below(r, 2) == 0)
		m->source = random_word(r, text[1], "ab!@.:");
	m->command = random_word(r, text[2], "ABC019");
	for (i = 0; i < (size_t)m->nparams; i++) {
		m->params[i] = random_word(r, text[i + 3], "ab#\t\x80\xff:");
		if (*m->params[i].p == ':')
			text[i + 3][0] = 'x';
	}
	if (i > 0 && prng_below(r, 2) == 0) {
		m->params[i - 1] = random_word(r, text[i + 2], " :a");
		m->params[i - 1].len -= prng_below(r, 2);
	}
}

static void
irc_msg_format__is_undone_by_parsing(void **state)
{
	char text[IRC_PARAMS_MAX + 3][8], line[1024];
	struct buf expected = { 0 }, got = { 0 };
	struct prng r = { 77 };
	struct irc_msg m, parsed;
	size_t n;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		random_msg(&r, &m, text);
		n = irc_msg_format(&m, line, sizeof(line));
		assert_true(n > 2);
		assert_memory_equal(line + n - 2, "\r\n", 2);
		assert_int_equal(
		    irc_msg_parse(&parsed, (struct view){ line, n - 2 }), 0);
		assert_string_equal(shown(&got, &parsed), shown(&expected, &m));
	}
	buf_clear(&expected);
	buf_clear(&got);
}

/* Any bytes that have a command at all mean the same when written again. */
static void
irc_msg_parse__gives_the_same__after_formatting_any_line(void **state)
{
	char bytes[120], line[1024];
	struct buf expected = { 0 }, got = { 0 };
	struct prng r = { 78 };
	struct irc_msg m, parsed;
	size_t n;
	int i;

	(void)state;
	for (i = 0; i < 50000; i++) {
		n = prng_below(&r, sizeof(bytes));
		prng_pick(&r, bytes, n, "ab  :@;=\\", 9);
		if (irc_msg_parse(&m, (struct view){ bytes, n }) == -1)
			continue;
		if (m.tags.len == 0)
			m.tags.p = NULL;
		n = irc_msg_format(&m, line, sizeof(line));
		assert_int_equal(
		    irc_msg_parse(&parsed, (struct view){ line, n - 2 }), 0);
		assert_string_equal(shown(&got, &parsed), shown(&expected, &m));
	}
	buf_clear(&expected);
	buf_clear(&got);
}

static void
irc_tag_unescape__undoes_what_the_writer_escapes(void **state)
{
	char value[64], line[1024], plain[64];
	struct prng r = { 79 };
	struct irc_writer w;
	struct irc_msg m;
	struct view raw;
	size_t n;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		n = prng_below(&r, sizeof(value));
		prng_pick(&r, value, n, "; \\\r\nabsrn:\xff", 12);
		irc_begin(&w, line, sizeof(line), LINE_TAGS_SERVER);
		irc_tag(&w, "k", (struct view){ value, n });
		irc_command(&w, "C");
		assert_int_equal(
		    irc_msg_parse(&m, (struct view){ line, irc_end(&w) - 2 }),
		    0);
		assert_int_equal(irc_tags_find(m.tags, "k", &raw), 1);
		assert_int_equal(irc_tag_unescape(plain, raw), n);
		assert_true(n == 0 || memcmp(plain, value, n) == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(irc_msg_parse__takes_a_line_apart),
		cmocka_unit_test(
		    irc_msg_parse__fails__when_there_is_no_command),
		cmocka_unit_test(
		    irc_msg_parse__keeps_the_rest_in_the_last__when_parameters_are_many),
		cmocka_unit_test(irc_msg_param__is_empty__when_there_are_fewer),
		cmocka_unit_test(irc_tags_next__walks_keys_and_values),
		cmocka_unit_test(
		    irc_tags_find__takes_the_last__when_a_key_comes_twice),
		cmocka_unit_test(irc_tag_unescape__undoes_each_escape),
		cmocka_unit_test(irc_source_split__finds_each_part),
		cmocka_unit_test(irc_writer__writes_every_part_in_order),
		cmocka_unit_test(irc_writer__leaves_out_what_is_not_given),
		cmocka_unit_test(irc_writer__lets_nothing_break_out),
		cmocka_unit_test(irc_writer__keeps_to_512_bytes_after_the_tags),
		cmocka_unit_test(irc_writer__keeps_to_the_limit_of_tags),
		cmocka_unit_test(
		    irc_writer__says_so__when_the_buffer_is_too_small),
		cmocka_unit_test(
		    irc_writer__is_full__when_a_format_makes_too_much),
		cmocka_unit_test(irc_msg_format__is_undone_by_parsing),
		cmocka_unit_test(
		    irc_msg_parse__gives_the_same__after_formatting_any_line),
		cmocka_unit_test(
		    irc_tag_unescape__undoes_what_the_writer_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
