/*
 * bench_wrap: the CPU time for showing text: wrapping a line, compared with copying it by memcpy, and
 * drawing a full screen, with a short and a long history.
 */
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "client/config/config.h"
#include "client/model/wrap.h"
#include "client/view/view.h"
#include "common/xmalloc.h"

enum { ROUNDS = 9, LINES = 2000, FRAMES = 500, PAST = 10000 };

static double
cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ns of fn(arg, n) for each of n: the best of some rounds, because other programs disturb the others. */
static double
measure(size_t (*fn)(void *arg, int n), void *arg, int n)
{
	static volatile size_t sink;
	double began, ns, best = 0;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		began = cpu_ns();
		sink += fn(arg, n);
		ns = (cpu_ns() - began) / n;
		if (i == 0 || ns < best)
			best = ns;
	}
	return best;
}

static size_t
copy_lines(void *arg, int n)
{
	const struct view *text = arg;
	static char copy[1024];
	size_t sum = 0;
	int i;

	for (i = 0; i < n; i++) {
		memcpy(copy, text->p, text->len);
		__asm__ volatile("" : : "r"(copy) : "memory");
		sum += (size_t)copy[i % 64];
	}
	return sum;
}

static size_t
wrap_lines(void *arg, int n)
{
	const struct view *text = arg;
	struct wrap_row rows[16];
	size_t sum = 0;
	int i;

	for (i = 0; i < n; i++)
		sum += wrap_text(*text, 60, 18, 18, rows, 16);
	return sum;
}

static void
report_line(const char *name, struct view text)
{
	double copy = measure(copy_lines, &text, LINES * 100);
	double wrap = measure(wrap_lines, &text, LINES);

	printf("%-22s %5zu %10.1f %10.1f %8.1f %8.0f\n", name, text.len, copy,
	    wrap, wrap / (double)text.len, wrap / copy);
}

struct screen {
	struct canvas *c;
	struct model *m;
	struct view_state st;
	struct input_state in;
	unsigned dirty;
	int flood; /* lines that arrive before each frame */
};

static void
add_line(struct model *m)
{
	static const char *const said[] = { "yes",
		("morning! Has anyone looked at the numbers of last night? "
		 "They look wrong to me."),
		"你好，今天的版本什么时候发布？我们还在等测试结果。" };
	static int64_t count;
	struct line line = { .kind = LINE_MESSAGE, .time = ++count * 1000 };
	char nick[16];

	snprintf(nick, sizeof(nick), "nick%d", (int)(count % 50));
	line.nick = nick;
	line.text = xstrdup(said[count % 3]);
	model_add(m, m->active, &line);
	free(line.text);
}

static size_t
draw_frames(void *arg, int n)
{
	struct screen *s = arg;
	int i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; k < s->flood; k++)
			add_line(s->m);
		s->m->dirty |= s->dirty;
		view_draw(s->c, s->m, &s->st, &s->in);
	}
	return s->c->cells[0].cp;
}

static void
screen_fill(struct screen *s, int past)
{
	char nick[16];
	int i;

	*s = (struct screen){ .c = canvas_new(120, 40) };
	s->m = model_new(client_config_defaults(), PAST);
	model_add_network(s->m, client_config_defaults(), "chat.example");
	model_activate(
	    s->m, model_open(model_network(s->m), BUFFER_ROOM, VIEW("#lobby")));
	for (i = 0; i < 200; i++) {
		snprintf(nick, sizeof(nick), "nick%d", i);
		roster_set(
		    &s->m->active->roster, view_of(nick), i < 3 ? "@" : "");
	}
	for (i = 0; i < past; i++)
		add_line(s->m);
	view_state_init(&s->st);
	s->in.text = VIEW("a half-typed line");
	s->in.point = s->in.text.len;
	draw_frames(s, 1);
}

static void
screen_clear(struct screen *s)
{
	canvas_free(s->c);
	model_free(s->m);
}

static void
report_frames(int past)
{
	struct screen s;
	double input, messages, all, flood, scrolled;

	screen_fill(&s, past);
	input = measure(draw_frames, &s, FRAMES);
	s.dirty = DIRTY_MESSAGES;
	messages = measure(draw_frames, &s, FRAMES);
	s.dirty = DIRTY_ALL;
	all = measure(draw_frames, &s, FRAMES);
	s.dirty = 0;
	s.flood = 100;
	flood = measure(draw_frames, &s, FRAMES / 10);
	s.flood = 0;
	s.dirty = DIRTY_MESSAGES;
	scroll_by(s.m, &s.st, -past / 2);
	scrolled = measure(draw_frames, &s, FRAMES);
	printf("%6d %10.2f %10.2f %10.2f %10.2f %10.2f\n", past, input / 1e3,
	    messages / 1e3, all / 1e3, scrolled / 1e3, flood / 1e3);
	screen_clear(&s);
}

int
main(void)
{
	static const char english[] =
	    "morning! Has anyone looked at the numbers of last night? They "
	    "look wrong to me, and I would rather know before we go on.";
	static const char chinese[] =
	    "早上好！有人看过昨晚的数字吗？我觉得它们不对，"
	    "继续之前我想先弄清楚。";
	static const char coloured[] =
	    "\002build\x02 512 \00303passed\x03, \0373 warnings\x1f: "
	    "e\u0301 \u00fc \u00df 👍🏽 👨‍👩‍👧 done";

	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		return 1;
	printf("CPU ns per line, 60 columns, indented by 18\n");
	printf("%-22s %5s %10s %10s %8s %8s\n", "line", "bytes", "memcpy",
	    "wrap", "a byte", "ratio");
	report_line("English", VIEW(english));
	report_line("Chinese", VIEW(chinese));
	report_line("formatting and emoji", VIEW(coloured));
	printf("\nCPU us per frame, 120x40, by what is drawn; 200 members; "
	       "the flood is 100 new lines a frame\n");
	printf("%6s %10s %10s %10s %10s %10s\n", "past", "input", "messages",
	    "all", "scrolled", "flood");
	report_frames(100);
	report_frames(PAST);
	return 0;
}
