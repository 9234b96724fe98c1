/*
 * editor: GNU readline fed from a queue.
 *
 * Readline reads by next_key and draws by redisplay, which only notes that something
 * changed. It never waits: where it asks for a key that is not there, it is given the
 * end of input (DESIGN.md 8). Lines and actions are noted while it runs and told after.
 */
#include "client/input/editor.h"

#include <stdio.h>
#include <stdlib.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "client/input/commands.h"
#include "client/input/editor_actions.h"
#include "client/input/editor_guards.h"
#include "client/input/editor_setup.h"
#include "client/input/editor_tab.h"
#include "client/input/editor_utf8.h"
#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	MACROS_MAX = 1000, /* run by one key: one may call itself */
	/* A command of readline's is waiting for more keys. */
	HALF_WAY = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_MULTIKEY |
		   RL_STATE_NUMERICARG | RL_STATE_VIMOTION | RL_STATE_CHARSEARCH
};

#define CTRL_G "\a"
#define ESCAPE "\033"
#define NO_KEY "\001"

/* What is to be told once readline has returned. */
struct happening {
	char *line; /* NULL: an action */
	enum editor_action action;
	int arg;
};

static struct editor {
	int open;
	struct editor_ops ops;
	void *ctx;
	struct buf typed; /* the beginning of a character */
	struct buf in;	  /* whole characters, not yet read by readline */
	size_t at;
	struct buf clean; /* the line, where it has broken characters */
	int hurry;	  /* an ESC is not held back */
	unsigned macros;  /* run since keys came */
	int running;
	int changed;
	struct happening *happenings;
	size_t n;
} ed;

static int
available(void)
{
	return ed.at < ed.in.len;
}

/*
 * What readline is told. It would insert what is typed ahead at once, and forget it in a
 * macro that is recorded; whether more follows an ESC it must know.
 */
static int
input_available(void)
{
	if (RL_ISSTATE(RL_STATE_MACRODEF) && ed.at > 0 &&
	    ed.in.p[ed.at - 1] != ESCAPE[0])
		return 0;
	return available();
}

static int
next_key(FILE *f)
{
	(void)f;
	if (available())
		return (unsigned char)ed.in.p[ed.at++];
	if (RL_ISSTATE(RL_STATE_READCMD)) {
		/* The end of input here would send the line. Give up instead. */
		RL_UNSETSTATE(RL_STATE_READCMD);
		rl_abort(0, 0);
	}
	return EOF;
}

static void
redisplay(void)
{
	ed.changed = 1;
}

static void
happen(char *line, enum editor_action action, int arg)
{
	ed.happenings =
	    xreallocarray(ed.happenings, ed.n + 1, sizeof(*ed.happenings));
	ed.happenings[ed.n++] = (struct happening){ line, action, arg };
}

/* Enter; or the end of input, which readline finds by itself at C-d. */
static void
on_line(char *line)
{
	happen(line, ACTION_END_OF_INPUT, 0);
}

static void
on_action(enum editor_action action, int arg)
{
	if (action == ACTION_NEWLINE) {
		rl_insert_text("\n");
		return;
	}
	if (action == ACTION_INTERRUPT)
		arg = rl_end == 0;
	happen(NULL, action, arg);
}

/* The keys of a macro come before those that were typed after its own. */
static void
on_macro(struct view keys)
{
	struct buf in = { 0 };

	if (++ed.macros > MACROS_MAX)
		return;
	editor_utf8_take(&in, keys);
	if (available())
		buf_add(&in, ed.in.p + ed.at, ed.in.len - ed.at);
	buf_clear(&ed.in);
	ed.in = in;
	ed.at = 0;
}

/*
 * Where readline takes a character's bytes one by one the line may hold broken ones;
 * nobody else sees them.
 */
static struct view
clean(struct view line)
{
	if (text_utf8_valid(line))
		return line;
	buf_reset(&ed.clean);
	editor_utf8_take(&ed.clean, line);
	return buf_view(&ed.clean);
}

