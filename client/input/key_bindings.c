/*
 * key_bindings: from the names of keys to what terminals send, and into the keymaps of readline.
 */
#include "client/input/key_bindings.h"

#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "client/input/editor_actions.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum {
	SEQS_MAX = 8, /* what different terminals send for a key */
	SEQ_BYTES = 32
};

/* The sequences of a key. */
struct key_seqs {
	char v[SEQS_MAX][SEQ_BYTES];
	size_t n;
};

/* A key that is bound, and what it did before. */
struct bound {
	Keymap map;
	char seq[SEQ_BYTES];
	size_t item; /* index in the list */
	rl_command_func_t *before;
};

static struct {
	struct string_list items;
	struct bound *v;
	size_t n;
	void (*run)(size_t i);
} bindings;

/* A command begins at the first " /"; the name of a function is the last word. */
static size_t
key_length(const char *item)
{
	const char *slash = strstr(item, " /"), *last = strrchr(item, ' ');

	if (slash != NULL && slash > item)
		return (size_t)(slash - item);
	return last == NULL ? strlen(item) : (size_t)(last - item);
}

struct view
key_binding_key(const char *item)
{
	return (struct view){ item, key_length(item) };
}

const char *
key_binding_action(const char *item)
{
	item += key_length(item);
	return item + strspn(item, " ");
}

