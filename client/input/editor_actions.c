/*
 * editor_actions: a table of actions and a table of keys.
 */
#include "client/input/editor_actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "client/input/editor_completion.h"
#include "client/input/editor_history.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/view.h"
#include "common/xmalloc.h"

/*
 * What terminals send for a key: xterm, tmux and most others first (\033[1;9 is Alt on a Mac), then rxvt, then the
 * Linux console.
 */
static const struct key {
	const char *name;
	const char *seq;
} keys[] = {
	{ "C-c", "\003" },
	{ "Tab", "\t" },
	{ "C-l", "\f" },
	{ "C-z", "\032" },
	{ "C-x C-e", "\030\005" },
	{ "C-x 0", "\0300" },
	{ "C-x 1", "\0301" },
	{ "C-x 2", "\0302" },
	{ "C-x 3", "\0303" },
	{ "C-x 4", "\0304" },
	{ "C-x 5", "\0305" },
	{ "C-x 6", "\0306" },
	{ "C-x 7", "\0307" },
	{ "C-x 8", "\0308" },
	{ "C-x 9", "\0309" },
	{ "M-Enter", "\033\r" },
	{ "M-`", "\033`" },
	{ "M-0", "\0330" },
	{ "M-1", "\0331" },
	{ "M-2", "\0332" },
	{ "M-3", "\0333" },
	{ "M-4", "\0334" },
	{ "M-5", "\0335" },
	{ "M-6", "\0336" },
	{ "M-7", "\0337" },
	{ "M-8", "\0338" },
	{ "M-9", "\0339" },
	{ "M-$", "\033$" },
	{ "M-a", "\033a" },
	{ "M-e", "\033e" },
	{ "M-g", "\033g" },
	{ "M-h", "\033h" },
	{ "M-i", "\033i" },
	{ "M-j", "\033j" },
	{ "M-m", "\033m" },
	{ "M-o", "\033o" },
	{ "M-s", "\033s" },
	{ "M-v", "\033v" },
	{ "M-w", "\033w" },
	{ "M-x", "\033x" },
	{ "S-Tab", "\033[Z" },
	{ "PageUp", "\033[5~" },
	{ "PageDown", "\033[6~" },
	{ "F1", "\033OP" },
	{ "F1", "\033[11~" },
	{ "F1", "\033[[A" },
	{ "F2", "\033OQ" },
	{ "F2", "\033[12~" },
	{ "F2", "\033[[B" },
	{ "F3", "\033OR" },
	{ "F3", "\033[13~" },
	{ "F3", "\033[[C" },
	{ "F4", "\033OS" },
	{ "F4", "\033[14~" },
	{ "F4", "\033[[D" },
	{ "F5", "\033[15~" },
	{ "F5", "\033[[E" },
	{ "F6", "\033[17~" },
	{ "F7", "\033[18~" },
	{ "F8", "\033[19~" },
	{ "F9", "\033[20~" },
	{ "Up", "\033[A" },
	{ "Up", "\033OA" },
	{ "Down", "\033[B" },
	{ "Down", "\033OB" },
	{ "F10", "\033[21~" },
	{ "F11", "\033[23~" },
	{ "F12", "\033[24~" },
	{ "C-Up", "\033[1;5A" },
	{ "C-Down", "\033[1;5B" },
	{ "C-PageUp", "\033[5;5~" },
	{ "C-PageDown", "\033[6;5~" },
	{ "S-Up", "\033[1;2A" },
	{ "S-Up", "\033[a" },
	{ "S-Down", "\033[1;2B" },
	{ "S-Down", "\033[b" },
	{ "M-Up", "\033[1;3A" },
	{ "M-Up", "\033[1;9A" },
	{ "M-Down", "\033[1;3B" },
	{ "M-Down", "\033[1;9B" },
	{ "M-Right", "\033[1;3C" },
	{ "M-Right", "\033[1;9C" },
	{ "M-Left", "\033[1;3D" },
	{ "M-Left", "\033[1;9D" },
	{ "M-Home", "\033[1;3H" },
	{ "M-Home", "\033[1;9H" },
	{ "M-Home", "\033[7;3~" },
	{ "M-Home", "\033[1;3~" },
	{ "M-End", "\033[1;3F" },
	{ "M-End", "\033[1;9F" },
	{ "M-End", "\033[8;3~" },
	{ "M-End", "\033[4;3~" },
	{ "Enter", "\r" },
	{ "Right", "\033[C" },
	{ "Right", "\033OC" },
	{ "Left", "\033[D" },
	{ "Left", "\033OD" },
	{ "Home", "\033[H" },
	{ "Home", "\033OH" },
	{ "Home", "\033[1~" },
	{ "Home", "\033[7~" },
	{ "End", "\033[F" },
	{ "End", "\033OF" },
	{ "End", "\033[4~" },
	{ "End", "\033[8~" },
	{ "Insert", "\033[2~" },
	{ "Delete", "\033[3~" },
	{ "C-Delete", "\033[3;5~" },
	{ "C-Right", "\033[1;5C" },
	{ "C-Right", "\033[5C" },
	{ "C-Right", "\033Oc" },
	{ "C-Left", "\033[1;5D" },
	{ "C-Left", "\033[5D" },
	{ "C-Left", "\033Od" },
};

