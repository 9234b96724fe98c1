/*
 * fuzz_irc_msg: every line that parses means the same when written again, no view points outside the
 * line, and written tags can be read back.
 */
#include <stdint.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/xmalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
require(int truth)
{
	if (!truth)
		abort();
}

static void
check_inside(struct view part, struct view line)
{
	require(part.p == NULL ? part.len == 0
			       : part.p >= line.p &&
				     part.p + part.len <= line.p + line.len);
}

static void
check_views(const struct irc_msg *m, struct view line)
{
	int i;

	check_inside(m->tags, line);
	check_inside(m->source, line);
	check_inside(m->command, line);
	require(m->command.len > 0);
	require(m->nparams >= 0 && m->nparams <= IRC_PARAMS_MAX);
	for (i = 0; i < m->nparams; i++) {
		check_inside(m->params[i], line);
		require(m->params[i].p != NULL);
	}
}

static void
check_same(const struct irc_msg *a, const struct irc_msg *b)
{
	int i;

	require(view_equal(a->tags, b->tags));
	require(view_equal(a->source, b->source));
	require((a->source.p == NULL) == (b->source.p == NULL));
	require(view_equal(a->command, b->command));
	require(a->nparams == b->nparams);
	for (i = 0; i < a->nparams; i++)
		require(view_equal(a->params[i], b->params[i]));
}

/* Unescape a value, write it, and read it again. */
static void
check_tag(struct view key, struct view value)
{
	char line[2 * LINE_TAGS_SERVER], *name, *plain, *again;
	struct irc_writer w;
	struct irc_msg m;
	struct view raw;
	size_t n, len;

	plain = xmalloc(value.len);
	again = xmalloc(2 * value.len);
	n = irc_tag_unescape(plain, value);
	require(n <= value.len);
	name = xviewdup(key);
	irc_begin(&w, line, sizeof(line), LINE_TAGS_SERVER);
	irc_tag(&w, name, (struct view){ plain, n });
	irc_command(&w, "C");
	len = irc_end(&w);
	if (len > 0) {
		require(irc_msg_parse(&m, (struct view){ line, len - 2 }) == 0);
		require(irc_tags_find(m.tags, name, &raw) == 1);
		require(irc_tag_unescape(again, raw) == n);
		require(memcmp(again, plain, n) == 0);
	}
	free(name);
	free(plain);
	free(again);
}

static void
check_tags(struct view tags, struct view line)
{
	struct view rest = tags, key, value;

	while (irc_tags_next(&rest, &key, &value)) {
		check_inside(key, line);
		check_inside(value, line);
		require(key.len > 0);
		check_tag(key, value);
	}
}

static void
check_source(struct view source, struct view line)
{
	struct irc_source parts;

	irc_source_split(source, &parts);
	check_inside(parts.nick, line);
	check_inside(parts.user, line);
	check_inside(parts.host, line);
	require(parts.nick.len + parts.user.len + parts.host.len <= source.len);
}

static void
check_format(const struct irc_msg *m)
{
	static char out[LINE_TAGS_SERVER + LINE_REST_MAX];
	struct irc_msg again;
	size_t n;

	n = irc_msg_format(m, out, sizeof(out));
	if (n == 0)
		return;
	require(n > 2 && memchr(out, '\n', n) == out + n - 1);
	require(memchr(out, '\r', n) == out + n - 2);
	require(irc_msg_parse(&again, (struct view){ out, n - 2 }) == 0);
	check_same(m, &again);
}

/* Bytes that the framer lets through. */
static void
add_line_bytes(struct buf *line, const uint8_t *data, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (data[i] != '\r' && data[i] != '\n' && data[i] != '\0')
			buf_add_char(line, (char)data[i]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf line = { 0 };
	struct irc_msg m;
	char *exact;
	struct view v;

	add_line_bytes(&line, data, size);
	/* Exactly this size, so that a read past the end is detected. */
	exact = xmalloc(line.len);
	v = (struct view){ exact, line.len };
	if (line.len > 0)
		memcpy(exact, line.p, line.len);
	if (irc_msg_parse(&m, v) == 0) {
		check_views(&m, v);
		check_tags(m.tags, v);
		check_source(m.source, v);
		check_format(&m);
	}
	free(exact);
	buf_clear(&line);
	return 0;
}
