/*
 * Tests of view: whole pictures at several sizes; which panes are drawn again; and that no content breaks a
 * picture.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "tests/support/picture.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* clang-format off */
static const struct {
	int w, h;
	const char *typed, *rows[41]; /* NULL after the last */
} pictures[] = {
	{ 80, 24, "typing 你好 something", {
	" #lobby  Release on Friday",
	"1 chat.example│─────────────────── Friday, 20 November 2026 ────────────────────",
	"2 #lobby      │14:08          bob good night everyone",
	"3 #ops       5│────────────────── Saturday, 21 November 2026 ───────────────────",
	"4 #dev      !2│10:09          --> ana joined",
	"5 (#archive)  │10:10           -- bob changed the topic to: Release on Friday no",
	"6 dora      !1│                   later",
	"              │10:11          bob morning! Has anyone looked at the numbers of",
	"              │                   last night? They look wrong to me.",
	"              │10:12          ana yes: red, bold and underlined",
	"              │10:13         小林 こんにちは、皆さん。今日のリリースについて話し",
	"              │                   ましょう。👨👩👧 ありがとう！",
	"              │10:14            * carol waves at ana",
	"              │10:15        carol ana: can you check?",
	"              │10:16   -buildbot- build 512 passed",
	"              │10:17          <-- Ølaf is offline (Ping timeout)",
	"              │10:18 averyveryve… https://example.org/a/very/long/path/that/does",
	"              │                   /not/fit/in/one/row/at/all?with=query",
	"              │10:19           -- You are away.",
	"              │10:20            ! No such nick: nobody",
	"              │10:21          ana this one is on its way …",
	"              │10:22              and this one is lost (not sent)",
	" ana  #lobby, 7 members  chat.example  not encrypted  4:!2 6:!1 3:5",
	"typing 你好 something",
	} },
	{ 40, 12, "a text that is longer than the screen is wide, and so has two rows", {
	" #lobby  Release on Friday",
	"10:17 <-- Ølaf is offline (Ping timeout)",
	"10:18 averyveryve…: https://example.org/",
	"      a/very/long/path/that/does/not/fit",
	"      /in/one/row/at/all?with=query",
	"10:19 -- You are away.",
	"10:20 ! No such nick: nobody",
	"10:21 ana: this one is on its way …",
	"10:22 and this one is lost (not sent)",
	" ana  not encrypted  4:!2 6:!1 3:5",
	"a text that is longer than the screen is",
	" wide, and so has two rows",
	} },
	{ 120, 40, "hi", {
	" #lobby  Release on Friday",
	"1 chat.example│                                                                                             │~小林",
	"2 #lobby      │                                                                                             │@bob",
	"3 #ops       5│                                                                                             │+carol",
	"4 #dev      !2│                                                                                             │ ana",
	"5 (#archive)  │                                                                                             │ dora",
	"6 dora      !1│                                                                                             │ guest-4711",
	"              │                                                                                             │ Ølaf",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │                                                                                             │",
	"              │───────────────────────────────── Friday, 20 November 2026 ──────────────────────────────────│",
	"              │14:08          bob good night everyone                                                       │",
	"              │──────────────────────────────── Saturday, 21 November 2026 ─────────────────────────────────│",
	"              │10:09          --> ana joined                                                                │",
	"              │10:10           -- bob changed the topic to: Release on Friday no later                      │",
	"              │10:11          bob morning! Has anyone looked at the numbers of last night? They look wrong  │",
	"              │                   to me.                                                                    │",
	"              │10:12          ana yes: red, bold and underlined                                             │",
	"              │10:13         小林 こんにちは、皆さん。今日のリリースについて話しましょう。👨👩👧 ありがと   │",
	"              │                   う！                                                                      │",
	"              │10:14            * carol waves at ana                                                        │",
	"              │10:15        carol ana: can you check?                                                       │",
	"              │10:16   -buildbot- build 512 passed                                                          │",
	"              │10:17          <-- Ølaf is offline (Ping timeout)                                            │",
	"              │10:18 averyveryve… https://example.org/a/very/long/path/that/does/not/fit/in/one/row/at/all?w│",
	"              │                   ith=query                                                                 │",
	"              │10:19           -- You are away.                                                             │",
	"              │10:20            ! No such nick: nobody                                                      │",
	"              │10:21          ana this one is on its way …                                                  │",
	"              │10:22              and this one is lost (not sent)                                           │",
	" ana  #lobby, 7 members  chat.example  not encrypted  4:!2 6:!1 3:5",
	"hi",
	} },
	{ 20, 6, "hi", {
	" #lobby  Release o…",
	"  its way …",
	"  and this one is",
	"  lost (not sent)",
	" ana  4:!2 6:!1 3:5",
	"hi",
	} },
	{ 1, 1, "hi", {
	"",
	} },
};
/* clang-format on */

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 80, 24);
	*state = &p;
	return 0;
}

