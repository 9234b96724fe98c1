/*
 * editor: GNU readline fed from a queue.
 *
 * Readline draws by redisplay, which only notes that something changed. Lines and actions
 * are noted while it runs and told after.
 */
#include "client/input/editor.h"

#include <sys/queue.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "client/input/editor_actions.h"
#include "client/input/editor_queue.h"
#include "client/input/editor_setup.h"
#include "client/input/editor_tab.h"
#include "client/input/editor_utf8.h"
#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	/* A command of readline's is waiting for more keys. */
	HALF_WAY = RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_MULTIKEY |
		   RL_STATE_NUMERICARG | RL_STATE_VIMOTION | RL_STATE_CHARSEARCH
};

enum {
	/* Nobody types a password into a longer line, and each key looks at it. */
	TYPED_MAX = 4096,
	KEPT_MAX = 300 /* undo lists of lines that another one replaced */
};

/* What is to be told once readline has returned. */
struct happening {
	char *line; /* NULL: an action */
	enum editor_action action;
	int arg;
};

/* The undo steps of a line that another one took the place of. */
struct kept_undo {
	TAILQ_ENTRY(kept_undo) link;
	const void *key;
	char *text;
	UNDO_LIST *steps;
};

static struct editor {
	int open;
	struct editor_ops ops;
	void *ctx;
	struct buf clean; /* the line, where it has broken characters */
	int hurry;	  /* an ESC is not held back */
	int running;
	int changed;
	int at; /* in the history, at the last key */
	TAILQ_HEAD(, kept_undo) kept;
	size_t nkept;
	int had_secret; /* the line held a password; undo may bring it back */
	struct happening *happenings;
	size_t n;
} ed;

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

static int
is_secret(struct view line)
{
	return ed.ops.secret != NULL && ed.ops.secret(line, ed.ctx);
}

static void
look_for_secret(void)
{
	struct view line = { rl_line_buffer, (size_t)rl_end };

	if (!ed.had_secret && is_secret(line))
		ed.had_secret = 1;
}

/* Did undo steps take a password out of the line? */
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
tell_line(char *line)
{
	int secret = is_secret(view_of(line));

	editor_add_history(line);
	ed.had_secret = 0;
	ed.ops.line(clean(view_of(line)), ed.ctx);
	if (secret)
		explicit_bzero(line, strlen(line));
	free(line);
}

