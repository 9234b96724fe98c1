/*
 * attention_store: the rules in memory and in the file. A line of the file is one rule:
 *
 *	ignore MASK WHAT UNTIL
 *	highlight ROOM WORD		an empty ROOM: everywhere
 *	level ROOM LEVEL UNTIL AFTER	AFTER: the level from then on, or "normal"
 *
 * with tabs between the fields. UNTIL is in ms since 1970; 0: for ever.
 */
#include "client/commands/attention_store.h"

#include <sys/queue.h>

#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

#define FILE_NAME "attention"

enum {
	FIELDS_MAX = 5,
	RETRY_MS = 500, /* while another client holds the lock */
	LONGEST_MS =
	    60 * 1000 /* the wall clock may be set, and the machine may sleep */
};

/* A change that is not in the file yet; owns the texts. */
struct unsaved {
	struct attention_change change;
	char *name, *room;
	STAILQ_ENTRY(unsaved) link;
};

struct attention_store {
	const struct client_config *config;
	struct attention *rules;
	struct state_files *files;
	struct attention_store_ops ops;
	void *ctx;
	struct event *timer;
	STAILQ_HEAD(unsaved_changes, unsaved) unsaved;
};

/* Changes. */

static int
apply_ignore(
    struct attention *a, const struct attention_change *c, char **cause)
{
	const struct ignore *e;

	if (!c->remove)
		return ignores_set(&a->ignores, c->name,
			   (enum ignore_what)c->value, c->until, cause) == NULL
			   ? -1
			   : 0;
	e = ignores_find(&a->ignores, c->name);
	if (e == NULL)
		return -1;
	ignores_remove(&a->ignores, e->id);
	return 0;
}

static int
apply_level(struct attention *a, const struct attention_change *c, char **cause)
{
	if (c->remove)
		return room_levels_reset(&a->levels, c->name) ? 0 : -1;
	if (room_levels_set(
		&a->levels, c->name, (enum room_level)c->value, c->until) == 0)
		return 0;
	return cause_set(cause,
	    _("%d rooms have a level of their own already. Reset some with "
	      "/notify ROOM default."),
	    ROOM_LEVELS_MAX);
}

static int
apply(struct attention *a, const struct attention_change *c, char **cause)
{
	switch (c->kind) {
	case ATTENTION_IGNORE:
		return apply_ignore(a, c, cause);
	case ATTENTION_HIGHLIGHT:
		if (c->remove)
			return highlights_remove(
			    &a->highlights, c->room, c->name);
		return highlights_add(&a->highlights, c->room, c->name, cause);
	case ATTENTION_LEVEL:
		return apply_level(a, c, cause);
	}
	return -1;
}

/* The file. */

/* Write a line of n fields. */
static void
write_fields(struct buf *out, const struct view *fields, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_add_char(out, '\t');
		state_add_field(out, fields[i]);
	}
	buf_add_char(out, '\n');
}

static void
write_ignore(struct buf *out, const struct ignore *e)
{
	char until[24];

	snprintf(until, sizeof(until), "%lld", (long long)e->until);
	write_fields(out,
	    (struct view[]){ VIEW("ignore"), view_of(e->mask),
		view_of(ignore_what_word(e->what)), view_of(until) },
	    4);
}

static void
write_level(struct buf *out, const struct room_level_entry *e)
{
	const char *after = "normal";
	char until[24];

	if (e->after != LEVEL_NORMAL)
		after = room_level_word((enum room_level)e->after);
	snprintf(until, sizeof(until), "%lld", (long long)e->until);
	write_fields(out,
	    (struct view[]){ VIEW("level"), view_of(e->room),
		view_of(room_level_word(e->level)), view_of(until),
		view_of(after) },
	    5);
}