static int
tear_down(void **state)
{
	picture_close(*state);
	return 0;
}

/* Return the rows as one text; the caller frees it. */
static char *
join(const char *const *rows)
{
	struct buf out = { 0 };

	for (; *rows != NULL; rows++) {
		buf_add_str(&out, *rows);
		buf_add_char(&out, '\n');
	}
	buf_str(&out);
	return buf_take(&out);
}

static void
view__draws_the_whole_picture__at_every_size(void **state)
{
	struct picture *p = *state;
	char *want;
	size_t i;

	picture_fill(p);
	for (i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
		picture_resize(p, pictures[i].w, pictures[i].h);
		picture_type(p, pictures[i].typed);
		want = join(pictures[i].rows);
		picture_expect(p, want);
		free(want);
	}
}

static void
view__shows_lists_on_a_narrow_screen__when_they_are_switched_on(void **state)
{
	struct picture *p = *state;

	picture_fill(p);
	p->st.rooms = p->st.members = PANE_ON;
	picture_resize(p, 60, 9);
	picture_expect(p,
	    " #lobby  Release on Friday\n"
	    "1 chat.example│      h=query                       │~小林\n"
	    "2 #lobby      │10:19 -- You are away.              │@bob\n"
	    "3 #ops       5│10:20 ! No such nick: nobody        │+carol\n"
	    "4 #dev      !2│10:21 ana: this one is on its way … │ ana\n"
	    "5 (#archive)  │10:22 and this one is lost (not     │ dora\n"
	    "6 dora      !1│      sent)                         │ +2 more\n"
	    " ana  #lobby  chat.example  not encrypted  4:!2 6:!1 3:5\n"
	    "\n");
}

static void
view__counts_hidden_rows_of_the_lists(void **state)
{
	struct picture *p = *state;
	char *row;

	picture_fill(p);
	picture_resize(p, 100, 7);
	free(picture_text(p));
	row = picture_row(p, 4);
	assert_non_null(strstr(row, "+3 more !3"));
	assert_non_null(strstr(row, "+4 more"));
	free(row);
	model_activate(p->m, model_buffer_at(p->m, 5));
	free(picture_text(p));
	row = picture_row(p, 3);
	assert_memory_equal(row, "6 dora ", 7);
	free(row);
	assert_ptr_equal(
	    view_buffer_at(p->m, &p->st, 3, 3), model_buffer_at(p->m, 5));
	assert_ptr_equal(
	    view_buffer_at(p->m, &p->st, 0, 1), model_buffer_at(p->m, 3));
	assert_null(view_buffer_at(p->m, &p->st, 0, 4));
	assert_null(view_buffer_at(p->m, &p->st, 0, 0));
	assert_null(view_buffer_at(p->m, &p->st, 50, 2));
}

static void
view__keeps_the_cursor_in_the_input__whatever_arrives(void **state)
{
	struct picture *p = *state;
	int i;

	picture_type(p, "half a 句");
	for (i = 0; i < 200; i++) {
		picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "bob",
		    "flood flood");
		free(picture_text(p));
		assert_int_equal(p->c->cursor_x, 9);
		assert_int_equal(p->c->cursor_y, 23);
	}
}

static uint32_t
mark_cell(struct picture *p, const struct rect *r)
{
	p->c->cells[r->y * p->c->w + r->x].cp = '@';
	return '@';
}

static uint32_t
read_cell(const struct picture *p, const struct rect *r)
{
	return p->c->cells[r->y * p->c->w + r->x].cp;
}

