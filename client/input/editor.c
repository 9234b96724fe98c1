/*
 * editor: feeds GNU readline from a queue of keys.
 *
 * Readline asks for a key by next_key, which never waits: if there is none, it returns the end of input.
 * Readline draws by redisplay, which only records that something changed. Lines and actions are recorded while
 * readline runs, and reported after it has returned.
 */
#include "client/input/editor.h"

#include <sys/queue.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "client/input/editor_completion.h"
#include "client/input/editor_history.h"
#include "client/input/key_bindings.h"
#include "client/input/readline_setup.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	/* A command of readline waits for more keys. */
	UNFINISHED = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_MULTIKEY |
		     RL_STATE_NUMERICARG | RL_STATE_VIMOTION |
		     RL_STATE_CHARSEARCH
};

enum {
	/* Longer lines are not checked for secrets after each key: nobody types a password into them. */
	CHECK_MAX = 4096,
	SAVED_MAX = 300,  /* saved undo lists */
	MACROS_MAX = 1000 /* run by one key: a macro may call itself */
};

/* Keys that end an unfinished command: ESC keeps its result, C-g drops it. */
#define KEY_ESC	    "\033"
#define KEY_ABORT   "\a"
#define KEY_NOTHING "\001"

/* A line or an action, to be reported when readline has returned. */
struct report {
	char *line; /* NULL: an action */
	enum editor_action action;
	int arg;
};

/* The undo steps of a text that was replaced. */
struct saved_undo {
	TAILQ_ENTRY(saved_undo) link;
	const void *key;
	char *text;
	UNDO_LIST *steps;
};

static struct editor {
	int open;
	struct editor_ops ops;
	void *ctx;

	struct buf partial; /* the first bytes of a character */
	struct buf
	    keys; /* whole characters; readline has read the first `at` bytes */
	size_t at;
	int esc_is_key;	 /* do not hold back an ESC */
	int asks_room;	 /* the next keys are the digits of a room's number */
	char room[3];	 /* those typed so far */
	unsigned macros; /* run since keys arrived */

	struct buf
	    valid_text; /* the text, if readline's has broken characters */
	int running;
	int changed;
	int history_at; /* the position in the history at the last key */
	TAILQ_HEAD(, saved_undo) saved;
	size_t nsaved;
	int had_secret; /* the line contained a secret; undo may bring it back */
	struct report *reports;
	size_t nreports;
} ed;

static void
redisplay(void)
{
	ed.changed = 1;
}

static void
add_report(char *line, enum editor_action action, int arg)
{
	ed.reports =
	    xreallocarray(ed.reports, ed.nreports + 1, sizeof(*ed.reports));
	ed.reports[ed.nreports++] = (struct report){ line, action, arg };
}

/* Enter, or the end of input (line is NULL), which readline detects itself at C-d. */
static void
line_cb(char *line)
{
	add_report(line, ACTION_END_OF_INPUT, 0);
}

/* Show which digits of the room's number were typed. */
static void
show_room_prompt(void)
{
	rl_message(_("(room number, two digits: %s) "), ed.room);
}

static void
ask_room(void)
{
	ed.asks_room = 1;
	ed.room[0] = '\0';
	rl_save_prompt();
	show_room_prompt();
}

static void
stop_asking_room(void)
{
	ed.asks_room = 0;
	rl_restore_prompt();
	rl_clear_message();
}

/*
 * Read a key of the room's number. Two digits, or one and Enter, end it. C-c, C-g and Escape cancel it. Any other key
 * does so too, and returns 0: it is for readline.
 */
static int
read_room_key(char key)
{
	size_t n = strlen(ed.room);
	int used = key == '\r' || key == '\003' || key == KEY_ABORT[0] ||
		   (key == KEY_ESC[0] && ed.keys.len - ed.at == 1);
	long long room;

	if (key >= '0' && key <= '9') {
		ed.at++;
		ed.room[n++] = key;
		ed.room[n] = '\0';
		show_room_prompt();
		if (n < sizeof(ed.room) - 1)
			return 1;
		used = 0;
	} else if (key != '\r') {
		n = 0;
	}
	ed.at += (size_t)used;
	stop_asking_room();
	if (n > 0 && view_to_int(view_of(ed.room), 0, 99, &room) == 0)
		add_report(NULL, ACTION_ROOM, (int)room);
	return n > 0 || used;
}

static int
digit_arguments_cb(void)
{
	return ed.ops.digit_arguments != NULL && ed.ops.digit_arguments(ed.ctx);
}

