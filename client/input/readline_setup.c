/*
 * readline_setup: readline's variables, and wrappers around its unsafe functions.
 *
 * Readline runs a keyboard macro within one call and longjmps into a function that has returned if one of the
 * macro's commands aborts. So all macros, those of an inputrc and the recorded one, go through the editor's queue:
 * entries of the keymaps are replaced by wrappers.
 */
#include "client/input/readline_setup.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>
#include <readline/tilde.h>

#include "common/file.h"
#include "common/xmalloc.h"

enum {
	HISTORY_LINES = 1000, /* lines kept, unless the inputrc sets a number */
	INPUTRC_BYTES = 1 << 20,
	DEPTH_MAX = 16, /* keys of a sequence */
	REPEAT_MAX = 100
};

/* The macros of the keymaps. A macro is found by the key that it was bound to. */
static struct macro {
	Keymap map;
	int key;
	char *keys;
} * macros;
static size_t nmacros;
static void (*run_keys)(struct view);

static void
prep_terminal(int meta)
{
	(void)meta;
}

static void
deprep_terminal(void)
{
}

/* Readline uses the environment's locale, but the program may have switched to a UTF-8 locale. */
static void
export_locale(void)
{
	locale_t env = newlocale(LC_CTYPE_MASK, "", (locale_t)0);

	if (env == (locale_t)0 ||
	    strcmp(nl_langinfo_l(CODESET, env), "UTF-8") != 0)
		setenv("LC_ALL", setlocale(LC_CTYPE, NULL), 1);
	if (env != (locale_t)0)
		freelocale(env);
}

int
readline_check_inputrc(char **cause)
{
	const char *name = getenv("INPUTRC");
	char *file;
	int fd = -1, rc = 0;

	file =
	    tilde_expand(name != NULL && name[0] != '\0' ? name : "~/.inputrc");
	if (file_may_exist(file) && strcmp(file, "/dev/null") != 0) {
		fd = file_open(file, INPUTRC_BYTES, NULL, cause);
		rc = fd == -1 ? -1 : 0;
	}
	if (rc != 0)
		setenv("INPUTRC", "/dev/null", 1);
	if (fd != -1)
		close(fd);
	free(file);
	return rc;
}

void
readline_setup_open(void)
{
	rl_readline_name = "tchat";
	rl_instream = fopen("/dev/null", "r");
	rl_outstream = fopen("/dev/null", "w");
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_prep_term_function = prep_terminal;
	rl_deprep_term_function = deprep_terminal;
	export_locale();
	using_history();
	stifle_history(HISTORY_LINES);
}

void
readline_setup_close(void)
{
	fclose(rl_instream);
	fclose(rl_outstream);
	rl_instream = rl_outstream = NULL;
}

/*
 * Switch off what would write to the terminal, wait, or break UTF-8: blink-matching-paren waits half a second for the
 * terminal. The editor ends a search with ESC, so ESC must stay a terminator.
 */
static void
force_variables(void)
{
	static const char *const settings[][2] = { { "bell-style", "none" },
		{ "blink-matching-paren", "off" }, { "convert-meta", "off" },
		{ "echo-control-characters", "off" },
		{ "enable-bracketed-paste", "off" }, { "input-meta", "on" },
		{ "isearch-terminators", "\\e\\C-J" },
		{ "output-meta", "on" } };

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		rl_variable_bind(settings[i][0], settings[i][1]);
	if (!history_is_stifled())
		stifle_history(HISTORY_LINES);
}

/* Readline stores keymaps and macros in the place of a function. */
static void *
as_pointer(rl_command_func_t *f)
{
	void *p;

	memcpy(&p, &f, sizeof(p));
	return p;
}

static int
run_macro(int count, int key)
{
	(void)count;
	(void)key;
	for (size_t i = 0; i < nmacros; i++)
		if (macros[i].map == rl_executing_keymap &&
		    macros[i].key == rl_executing_key) {
			run_keys(view_of(macros[i].keys));
			break;
		}
	return 0;
}

/* Take from readline the keys of the macro that it is about to run. */
static void
run_executing_macro(void)
{
	if (rl_executing_macro == NULL || !RL_ISSTATE(RL_STATE_MACROINPUT))
		return;
	run_keys(view_of(rl_executing_macro));
	rl_executing_macro[0] = '\0'; /* this ends it */
}

