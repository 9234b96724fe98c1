/*
 * saved_state: three files: "history", to which lines are appended, "drafts" and "read".
 */
#include "client/saved_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/commands/parse.h"
#include "client/input/input_history.h"
#include "client/model/model.h"
#include "client/saved_values.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	DRAFT_MAX = 256 * 1024,	   /* bytes; a longer draft is not saved */
	ENTERED_MAX = 1024 * 1024, /* bytes that wait for a full disk */
	COMPACT_LINES = 1000 /* superfluous lines of the file of the history */
};

static const struct saved_limits draft_limits = { SAVED_LATEST, 500,
	2 * 1024 * 1024 };
static const struct saved_limits read_limits = { SAVED_LARGEST, 5000,
	1024 * 1024 };

struct saved_state {
	const struct client_config *config;
	struct network *network;
	struct state_files *files;
	struct saved_values *drafts, *read;
	struct input_history *history;
	struct buf entered; /* lines to be appended to the history's file */
};

/* Return the name under which a buffer's state is saved. No room and no nick is named like the server's. */
static struct view
key_of(const struct buffer *b)
{
	return b->kind == BUFFER_SERVER ? VIEW("*") : view_of(b->name);
}

/* Add the lines of a file to a history. Returns how many lines the file has. */
static size_t
parse_history(struct input_history *h, struct view text)
{
	struct buf room = { 0 }, entered = { 0 };
	struct view line;
	size_t n = 0;

	while (view_cut(&text, '\n', &line)) {
		n++;
		if (text_utf8_valid(line) && state_take_field(&line, &room) &&
		    state_take_field(&line, &entered) && line.p == NULL &&
		    !command_is_private(buf_view(&room), buf_view(&entered)))
			input_history_add(
			    h, buf_view(&room), buf_view(&entered));
	}
	buf_clear(&room);
	buf_clear(&entered);
	return n;
}

static void
write_line(struct view room, struct view text, void *out)
{
	state_add_field(out, room);
	buf_add_char(out, '\t');
	state_add_field(out, text);
	buf_add_char(out, '\n');
}

/* Write the history without the lines that it does not keep. */
static void
compact_cb(struct view now, struct buf *out, void *arg)
{
	const struct saved_state *s = arg;
	struct input_history *h = input_history_new(&s->config->input_history);

	parse_history(h, now);
	input_history_each(h, write_line, out);
	input_history_free(h);
}

static void
load_history(struct saved_state *s)
{
	struct buf text = { 0 };
	size_t lines;

	state_file_read(s->files, "history", &text);
	lines = parse_history(s->history, buf_view(&text));
	if (lines > input_history_count(s->history) + COMPACT_LINES)
		state_file_update(s->files, "history", compact_cb, s);
	buf_clear(&text);
}

/* A draft is saved as the position of the cursor, a space, and the text. */
static void
restore_draft(struct buffer *b, const char *saved)
{
	char *text;
	long point;

	if (saved == NULL)
		return;
	point = strtol(saved, &text, 10);
	if (*text == ' ' && text[1] != '\0' && point >= 0)
		buffer_set_draft(b, text + 1, (size_t)point);
}

/* Give a new buffer what is saved for it. */
static void
opened_cb(struct buffer *b, void *arg)
{
	const struct saved_state *s = arg;
	const char *read = saved_values_get(s->read, key_of(b));

	xreplace(&b->saved_as, NULL);
	b->saved_as = xviewdup(key_of(b));
	restore_draft(b, saved_values_get(s->drafts, key_of(b)));
	if (read != NULL && b->read_time == 0)
		b->read_time = strtoll(read, NULL, 10);
}

struct saved_state *
saved_state_new(const struct client_config *config, struct state_files *files,
    struct network *network)
{
	struct saved_state *s = xcalloc(1, sizeof(*s));

