/*
 * buffer: a room, query or server buffer, and changes to its lines.
 *
 * The lines are a ring. Seqs ascend. An inserted line renumbers the lines on its shorter side; the reader's position
 * and the unread mark are seqs too, and are adjusted.
 */
#include "client/model/buffer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "client/config/config.h"
#include "client/model/network.h"
#include "common/names.h"
#include "common/xmalloc.h"

/* High enough that lines can be inserted before the first, low enough that it never overflows. */
#define SEQ_FIRST ((uint64_t)1 << 62)

enum {
	RING_MIN = 64,
	DROP_PART =
	    8, /* this fraction of the lines is dropped at once at the newest end */
	TRIM_FROM =
	    32, /* lines from which on a reader of old ones keeps them */
	FOLD_MAX = 1000 /* lines of a fold, because its summary is made whole */
};

/* A line as the buffer keeps it, with its entry in the hash of msgids. */
struct stored_line {
	struct line line; /* must be first: a line is cast to its entry */
	UT_hash_handle hh;
};

static struct stored_line *
stored(struct line *line)
{
	return (struct stored_line *)line;
}

struct line *
buffer_find_msgid(const struct buffer *b, struct view msgid)
{
	struct stored_line *hash = b->by_msgid, *found = NULL;

	if (msgid.len > 0)
		HASH_FIND(hh, hash, msgid.p, msgid.len, found);
	return found == NULL ? NULL : &found->line;
}

static void
hash_add(struct buffer *b, struct stored_line *s)
{
	struct stored_line *hash = b->by_msgid;

	if (s->line.msgid == NULL)
		return;
	HASH_ADD_KEYPTR(hh, hash, s->line.msgid, strlen(s->line.msgid), s);
	b->by_msgid = hash;
}

static void
hash_remove(struct buffer *b, struct stored_line *s)
{
	struct stored_line *hash = b->by_msgid;

	if (s->line.msgid == NULL)
		return;
	HASH_DEL(hash, s);
	b->by_msgid = hash;
}

/* Return a copy of *from, with its msgid in the hash unless another line has the same. */
static struct line *
new_line(struct buffer *b, const struct line *from)
{
	struct stored_line *s = xcalloc(1, sizeof(*s));

	s->line = *from;
	s->line.fold = NULL;
	s->line.silence = LINE_SILENT;
	line_copy_texts(&s->line);
	if (buffer_find_msgid(b, view_of(s->line.msgid)) != NULL)
		xreplace(&s->line.msgid, NULL);
	hash_add(b, s);
	return &s->line;
}

void
buffer_set_msgid(struct buffer *b, struct line *line, struct view msgid)
{
	if (msgid.len == 0 || buffer_find_msgid(b, msgid) != NULL)
		return;
	hash_remove(b, stored(line));
	free(line->msgid);
	line->msgid = xviewdup(msgid);
	hash_add(b, stored(line));
}

/* Return the slot of line i in the ring. */
static struct line **
slot(const struct buffer *b, size_t i)
{
	i += b->first;
	return &b->lines[i < b->size ? i : i - b->size];
}

struct line *
buffer_line(const struct buffer *b, size_t i)
{
	return i < b->n ? *slot(b, i) : NULL;
}

