/*
 * saved_values: a hash of values, in the order of their last change.
 */
#include "client/saved_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

struct value {
	UT_hash_handle hh;
	char *room;  /* folded, if it can be; the key */
	char *text;  /* NULL: the value was removed */
	int changed; /* since it was read or saved */
};

struct saved_values {
	struct state_files *files;
	const char *file;
	const struct saved_limits *limits;
	struct value *values;
	size_t changes; /* how many values are changed */
	/* While saving: what the file will contain. */
	struct value *merged;
	int is_merged;
};

static void
fold(char folded[NAME_FOLDED], struct view name)
{
	if (name_fold(folded, NAME_FOLDED, name) < 0)
		snprintf(folded, NAME_FOLDED, "%.*s", VIEW_ARG(name));
}

static void
free_value(struct value **hash, struct value *v)
{
	HASH_DEL(*hash, v);
	free(v->room);
	free(v->text);
	free(v);
}

static void
clear(struct value **hash)
{
	struct value *v, *next;

	HASH_ITER (hh, *hash, v, next)
		free_value(hash, v);
}

/* Set a value, which becomes the last one. */
static struct value *
put(struct value **hash, const char *room, const char *text)
{
	struct value *v;

	HASH_FIND_STR(*hash, room, v);
	if (v != NULL)
		free_value(hash, v);
	v = xcalloc(1, sizeof(*v));
	v->room = xstrdup(room);
	v->text = xstrdup(text);
	HASH_ADD_KEYPTR(hh, *hash, v->room, strlen(v->room), v);
	return v;
}

/* Add the values of a file to the hash. A line that is not as tchat writes it is skipped. */
static void
parse(struct value **hash, struct view text)
{
	struct buf room = { 0 }, value = { 0 };
	struct view line;

	while (view_cut(&text, '\n', &line)) {
		if (!text_utf8_valid(line) || !state_take_field(&line, &room) ||
		    room.len == 0 || !state_take_field(&line, &value) ||
		    line.p != NULL || memchr(room.p, '\0', room.len) != NULL ||
		    (value.len > 0 && memchr(value.p, '\0', value.len) != NULL))
			continue;
		put(hash, buf_str(&room), buf_str(&value));
	}
	buf_clear(&room);
	buf_clear(&value);
}

struct saved_values *
saved_values_new(struct state_files *files, const char *file,
    const struct saved_limits *limits)
{
	struct saved_values *sv = xcalloc(1, sizeof(*sv));
	struct buf text = { 0 };

	sv->files = files;
	sv->file = file;
	sv->limits = limits;
	state_file_read(files, file, &text);
	parse(&sv->values, buf_view(&text));
	buf_clear(&text);
	return sv;
}

void
saved_values_free(struct saved_values *sv)
{
	if (sv == NULL)
		return;
	clear(&sv->values);
	free(sv);
}

static struct value *
find(const struct saved_values *sv, struct view room)
{
	char folded[NAME_FOLDED];
	struct value *v;

	fold(folded, room);
	HASH_FIND_STR(sv->values, folded, v);
	return v;
}

const char *
saved_values_get(const struct saved_values *sv, struct view room)
{
	const struct value *v = find(sv, room);

	return v != NULL ? v->text : NULL;
}

void
saved_values_set(struct saved_values *sv, struct view room, const char *text)
{
	const char *old = saved_values_get(sv, room);
	char folded[NAME_FOLDED];
	struct value *v = find(sv, room);

	if (room.len == 0 || (old == NULL && text == NULL) ||
	    (old != NULL && text != NULL && strcmp(old, text) == 0))
		return;
	if (v == NULL || !v->changed)
		sv->changes++;
	fold(folded, room);
	put(&sv->values, folded, text)->changed = 1;
}

static int
is_larger(const char *a, const char *b)
{
	return a != NULL && b != NULL &&
	       strtoll(a, NULL, 10) > strtoll(b, NULL, 10);
}

/* Put our changes over the values of the file. */
static void
apply_changes(struct saved_values *sv)
{
	const struct value *v;
	struct value *theirs;

	for (v = sv->values; v != NULL; v = v->hh.next) {
		HASH_FIND_STR(sv->merged, v->room, theirs);
		if (!v->changed ||
		    (sv->limits->rule == SAVED_LARGEST && theirs != NULL &&
			is_larger(theirs->text, v->text)))
			continue;
		put(&sv->merged, v->room, v->text);
	}
}

/* Remove values that have no text, and the oldest ones past the limits. */
static void
trim(struct saved_values *sv)
{
	struct value *v, *next;
	size_t bytes = 0, n = 0;

	HASH_ITER (hh, sv->merged, v, next) {
		if (v->text == NULL) {
			free_value(&sv->merged, v);
			continue;
		}
		bytes += strlen(v->text);
		n++;
	}
	HASH_ITER (hh, sv->merged, v, next) {
		if (n <= sv->limits->values && bytes <= sv->limits->bytes)
			break;
		bytes -= strlen(v->text);
		n--;
		free_value(&sv->merged, v);
	}
}

static void
merge_cb(struct view now, struct buf *out, void *arg)
{
	struct saved_values *sv = arg;
	const struct value *v;

	parse(&sv->merged, now);
	apply_changes(sv);
	trim(sv);
	sv->is_merged = 1;
	for (v = sv->merged; v != NULL; v = v->hh.next) {
		state_add_field(out, view_of(v->room));
		buf_add_char(out, '\t');
		state_add_field(out, view_of(v->text));
		buf_add_char(out, '\n');
	}
}

enum state_result
saved_values_save(struct saved_values *sv)
{
	enum state_result result;

	if (sv->changes == 0)
		return STATE_OK;
	sv->is_merged = 0;
	result = state_file_update(sv->files, sv->file, merge_cb, sv);
	if (result == STATE_OK && sv->is_merged) {
		clear(&sv->values);
		sv->values = sv->merged;
		sv->merged = NULL;
		sv->changes = 0;
	}
	clear(&sv->merged);
	return result;
}