static int
call_recorded_macro(int count, int key)
{
	rl_call_last_kbd_macro(count, key);
	run_executing_macro();
	return 0;
}

/* With an argument, readline runs the old macro before it continues to record it. */
static int
start_recording(int count, int key)
{
	rl_start_kbd_macro(count, key);
	run_executing_macro();
	return 0;
}

/* The argument of end-kbd-macro is how often to run it at once. */
static int
end_recording(int count, int key)
{
	rl_end_kbd_macro(1, key);
	for (int i = 1; i < count && i < REPEAT_MAX; i++)
		call_recorded_macro(1, key);
	return 0;
}

/*
 * If a search by M-p or vi's / is aborted or finds nothing, readline restores the new line, but leaves the history
 * position at the old line. Then two lines share one undo list, which is freed twice. So begin at the new line. The
 * search keeps a position of its own, from which it continues.
 */
#define SEARCH(function, original)              \
	static int function(int count, int key) \
	{                                       \
		rl_end_of_history(1, 0);        \
		return original(count, key);    \
	}

SEARCH(search_backward, rl_noninc_reverse_search)
SEARCH(search_forward, rl_noninc_forward_search)
SEARCH(search_vi, rl_vi_search)
SEARCH(search_backward_again, rl_noninc_reverse_search_again)
SEARCH(search_forward_again, rl_noninc_forward_search_again)
SEARCH(search_vi_again, rl_vi_search_again)

static const struct wrapper {
	rl_command_func_t *original, *wrapped;
} wrappers[] = {
	{ rl_call_last_kbd_macro, call_recorded_macro },
	{ rl_start_kbd_macro, start_recording },
	{ rl_end_kbd_macro, end_recording },
	{ rl_noninc_reverse_search, search_backward },
	{ rl_noninc_forward_search, search_forward },
	{ rl_noninc_reverse_search_again, search_backward_again },
	{ rl_noninc_forward_search_again, search_forward_again },
	{ rl_vi_search, search_vi },
	{ rl_vi_search_again, search_vi_again },
};

static void
wrap_function(KEYMAP_ENTRY *entry)
{
	for (size_t i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
		if (entry->function == wrappers[i].original) {
			entry->function = wrappers[i].wrapped;
			return;
		}
}

static void
wrap_macro(Keymap map, int key)
{
	char *keys = as_pointer(map[key].function);

	map[key].type = ISFUNC;
	map[key].function = run_macro;
	for (size_t i = 0; i < nmacros; i++)
		if (macros[i].map == map && macros[i].key == key) {
			free(macros[i].keys);
			macros[i].keys = keys;
			return;
		}
	macros = xreallocarray(macros, nmacros + 1, sizeof(*macros));
	macros[nmacros++] = (struct macro){ map, key, keys };
}

static void
wrap_map(Keymap map, int depth)
{
	for (int key = 0; key < KEYMAP_SIZE; key++) {
		if (map[key].function == NULL)
			continue;
		if (map[key].type == ISMACR)
			wrap_macro(map, key);
		else if (map[key].type == ISKMAP && depth < DEPTH_MAX)
			wrap_map(as_pointer(map[key].function), depth + 1);
		else
			wrap_function(&map[key]);
	}
}

void
readline_setup_apply(void (*run)(struct view keys))
{
	static const char *const maps[] = { "emacs", "vi-insert", "vi-move" };

	force_variables();
	run_keys = run;
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		wrap_map(rl_get_keymap_by_name(maps[i]), 0);
}

/* Some commands use a mark or point of another text. */
static void
repair_point(void)
{
	if (rl_point > rl_end)
		rl_point = rl_end;
	while (rl_point > 0 && rl_point < rl_end &&
	       ((unsigned char)rl_line_buffer[rl_point] & 0xc0) == 0x80)
		rl_point--;
}

/*
 * While an old line is edited, its history entry keeps the undo list that the line had when it was last saved. This is
 * the tail of the current list, and readline would free it twice.
 */
static void
repair_undo(void)
{
	HIST_ENTRY *entry = current_history();

	if (entry != NULL && entry->data != (histdata_t)rl_undo_list)
		entry->data = NULL;
}

void
readline_repair(void)
{
	repair_point();
	repair_undo();
}
