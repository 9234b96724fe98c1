/*
 * editor_history: finds the line to go to, and lets readline go there, which keeps the typed line and its undo steps.
 */
#include "client/input/editor_history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "client/model/glyph.h"
#include "common/buf.h"
#include "common/view.h"

static struct {
	struct buf
	    prefix; /* what the lines that are found begin with; empty: all are found */
	int column; /* that Up and Down keep in a text of several lines */
	int moved;  /* the last key moved within the text */
} nav;

/* True if the key before this one was Up or Down too. */
static int
is_continued(void)
{
	return rl_last_func == editor_up || rl_last_func == editor_down;
}

/* Return where the line of the text that contains byte i begins, and where it ends. */
static int
line_begin(int i)
{
	while (i > 0 && rl_line_buffer[i - 1] != '\n')
		i--;
	return i;
}

static int
line_end(int i)
{
	while (i < rl_end && rl_line_buffer[i] != '\n')
		i++;
	return i;
}

static int
column_of(int begin, int end)
{
	struct glyph_iter it;
	struct glyph g;
	int column = 0;

	glyph_start(&it,
	    (struct view){ rl_line_buffer + begin, (size_t)(end - begin) }, 1);
	while (glyph_next(&it, &g))
		column += g.width;
	return column;
}

/* Move to the column nav.column of the line that begins there, or to its end if it is shorter. */
static void
go_to_column(int begin)
{
	struct glyph_iter it;
	struct glyph g;
	int column = 0, end = line_end(begin);

	glyph_start(&it,
	    (struct view){ rl_line_buffer + begin, (size_t)(end - begin) }, 1);
	rl_point = end;
	while (glyph_next(&it, &g)) {
		column += g.width;
		if (column > nav.column) {
			rl_point = begin + (int)g.pos;
			return;
		}
	}
}

/* Move to the line of the text above (-1) or below (1). Returns 0 if there is none. */
static int
move_in_text(int step)
{
	int begin = line_begin(rl_point), end = line_end(rl_point);

	if (step < 0 ? begin == 0 : end == rl_end)
		return 0;
	if (!is_continued() || !nav.moved)
		nav.column = column_of(begin, rl_point);
	nav.moved = 1;
	go_to_column(step < 0 ? line_begin(begin - 1) : end + 1);
	return 1;
}

/* True if entry i of the history is to be found, and is not what the line shows already. */
static int
is_found(int i)
{
	const HIST_ENTRY *e = history_get(history_base + i);

	return e != NULL && e->line[0] != '\0' &&
	       strcmp(e->line, rl_line_buffer) != 0 &&
	       (nav.prefix.len == 0 ||
		   strncmp(e->line, nav.prefix.p, nav.prefix.len) == 0);
}

/* Return the nearest such entry from the current one; -1 or the length of the history if there is none. */
static int
next_found(int step)
{
	int i = where_history() + step;

	while (i >= 0 && i < history_length && !is_found(i))
		i += step;
	return i;
}

/* Look for lines that begin with what is typed before the point. If there are none, look at all. */
static void
begin_search(void)
{
	buf_reset(&nav.prefix);
	if (where_history() < history_length)
		return; /* an old line is shown */
	buf_add(&nav.prefix, rl_line_buffer, (size_t)rl_point);
	if (next_found(-1) < 0)
		buf_reset(&nav.prefix);
}

static void
move_in_history(int step, int key)
{
	int at = where_history(), to;

	if (!is_continued())
		begin_search();
	nav.moved = 0;
	to = next_found(step);
	if (to < 0 || to > history_length)
		rl_ding();
	else if (to < at)
		rl_get_previous_history(at - to, key);
	else
		rl_get_next_history(
		    to - at, key); /* at the end: the new line */
}

static int
move(int count, int step, int key)
{
	if (count < 0) {
		count = -count;
		step = -step;
	}
	for (; count > 0; count--)
		if (!move_in_text(step))
			move_in_history(step, key);
	return 0;
}

int
editor_up(int count, int key)
{
	return move(count, -1, key);
}

int
editor_down(int count, int key)
{
	return move(count, 1, key);
}

static int
is_blank(const char *line)
{
	return line[strspn(line, " \t\n")] == '\0';
}

/* Readline frees only its current undo list. */
static void
free_entry(HIST_ENTRY *e)
{
	UNDO_LIST *current = rl_undo_list;

	rl_undo_list = free_history_entry(e);
	if (rl_undo_list != NULL && rl_undo_list != current)
		rl_free_undo_list();
	rl_undo_list = current;
}

static void
remove_equal(const char *line)
{
	int at = where_history();

	for (int i = 0; i < history_length; i++) {
		if (strcmp(history_get(history_base + i)->line, line) != 0)
			continue;
		free_entry(remove_history(i));
		history_set_pos(i < at ? at - 1 : at);
		return;
	}
}

void
editor_history_append(const char *line)
{
	int at_end = where_history() == history_length;

	if (is_blank(line))
		return;
	remove_equal(line);
	add_history(line);
	if (at_end)
		using_history();
}

void
editor_history_close(void)
{
	buf_clear(&nav.prefix);
}

void
editor_history_load(char *const *lines, size_t n)
{
	rl_clear_history();
	for (size_t i = 0; i < n; i++)
		add_history(lines[i]);
	using_history();
}