static void
view__draws_only_what_is_dirty__but_all_in_a_new_layout(void **state)
{
	struct picture *p = *state;
	const struct layout *l = &p->st.layout;

	picture_fill(p);
	free(picture_text(p));
	assert_int_equal(p->m->dirty, 0);
	mark_cell(p, &l->rooms);
	mark_cell(p, &l->messages);
	mark_cell(p, &l->topic);
	free(picture_text(p));
	assert_int_equal(read_cell(p, &l->messages), '@');
	picture_add(p, p->m->active, LINE_MESSAGE, "bob", "x");
	free(picture_text(p));
	assert_int_not_equal(read_cell(p, &l->messages), '@');
	assert_int_equal(read_cell(p, &l->rooms), '@');
	picture_add(p, model_find(model_network(p->m), VIEW("#ops")),
	    LINE_MESSAGE, "bob", "x");
	free(picture_text(p));
	assert_int_not_equal(read_cell(p, &l->rooms), '@');
	assert_int_equal(read_cell(p, &l->topic), '@');
	picture_type(p, "one\ntwo");
	free(picture_text(p));
	assert_int_not_equal(read_cell(p, &l->topic), '@');
}

static const char *const parts[] = { " ", "word ", "你好", "（", "。", "한국",
	"😀", "👨‍👩‍👧", "👍🏽", "🇩🇪", "e\u0301", "\u0301",
	"\x02", "\x03", "04,12", "\x0f", "\x16", "\n", "\x1b", "\x7f", "\xff",
	"\xe4\xbd", "\u202e", "\u200b", "ｱ", "ＡＢ", "नि", "ก็",
	"https://example.org/", "\t" };
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* The caller frees the result. */
static char *
random_text(struct prng *r, size_t max)
{
	struct buf out = { 0 };
	size_t n;

	for (n = prng_below(r, max + 1); n > 0; n--)
		buf_add_str(&out, parts[prng_below(r, PARTS)]);
	buf_str(&out);
	return buf_take(&out);
}

static void
add_anything(struct picture *p, struct prng *r)
{
	struct buffer *b = model_buffer_at(p->m, prng_below(r, p->m->nbuffers));
	char *nick = random_text(r, 3), *text = random_text(r, 30);
	struct line *line;

	p->now += prng_below(r, 50) == 0 ? 80000000 : 0;
	line = picture_add(p, b, (enum line_kind)prng_below(r, LINE_ERROR + 1),
	    prng_below(r, 5) == 0 ? NULL : nick, text);
	line->state = (enum line_state)prng_below(r, 4);
	free(nick);
	free(text);
}

static void
do_anything(struct picture *p, struct prng *r)
{
	char *name;

	switch (prng_below(r, 10)) {
	case 0:
		name = random_text(r, 4);
		if (p->m->nbuffers < 30)
			picture_room(p, name);
		free(name);
		break;
	case 1:
		model_activate(
		    p->m, model_buffer_at(p->m, prng_below(r, p->m->nbuffers)));
		break;
	case 2:
		if (p->m->nbuffers > 5)
			model_close(p->m, model_buffer_at(p->m,
					      prng_below(r, p->m->nbuffers)));
		break;
	case 3:
	case 4:
		scroll_by(p->m, &p->st, (int)prng_below(r, 60) - 30);
		break;
	default:
		add_anything(p, r);
	}
}

static void
type_anything(struct picture *p, struct prng *r, char **texts)
{
	int i;

	for (i = 0; i < 3; i++) {
		free(texts[i]);
		texts[i] = random_text(r, i == 0 ? 40 : 6);
	}
	picture_type(p, texts[0]);
	p->in.point = prng_below(r, p->in.text.len + 1);
	p->in.prompt = view_of(prng_below(r, 3) ? "" : texts[1]);
	p->in.hint = view_of(prng_below(r, 3) ? "" : texts[2]);
}

/* No wide glyph is cut, nothing is outside its pane, the cursor is on the screen. */
static void
view__never_breaks_a_picture__with_any_content(void **state)
{
	struct picture *p = *state;
	char *texts[3] = { NULL, NULL, NULL };
	struct prng r = { 42 };
	int i;

	picture_fill(p);
	for (i = 0; i < 4000; i++) {
		do_anything(p, &r);
		if (prng_below(&r, 3) == 0)
			type_anything(p, &r, texts);
		if (prng_below(&r, 4) == 0)
			picture_resize(p, 1 + (int)prng_below(&r, 130),
			    1 + (int)prng_below(&r, 40));
		p->st.rooms = (enum pane_show)prng_below(&r, 3);
		p->st.members = (enum pane_show)prng_below(&r, 3);
		p->st.colours = prng_below(&r, 2) ? 256 : 8;
		free(picture_text(p));
	}
	for (i = 0; i < 3; i++)
		free(texts[i]);
}