static void
tell(struct happening h)
{
	if (h.line != NULL) {
		editor_add_history(h.line);
		ed.ops.line(clean(view_of(h.line)), ed.ctx);
		free(h.line);
		return;
	}
	ed.ops.action(h.action, h.arg, ed.ctx);
	if (h.action == ACTION_INTERRUPT)
		editor_set(VIEW(""), 0);
}

static void
tell_all(void)
{
	struct happening h;

	while (ed.n > 0) {
		h = ed.happenings[0];
		memmove(ed.happenings, ed.happenings + 1,
		    --ed.n * sizeof(*ed.happenings));
		tell(h);
	}
}

static void
tell_changed(void)
{
	if (!ed.changed || ed.running || !ed.open)
		return;
	ed.changed = 0;
	if (ed.ops.changed != NULL)
		ed.ops.changed(ed.ctx);
}

static void
adopt_inputrc(void)
{
	editor_setup_force();
	editor_guards_set(on_macro);
}

static void feed(const char *);

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
	feed(NO_KEY);
	*entry = was;
}

static void
step(void)
{
	rl_callback_read_char();
	if (rl_done)
		finish_line();
	if (rl_last_func == rl_re_read_init_file)
		adopt_inputrc();
	editor_guards_after_key();
}

/* Let readline read these keys before all others. */
static void
feed(const char *keys)
{
	struct buf rest = ed.in;
	size_t at = ed.at;

	memset(&ed.in, 0, sizeof(ed.in));
	ed.at = 0;
	buf_add_str(&ed.in, keys);
	while (available())
		step();
	buf_clear(&ed.in);
	ed.in = rest;
	ed.at = at;
	ed.changed = 1;
}

static int
is_vi(void)
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
	return !ed.hurry && ed.in.len - ed.at == 1 &&
	       ed.in.p[ed.at] == ESCAPE[0] &&
	       (is_vi() || RL_ISSTATE(RL_STATE_ISEARCH));
}

/* Is the next key the beginning of a longer sequence? */
static int
is_prefix_next(void)
{
	return ed.in.len - ed.at > (ed.hurry ? 1 : 0) &&
	       rl_get_keymap()[(unsigned char)ed.in.p[ed.at]].type == ISKMAP;
}

/*
 * After a prefix, or an argument that is not above zero, readline would take the first
 * byte of a character away and insert the others.
 */
static int
is_misplaced_next(void)
{
	return (unsigned char)ed.in.p[ed.at] >= 0x80 &&
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
		feed(ESCAPE);
	if (is_misplaced_next()) {
		ed.at += editor_utf8_expected((unsigned char)ed.in.p[ed.at]);
		feed(CTRL_G);
	} else {
		step();
	}
}

static void
run(void)
{
	if (ed.running)
		return; /* called from a callback: the loop below goes on */
	ed.running = 1;
	ed.macros = 0;
	while (ed.open && available() && !is_held()) {
		give_next();
		tell_all();
		ed.changed = 1;
	}
	ed.running = 0;
	if (!available()) {
		buf_reset(&ed.in);
		ed.at = 0;
	}
	tell_changed();
}

void
editor_open(const struct editor_ops *ops, void *ctx)
{
	memset(&ed, 0, sizeof(ed));
	ed.open = 1;
	ed.ops = *ops;
	ed.ctx = ctx;
	editor_setup_open();
	editor_tab_open(&ed.ops, ctx);
	rl_getc_function = next_key;
	rl_input_available_hook = input_available;
	rl_redisplay_function = redisplay;
	if (!RL_ISSTATE(RL_STATE_INITIALIZED))
		editor_actions_add(on_action);
	rl_initialize(); /* reads the inputrc */
	adopt_inputrc();
	rl_callback_handler_install("", on_line);
}

