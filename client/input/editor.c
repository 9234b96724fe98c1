/*
 * editor: GNU readline fed from a queue.
 *
 * Whatever readline would do by itself to a terminal is off: it reads by next_key, it
 * draws by redisplay, which only notes that something changed, its streams lead
 * nowhere. It never waits: where it asks for a key that is not there, it is given the
 * end of input (DESIGN.md 8).
 */
#include "client/input/editor.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "client/input/commands.h"
#include "client/input/editor_actions.h"
#include "client/input/editor_tab.h"
#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	HISTORY_MAX = 1000, /* lines kept, unless the inputrc says otherwise */
	/* A command of readline's is waiting for more keys. */
	HALF_WAY = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_MULTIKEY |
		   RL_STATE_NUMERICARG | RL_STATE_VIMOTION | RL_STATE_CHARSEARCH
};

#define CTRL_G "\a"
#define ESCAPE "\033"

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
	int hurry; /* an ESC is not held back */
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

static int
next_key(FILE *f)
{
	(void)f;
	if (ed.at < ed.in.len)
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
prep_terminal(int meta)
{
	(void)meta;
}

static void
deprep_terminal(void)
{
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

/* Inside readline. */
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

static void
tell(struct happening h)
{
	if (h.line != NULL) {
		editor_add_history(h.line);
		ed.ops.line(view_of(h.line), ed.ctx);
		free(h.line);
		return;
	}
	ed.ops.action(h.action, h.arg, ed.ctx);
	if (h.action == ACTION_INTERRUPT && ed.open)
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

/*
 * What would write to the terminal, wait, or break UTF-8 stays off, whatever an inputrc
 * says. (blink-matching-paren waits half a second for the terminal.)
 */
static void
force_settings(void)
{
	static const char *const settings[][2] = { { "bell-style", "none" },
		{ "blink-matching-paren", "off" }, { "convert-meta", "off" },
		{ "echo-control-characters", "off" },
		{ "enable-bracketed-paste", "off" }, { "input-meta", "on" },
		{ "output-meta", "on" } };

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		rl_variable_bind(settings[i][0], settings[i][1]);
	if (!history_is_stifled())
		stifle_history(HISTORY_MAX);
}

/* Readline goes by the environment's locale; ours may be another. */
static void
tell_locale(void)
{
	const char *ours = setlocale(LC_CTYPE, NULL);
	locale_t env = newlocale(LC_CTYPE_MASK, "", (locale_t)0);

	if (env != (locale_t)0 &&
	    strcmp(nl_langinfo_l(CODESET, env), "UTF-8") != 0 &&
	    strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		setenv("LC_ALL", ours, 1);
	if (env != (locale_t)0)
		freelocale(env);
}

void
editor_open(const struct editor_ops *ops, void *ctx)
{
	memset(&ed, 0, sizeof(ed));
	ed.open = 1;
	ed.ops = *ops;
	ed.ctx = ctx;
	rl_readline_name = "tchat";
	rl_instream = fopen("/dev/null", "r");
	rl_outstream = fopen("/dev/null", "w");
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_getc_function = next_key;
	rl_input_available_hook = available;
	rl_redisplay_function = redisplay;
	rl_prep_term_function = prep_terminal;
	rl_deprep_term_function = deprep_terminal;
	tell_locale();
	using_history();
	stifle_history(HISTORY_MAX);
	editor_tab_open(&ed.ops, ctx);
	if (!RL_ISSTATE(RL_STATE_INITIALIZED))
		editor_actions_add(on_action);
	rl_initialize();
	force_settings();
	rl_callback_handler_install("", on_line);
}

void
editor_close(void)
{
	if (!ed.open)
		return;
	ed.open = 0;
	rl_callback_handler_remove();
	rl_free_undo_list();
	editor_tab_close();
	rl_clear_history();
	fclose(rl_instream);
	fclose(rl_outstream);
	rl_instream = rl_outstream = NULL;
	for (size_t i = 0; i < ed.n; i++)
		free(ed.happenings[i].line);
	free(ed.happenings);
	ed.happenings = NULL;
	ed.n = 0;
	buf_clear(&ed.typed);
	buf_clear(&ed.in);
	ed.at = 0;
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

static int
is_ready(void)
{
	if (RL_ISSTATE(RL_STATE_MACROINPUT))
		return 1;
	return available() && !is_held();
}

static void
step(void)
{
	rl_callback_read_char();
	if (rl_last_func == rl_re_read_init_file)
		force_settings();
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
run(void)
{
	if (ed.running)
		return; /* called from a callback: the loop below goes on */
	ed.running = 1;
	while (ed.open && is_ready()) {
		step();
		tell_all();
		ed.changed = 1;
	}
	ed.running = 0;
	if (ed.open && !available()) {
		buf_reset(&ed.in);
		ed.at = 0;
	}
	tell_changed();
}

/* How many bytes the character should have that begins with c. */
static size_t
expected(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Could v be the beginning of a character whose rest is to come? */
static int
is_begun(struct view v)
{
	unsigned char c = (unsigned char)v.p[0];

	if (c < 0xc2 || c > 0xf4 || v.len >= expected(c))
		return 0;
	for (size_t i = 1; i < v.len; i++)
		if (((unsigned char)v.p[i] & 0xc0) != 0x80)
			return 0;
	return 1;
}

/*
 * Move whole characters to out; what is no UTF-8 is dropped. Readline reads the rest of
 * a character at once, so it must be there. Returns the bytes taken.
 */
static size_t
take_characters(struct buf *out, struct view v)
{
	struct view rest = v;
	size_t n;

	for (; rest.len > 0; rest.p += n, rest.len -= n) {
		if (text_decode(rest, &n) == 0xfffd && n == 1) {
			if (is_begun(rest))
				break;
			continue;
		}
		buf_add(out, rest.p, n);
	}
	return v.len - rest.len;
}

void
editor_keys(struct view bytes)
{
	if (!ed.open)
		return;
	buf_add_view(&ed.typed, bytes);
	buf_drain(&ed.typed, take_characters(&ed.in, buf_view(&ed.typed)));
	run();
}

int
editor_pending(void)
{
	return ed.open && available();
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

	take_characters(out, text);
	for (size_t i = 0; i < out->len; i++)
		if (out->p[i] != '\0')
			out->p[n++] = out->p[i];
	out->len = n;
}

/* If an old line of the history is being edited, leave it as it was. */
static void
leave_history(void)
{
	if (where_history() < history_length)
		rl_revert_line(1, 0);
	rl_end_of_history(1, 0);
}

void
editor_set(struct view text, size_t point)
{
	struct buf clean = { 0 };

	if (!ed.open)
		return;
	settle(0);
	leave_history();
	take_text(&clean, text);
	rl_replace_line(buf_str(&clean), 1);
	if (point > clean.len)
		point = clean.len;
	rl_point = (int)text_cut(buf_view(&clean), point);
	rl_mark = 0;
	rl_last_func = NULL;
	editor_tab_forget();
	buf_clear(&clean);
	ed.changed = 1;
	tell_changed();
}

struct view
editor_text(void)
{
	if (!ed.open)
		return VIEW("");
	return (struct view){ rl_line_buffer, (size_t)rl_end };
}

size_t
editor_point(void)
{
	return ed.open ? (size_t)rl_point : 0;
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

static int
is_blank(const char *line)
{
	return line[strspn(line, " \t\n")] == '\0';
}

void
editor_add_history(const char *line)
{
	HIST_ENTRY *last;
	int at_end;

	if (!ed.open || is_blank(line) || command_is_secret(view_of(line)))
		return;
	settle(0); /* a search looks at the entries in place */
	at_end = where_history() == history_length;
	last = history_length > 0
		   ? history_get(history_base + history_length - 1)
		   : NULL;
	if (last == NULL || strcmp(last->line, line) != 0)
		add_history(line);
	if (at_end)
		using_history();
}