enum { NKEYS = sizeof(keys) / sizeof(keys[0]) };

static void (*run_action)(enum editor_action, int);
static int (*has_digit_arguments)(void);

/* Readline passes no context to its functions, so each action needs its own. */
#define ACTION(function, action)                \
	static int function(int count, int key) \
	{                                       \
		(void)key;                      \
		run_action(action, count);      \
		return 0;                       \
	}

ACTION(next_room, ACTION_NEXT_ROOM)
ACTION(previous_room, ACTION_PREVIOUS_ROOM)
ACTION(next_unread, ACTION_NEXT_UNREAD)
ACTION(last_room, ACTION_LAST_ROOM)
ACTION(pick, ACTION_PICK)
ACTION(page_up, ACTION_PAGE_UP)
ACTION(page_down, ACTION_PAGE_DOWN)
ACTION(line_up, ACTION_LINE_UP)
ACTION(line_down, ACTION_LINE_DOWN)
ACTION(to_top, ACTION_TOP)
ACTION(to_bottom, ACTION_BOTTOM)
ACTION(first_unread, ACTION_FIRST_UNREAD)
ACTION(mentions, ACTION_MENTIONS)
ACTION(previous_mention, ACTION_PREVIOUS_MENTION)
ACTION(next_mention, ACTION_NEXT_MENTION)
ACTION(toggle_fold, ACTION_TOGGLE_FOLD)
ACTION(toggle_split, ACTION_TOGGLE_SPLIT)
ACTION(fetch_gap, ACTION_FETCH_GAP)
ACTION(retry, ACTION_RETRY)
ACTION(links, ACTION_LINKS)
ACTION(copy, ACTION_COPY)
ACTION(bare, ACTION_BARE)
ACTION(redraw, ACTION_REDRAW)
ACTION(toggle_rooms, ACTION_TOGGLE_ROOMS)
ACTION(toggle_members, ACTION_TOGGLE_MEMBERS)
ACTION(help, ACTION_HELP)
ACTION(suspend, ACTION_SUSPEND)
ACTION(interrupt, ACTION_INTERRUPT)
ACTION(end_of_input, ACTION_END_OF_INPUT)
ACTION(suggest, ACTION_SUGGEST)
ACTION(edit, ACTION_EDIT)
ACTION(newline, ACTION_NEWLINE)

/* The room's number is the digit key, else the numeric argument, else the digits typed next. */
static int
room(int count, int key)
{
	if (key >= '0' && key <= '9')
		run_action(ACTION_ROOM, key == '0' ? 10 : key - '0');
	else if (rl_explicit_arg)
		run_action(ACTION_ROOM, count);
	else
		run_action(ACTION_ASK_ROOM, 0);
	return 0;
}