void
editor_close(void)
{
	if (!ed.open)
		return;
	editor_set(VIEW(""), 0); /* and so no undo list is left */
	ed.open = 0;
	rl_callback_handler_remove();
	editor_tab_close();
	editor_setup_close();
	for (size_t i = 0; i < ed.n; i++)
		free(ed.happenings[i].line);
	free(ed.happenings);
	ed.happenings = NULL;
	ed.n = 0;
	buf_clear(&ed.typed);
	buf_clear(&ed.clean);
	buf_clear(&ed.in);
	ed.at = 0;
}

void
editor_keys(struct view bytes)
{
	if (!ed.open)
		return;
	buf_add_view(&ed.typed, bytes);
	buf_drain(&ed.typed, editor_utf8_take(&ed.in, buf_view(&ed.typed)));
	run();
}

int
editor_pending(void)
{
	return ed.open && available();
}

void
editor_timeout(void)
{
	if (!editor_pending())
		return;
	ed.hurry = 1;
	run();
	ed.hurry = 0;
	/* In vi's command mode ESC alone ends what was begun, and itself. */
	if (is_vi() && RL_ISSTATE(RL_STATE_MULTIKEY))
		feed(CTRL_G);
	tell_changed();
}

/*
 * End a command that waits for more keys; a search that found something keeps it or
 * not.
 */
static void
settle(int keep)
{
	if (!ed.running)
		editor_timeout();
	if (keep && RL_ISSTATE(RL_STATE_ISEARCH))
		feed(ESCAPE);
	for (int i = 0; i < 4 && (rl_readline_state & HALF_WAY) != 0; i++)
		feed(CTRL_G);
}

/* As readline takes it: no NUL, valid UTF-8. */
static void
take_text(struct buf *out, struct view text)
{
	size_t n = 0;

	editor_utf8_take(out, text);
	for (size_t i = 0; i < out->len; i++)
		if (out->p[i] != '\0')
			out->p[n++] = out->p[i];
	out->len = n;
}

void
editor_insert(struct view text)
{
	struct buf taken = { 0 };

	if (!ed.open)
		return;
	settle(1);
	take_text(&taken, text);
	if (taken.len > 0) {
		rl_begin_undo_group();
		rl_insert_text(buf_str(&taken));
		rl_end_undo_group();
		rl_last_func = NULL;
	}
	buf_clear(&taken);
	ed.changed = 1;
	tell_changed();
}

void
editor_set(struct view text, size_t point)
{
	struct buf taken = { 0 };

	if (!ed.open)
		return;
	settle(0);
	if (where_history() < history_length)
		rl_revert_line(1, 0); /* an old line stays as it was */
	rl_end_of_history(1, 0);
	take_text(&taken, text);
	rl_replace_line(buf_str(&taken), 1);
	if (point > taken.len)
		point = taken.len;
	rl_point = (int)text_cut(buf_view(&taken), point);
	rl_mark = 0;
	rl_last_func = NULL;
	editor_tab_forget();
	buf_clear(&taken);
	ed.changed = 1;
	tell_changed();
}

struct view
editor_text(void)
{
	if (!ed.open)
		return VIEW("");
	return clean((struct view){ rl_line_buffer, (size_t)rl_end });
}

size_t
editor_point(void)
{
	struct view before = { rl_line_buffer, (size_t)rl_point };
	struct buf whole = { 0 };
	size_t point = before.len;

	if (!ed.open)
		return 0;
	if (!text_utf8_valid(before)) {
		editor_utf8_take(&whole, before);
		point = whole.len;
		buf_clear(&whole);
	}
	return point;
}

struct view
editor_prompt(void)
{
	if (!ed.open || rl_display_prompt == NULL ||
	    rl_display_prompt == rl_prompt)
		return VIEW("");
	return view_of(rl_display_prompt);
}

struct view
editor_hint(void)
{
	return ed.open ? editor_tab_hint() : VIEW("");
}

void
editor_add_history(const char *line)
{
	if (!ed.open || command_is_secret(view_of(line)))
		return;
	settle(0); /* a search looks at the entries in place */
	editor_setup_add_history(line);
}
