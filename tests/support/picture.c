/*
 * picture: whole screens of the client as rows of text, for tests.
 */
#include "tests/support/picture.h"

#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

#include "client/config/config.h"
#include "client/model/mention.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

enum { MINUTE = 60000 };

static int64_t
noon(void)
{
	return 1795262400000; /* 2026-11-21 12:00 */
}

void
picture_open(struct picture *p, int w, int h)
{
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
	*p = (struct picture){ 0 };
	clock_set(noon);
	p->config = *client_config_defaults();
	p->m = model_new(&p->config, 1000);
	model_add_network(p->m, &p->config, "chat.example");
	model_network(p->m)->nick = xstrdup("ana");
	model_network(p->m)->state = LINK_ONLINE;
	p->c = canvas_new(w, h);
	view_state_init(&p->st);
	p->st.utc = 1;
	p->now = 1795255200000; /* 2026-11-21 10:00 */
}

void
picture_close(struct picture *p)
{
	canvas_free(p->c);
	model_free(p->m);
	clock_set(NULL);
}

void
picture_resize(struct picture *p, int w, int h)
{
	canvas_resize(p->c, w, h);
	p->m->dirty = DIRTY_ALL;
}

void
picture_type(struct picture *p, const char *text)
{
	p->in.text = view_of(text);
	p->in.point = p->in.text.len;
	p->m->dirty |= DIRTY_INPUT;
}

struct buffer *
picture_room(struct picture *p, const char *name)
{
	struct buffer *b =
	    model_open(model_network(p->m), BUFFER_ROOM, view_of(name));

	b->joined = 1;
	return b;
}

/* Literals are passed without a copy: nobody writes to them. */
static char *
borrowed(const char *s)
{
	union {
		const char *in;
		char *out;
	} u = { s };

	return u.out;
}

struct line *
picture_add(struct picture *p, struct buffer *b, enum line_kind kind,
    const char *nick, const char *text)
{
	struct line line = { .kind = kind,
		.time = p->now,
		.nick = borrowed(nick),
		.text = borrowed(text) };

	p->now += MINUTE;
	line.self =
	    nick != NULL && strcmp(nick, model_network(p->m)->nick) == 0;
	line.mention = text != NULL && !line.self &&
		       mentions_nick(view_of(text), model_network(p->m)->nick);
	return model_add(p->m, b, &line);
}

char *
picture_row(const struct picture *p, int y)
{
	struct buf row = { 0 };

	canvas_row(p->c, y, &row);
	return buf_take(&row);
}

char *
picture_text(struct picture *p)
{
	struct buf all = { 0 };
	int y;

	view_draw(p->c, p->m, &p->st, &p->in);
	picture_check(p->c);
	for (y = 0; y < p->c->h; y++) {
		canvas_row(p->c, y, &all);
		buf_add_char(&all, '\n');
	}
	return buf_take(&all);
}

char *
picture_links(const struct picture *p, int y)
{
	struct buf out = { 0 };
	const struct cell *row = &p->c->cells[y * p->c->w];

	for (int x = 0; x < p->c->w; x++)
		if (row[x].link != 0)
			buf_printf(&out, "%u", row[x].link);
		else
			buf_add_char(&out, ' ');
	buf_str(&out);
	return buf_take(&out);
}

void
picture_expect(struct picture *p, const char *rows)
{
	char *got = picture_text(p);

	if (strcmp(got, rows) != 0)
		print_error("expected:\n%s\ngot:\n%s\n", rows, got);
	assert_string_equal(got, rows);
	free(got);
}

static void
check_cell(const struct canvas *c, int x, int y)
{
	const struct cell *cell = &c->cells[y * c->w + x];
	int width;

	if (cell->cp == 0) {
		assert_true(x > 0);
		assert_int_equal(wcwidth((wchar_t)cell[-1].cp), 2);
		return;
	}
	width = wcwidth((wchar_t)cell->cp);
	assert_in_range(width, 1, 2);
	if (width == 2) {
		assert_true(x + 1 < c->w);
		assert_int_equal(cell[1].cp, 0);
	}
	if (cell->marks[0] != 0)
		assert_int_equal(wcwidth((wchar_t)cell->marks[0]), 0);
	if (cell->marks[1] != 0)
		assert_int_equal(wcwidth((wchar_t)cell->marks[1]), 0);
}