/* Alt and a digit. Continues a numeric argument that has begun, for example with M--. */
static int
room_digit(int count, int key)
{
	if (rl_explicit_arg || has_digit_arguments())
		return rl_digit_argument(count, key);
	return room(count, key);
}

/* In the order of enum editor_action. The rows that report no action come last. */
static const struct action {
	const char *name;
	rl_command_func_t *function;
	const char *keys; /* names of keys, separated by commas */
	const char *help;
} actions[] = {
	{ "tchat-next-room", next_room, "F6,M-Right",
	    N_("go to the next room") },
	{ "tchat-previous-room", previous_room, "F5,M-Left",
	    N_("go to the previous room") },
	{ "tchat-next-unread", next_unread, "M-a",
	    N_("go to the next room with unread messages") },
	{ "tchat-last-room", last_room, "M-`",
	    N_("go back to the room shown before") },
	{ "tchat-room", room,
	    "C-x 1,C-x 2,C-x 3,C-x 4,C-x 5,C-x 6,C-x 7,C-x 8,C-x 9,C-x 0,"
	    "M-j",
	    N_("go to the room with this number (0: room 10), or with the two "
	       "digits typed next") },
	{ "tchat-room-digit", room_digit,
	    "M-1,M-2,M-3,M-4,M-5,M-6,M-7,M-8,M-9,M-0",
	    N_("go to the room with this number (0: room 10), or with the "
	       "setting digit-arguments begin a numeric argument") },
	{ "tchat-pick", pick, "F2,M-g",
	    N_("find a room, a person or a command by any of its letters") },
	{ "tchat-page-up", page_up, "PageUp", N_("scroll up a page") },
	{ "tchat-page-down", page_down, "PageDown", N_("scroll down a page") },
	{ "tchat-line-up", line_up, "M-Up,S-Up", N_("scroll up a line") },
	{ "tchat-line-down", line_down, "M-Down,S-Down",
	    N_("scroll down a line") },
	{ "tchat-top", to_top, "M-Home", N_("go to the oldest line") },
	{ "tchat-bottom", to_bottom, "M-End", N_("go to the newest line") },
	{ "tchat-first-unread", first_unread, "M-m",
	    N_("go to the first unread message") },
	{ "tchat-mentions", mentions, "M-i",
	    N_("list the messages that mention you, in all rooms") },
	{ "tchat-previous-mention", previous_mention, "F3",
	    N_("go to the previous mention in this room") },
	{ "tchat-next-mention", next_mention, "F4",
	    N_("go to the next mention in this room") },
	{ "tchat-toggle-fold", toggle_fold, "M-e",
	    N_("open or close the lowest fold on the screen") },
	{ "tchat-toggle-split", toggle_split, "M-x",
	    N_("keep the newest lines visible while you scroll, or not") },
	{ "tchat-fetch-gap", fetch_gap, "M-h",
	    N_("fetch the messages that are missing here") },
	{ "tchat-retry", retry, "M-s",
	    N_("send again the messages of this room that were not sent") },
	{ "tchat-links", links, "M-o",
	    N_("list the links here, to open or copy one") },
	{ "tchat-copy", copy, "M-w",
	    N_("choose a message to copy to the terminal's clipboard") },
	{ "tchat-bare", bare, "F9,M-v",
	    N_("show only the text of the room, to select with the mouse") },
	{ "tchat-redraw", redraw, "C-l", N_("redraw the screen") },
	{ "tchat-toggle-rooms", toggle_rooms, "F7",
	    N_("show or hide the room list") },
	{ "tchat-toggle-members", toggle_members, "F8",
	    N_("show or hide the member list") },
	{ "tchat-help", help, "F1",
	    N_("show help, about the command in the input line if there is "
	       "one") },
	{ "tchat-suspend", suspend, "C-z", N_("suspend tchat; fg resumes it") },
	{ "tchat-interrupt", interrupt, "C-c",
	    N_("clear the line; twice on an empty one: quit") },
	{ "tchat-end-of-input", end_of_input, "",
	    N_("quit (also C-d on an empty line)") },
	{ "tchat-suggest", suggest, "M-$",
	    N_("suggest other words for the misspelt word at the cursor, or "
	       "before it") },
	{ "tchat-edit", edit, "C-x C-e",
	    N_("edit the message in your text editor ($VISUAL or $EDITOR)") },
	{ "tchat-newline", newline, "M-Enter",
	    N_("insert a line break into the message") },
	{ "tchat-up", editor_up, "Up",
	    N_("go up in a text of several lines; from its first line, to the "
	       "previous line in the history that begins like the text") },
	{ "tchat-down", editor_down, "Down",
	    N_("go down in a text of several lines; from its last line, "
	       "to the next line in the history") },
	{ "tchat-complete", editor_complete, "Tab",
	    N_("complete a nick, a room or a command; again: the next one") },
	{ "tchat-complete-backward", editor_complete_backward, "S-Tab",
	    N_("complete backwards") },
};