static void
action_cb(enum editor_action action, int arg)
{
	if (action == ACTION_ASK_ROOM) {
		ask_room();
		return;
	}
	if (action == ACTION_NEWLINE) {
		rl_insert_text("\n");
		return;
	}
	if (action == ACTION_INTERRUPT)
		arg = rl_end == 0;
	add_report(NULL, action, arg);
}

static void
command_cb(size_t i)
{
	add_report(NULL, ACTION_COMMAND, (int)i);
}

void
editor_bind(const struct string_list *items,
    void (*wrong)(const char *cause, void *ctx), void *ctx)
{
	key_bindings_use(items, command_cb, wrong, ctx);
}

static struct view
raw_text(void)
{
	return (struct view){ rl_line_buffer, (size_t)rl_end };
}

/* Return how many bytes the character with that first byte should have. */
static size_t
expected_length(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* True if v may be the beginning of a character. */
static int
is_incomplete(struct view v)
{
	unsigned char c = (unsigned char)v.p[0];

	if (c < 0xc2 || c > 0xf4 || v.len >= expected_length(c))
		return 0;
	for (size_t i = 1; i < v.len; i++)
		if (((unsigned char)v.p[i] & 0xc0) != 0x80)
			return 0;
	return 1;
}

/*
 * Append the whole characters of v to out, without bytes that are not UTF-8. Readline would read the rest of a
 * character without waiting for it. Returns the bytes used: all, or all but an incomplete character at the end.
 */
static size_t
add_characters(struct buf *out, struct view v)
{
	struct view rest = v;
	size_t n;

	for (; rest.len > 0; rest.p += n, rest.len -= n) {
		if (text_decode(rest, &n) == 0xfffd && n == 1) {
			if (is_incomplete(rest))
				break;
			continue;
		}
		buf_add(out, rest.p, n);
	}
	return v.len - rest.len;
}

/* Return the text without broken characters, which it may contain while readline reads a character byte by byte. */
static struct view
valid_text(struct view text)
{
	if (text_utf8_valid(text))
		return text;
	buf_reset(&ed.valid_text);
	add_characters(&ed.valid_text, text);
	return buf_view(&ed.valid_text);
}

static int
is_secret(struct view line)
{
	return ed.ops.secret(line, ed.ctx);
}

static void
check_for_secret(void)
{
	if (!ed.had_secret && is_secret(raw_text()))
		ed.had_secret = 1;
}

/* True if undoing these steps would bring back a secret. */
static int
has_secret_step(const UNDO_LIST *u)
{
	for (; u != NULL; u = u->next)
		if (u->what == UNDO_DELETE && u->text != NULL &&
		    is_secret(view_of(u->text)))
			return 1;
	return 0;
}

static void
report_line(char *line)
{
	int secret = is_secret(view_of(line));

	editor_add_history(line);
	ed.had_secret = 0;
	ed.ops.line(valid_text(view_of(line)), ed.ctx);
	if (secret)
		explicit_bzero(line, strlen(line));
	free(line);
}

static void
report(struct report r)
{
	if (r.line != NULL) {
		report_line(r.line);
		return;
	}
	ed.ops.action(r.action, r.arg, ed.ctx);
	if (r.action == ACTION_INTERRUPT)
		editor_set(VIEW(""), 0);
}

static void
report_all(void)
{
	struct report r;

	while (ed.nreports > 0) {
		r = ed.reports[0];
		memmove(ed.reports, ed.reports + 1,
		    --ed.nreports * sizeof(*ed.reports));
		report(r);
	}
}

static void
report_change(void)
{
	if (!ed.changed || ed.running || !ed.open)
		return;
	ed.changed = 0;
	if (ed.ops.changed != NULL)
		ed.ops.changed(ed.ctx);
}

static int
has_keys(void)
{
	return ed.at < ed.keys.len;
}

/*
 * Tell readline whether more input follows. While a macro is recorded, it would insert typed-ahead text at once and
 * not record it, so hide it, except after an ESC, where readline must know.
 */
static int
input_available_cb(void)
{
	if (RL_ISSTATE(RL_STATE_MACRODEF) && ed.at > 0 &&
	    ed.keys.p[ed.at - 1] != KEY_ESC[0])
		return 0;
	return has_keys();
}

static int
next_key(FILE *f)
{
	(void)f;
	if (has_keys())
		return (unsigned char)ed.keys.p[ed.at++];
	if (RL_ISSTATE(RL_STATE_READCMD)) {
		/* The end of input here would send the line. Abort instead. */
		RL_UNSETSTATE(RL_STATE_READCMD);
		rl_abort(0, 0);
	}
	return EOF;
}

/* Put the keys of a macro before those that were typed after it. */
static void
run_macro_cb(struct view macro)
{
	struct buf keys = { 0 };

	if (++ed.macros > MACROS_MAX)
		return;
	add_characters(&keys, macro);
	if (has_keys())
		buf_add(&keys, ed.keys.p + ed.at, ed.keys.len - ed.at);
	buf_clear(&ed.keys);
	ed.keys = keys;
	ed.at = 0;
}

static int
do_nothing(int count, int key)
{
	(void)count;
	(void)key;
	return 0;
}

static void feed_first(const char *keys);

/* Have readline run a function as if a key were bound to it. */
static void
run_function(rl_command_func_t *function)
{
	KEYMAP_ENTRY *entry = &rl_get_keymap()[(unsigned char)KEY_NOTHING[0]];
	KEYMAP_ENTRY saved = *entry;

	*entry = (KEYMAP_ENTRY){ ISFUNC, function };
	feed_first(KEY_NOTHING);
	*entry = saved;
}

/* Enter after a numeric argument: readline 8.2 notices only at the next key that the line is done. */
static void
finish_line(void)
{
	run_function(do_nothing);
}

/* Have readline read one key. */
static void
read_key(void)
{
	rl_callback_read_char();
	if (rl_done)
		finish_line();
	if (rl_last_func == rl_re_read_init_file) {
		readline_setup_apply(run_macro_cb);
		key_bindings_renew();
	}
	readline_repair();
}

/* Have readline read these keys before all that wait. */
static void
feed_first(const char *keys)
{
	struct buf rest = ed.keys;
	size_t at = ed.at;

	memset(&ed.keys, 0, sizeof(ed.keys));
	ed.at = 0;
	buf_add_str(&ed.keys, keys);
	while (has_keys())
		read_key();
	buf_clear(&ed.keys);
	ed.keys = rest;
	ed.at = at;
	ed.changed = 1;
}

static int
is_vi(void)
{
	return rl_editing_mode == 0;
}

/*
 * True if the only key is an ESC whose meaning depends on what follows: in vi mode and in a search, readline decides
 * at once, by whether more input is available.
 */
static int
is_held_back(void)
{
	return !ed.esc_is_key && ed.keys.len - ed.at == 1 &&
	       ed.keys.p[ed.at] == KEY_ESC[0] &&
	       (is_vi() || RL_ISSTATE(RL_STATE_ISEARCH));
}

/* True if the next key begins a longer sequence. */
static int
is_prefix_next(void)
{
	return ed.keys.len - ed.at > (ed.esc_is_key ? 1 : 0) &&
	       rl_get_keymap()[(unsigned char)ed.keys.p[ed.at]].type == ISKMAP;
}

/*
 * True if readline would drop the first byte of the next character and insert the others: it does so after a prefix
 * key, and after a numeric argument that is not positive.
 */
static int
is_misplaced_next(void)
{
	return (unsigned char)ed.keys.p[ed.at] >= 0x80 &&
	       (RL_ISSTATE(RL_STATE_MULTIKEY) ||
		   (RL_ISSTATE(RL_STATE_NUMERICARG) &&
		       strncmp(rl_display_prompt, "(arg: ", 6) == 0 &&
		       strtol(rl_display_prompt + 6, NULL, 10) <= 0));
}

static void
read_next_key(void)
{
	/*
	 * A prefix key such as C-x ends a search. Readline 8.2 would then read on by itself, and longjmp into a
	 * function that has returned if it does not know the sequence. So end the search before it reads the key.
	 */
	if (RL_ISSTATE(RL_STATE_ISEARCH) && is_prefix_next())
		feed_first(KEY_ESC);
	if (ed.asks_room && read_room_key(ed.keys.p[ed.at]))
		return;
	if (is_misplaced_next()) {
		ed.at += expected_length((unsigned char)ed.keys.p[ed.at]);
		feed_first(KEY_ABORT);
	} else {
		read_key();
	}
}

/* Readline frees only its current undo list. */
static void
free_steps(void *steps)
{
	UNDO_LIST *current = rl_undo_list;

	rl_undo_list = steps;
	rl_free_undo_list();
	rl_undo_list = current;
}

/*
 * If the user leaves an old line while editing it, readline's history keeps the line as edited, and its undo steps.
 * Erase both if the line now contains a secret.
 */
static void
erase_left_secret(void)
{
	UNDO_LIST *current = rl_undo_list;
	HIST_ENTRY *left = history_get(history_base + ed.history_at);

	if (ed.history_at == where_history())
		return;
	ed.history_at = where_history();
	if (left == NULL || left == current_history() ||
	    !is_secret(view_of(left->line)))
		return;
	explicit_bzero(left->line, strlen(left->line));
	if (left->data == NULL || left->data == (histdata_t)current)
		return;
	free_steps(left->data);
	left->data = NULL;
}

/* Handle all keys, except an ESC that is held back. */
static void
run(void)
{
	if (ed.running)
		return; /* called from a callback: the loop below continues */
	ed.running = 1;
	ed.macros = 0;
	while (ed.open && has_keys() && !is_held_back()) {
		read_next_key();
		erase_left_secret();
		if (rl_end <= CHECK_MAX)
			check_for_secret();
		report_all();
		ed.changed = 1;
	}
	if (!has_keys()) {
		buf_reset(&ed.keys);
		ed.at = 0;
	}
	ed.running = 0;
	report_change();
}

void
editor_open(const struct editor_ops *ops, void *ctx)
{
	memset(&ed, 0, sizeof(ed));
	TAILQ_INIT(&ed.saved);
	ed.open = 1;
	ed.ops = *ops;
	ed.ctx = ctx;
	readline_setup_open();
	editor_completion_open(ed.ops.complete, ed.ops.describe, ctx);
	rl_getc_function = next_key;
	rl_input_available_hook = input_available_cb;
	rl_redisplay_function = redisplay;
	if (!RL_ISSTATE(RL_STATE_INITIALIZED))
		editor_actions_add(action_cb, digit_arguments_cb);
	rl_initialize(); /* reads the inputrc */
	readline_setup_apply(run_macro_cb);
	rl_callback_handler_install("", line_cb);
}

static void
drop_saved(struct saved_undo *s)
{
	TAILQ_REMOVE(&ed.saved, s, link);
	ed.nsaved--;
	free_steps(s->steps);
	free(s->text);
	free(s);
}

void
editor_close(void)
{
	if (!ed.open)
		return;
	editor_set(VIEW(""), 0); /* frees the undo list */
	while (!TAILQ_EMPTY(&ed.saved))
		drop_saved(TAILQ_FIRST(&ed.saved));
	ed.open = 0;
	rl_callback_handler_remove();
	editor_completion_close();
	editor_history_close();
	readline_setup_close();
	for (size_t i = 0; i < ed.nreports; i++)
		free(ed.reports[i].line);
	free(ed.reports);
	ed.reports = NULL;
	ed.nreports = 0;
	buf_clear(&ed.valid_text);
	buf_clear(&ed.partial);
	buf_clear(&ed.keys);
	ed.at = 0;
}

void
editor_keys(struct view bytes)
{
	if (!ed.open)
		return;
	buf_add_view(&ed.partial, bytes);
	buf_drain(&ed.partial, add_characters(&ed.keys, buf_view(&ed.partial)));
	run();
}

int
editor_pending(void)
{
	return ed.open && has_keys();
}

void
editor_timeout(void)
{
	if (!editor_pending())
		return;
	ed.esc_is_key = 1;
	run();
	ed.esc_is_key = 0;
	/* In vi's command mode a single ESC ends the unfinished command. */
	if (is_vi() && RL_ISSTATE(RL_STATE_MULTIKEY))
		feed_first(KEY_ABORT);
	report_change();
}

/* End a command that waits for more keys. A search keeps what it found if asked. */
static void
end_command(int keep)
{
	if (!ed.running)
		editor_timeout();
	if (ed.asks_room)
		stop_asking_room();
	if (keep && RL_ISSTATE(RL_STATE_ISEARCH))
		feed_first(KEY_ESC);
	for (int i = 0; i < 4 && (rl_readline_state & UNFINISHED) != 0; i++)
		feed_first(KEY_ABORT);
}

/* Append the text as readline can take it: valid UTF-8 without NUL. */
static void
add_valid(struct buf *out, struct view text)
{
	size_t n = 0;

	add_characters(out, text);
	for (size_t i = 0; i < out->len; i++)
		if (out->p[i] != '\0')
			out->p[n++] = out->p[i];
	out->len = n;
}

void
editor_insert(struct view text)
{
	struct buf valid = { 0 };

	if (!ed.open)
		return;
	end_command(1);
	add_valid(&valid, text);
	if (valid.len > 0) {
		rl_begin_undo_group();
		rl_insert_text(buf_str(&valid));
		rl_end_undo_group();
		rl_last_func = NULL;
		check_for_secret();
	}
	buf_clear(&valid);
	ed.changed = 1;
	report_change();
}

void
editor_enter(void)
{
	if (!ed.open)
		return;
	end_command(1);
	run_function(rl_newline);
	report_all();
	report_change();
}

void
editor_set(struct view text, size_t point)
{
	struct buf valid = { 0 };

	if (!ed.open)
		return;
	end_command(0);
	if (where_history() < history_length)
		rl_revert_line(1, 0); /* undo what was edited in an old line */
	rl_end_of_history(1, 0);
	add_valid(&valid, text);
	rl_replace_line(buf_str(&valid), 1);
	if (point > valid.len)
		point = valid.len;
	rl_point = (int)text_cut(buf_view(&valid), point);
	rl_mark = 0;
	rl_last_func = NULL;
	ed.had_secret = 0;
	check_for_secret();
	editor_completion_reset();
	buf_clear(&valid);
	ed.changed = 1;
	report_change();
}

void
editor_insert_before(struct view text)
{
	if (!ed.open)
		return;
	end_command(1);
	rl_point = 0;
	editor_insert(text);
}

void
editor_replace(struct view text, size_t point)
{
	struct buf valid = { 0 };

	if (!ed.open)
		return;
	end_command(1);
	add_valid(&valid, text);
	rl_begin_undo_group();
	rl_delete_text(0, rl_end);
	rl_point = 0;
	rl_insert_text(buf_str(&valid));
	rl_end_undo_group();
	if (point < valid.len)
		rl_point = (int)text_cut(buf_view(&valid), point);
	rl_last_func = NULL;
	check_for_secret();
	buf_clear(&valid);
	ed.changed = 1;
	report_change();
}

static struct saved_undo *
find_saved(const void *key)
{
	struct saved_undo *s;

	TAILQ_FOREACH (s, &ed.saved, link)
		if (s->key == key)
			return s;
	return NULL;
}

void
editor_drop_undo(const void *key)
{
	struct saved_undo *s = ed.open ? find_saved(key) : NULL;

	if (s != NULL)
		drop_saved(s);
}

/* Saves nothing of an old line, whose undo steps are in readline's history. */
void
editor_save_undo(const void *key)
{
	struct saved_undo *s;

	editor_drop_undo(key);
	if (!ed.open || rl_undo_list == NULL || ed.had_secret ||
	    has_secret_step(rl_undo_list) || where_history() < history_length ||
	    (rl_readline_state & UNFINISHED) != 0)
		return;
	s = xcalloc(1, sizeof(*s));
	s->key = key;
	s->text = xviewdup(raw_text());
	s->steps = rl_undo_list;
	rl_undo_list = NULL;
	TAILQ_INSERT_TAIL(&ed.saved, s, link);
	if (ed.nsaved++ == SAVED_MAX)
		drop_saved(TAILQ_FIRST(&ed.saved));
}

void
editor_restore_undo(const void *key)
{
	struct saved_undo *s = ed.open ? find_saved(key) : NULL;

	if (s == NULL)
		return;
	if (rl_undo_list == NULL && view_equal(raw_text(), view_of(s->text))) {
		rl_undo_list = s->steps;
		s->steps = NULL;
	}
	drop_saved(s);
}

struct view
editor_text(void)
{
	return ed.open ? valid_text(raw_text()) : VIEW("");
}

size_t
editor_point(void)
{
	struct view before = { rl_line_buffer, (size_t)rl_point };
	struct buf valid = { 0 };
	size_t point = before.len;

	if (!ed.open)
		return 0;
	if (!text_utf8_valid(before)) {
		add_characters(&valid, before);
		point = valid.len;
		buf_clear(&valid);
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
	return ed.open ? editor_completion_hint() : VIEW("");
}

static int
is_private(struct view line)
{
	return is_secret(line) ||
	       (ed.ops.private != NULL && ed.ops.private(line, ed.ctx));
}

void
editor_add_history(const char *line)
{
	if (!ed.open || is_private(view_of(line)))
		return;
	end_command(0); /* a search reads the entries in place */
	editor_history_append(line);
	ed.history_at = where_history();
}

int
editor_is_busy(void)
{
	return ed.open && (rl_readline_state & UNFINISHED) != 0;
}

void
editor_load_history(char *const *lines, size_t n)
{
	char *text;

	if (!ed.open)
		return;
	end_command(0);
	if (where_history() < history_length) {
		text = xviewdup(raw_text());
		editor_set(view_of(text), (size_t)rl_point);
		free(text);
	}
	editor_history_load(lines, n);
	ed.history_at = where_history();
}