void
picture_check(const struct canvas *c)
{
	int x, y;

	for (y = 0; y < c->h; y++) {
		for (x = 0; x < c->w; x++)
			check_cell(c, x, y);
	}
	if (c->cursor_x == -1 && c->cursor_y == -1)
		return; /* hidden */
	assert_in_range(c->cursor_x, 0, c->w - 1);
	assert_in_range(c->cursor_y, 0, c->h - 1);
}

static void
fill_rooms(struct picture *p)
{
	struct buffer *ops = picture_room(p, "#ops");
	struct buffer *dev = picture_room(p, "#dev");
	struct buffer *old = picture_room(p, "#archive");
	int i;

	old->joined = 0;
	for (i = 0; i < 5; i++)
		picture_add(p, ops, LINE_MESSAGE, "carol", "deployed");
	picture_add(p, dev, LINE_MESSAGE, "bob", "ana: look at this");
	picture_add(p, dev, LINE_MESSAGE, "bob", "ana?");
	picture_add(p,
	    model_open(model_network(p->m), BUFFER_QUERY, view_of("dora")),
	    LINE_MESSAGE, "dora", "psst");
}

static void
fill_members(struct buffer *b)
{
	static const struct {
		const char *nick, *prefix;
	} people[] = { { "ana", "" }, { "bob", "@" }, { "carol", "+" },
		{ "dora", "" }, { "guest-4711", "" }, { "Ølaf", "" },
		{ "小林", "~" } };
	size_t i;

	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		roster_set(
		    &b->roster, view_of(people[i].nick), people[i].prefix);
	roster_set_away(&b->roster, VIEW("dora"), 1);
}

static void
fill_talk(struct picture *p, struct buffer *b)
{
	struct line *line;

	p->now -= 20 * 60 * MINUTE;
	picture_add(p, b, LINE_MESSAGE, "bob", "good night everyone");
	p->now += 20 * 60 * MINUTE;
	picture_add(p, b, LINE_JOIN, "ana", NULL);
	picture_add(
	    p, b, LINE_TOPIC, "bob", "Release on Friday \x02no later\x02");
	picture_add(p, b, LINE_MESSAGE, "bob",
	    "morning! Has anyone looked at "
	    "the numbers of last night? They look wrong to me.");
	picture_add(p, b, LINE_MESSAGE, "ana",
	    "yes: \00304red\x03, \002bold\x02 and \x1funderlined\x1f");
	picture_add(p, b, LINE_MESSAGE, "小林",
	    "こんにちは、皆さん。今日のリリースに"
	    "ついて話しましょう。👨‍👩‍👧 "
	    "ありがとう！");
	picture_add(p, b, LINE_ACTION, "carol", "waves at ana");
	picture_add(p, b, LINE_MESSAGE, "carol", "ana: can you check?");
	picture_add(p, b, LINE_NOTICE, "buildbot", "build 512 passed");
	picture_add(p, b, LINE_QUIT, "Ølaf", "Ping timeout");
	picture_add(p, b, LINE_MESSAGE, "averyveryverylongnick",
	    "https://example.org/a/very/long/path/that/does/not/fit/in/one/"
	    "row/at/all?with=query");
	picture_add(p, b, LINE_INFO, NULL, "You are away.");
	picture_add(p, b, LINE_ERROR, NULL, "No such nick: nobody");
	line = picture_add(p, b, LINE_MESSAGE, "ana", "this one is on its way");
	line->state = LINE_PENDING;
	line = picture_add(p, b, LINE_MESSAGE, "ana", "and this one is lost");
	line->state = LINE_FAILED;
}

void
picture_fill(struct picture *p)
{
	struct buffer *lobby = picture_room(p, "#lobby");

	model_activate(p->m, lobby);
	buffer_set_topic(lobby, "Release on Friday");
	fill_members(lobby);
	fill_rooms(p);
	fill_talk(p, lobby);
}