static void
tell(struct happening h)
{
	if (h.line != NULL) {
		tell_line(h.line);
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

/* Readline frees only its current list. */
static void
free_steps(void *steps)
{
	UNDO_LIST *current = rl_undo_list;

	rl_undo_list = steps;
	rl_free_undo_list();
	rl_undo_list = current;
}

/*
 * An old line that is left in the middle of being edited stays as edited in readline's history: not
 * when a password came into it. Undo would bring that back, so it goes as well.
 */
static void
forget_left_secret(void)
{
	UNDO_LIST *current = rl_undo_list;
	HIST_ENTRY *left = history_get(history_base + ed.at);

	if (ed.at == where_history())
		return;
	ed.at = where_history();
	if (left == NULL || left == current_history() ||
	    !is_secret(view_of(left->line)))
		return;
	explicit_bzero(left->line, strlen(left->line));
	if (left->data == NULL || left->data == (histdata_t)current)
		return;
	free_steps(left->data);
	left->data = NULL;
}

static void
run(void)
{
	if (ed.running)
		return; /* called from a callback: the loop below goes on */
	ed.running = 1;
	editor_queue_begin();
	while (ed.open && editor_queue_next(ed.hurry)) {
		forget_left_secret();
		if (rl_end <= TYPED_MAX)
			look_for_secret();
		tell_all();
		ed.changed = 1;
	}
	ed.running = 0;
	tell_changed();
}

void
editor_open(const struct editor_ops *ops, void *ctx)
{
	memset(&ed, 0, sizeof(ed));
	TAILQ_INIT(&ed.kept);
	ed.open = 1;
	ed.ops = *ops;
	ed.ctx = ctx;
	editor_setup_open();
	editor_tab_open(&ed.ops, ctx);
	editor_queue_open();
	rl_redisplay_function = redisplay;
	if (!RL_ISSTATE(RL_STATE_INITIALIZED))
		editor_actions_add(on_action);
	rl_initialize(); /* reads the inputrc */
	editor_queue_adopt_inputrc();
	rl_callback_handler_install("", on_line);
}

static void
drop_kept(struct kept_undo *k)
{
	TAILQ_REMOVE(&ed.kept, k, link);
	ed.nkept--;
	free_steps(k->steps);
	free(k->text);
	free(k);
}

void
editor_close(void)
{
	if (!ed.open)
		return;
	editor_set(VIEW(""), 0); /* and so no undo list is left */
	while (!TAILQ_EMPTY(&ed.kept))
		drop_kept(TAILQ_FIRST(&ed.kept));
	ed.open = 0;
	rl_callback_handler_remove();
	editor_tab_close();
	editor_setup_close();
	for (size_t i = 0; i < ed.n; i++)
		free(ed.happenings[i].line);
	free(ed.happenings);
	ed.happenings = NULL;
	ed.n = 0;
	buf_clear(&ed.clean);
	editor_queue_close();
}

void
editor_keys(struct view bytes)
{
	if (!ed.open)
		return;
	editor_queue_add(bytes);
	run();
}

int
editor_pending(void)
{
	return ed.open && editor_queue_waits();
}

static void
feed(const char *keys)
{
	editor_queue_feed(keys);
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
	if (editor_queue_is_vi() && RL_ISSTATE(RL_STATE_MULTIKEY))
		feed(EDITOR_GIVE_UP);
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
		feed(EDITOR_ESCAPE);
	for (int i = 0; i < 4 && (rl_readline_state & HALF_WAY) != 0; i++)
		feed(EDITOR_GIVE_UP);
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
		look_for_secret();
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
	ed.had_secret = 0;
	look_for_secret();
	editor_tab_forget();
	buf_clear(&taken);
	ed.changed = 1;
	tell_changed();
}

static struct kept_undo *
find_kept(const void *key)
{
	struct kept_undo *k;

	TAILQ_FOREACH (k, &ed.kept, link)
		if (k->key == key)
			return k;
	return NULL;
}

void
editor_drop_undo(const void *key)
{
	struct kept_undo *k = ed.open ? find_kept(key) : NULL;

	if (k != NULL)
		drop_kept(k);
}

/* An old line has its steps in readline's history. */
void
editor_keep_undo(const void *key)
{
	struct kept_undo *k;

	editor_drop_undo(key);
	if (!ed.open || rl_undo_list == NULL || ed.had_secret ||
	    has_secret_step(rl_undo_list) || where_history() < history_length ||
	    (rl_readline_state & HALF_WAY) != 0)
		return;
	k = xcalloc(1, sizeof(*k));
	k->key = key;
	k->text = xviewdup((struct view){ rl_line_buffer, (size_t)rl_end });
	k->steps = rl_undo_list;
	rl_undo_list = NULL;
	TAILQ_INSERT_TAIL(&ed.kept, k, link);
	if (ed.nkept++ == KEPT_MAX)
		drop_kept(TAILQ_FIRST(&ed.kept));
}

void
editor_restore_undo(const void *key)
{
	struct kept_undo *k = ed.open ? find_kept(key) : NULL;

	if (k == NULL)
		return;
	if (rl_undo_list == NULL &&
	    view_equal((struct view){ rl_line_buffer, (size_t)rl_end },
		view_of(k->text))) {
		rl_undo_list = k->steps;
		k->steps = NULL;
	}
	drop_kept(k);
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
	if (!ed.open || is_secret(view_of(line)))
		return;
	settle(0); /* a search looks at the entries in place */
	editor_setup_add_history(line);
}