size_t
buffer_index_of_seq(const struct buffer *b, uint64_t seq)
{
	size_t low = 0, high = b->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if ((*slot(b, middle))->seq < seq)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
buffer_index_of(const struct buffer *b, const struct line *line)
{
	size_t i = buffer_index_of_seq(b, line->seq);

	assert(i < b->n && *slot(b, i) == line);
	return i;
}

size_t
buffer_reader_index(const struct buffer *b)
{
	size_t i;

	if (b->n == 0)
		return 0;
	i = b->following ? b->n - 1 : buffer_index_of_seq(b, b->bottom_seq);
	return i < b->n ? i : b->n - 1;
}

/* True if the reader has seen all lines. */
static int
caught_up(const struct buffer *b)
{
	return b->n == 0 || b->read_seq >= (*slot(b, b->n - 1))->seq;
}

/* Double the ring's memory, with the lines in order from the start; at most max. */
static void
ring_grow(struct buffer *b)
{
	struct line **lines;
	size_t i, size;

	size = b->size < RING_MIN ? RING_MIN : 2 * b->size;
	if (size > b->max)
		size = b->max;
	lines = xreallocarray(NULL, size, sizeof(struct line *));
	for (i = 0; i < b->n; i++)
		lines[i] = *slot(b, i);
	free(b->lines);
	b->lines = lines;
	b->size = size;
	b->first = 0;
}

static void
count(struct buffer *b, const struct line *line, int sign)
{
	b->bytes += sign > 0 ? line->size : -line->size;
	if (b->total != NULL)
		*b->total += sign > 0 ? line->size : -line->size;
}

/* Add 1 or -1 to the counts of lines in the state of this one. */
static void
count_state(struct buffer *b, const struct line *line, int by)
{
	if (line->state == LINE_FAILED)
		b->failed += (unsigned)by;
	if (line->kind == LINE_GAP && line->state == LINE_PENDING)
		b->filling += (unsigned)by;
}

static void
set_fold(struct line *line, struct fold *f)
{
	struct fold *old = line->fold;

	if (f != NULL) {
		f->n++;
		f->made = 0;
	}
	line->fold = f;
	if (old == NULL)
		return;
	old->made = 0;
	if (--old->n == 0)
		free(old);
}

/* If there are two folds side by side at i, move the lines of the second one to the first one. */
static void
merge_folds(struct buffer *b, size_t i)
{
	struct fold *to, *from;

	if (i == 0 || i >= b->n)
		return;
	to = (*slot(b, i - 1))->fold;
	from = (*slot(b, i))->fold;
	if (to == NULL || from == NULL || to == from ||
	    to->n + from->n > FOLD_MAX)
		return;
	for (; i < b->n && (*slot(b, i))->fold == from; i++)
		set_fold(*slot(b, i), to);
}

/* A line that does not belong to the fold around it was put at i: the lines behind it make a fold of their own. */
static void
split_fold(struct buffer *b, size_t i)
{
	struct fold *from, *to;

	if (i == 0 || i + 1 >= b->n)
		return;
	from = (*slot(b, i - 1))->fold;
	if (from == NULL || (*slot(b, i + 1))->fold != from)
		return;
	to = xcalloc(1, sizeof(*to));
	to->open = from->open;
	while (++i < b->n && (*slot(b, i))->fold == from)
		set_fold(*slot(b, i), to);
}

/* True if that user joined in the fold that ends before line i. */
static int
joined_in_fold(const struct buffer *b, size_t i, struct view nick)
{
	const struct fold *f = i > 0 ? (*slot(b, i - 1))->fold : NULL;
	const struct line *line;

	while (f != NULL && i > 0 && (line = *slot(b, --i))->fold == f)
		if (line->kind == LINE_JOIN &&
		    view_equal(view_of(line->nick), nick))
			return 1;
	return 0;
}

/* True for ranks that a server gave to users who have just joined: "+ov bo ada". */
static int
is_rank_at_join(const struct buffer *b, size_t i, const struct line *line)
{
	struct view rest = view_of(line->text), letters, nick;
	size_t n = 0;

	if (line->kind != LINE_MODE || line->nick == NULL ||
	    strchr(line->nick, '.') == NULL ||
	    !view_cut(&rest, ' ', &letters) || letters.len < 2 ||
	    letters.p[0] != '+')
		return 0;
	while (view_cut(&rest, ' ', &nick)) {
		n++;
		if (!joined_in_fold(b, i, nick))
			return 0;
	}
	return n == letters.len - 1;
}

/* Put line i into the fold before or behind it, or into a new one. */
static void
join_fold(struct buffer *b, size_t i)
{
	struct line *line = *slot(b, i);
	struct fold *before = i > 0 ? (*slot(b, i - 1))->fold : NULL;
	struct fold *behind = i + 1 < b->n ? (*slot(b, i + 1))->fold : NULL;

	if (!line_is_presence(line) && !is_rank_at_join(b, i, line)) {
		split_fold(b, i);
		return;
	}
	if (before != NULL && (before->n < FOLD_MAX || before == behind))
		set_fold(line, before);
	else if (behind != NULL && behind->n < FOLD_MAX)
		set_fold(line, behind);
	else
		set_fold(line, xcalloc(1, sizeof(struct fold)));
	merge_folds(b, i + 1);
}

static void
free_line(struct buffer *b, struct line *line)
{
	set_fold(line, NULL);
	count(b, line, -1);
	count_state(b, line, -1);
	if (b->highlight == line)
		b->highlight = NULL;
	hash_remove(b, stored(line));
	line_clear(line);
	free(stored(line));
}

/*
 * Dropped lines can be fetched again if the server has history. Drops a gap at the top too: it adds no
 * information there.
 */
static void
drop_oldest(struct buffer *b)
{
	free_line(b, *slot(b, 0));
	b->first = b->first + 1 < b->size ? b->first + 1 : 0;
	b->n--;
	if (b->history == HISTORY_START)
		b->history = HISTORY_MORE;
	if (b->n > 0 && (*slot(b, 0))->kind == LINE_GAP) {
		b->history = HISTORY_MORE;
		drop_oldest(b);
	}
}

/* Append a line with the next seq; there is room. */
static void
append(struct buffer *b, struct line *line)
{
	line->seq = b->next_seq++;
	b->n++;
	*slot(b, b->n - 1) = line;
}

/* Move the lines before i down by one. */
static void
shift_down(struct buffer *b, size_t i, uint64_t seq)
{
	size_t k;

	b->first = b->first > 0 ? b->first - 1 : b->size - 1;
	b->n++;
	for (k = 0; k < i; k++) {
		*slot(b, k) = *slot(b, k + 1);
		(*slot(b, k))->seq--;
	}
	if (b->bottom_seq > 0 && b->bottom_seq < seq)
		b->bottom_seq--;
	if (b->read_seq > 0 && b->read_seq < seq)
		b->read_seq--;
}

/* Move line i and those after it up by one. */
static void
shift_up(struct buffer *b, size_t i, uint64_t seq)
{
	size_t k;

	b->n++;
	b->next_seq++;
	for (k = b->n - 1; k > i; k--) {
		*slot(b, k) = *slot(b, k - 1);
		(*slot(b, k))->seq++;
	}
	if (b->bottom_seq >= seq)
		b->bottom_seq++;
	if (b->read_seq >= seq)
		b->read_seq++;
}

static void
put(struct buffer *b, struct line *line, size_t i)
{
	uint64_t seq;

	if (i >= b->n) {
		append(b, line);
		join_fold(b, b->n - 1);
		return;
	}
	seq = (*slot(b, i))->seq;
	if (i < b->n / 2) {
		shift_down(b, i, seq);
		line->seq = seq - 1;
	} else {
		shift_up(b, i, seq);
		line->seq = seq;
	}
	*slot(b, i) = line;
	join_fold(b, i);
}

struct line *
buffer_insert(struct buffer *b, const struct line *from, size_t i)
{
	struct line *line = new_line(b, from);
	int seen = i >= b->n && caught_up(b);

	assert(b->n < b->max);
	if (b->n == b->size)
		ring_grow(b);
	count_state(b, line, 1);
	line->size = line_size(line);
	count(b, line, 1);
	put(b, line, i);
	if (seen)
		b->read_seq = line->seq;
	return line;
}

/*
 * The unread mark moves along while no unread line arrives: it belongs above the first line that the reader has
 * not seen and wants to see.
 */
struct line *
buffer_add(struct buffer *b, const struct line *from, int unread)
{
	struct line *line = buffer_find_msgid(b, view_of(from->msgid));
	uint64_t read_seq = b->read_seq;
	int seen = !unread && caught_up(b);

	if (line != NULL)
		return line;
	buffer_make_room(b, 1, buffer_reader_index(b));
	line = buffer_insert(b, from, b->n);
	b->read_seq = seen ? line->seq : read_seq;
	if (unread) {
		b->unread++;
		b->mentions += line->mention || b->kind == BUFFER_QUERY;
	}
	return line;
}

/* Remove line i from the ring. A reader at that line moves to its neighbour. */
static void
remove_line(struct buffer *b, size_t i)
{
	struct line *line = *slot(b, i), *other;
	size_t k;

	if (!b->following && b->bottom_seq == line->seq && b->n > 1) {
		other = *slot(b, i > 0 ? i - 1 : 1);
		b->bottom_seq = other->seq;
		b->bottom_hidden = 0;
	}
	set_fold(line, NULL);
	for (k = i; k + 1 < b->n; k++)
		*slot(b, k) = *slot(b, k + 1);
	b->n--;
	merge_folds(b, i);
}

void
buffer_move_last(struct buffer *b, struct line *line)
{
	buffer_move(b, line, b->n);
}

void
buffer_move(struct buffer *b, struct line *line, size_t i)
{
	int seen = caught_up(b);
	size_t from = buffer_index_of(b, line);

	if (i >= b->n)
		i = b->n - 1;
	if (i == from)
		return;
	remove_line(b, from);
	put(b, line, i);
	if (seen)
		b->read_seq = (*slot(b, b->n - 1))->seq;
}

void
buffer_remove(struct buffer *b, struct line *line)
{
	remove_line(b, buffer_index_of(b, line));
	free_line(b, line);
}

void
buffer_clear_lines(struct buffer *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		free_line(b, *slot(b, i));
	b->first = b->n = 0;
	b->following = 1;
	b->bottom_seq = 0;
	b->bottom_hidden = 0;
	b->read_seq = b->next_seq - 1;
	if (b->history == HISTORY_START)
		b->history = HISTORY_MORE;
}

/* Drop the newest lines, except pending ones, and put a gap in their place. Returns 0 if there are none. */
static int
drop_newest(struct buffer *b, size_t lines)
{
	struct line gap = { .kind = LINE_GAP };
	size_t i = b->n, want = lines + 1, left = want;

	for (; i > 0 && left > 0; i--) {
		if (line_is_unconfirmed(*slot(b, i - 1)))
			continue;
		buffer_remove(b, *slot(b, i - 1));
		left--;
	}
	if (i > 0 && (*slot(b, i - 1))->kind != LINE_GAP)
		buffer_insert(b, &gap, i);
	return left < want;
}

/* Lines that cannot be fetched again are never dropped for older ones. */
int
buffer_drops_newest(const struct buffer *b, size_t near)
{
	return b->history != HISTORY_UNKNOWN && !b->following &&
	       near < b->n / 2;
}

void
buffer_trim(struct buffer *b, size_t bytes)
{
	while (b->n > 1 && b->bytes > bytes)
		if (b->n < TRIM_FROM ||
		    !buffer_drops_newest(b, buffer_reader_index(b)) ||
		    !drop_newest(b, b->n / DROP_PART))
			drop_oldest(b);
}

void
buffer_make_room(struct buffer *b, size_t lines, size_t near)
{
	if (b->n + lines <= b->max)
		return;
	if (buffer_drops_newest(b, near))
		drop_newest(b, b->n + lines - b->max + b->max / DROP_PART);
	while (b->n > 0 && b->n + lines > b->max)
		drop_oldest(b);
}

void
buffer_set_max(struct buffer *b, size_t max)
{
	b->max = max;
	while (b->n > max)
		drop_oldest(b);
}

/* Skips lines without a msgid: they are the client's, with this machine's time. */
int64_t
buffer_newest_time(const struct buffer *b)
{
	const struct line *line;
	size_t i = b->n;

	while (i > 0) {
		line = buffer_line(b, --i);
		if (line->msgid != NULL)
			return line->time;
	}
	return 0;
}

/* Names that cannot be folded are kept unchanged. */
static char *
folded(struct view name)
{
	char out[NAME_FOLDED];

	if (name_fold(out, sizeof(out), name) < 0)
		return xviewdup(name);
	return xstrdup(out);
}

struct buffer *
buffer_new(enum buffer_kind kind, struct view name, size_t max)
{
	struct buffer *b = xcalloc(1, sizeof(*b));

	b->kind = kind;
	b->name = xviewdup(name);
	b->folded = folded(name);
	b->max = max > 0 ? max : 1;
	b->next_seq = SEQ_FIRST;
	b->following = 1;
	return b;
}

void
buffer_free(struct buffer *b)
{
	if (b == NULL)
		return;
	buffer_clear_lines(b);
	free(b->lines);
	roster_clear(&b->roster);
	free(b->name);
	free(b->folded);
	free(b->topic);
	free(b->draft);
	free(b->saved_as);
	free(b);
}

void
buffer_rename(struct buffer *b, struct view name)
{
	char *copy = xviewdup(name);

	free(b->folded);
	b->folded = folded(view_of(copy));
	free(b->name);
	b->name = copy;
}

/* Searches from the newest, because recent lines are looked for most. */
struct line *
buffer_find_token(const struct buffer *b, uint64_t token)
{
	struct line *line;
	size_t i;

	if (token == 0)
		return NULL;
	for (i = b->n; i > 0; i--) {
		line = buffer_line(b, i - 1);
		if (line->token == token)
			return line;
	}
	return NULL;
}

void
buffer_set_state(struct buffer *b, struct line *line, enum line_state state)
{
	count_state(b, line, -1);
	line->state = state;
	count_state(b, line, 1);
}

void
buffer_redact(
    struct buffer *b, struct line *line, struct view who, struct view reason)
{
	if (line->fold != NULL)
		return;
	if (line->mention && b->mentions > 0 && line->time > b->read_time)
		b->mentions--;
	line_redact(line, who, reason);
}

enum room_level
buffer_level(const struct buffer *b)
{
	if (b->network == NULL)
		return LEVEL_MENTIONS;
	return room_levels_get(&b->network->attention.levels, view_of(b->name),
	    (enum room_level)b->config->notify_level);
}

int
buffer_hides(const struct buffer *b, const struct line *line)
{
	return line->ignored != 0 && line != b->highlight;
}

void
buffer_show(struct buffer *b, struct line *line)
{
	(void)b;
	line->ignored = 0;
	if (line->fold != NULL)
		line->fold->made = 0;
}

void
buffer_set_highlight(struct buffer *b, struct line *line)
{
	b->highlight = line;
	if (line != NULL)
		line->open = 1;
}

void
buffer_set_draft(struct buffer *b, const char *text, size_t point)
{
	xreplace(&b->draft, text != NULL && *text != '\0' ? text : NULL);
	b->draft_point = b->draft == NULL ? 0 : point;
}

void
buffer_set_topic(struct buffer *b, const char *topic)
{
	xreplace(&b->topic, topic != NULL && *topic != '\0' ? topic : NULL);
}