	s->config = config;
	s->network = network;
	s->files = files;
	s->history = input_history_new(&config->input_history);
	load_history(s);
	s->drafts = saved_values_new(s->files, "drafts", &draft_limits);
	s->read = saved_values_new(s->files, "read", &read_limits);
	opened_cb(network->server, s);
	network->opened = opened_cb;
	network->opened_ctx = s;
	return s;
}

void
saved_state_free(struct saved_state *s)
{
	if (s == NULL)
		return;
	s->network->opened = NULL;
	saved_values_free(s->drafts);
	saved_values_free(s->read);
	input_history_free(s->history);
	buf_clear(&s->entered);
	free(s);
}

/* If the buffer has another name now, what was saved under the old one belongs to the new one. */
static void
follow_name(struct saved_state *s, struct buffer *b)
{
	char *const *lines;
	size_t n;

	if (b->saved_as != NULL && view_equal(view_of(b->saved_as), key_of(b)))
		return;
	if (b->saved_as != NULL) {
		saved_values_set(s->drafts, view_of(b->saved_as), NULL);
		input_history_rename(
		    s->history, view_of(b->saved_as), key_of(b));
		lines = input_history_lines(s->history, key_of(b), &n);
		for (size_t i = 0; i < n; i++)
			write_line(key_of(b), view_of(lines[i]), &s->entered);
	}
	xreplace(&b->saved_as, NULL);
	b->saved_as = xviewdup(key_of(b));
}

/* Return the recipient of the buffer's lines if that is a user. */
static struct view
recipient(const struct buffer *b)
{
	return b->kind == BUFFER_QUERY ? view_of(b->name) : VIEW("");
}

void
saved_state_entered(struct saved_state *s, struct buffer *b, struct view text)
{
	if (s->config->input_history == 0 ||
	    text.len > INPUT_HISTORY_LINE_MAX ||
	    command_is_private(recipient(b), text))
		return;
	follow_name(s, b);
	input_history_add(s->history, key_of(b), text);
	if (s->entered.len < ENTERED_MAX)
		write_line(key_of(b), text, &s->entered);
}

char *const *
saved_state_lines(struct saved_state *s, struct buffer *b, size_t *n)
{
	follow_name(s, b);
	return input_history_lines(s->history, key_of(b), n);
}

static void
note_draft(struct saved_state *s, const struct buffer *b)
{
	struct buf value = { 0 };

	if (b->draft != NULL && strlen(b->draft) <= DRAFT_MAX &&
	    !command_draft_is_private(recipient(b), view_of(b->draft)))
		buf_printf(&value, "%zu %s", b->draft_point, b->draft);
	saved_values_set(
	    s->drafts, key_of(b), value.len > 0 ? buf_str(&value) : NULL);
	buf_clear(&value);
}

/* A read_time of 1 means that nothing was read. */
static void
note_read(struct saved_state *s, const struct buffer *b)
{
	char value[24];

	if (b->kind == BUFFER_SERVER || b->read_time <= 1)
		return;
	snprintf(value, sizeof(value), "%lld", (long long)b->read_time);
	saved_values_set(s->read, key_of(b), value);
}

void
saved_state_note(struct saved_state *s, struct buffer *b)
{
	follow_name(s, b);
	note_draft(s, b);
	note_read(s, b);
}

int
saved_state_save(struct saved_state *s)
{
	enum state_result appended, drafts, read;
	struct buffer *b;

	NETWORK_FOREACH (b, s->network)
		saved_state_note(s, b);
	appended =
	    state_file_append(s->files, "history", buf_view(&s->entered));
	if (appended == STATE_OK)
		buf_reset(&s->entered);
	drafts = saved_values_save(s->drafts);
	read = saved_values_save(s->read);
	return appended == STATE_BUSY || drafts == STATE_BUSY ||
	       read == STATE_BUSY;
}

void
saved_state_finish(struct saved_state *s)
{
	state_files_wait(s->files);
	saved_state_save(s);
}