static void
write_rules(struct buf *out, const struct attention *a)
{
	const struct highlight *h;
	size_t i;

	for (i = 0; i < a->ignores.n; i++)
		write_ignore(out, &a->ignores.v[i]);
	for (i = 0; i < a->highlights.added.n; i++) {
		h = &a->highlights.added.v[i];
		write_fields(out,
		    (struct view[]){ VIEW("highlight"), view_of(h->room),
			view_of(h->pattern) },
		    3);
	}
	for (i = 0; i < a->levels.n; i++)
		write_level(out, &a->levels.v[i]);
}

static void
read_ignore(struct attention *a, const struct view *f)
{
	int what = ignore_what_find(f[2]);
	long long until;

	if (what != -1 && view_to_int(f[3], 0, INT64_MAX, &until) == 0)
		ignores_set(
		    &a->ignores, f[1], (enum ignore_what)what, until, NULL);
}

static void
read_level(struct attention *a, const struct view *f)
{
	int level = room_level_find(f[2]), after = room_level_find(f[4]);
	long long until;

	if (level == -1 || !text_is_printable(f[1]) ||
	    view_to_int(f[3], 0, INT64_MAX, &until) != 0)
		return;
	if (until != 0 && after != -1)
		room_levels_set(&a->levels, f[1], (enum room_level)after, 0);
	room_levels_set(&a->levels, f[1], (enum room_level)level, until);
}

/* Lines that are not valid are skipped: somebody edited the file, or a later version wrote it. */
static void
read_line(struct attention *a, struct view line)
{
	struct buf text[FIELDS_MAX] = { 0 };
	struct view f[FIELDS_MAX];
	size_t i, n = 0;

	while (n < FIELDS_MAX && state_take_field(&line, &text[n])) {
		f[n] = buf_view(&text[n]);
		n++;
	}
	if (n == 4 && view_equal(f[0], VIEW("ignore")))
		read_ignore(a, f);
	else if (n == 3 && view_equal(f[0], VIEW("highlight")) &&
		 text_is_printable(f[1]))
		highlights_add(&a->highlights, f[1], f[2], NULL);
	else if (n == 5 && view_equal(f[0], VIEW("level")))
		read_level(a, f);
	for (i = 0; i < FIELDS_MAX; i++)
		buf_clear(&text[i]);
}

/* Read the file, without what has ended since. */
static void
read_rules(struct attention *a, struct view text)
{
	int64_t now = clock_ms();
	struct view line;
	unsigned id;

	while (view_cut(&text, '\n', &line))
		if (line.len > 0)
			read_line(a, line);
	while ((id = ignores_ended(&a->ignores, now)) != 0)
		ignores_remove(&a->ignores, id);
	room_levels_expire(&a->levels, now);
}

static void
merge_cb(struct view now, struct buf *out, void *arg)
{
	struct attention_store *s = arg;
	struct attention a = { 0 };
	const struct unsaved *u;

	read_rules(&a, now);
	STAILQ_FOREACH (u, &s->unsaved, link)
		apply(&a, &u->change, NULL);
	write_rules(out, &a);
	attention_clear(&a);
}

static void
forget_unsaved(struct attention_store *s)
{
	struct unsaved *u;

	while ((u = STAILQ_FIRST(&s->unsaved)) != NULL) {
		STAILQ_REMOVE_HEAD(&s->unsaved, link);
		free(u->name);
		free(u->room);
		free(u);
	}
}

static void
save(struct attention_store *s)
{
	if (STAILQ_EMPTY(&s->unsaved))
		return;
	if (s->files == NULL ||
	    state_file_update(s->files, FILE_NAME, merge_cb, s) != STATE_BUSY)
		forget_unsaved(s);
}

static void
note_unsaved(struct attention_store *s, const struct attention_change *c)
{
	struct unsaved *u = xcalloc(1, sizeof(*u));

	u->change = *c;
	u->name = xviewdup(c->name);
	u->room = xviewdup(c->room);
	u->change.name = view_of(u->name);
	u->change.room = view_of(u->room);
	STAILQ_INSERT_TAIL(&s->unsaved, u, link);
}

/* The time. */

