/*
 * editor_guards: entries of readline's keymaps are replaced by functions that call what
 * was there with care. A macro is found by where it was called from.
 */
#include "client/input/editor_guards.h"

#include <stdio.h>
#include <stdlib.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "common/xmalloc.h"

enum {
	DEPTH_MAX = 16, /* keys of a sequence */
	REPEAT_MAX = 100
};

static struct macro {
	Keymap map; /* where it is bound */
	int key;
	char *keys;
} * macros;
static size_t nmacros;
static void (*run_keys)(struct view);

/* Readline keeps maps and macros where a function would be. */
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

/* Take away from readline what it was about to read from a macro. */
static void
run_executing(void)
{
	if (rl_executing_macro == NULL || !RL_ISSTATE(RL_STATE_MACROINPUT))
		return;
	run_keys(view_of(rl_executing_macro));
	rl_executing_macro[0] = '\0'; /* and so it is over */
}

static int
run_recorded(int count, int key)
{
	rl_call_last_kbd_macro(count, key);
	run_executing();
	return 0;
}

/* With an argument it first runs what it goes on recording. */
static int
begin_recording(int count, int key)
{
	rl_start_kbd_macro(count, key);
	run_executing();
	return 0;
}

/* end-kbd-macro, whose argument says how often it is run at once. */
static int
end_recording(int count, int key)
{
	rl_end_kbd_macro(1, key);
	for (int i = 1; i < count && i < REPEAT_MAX; i++)
		run_recorded(1, key);
	return 0;
}

/*
 * A search by M-p or vi's / that is given up or finds nothing brings back the new line,
 * but leaves the place in the history at the old line that was looked at, so that
 * two share one undo list. It is begun at the new line, then; it has a
 * place of its own from which it goes on.
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

static const struct guard {
	rl_command_func_t *original, *guarded;
} guards[] = {
	{ rl_call_last_kbd_macro, run_recorded },
	{ rl_start_kbd_macro, begin_recording },
	{ rl_end_kbd_macro, end_recording },
	{ rl_noninc_reverse_search, search_backward },
	{ rl_noninc_forward_search, search_forward },
	{ rl_noninc_reverse_search_again, search_backward_again },
	{ rl_noninc_forward_search_again, search_forward_again },
	{ rl_vi_search, search_vi },
	{ rl_vi_search_again, search_vi_again },
};

static void
guard_function(KEYMAP_ENTRY *entry)
{
	for (size_t i = 0; i < sizeof(guards) / sizeof(guards[0]); i++)
		if (entry->function == guards[i].original) {
			entry->function = guards[i].guarded;
			return;
		}
}

static void
take_macro(Keymap map, int key)
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
take_map(Keymap map, int depth)
{
	for (int key = 0; key < KEYMAP_SIZE; key++) {
		if (map[key].function == NULL)
			continue;
		if (map[key].type == ISMACR)
			take_macro(map, key);
		else if (map[key].type == ISKMAP && depth < DEPTH_MAX)
			take_map(as_pointer(map[key].function), depth + 1);
		else
			guard_function(&map[key]);
	}
}

void
editor_guards_set(void (*run)(struct view))
{
	static const char *const maps[] = { "emacs", "vi-insert", "vi-move" };

	run_keys = run;
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		take_map(rl_get_keymap_by_name(maps[i]), 0);
}

/* Some commands go by a mark or a point of another text. */
static void
fix_point(void)
{
	if (rl_point > rl_end)
		rl_point = rl_end;
	while (rl_point > 0 && rl_point < rl_end &&
	       ((unsigned char)rl_line_buffer[rl_point] & 0xc0) == 0x80)
		rl_point--;
}

/*
 * An old line that is being edited keeps the undo list it had when it was last saved,
 * which is the end of the list there is now and would be freed twice.
 */
static void
fix_undo(void)
{
	HIST_ENTRY *entry = current_history();

	if (entry != NULL && entry->data != (histdata_t)rl_undo_list)
		entry->data = NULL;
}

void
editor_guards_after_key(void)
{
	fix_point();
	fix_undo();
}