enum { NACTIONS = sizeof(actions) / sizeof(actions[0]) };

_Static_assert(NACTIONS == ACTION_NEWLINE + 5, "a row for each action");

/* Keys for readline's own functions. Readline looks them up in terminfo only when it draws by itself. */
static const struct {
	const char *seq;
	rl_command_func_t *function;
} readline_keys[] = {
	{ "\033[1~", rl_beg_of_line },
	{ "\033[2~", rl_overwrite_mode },
	{ "\033[3~", rl_delete },
	{ "\033[4~", rl_end_of_line },
	{ "\033[7~", rl_beg_of_line },
	{ "\033[8~", rl_end_of_line },
	{ "\033Oc", rl_forward_word }, /* rxvt's Ctrl and arrows */
	{ "\033Od", rl_backward_word },
};

int
editor_key(size_t i, const char **name, const char **seq)
{
	if (i >= NKEYS)
		return 0;
	*name = keys[i].name;
	*seq = keys[i].seq;
	return 1;
}

int
editor_key_is_for_vi(const char *seq)
{
	if (seq[0] == '\033')
		return seq[1] == '[' || seq[1] == 'O';
	return seq[1] == '\0';
}

static void
bind_key(const char *seq, rl_command_func_t *function)
{
	rl_bind_keyseq_in_map(seq, function, emacs_standard_keymap);
	if (!editor_key_is_for_vi(seq))
		return;
	rl_bind_keyseq_in_map(seq, function, vi_insertion_keymap);
	rl_bind_keyseq_in_map(seq, function, vi_movement_keymap);
}

static void
bind_default_keys(const struct action *a)
{
	struct view rest = view_of(a->keys), name;

	while (view_cut(&rest, ',', &name))
		for (size_t i = 0; i < NKEYS; i++)
			if (view_equal(view_of(keys[i].name), name))
				bind_key(keys[i].seq, a->function);
}

void
editor_actions_add(
    void (*run)(enum editor_action, int), int (*digit_arguments)(void))
{
	run_action = run;
	has_digit_arguments = digit_arguments;
	for (size_t i = 0; i < NACTIONS; i++) {
		rl_add_defun(actions[i].name, actions[i].function, -1);
		bind_default_keys(&actions[i]);
	}
	for (size_t i = 0; i < sizeof(readline_keys) / sizeof(readline_keys[0]);
	     i++)
		bind_key(readline_keys[i].seq, readline_keys[i].function);
	/* As in shells. */
	rl_bind_keyseq_in_map("v", edit, vi_movement_keymap);
	/* Without this, a function key that is not bound would type "5~". */
	bind_key("\033[", rl_skip_csi_sequence);
}