static void
set_timer(struct attention_store *s)
{
	int64_t ends[] = { ignores_next_end(&s->rules->ignores),
		room_levels_next_end(&s->rules->levels) };
	int64_t wait = INT64_MAX, left;
	struct timeval tv;
	size_t i;

	for (i = 0; i < 2; i++) {
		left = ends[i] - clock_ms();
		if (ends[i] != 0 && left < wait)
			wait = left;
	}
	if (!STAILQ_EMPTY(&s->unsaved) && wait > RETRY_MS)
		wait = RETRY_MS;
	event_del(s->timer);
	if (wait == INT64_MAX)
		return;
	wait = wait < 0 ? 0 : wait > LONGEST_MS ? LONGEST_MS : wait;
	tv.tv_sec = (time_t)(wait / 1000);
	tv.tv_usec = (suseconds_t)(wait % 1000 * 1000);
	event_add(s->timer, &tv);
}

static const struct ignore *
find_id(const struct ignores *l, unsigned id)
{
	size_t i = 0;

	while (l->v[i].id != id)
		i++;
	return &l->v[i];
}

static void
end_ignore(struct attention_store *s, unsigned id)
{
	char *text;

	xasprintf(&text, _("You no longer ignore %s: the time is over."),
	    find_id(&s->rules->ignores, id)->mask);
	ignores_remove(&s->rules->ignores, id);
	s->ops.ignore_ended(id, s->ctx);
	s->ops.print(text, s->ctx);
	free(text);
}

void
attention_store_end(struct attention_store *s)
{
	int64_t now = clock_ms();
	unsigned id;

	while ((id = ignores_ended(&s->rules->ignores, now)) != 0)
		end_ignore(s, id);
	if (room_levels_expire(&s->rules->levels, now) > 0)
		s->ops.levels_changed(s->ctx);
}

static void
timer_cb(evutil_socket_t fd, short what, void *arg)
{
	struct attention_store *s = arg;

	(void)fd, (void)what;
	attention_store_end(s);
	save(s);
	set_timer(s);
}

struct attention_store *
attention_store_new(struct event_base *base, const struct client_config *config,
    struct attention *rules, struct state_files *files,
    const struct attention_store_ops *ops, void *ctx)
{
	struct attention_store *s = xcalloc(1, sizeof(*s));
	struct buf text = { 0 };

	s->config = config;
	s->rules = rules;
	s->files = files;
	s->ops = *ops;
	s->ctx = ctx;
	s->timer = evtimer_new(base, timer_cb, s);
	STAILQ_INIT(&s->unsaved);
	if (files != NULL &&
	    state_file_read(files, FILE_NAME, &text) == STATE_OK)
		read_rules(rules, buf_view(&text));
	buf_clear(&text);
	set_timer(s);
	return s;
}

void
attention_store_free(struct attention_store *s)
{
	if (s == NULL)
		return;
	save(s);
	forget_unsaved(s);
	event_free(s->timer);
	free(s);
}

const struct attention *
attention_store_rules(const struct attention_store *s)
{
	return s->rules;
}

const struct client_config *
attention_store_settings(const struct attention_store *s)
{
	return s->config;
}

/* Tell the owner what is visible at once. `before`: the entry that the change concerns, if there was one. */
static void
tell(struct attention_store *s, const struct attention_change *c,
    const struct ignore *before)
{
	if (c->kind == ATTENTION_LEVEL)
		s->ops.levels_changed(s->ctx);
	else if (before->id != 0 &&
		 (c->remove || (before->what & ~(unsigned)c->value)))
		s->ops.ignore_ended(before->id, s->ctx);
}

int
attention_store_change(
    struct attention_store *s, const struct attention_change *c, char **cause)
{
	const struct ignore *e = NULL;
	struct ignore before = { 0 };

	if (c->kind == ATTENTION_IGNORE)
		e = ignores_find(&s->rules->ignores, c->name);
	if (e != NULL)
		before = *e;
	*cause = NULL;
	if (apply(s->rules, c, cause) != 0)
		return -1;
	note_unsaved(s, c);
	save(s);
	tell(s, c, &before);
	set_timer(s);
	return 0;
}