/* Drawing only the dirty panes gives the same picture as drawing all. */
static void
view__draws_the_same__pane_by_pane_and_at_once(void **state)
{
	struct picture *p = *state;
	struct prng r = { 8 };
	char *got, *want;
	int i;

	picture_fill(p);
	for (i = 0; i < 3000; i++) {
		do_anything(p, &r);
		got = picture_text(p);
		if (prng_below(&r, 3) == 0) {
			picture_resize(p, 80, 24);
			want = picture_text(p);
			assert_string_equal(got, want);
			free(want);
		}
		free(got);
	}
}

#define view_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

static void
rooms__keep_a_space__between_a_long_name_and_its_count(void **state)
{
	struct picture p;
	struct buffer *b;

	(void)state;
	picture_open(&p, 72, 5);
	b = picture_room(&p, "#a-room-with-long-name");
	for (int i = 0; i < 11; i++)
		picture_add(&p, b, LINE_MESSAGE, "bob", "text");
	picture_expect(&p, "1 chat.example  │\n"
			   "2 #a-room-wi… 11│\n"
			   "                │\n"
			   " ana  chat.example  not encrypted  2:11\n"
			   "\n");
	picture_check(p.c);
	picture_close(&p);
}

static void
rooms__mark_a_draft__except_in_the_active_room(void **state)
{
	struct picture p;
	struct buffer *b, *gone;

	(void)state;
	picture_open(&p, 72, 8);
	buffer_set_draft(picture_room(&p, "#dev"), "half", 4);
	b = picture_room(&p, "#a-room-with-long-name");
	buffer_set_draft(b, "half", 4);
	for (int i = 0; i < 11; i++)
		picture_add(&p, b, LINE_MESSAGE, "bob", "text");
	gone = picture_room(&p, "#gone");
	gone->joined = 0;
	buffer_set_draft(gone, "half", 4);
	buffer_set_draft(p.m->active, "typed", 5);
	picture_expect(&p, " chat.example  Server messages\n"
			   "1 chat.example  │\n"
			   "2 #dev*         │\n"
			   "3 #a-room-w…* 11│\n"
			   "4 (#gone)*      │\n"
			   "                │\n"
			   " ana  chat.example  not encrypted  3:11\n"
			   "\n");
	picture_check(p.c);
	picture_close(&p);
}

/* Fill a room with people whose nicks are as long as usual, who talk about the usual things. */
static struct buffer *
ordinary_room(struct picture *p)
{
	static const char *const people[] = { "ana", "bob", "carol", "dora",
		"henrik", "jo", "kim" };
	struct buffer *b = picture_room(p, "#lobby");
	size_t i;

	model_network(p->m)->name = xstrdup("tchat");
	model_activate(p->m, b);
	picture_room(p, "#dev");
	picture_room(p, "#ops");
	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		roster_set(&b->roster, view_of(people[i]), i == 1 ? "@" : "");
		picture_add(p, b, LINE_MESSAGE, people[i], "good morning");
	}
	return b;
}

static void
lists__leave_the_text_80_of_110_columns(void **state)
{
	struct picture *p = *state;
	struct buffer *b = ordinary_room(p);
	char text[82];

	memset(text, 'x', 80);
	text[40] = ' ';
	text[80] = '\0';
	picture_add(p, b, LINE_MESSAGE, "henrik", text);
	picture_resize(p, 110, 11);
	picture_expect(p,
	    " #lobby\n"
	    "1 tchat │10:00    ana good morning                                "
	    "                                    │@bob\n"
	    "2 #lobby│10:01    bob good morning                                "
	    "                                    │ ana\n"
	    "3 #dev  │10:02  carol good morning                                "
	    "                                    │ carol\n"
	    "4 #ops  │10:03   dora good morning                                "
	    "                                    │ dora\n"
	    "        │10:04 henrik good morning                                "
	    "                                    │ henrik\n"
	    "        │10:05     jo good morning                                "
	    "                                    │ jo\n"
	    "        │10:06    kim good morning                                "
	    "                                    │ kim\n"
	    "        │10:07 henrik xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx "
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx│\n"
	    " ana  #lobby, 7 members  chat.example  not encrypted\n"
	    "\n");
}