/* Append a key sequence as people write it: "F6", "M-x", "C-x 1". */
static void
add_key_name(struct buf *out, const char *seq, size_t n)
{
	for (size_t i = 0; i < NKEYS; i++)
		if (view_equal(view_of(keys[i].seq), (struct view){ seq, n })) {
			buf_add_str(out, keys[i].name);
			return;
		}
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && seq[i - 1] != '\033')
			buf_add_char(out, ' ');
		if (seq[i] == '\033' && i + 1 < n)
			buf_add_str(out, "M-");
		else if (seq[i] == '\033')
			buf_add_str(out, "Esc");
		else if (seq[i] == 0x7f)
			buf_add_str(out, "Backspace");
		else if (seq[i] > 0 && seq[i] <= 26)
			buf_printf(out, "C-%c", seq[i] | 0x60);
		else if (seq[i] >= 0 && seq[i] < 0x20)
			buf_printf(out, "C-%c", seq[i] | 0x40);
		else
			buf_add_char(out, seq[i]);
	}
}

/* True if the list, separated by ", ", contains the name. */
static int
has_name(struct view list, struct view name)
{
	struct view one;

	while (view_cut(&list, ',', &one)) {
		if (one.len > 0 && one.p[0] == ' ') {
			one.p++;
			one.len--;
		}
		if (view_equal(one, name))
			return 1;
	}
	return 0;
}

static void
add_bound_key(struct buf *out, const char *written)
{
	struct buf name = { 0 };
	char *seq = xmalloc(2 * strlen(written) + 1);
	int n;

	/* Readline also binds arrows after two ESC, which only old terminals send. */
	if (rl_translate_keyseq(written, seq, &n) == 0 &&
	    !(n > 2 && memcmp(seq, "\033\033[", 3) == 0)) {
		add_key_name(&name, seq, (size_t)n);
		if (!has_name(buf_view(out), buf_view(&name))) {
			if (out->len > 0)
				buf_add_str(out, ", ");
			buf_add_view(out, buf_view(&name));
		}
	}
	free(seq);
	buf_clear(&name);
}

/* Return the keys that are bound to a function: "F6, M-Right". The caller frees them. */
static char *
bound_keys(rl_command_func_t *function)
{
	struct buf out = { 0 };
	char **written = rl_invoking_keyseqs_in_map(function, rl_get_keymap());

	for (size_t k = 0; written != NULL && written[k] != NULL; k++) {
		add_bound_key(&out, written[k]);
		free(written[k]);
	}
	free(written);
	buf_str(&out);
	return buf_take(&out);
}

int
editor_action_info(
    size_t i, const char **name, char **bound, const char **help_text)
{
	if (i >= NACTIONS)
		return 0;
	*name = actions[i].name;
	*help_text = _(actions[i].help);
	*bound = bound_keys(actions[i].function);
	return 1;
}

int
editor_function_info(
    size_t i, const char **name, char **bound, const char **help_text)
{
	/* Readline's functions that people use most. */
	static const struct {
		const char *name, *help;
	} functions[] = {
		{ "accept-line", N_("send the line") },
		{ "beginning-of-line", N_("go to the beginning of the line") },
		{ "end-of-line", N_("go to the end of the line") },
		{ "backward-word", N_("go back a word") },
		{ "forward-word", N_("go forward a word") },
		{ "unix-word-rubout", N_("delete the word before the cursor") },
		{ "kill-word", N_("delete the word after the cursor") },
		{ "kill-line", N_("delete to the end of the line") },
		{ "unix-line-discard",
		    N_("delete to the beginning of the line") },
		{ "yank", N_("insert what was deleted") },
		{ "undo", N_("undo") },
		{ "previous-history",
		    N_("go to the previous line in the history") },
		{ "next-history", N_("go to the next line in the history") },
		{ "reverse-search-history",
		    N_("search the history of your input") },
		{ "transpose-chars", N_("swap two characters") },
		{ "quoted-insert",
		    N_("insert the next key as a character, for example a "
		       "formatting code") },
	};

	if (i >= sizeof(functions) / sizeof(functions[0]))
		return 0;
	*name = functions[i].name;
	*help_text = _(functions[i].help);
	*bound = bound_keys(rl_named_function(functions[i].name));
	return 1;
}
