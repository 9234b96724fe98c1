/*
 * editor_queue: readline reads from it by next_key, a step at a time.
 */
#include "client/input/editor_queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "client/input/editor_guards.h"
#include "client/input/editor_setup.h"
#include "client/input/editor_utf8.h"
#include "common/buf.h"

enum { MACROS_MAX = 1000 }; /* run by one key: one may call itself */

#define NO_KEY "\001"

static struct {
	struct buf typed; /* the beginning of a character */
	struct buf in;	  /* whole characters, not yet read by readline */
	size_t at;
	int hurry;	 /* an ESC is not held back */
	unsigned macros; /* run since keys came */
} queue;

int
editor_queue_waits(void)
{
	return queue.at < queue.in.len;
}

/*
 * What readline is told. It would insert what is typed ahead at once, and forget it in a
 * macro that is recorded; whether more follows an ESC it must know.
 */
static int
input_available(void)
{
	if (RL_ISSTATE(RL_STATE_MACRODEF) && queue.at > 0 &&
	    queue.in.p[queue.at - 1] != EDITOR_ESCAPE[0])
		return 0;
	return editor_queue_waits();
}

static int
next_key(FILE *f)
{
	(void)f;
	if (editor_queue_waits())
		return (unsigned char)queue.in.p[queue.at++];
	if (RL_ISSTATE(RL_STATE_READCMD)) {
		/* The end of input here would send the line. Give up instead. */
		RL_UNSETSTATE(RL_STATE_READCMD);
		rl_abort(0, 0);
	}
	return EOF;
}

/* The keys of a macro come before those that were typed after its own. */
static void
on_macro(struct view keys)
{
	struct buf in = { 0 };

	if (++queue.macros > MACROS_MAX)
		return;
	editor_utf8_take(&in, keys);
	if (editor_queue_waits())
		buf_add(&in, queue.in.p + queue.at, queue.in.len - queue.at);
	buf_clear(&queue.in);
	queue.in = in;
	queue.at = 0;
}

void
editor_queue_adopt_inputrc(void)
{
	editor_setup_force();
	editor_guards_set(on_macro);
}

static int
do_nothing(int count, int key)
{
	(void)count;
	(void)key;
	return 0;
}

/*
 * Enter after a numeric argument: readline 8.2 sees that the line is done after one more
 * key, so it is given one that does nothing.
 */
static void
finish_line(void)
{
	KEYMAP_ENTRY *entry = &rl_get_keymap()[(unsigned char)NO_KEY[0]];
	KEYMAP_ENTRY was = *entry;

	*entry = (KEYMAP_ENTRY){ ISFUNC, do_nothing };
	editor_queue_feed(NO_KEY);
	*entry = was;
}

static void
step(void)
{
	rl_callback_read_char();
	if (rl_done)
		finish_line();
	if (rl_last_func == rl_re_read_init_file)
		editor_queue_adopt_inputrc();
	editor_guards_after_key();
}

void
editor_queue_feed(const char *keys)
{
	struct buf rest = queue.in;
	size_t at = queue.at;

	memset(&queue.in, 0, sizeof(queue.in));
	queue.at = 0;
	buf_add_str(&queue.in, keys);
	while (editor_queue_waits())
		step();
	buf_clear(&queue.in);
	queue.in = rest;
	queue.at = at;
}

int
editor_queue_is_vi(void)
{
	return rl_editing_mode == 0;
}

/*
 * An ESC that came alone: in vi mode and in a search readline decides at once what it
 * is, by whether there is more.
 */
static int
is_held(void)
{
	return !queue.hurry && queue.in.len - queue.at == 1 &&
	       queue.in.p[queue.at] == EDITOR_ESCAPE[0] &&
	       (editor_queue_is_vi() || RL_ISSTATE(RL_STATE_ISEARCH));
}

/* Is the next key the beginning of a longer sequence? */
static int
is_prefix_next(void)
{
	return queue.in.len - queue.at > (queue.hurry ? 1 : 0) &&
	       rl_get_keymap()[(unsigned char)queue.in.p[queue.at]].type ==
		   ISKMAP;
}

/*
 * After a prefix, or an argument that is not above zero, readline would take the first
 * byte of a character away and insert the others.
 */
static int
is_misplaced_next(void)
{
	return (unsigned char)queue.in.p[queue.at] >= 0x80 &&
	       (RL_ISSTATE(RL_STATE_MULTIKEY) ||
		   (RL_ISSTATE(RL_STATE_NUMERICARG) &&
		       strncmp(rl_display_prompt, "(arg: ", 6) == 0 &&
		       strtol(rl_display_prompt + 6, NULL, 10) <= 0));
}

/* Hand the next key to readline. */
static void
give_next(void)
{
	/*
	 * A prefix such as C-x ends a search. Readline 8.2 would read on by itself
	 * then, and jump into a function that has returned if it doesn't know
	 * the sequence; so the search is ended beforehand.
	 */
	if (RL_ISSTATE(RL_STATE_ISEARCH) && is_prefix_next())
		editor_queue_feed(EDITOR_ESCAPE);
	if (is_misplaced_next()) {
		queue.at +=
		    editor_utf8_expected((unsigned char)queue.in.p[queue.at]);
		editor_queue_feed(EDITOR_GIVE_UP);
	} else {
		step();
	}
}

int
editor_queue_next(int hurry)
{
	queue.hurry = hurry;
	if (!editor_queue_waits()) {
		buf_reset(&queue.in);
		queue.at = 0;
		return 0;
	}
	if (is_held())
		return 0;
	give_next();
	return 1;
}

void
editor_queue_begin(void)
{
	queue.macros = 0;
}

void
editor_queue_add(struct view bytes)
{
	buf_add_view(&queue.typed, bytes);
	buf_drain(
	    &queue.typed, editor_utf8_take(&queue.in, buf_view(&queue.typed)));
}

void
editor_queue_open(void)
{
	rl_getc_function = next_key;
	rl_input_available_hook = input_available;
}

void
editor_queue_close(void)
{
	buf_clear(&queue.typed);
	buf_clear(&queue.in);
	queue.at = 0;
}