static void
assert_widths(struct picture *p, int rooms, int members)
{
	free(picture_text(p));
	assert_int_equal(p->st.layout.rooms.w, rooms);
	assert_int_equal(p->st.layout.members.w, members);
}

static void
lists__grow_at_once__and_shrink_in_another_room_or_size(void **state)
{
	struct picture *p = *state;
	struct buffer *b = ordinary_room(p), *long_name;

	picture_resize(p, 120, 12);
	assert_widths(p, 9, 8);
	roster_set(&b->roster, VIEW("guest-4711"), "");
	p->m->dirty |= DIRTY_MEMBERS;
	assert_widths(p, 9, 12);
	roster_remove(&b->roster, VIEW("guest-4711"));
	p->m->dirty |= DIRTY_MEMBERS;
	assert_widths(p, 9, 12);
	long_name = picture_room(p, "#long-name-1");
	p->m->dirty |= DIRTY_ROOMS;
	assert_widths(p, 15, 12);
	model_close(p->m, long_name);
	assert_widths(p, 15, 12);
	model_activate(p->m, model_network(p->m)->server);
	model_activate(p->m, b);
	assert_widths(p, 15, 12);
	model_activate(p->m, model_network(p->m)->server);
	assert_widths(p, 9, 0);
	model_activate(p->m, b);
	assert_widths(p, 9, 8);
	roster_set(&b->roster, VIEW("guest-4711"), "");
	p->m->dirty |= DIRTY_MEMBERS;
	assert_widths(p, 9, 12);
	roster_remove(&b->roster, VIEW("guest-4711"));
	picture_resize(p, 119, 12);
	assert_widths(p, 9, 8);
}

static void
room_list__keeps_its_width__while_unread_counts_come_and_go(void **state)
{
	struct picture *p = *state;
	struct buffer *b = ordinary_room(p);

	picture_resize(p, 80, 12);
	model_activate(p->m, model_network(p->m)->server);
	assert_widths(p, 9, 0);
	picture_add(p, b, LINE_MESSAGE, "bob", "hi");
	assert_widths(p, 11, 0);
	model_activate(p->m, b);
	assert_widths(p, 11, 0);
}

static void
lists__cut_long_names__at_the_setting_and_at_a_quarter(void **state)
{
	struct picture *p = *state;
	struct buffer *b = ordinary_room(p);

	picture_room(p, "#a-room-with-a-long-name");
	roster_set(&b->roster, VIEW("a-long-nick-of-somebody"), "+");
	picture_resize(p, 120, 12);
	assert_widths(p, 17, 17);
	p->st.rooms_max = 60;
	p->st.members_max = 6;
	p->m->dirty = DIRTY_ALL;
	assert_widths(p, 27, 7);
	picture_resize(p, 90, 12);
	assert_widths(p, 22, 7);
	assert_int_equal(p->c->cells[2 * 90 + 89].cp, 0x2026);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    rooms__keep_a_space__between_a_long_name_and_its_count),
		cmocka_unit_test(
		    rooms__mark_a_draft__except_in_the_active_room),
		view_test(lists__leave_the_text_80_of_110_columns),
		view_test(
		    lists__grow_at_once__and_shrink_in_another_room_or_size),
		view_test(
		    room_list__keeps_its_width__while_unread_counts_come_and_go),
		view_test(
		    lists__cut_long_names__at_the_setting_and_at_a_quarter),
		view_test(view__draws_the_whole_picture__at_every_size),
		view_test(
		    view__shows_lists_on_a_narrow_screen__when_they_are_switched_on),
		view_test(view__counts_hidden_rows_of_the_lists),
		view_test(
		    view__keeps_the_cursor_in_the_input__whatever_arrives),
		view_test(
		    view__draws_only_what_is_dirty__but_all_in_a_new_layout),
		view_test(view__never_breaks_a_picture__with_any_content),
		view_test(view__draws_the_same__pane_by_pane_and_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
