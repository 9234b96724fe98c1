/*
 * irc_msg: parsing, and formatting as its inverse.
 */
#include <stdlib.h>

#include "common/buf.h"
#include "common/irc_msg.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* A message as text: tags|source|command|param|param, '-' for NULL. */
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
irc_msg_parse__splits_a_line(void **state)
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
irc_msg_parse__puts_the_rest_into_the_last_parameter__when_there_are_too_many(
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

static struct view
random_word(struct prng *r, char *out, const char *alphabet)
{
	size_t n = 1 + prng_below(r, 8);

	prng_pick(r, out, n, alphabet, strlen(alphabet));
	return (struct view){ out, n };
}

/* Words without ':' and '@' at the start; the last parameter is any text. */
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

/* Any bytes that contain a command mean the same after formatting. */
static void
irc_msg_parse__returns_the_same__after_formatting_any_line(void **state)
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(irc_msg_parse__splits_a_line),
		cmocka_unit_test(
		    irc_msg_parse__fails__when_there_is_no_command),
		cmocka_unit_test(
		    irc_msg_parse__puts_the_rest_into_the_last_parameter__when_there_are_too_many),
		cmocka_unit_test(irc_msg_param__is_empty__when_there_are_fewer),
		cmocka_unit_test(irc_source_split__finds_each_part),
		cmocka_unit_test(irc_msg_format__is_undone_by_parsing),
		cmocka_unit_test(
		    irc_msg_parse__returns_the_same__after_formatting_any_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