/* Append what a key of one word sends: "x", "C-x", "M-x", "C-M-x", "Esc", "Space". Returns 0, or -1. */
static int
add_simple_key(char *seq, size_t *n, struct view word)
{
	static const struct {
		const char *name;
		char byte;
	} names[] = { { "Esc", '\033' }, { "Tab", '\t' }, { "Enter", '\r' },
		{ "Space", ' ' }, { "Backspace", '\177' } };
	int control = 0, meta = 0;
	char byte = 0;

	for (;;) {
		if (word.len > 2 && view_has_prefix(word, VIEW("C-")))
			control = 1;
		else if (word.len > 2 && view_has_prefix(word, VIEW("M-")))
			meta = 1;
		else
			break;
		word.p += 2;
		word.len -= 2;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (view_equal_nocase(word, view_of(names[i].name)))
			byte = names[i].byte;
	if (byte == 0 && word.len == 1 && *word.p > ' ' && *word.p < 0x7f)
		byte = *word.p;
	if (byte == 0 || *n + 3 > SEQ_BYTES)
		return -1;
	if (meta)
		seq[(*n)++] = '\033';
	seq[(*n)++] = control ? (char)(byte & 0x1f) : byte;
	return seq[*n - 1] == '\0' ? -1 : 0;
}

static int
add_key_words(struct view key, char *seq, size_t *n)
{
	struct view word;

	while (view_cut(&key, ' ', &word))
		if (word.len > 0 && add_simple_key(seq, n, word) != 0)
			return -1;
	return *n > 0 ? 0 : -1;
}

/* Find what terminals send for a key. Returns 0, or -1 if it is not a key. */
static int
find_seqs(struct view key, struct key_seqs *seqs)
{
	const char *name, *seq;
	size_t n = 0;

	*seqs = (struct key_seqs){ 0 };
	for (size_t i = 0; editor_key(i, &name, &seq); i++)
		if (view_equal_nocase(key, view_of(name)) &&
		    seqs->n < SEQS_MAX && strlen(seq) < SEQ_BYTES)
			snprintf(seqs->v[seqs->n++], SEQ_BYTES, "%s", seq);
	if (seqs->n > 0)
		return 0;
	seqs->n = 1;
	return add_key_words(key, seqs->v[0], &n);
}

/* True for a key that would make it impossible to type a letter or to send a line. */
static int
is_needed(const struct key_seqs *seqs)
{
	const char *seq = seqs->v[0];

	return seq[1] == '\0' &&
	       ((seq[0] >= ' ' && seq[0] < 0x7f) || seq[0] == '\r' ||
		   seq[0] == '\n' || seq[0] == '\033');
}

/* True if longer keys begin with it. */
static int
is_prefix(const struct key_seqs *seqs)
{
	int type = ISFUNC;

	rl_function_of_keyseq_len(
	    seqs->v[0], strlen(seqs->v[0]), emacs_standard_keymap, &type);
	return type == ISKMAP;
}

int
key_binding_check(const char *item, char **cause)
{
	struct view key = key_binding_key(item);
	const char *action = key_binding_action(item);
	struct key_seqs seqs;

	if (action[0] == '\0')
		return cause_set(cause,
		    _("\"%s\" is not a binding: write a key, a space, and an "
		      "action or a command"),
		    item);
	if (find_seqs(key, &seqs) != 0)
		return cause_set(cause,
		    _("\"%.*s\" is not a key: write F6, M-x, C-x r or "
		      "PageUp, for example"),
		    VIEW_ARG(key));
	if (is_needed(&seqs))
		return cause_set(cause,
		    _("%.*s alone cannot be bound: it is needed for typing"),
		    VIEW_ARG(key));
	if (is_prefix(&seqs))
		return cause_set(cause,
		    _("%.*s alone cannot be bound: other keys begin with it"),
		    VIEW_ARG(key));
	if (action[0] != '/' && rl_named_function(action) == NULL)
		return cause_set(cause,
		    _("\"%s\" is not an action: /help keys lists them; a "
		      "command begins with /"),
		    action);
	return 0;
}

/* Run the command of the key that readline is executing. */
static int
run_command(int count, int key)
{
	(void)count;
	(void)key;
	for (size_t i = bindings.n; i > 0 && rl_executing_keyseq != NULL; i--)
		if (strcmp(bindings.v[i - 1].seq, rl_executing_keyseq) == 0) {
			bindings.run(bindings.v[i - 1].item);
			break;
		}
	return 0;
}

/* Readline understands backslashes in a sequence. */
static void
set_key(Keymap map, const char *seq, rl_command_func_t *function)
{
	char written[2 * SEQ_BYTES];
	size_t n = 0;

	for (; *seq != '\0'; seq++) {
		if (*seq == '\\')
			written[n++] = '\\';
		written[n++] = *seq;
	}
	written[n] = '\0';
	rl_bind_keyseq_in_map(written, function, map);
}

static void
bind_seq(Keymap map, const char *seq, size_t item, rl_command_func_t *function)
{
	struct bound *b;
	int type = ISFUNC;
	rl_command_func_t *before =
	    rl_function_of_keyseq_len(seq, strlen(seq), map, &type);

	bindings.v =
	    xreallocarray(bindings.v, bindings.n + 1, sizeof(*bindings.v));
	b = &bindings.v[bindings.n++];
	*b = (struct bound){ .map = map,
		.item = item,
		.before = type == ISFUNC ? before : NULL };
	snprintf(b->seq, sizeof(b->seq), "%s", seq);
	set_key(map, seq, function);
}

static void
bind_item(size_t item)
{
	const char *text = bindings.items.v[item];
	const char *action = key_binding_action(text);
	rl_command_func_t *function =
	    action[0] == '/' ? run_command : rl_named_function(action);
	struct key_seqs seqs;

	if (find_seqs(key_binding_key(text), &seqs) != 0)
		return;
	for (size_t i = 0; i < seqs.n; i++) {
		bind_seq(emacs_standard_keymap, seqs.v[i], item, function);
		if (!editor_key_is_for_vi(seqs.v[i]))
			continue;
		bind_seq(vi_insertion_keymap, seqs.v[i], item, function);
		bind_seq(vi_movement_keymap, seqs.v[i], item, function);
	}
}

/* Give the keys back what they did before, the last one first. */
static void
unbind(void)
{
	struct bound *b;

	while (bindings.n > 0) {
		b = &bindings.v[--bindings.n];
		set_key(b->map, b->seq, b->before);
	}
}

static void
bind_all(void)
{
	for (size_t i = 0; i < bindings.items.n; i++)
		if (key_binding_check(bindings.items.v[i], NULL) == 0)
			bind_item(i);
}

void
key_bindings_use(const struct string_list *items, void (*run)(size_t i),
    void (*wrong)(const char *cause, void *ctx), void *ctx)
{
	char *cause = NULL;

	unbind();
	string_list_clear(&bindings.items);
	string_list_copy(&bindings.items, items);
	bindings.run = run;
	for (size_t i = 0; i < items->n; i++)
		if (key_binding_check(items->v[i], &cause) != 0) {
			wrong(cause, ctx);
			free(cause);
			cause = NULL;
		}
	bind_all();
}

void
key_bindings_renew(void)
{
	bindings.n = 0;
	bind_all();
}

const char *
key_bindings_command(size_t i)
{
	const char *action;

	if (i >= bindings.items.n)
		return NULL;
	action = key_binding_action(bindings.items.v[i]);
	return action[0] == '/' ? action : NULL;
}
