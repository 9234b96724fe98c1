/*
 * scrollback: continues the buffers into the server's history.
 */
#include "client/history/scrollback.h"

#include <sys/queue.h>

#include <stdlib.h>
#include <string.h>

#include "client/config/config.h"
#include "client/irc/history.h"
#include "client/model/backfill.h"
#include "client/model/event_buffer.h"
#include "client/model/event_line.h"
#include "client/model/speakers.h"
#include "client/model/unread.h"
#include "client/view/message_layout.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	BUFFER_SHARE = 4, /* a page takes at most 1/4 of what a buffer keeps */
	PAGE_FACTOR = 3,  /* times the lines asked for: some may not count */
	PAGE_BYTES = 4 << 20, /* approximate memory of a page */
	QUIET_PAGES = 10, /* without a message, fetched one after the other */
	MISSED_MAX = 1000 /* missed lines; the user can fetch further ones */
};

enum fetch_kind {
	FETCH_LATEST,
	FETCH_OLDER, /* than `edge` */
	FETCH_NEWER,
	FETCH_MISSED, /* after a reconnect: newer pages until none is missing */
	FETCH_AROUND
};

struct fetch {
	TAILQ_ENTRY(fetch) link;
	uint64_t request;
	enum fetch_kind kind;
	struct buffer *b; /* NULL: closed meanwhile */
	char *edge;	  /* msgid to count from; NULL: from now */
	size_t limit;	  /* lines asked for */
	struct line *lines;
	size_t n, size;
	size_t bytes;  /* approximate memory of the lines */
	int quiet;     /* how many pages without a message it got */
	int truncated; /* a line was not added */
	struct buf
	    visitors; /* nicks, a line each: they joined to send a message, and have not left yet */

	/* FETCH_MISSED: totals of all its pages and of the FETCH_LATEST after them. */
	int missed;
	size_t missed_lines;
	size_t missed_messages; /* of others */
	char *first_missed;	/* msgid of the first of these; or NULL */

	int counting; /* fetching back to the read marker, to count unread messages */

	/* Where to scroll at the end if the buffer is active: */
	char *go_to_msgid;
	int64_t go_to_time; /* to the first line of this time; 0: no */
	int go_to_first;    /* to the first line fetched */
	size_t go_back; /* back this many lines, fetching more pages; 0: no */
};

struct scrollback {
	struct network *network;
	struct model *model; /* the network's */
	const struct view_state *view;
	struct irc_session *session;
	TAILQ_HEAD(, fetch) fetches;
};

struct scrollback *
scrollback_new(struct network *network, const struct view_state *view,
    struct irc_session *session)
{
	struct scrollback *sb = xcalloc(1, sizeof(*sb));

	sb->network = network;
	sb->model = network->model;
	sb->view = view;
	sb->session = session;
	TAILQ_INIT(&sb->fetches);
	return sb;
}

int
scrollback_can_fetch(const struct scrollback *sb)
{
	return sb->network->state == LINK_ONLINE &&
	       irc_session_supports(sb->session, IRC_FEATURE_HISTORY);
}

size_t
scrollback_page(const struct scrollback *sb, const struct buffer *b)
{
	size_t most = irc_session_history_limit(sb->session);
	size_t limit = (size_t)sb->network->config->history_lines;

	if (limit > b->max / BUFFER_SHARE)
		limit = b->max / BUFFER_SHARE;
	return limit < most ? limit : most;
}

static struct fetch *
fetch_new(struct scrollback *sb, struct buffer *b, enum fetch_kind kind)
{
	struct fetch *f = xcalloc(1, sizeof(*f));

	f->kind = kind;
	f->b = b;
	TAILQ_INSERT_TAIL(&sb->fetches, f, link);
	return f;
}

static void
clear_lines(struct fetch *f)
{
	while (f->n > 0)
		line_clear(&f->lines[--f->n]);
	f->bytes = 0;
}

/* Request a page, counted from a line (NULL: from now). Drops the lines of the page before. */
static void
fetch_request(struct scrollback *sb, struct fetch *f, enum irc_history how,
    const struct line *from)
{
	struct irc_bound bound = { 0 }, none = { 0 };

	if (from != NULL)
		bound = (struct irc_bound){ view_of(from->msgid), from->time };
	clear_lines(f);
	free(f->edge);
	f->edge = from != NULL ? xstrdup(from->msgid) : NULL;
	f->limit = scrollback_page(sb, f->b);
	f->request = irc_session_history(
	    sb->session, how, view_of(f->b->name), bound, none, f->limit);
}

static void
fetch_end(struct scrollback *sb, struct fetch *f)
{
	TAILQ_REMOVE(&sb->fetches, f, link);
	clear_lines(f);
	buf_clear(&f->visitors);
	free(f->lines);
	free(f->edge);
	free(f->first_missed);
	free(f->go_to_msgid);
	free(f);
}

void
scrollback_free(struct scrollback *sb)
{
	struct fetch *f;

	if (sb == NULL)
		return;
	while ((f = TAILQ_FIRST(&sb->fetches)) != NULL)
		fetch_end(sb, f);
	free(sb);
}

static struct fetch *
find_request(const struct scrollback *sb, uint64_t request)
{
	struct fetch *f;

	TAILQ_FOREACH (f, &sb->fetches, link)
		if (f->request == request)
			return f;
	return NULL;
}

static struct fetch *
find_fetch(const struct scrollback *sb, const struct buffer *b)
{
	struct fetch *f;

	TAILQ_FOREACH (f, &sb->fetches, link)
		if (f->b == b)
			return f;
	return NULL;
}

int
scrollback_is_fetching(const struct scrollback *sb, const struct buffer *b)
{
	return b == NULL ? !TAILQ_EMPTY(&sb->fetches)
			 : find_fetch(sb, b) != NULL;
}

void
scrollback_close(struct scrollback *sb, const struct buffer *b)
{
	struct fetch *f = find_fetch(sb, b);

	if (f != NULL)
		f->b = NULL;
}

/* Add a copy of the line. Returns 0, or -1 if the server sends far more than was asked for. */
static int
fetch_add(struct fetch *f, const struct line *line)
{
	size_t bytes = f->bytes + line_size(line);

	if (bytes > PAGE_BYTES || f->n >= PAGE_FACTOR * f->limit)
		return -1;
	f->bytes = bytes;
	if (f->n == f->size) {
		f->size = f->size == 0 ? 64 : 2 * f->size;
		f->lines = xreallocarray(f->lines, f->size, sizeof(*f->lines));
	}
	f->lines[f->n] = *line;
	line_copy_texts(&f->lines[f->n++]);
	return 0;
}

static void
mark_changed(struct scrollback *sb, const struct buffer *b)
{
	sb->model->dirty |= DIRTY_ROOMS | DIRTY_STATUS;
	if (b == sb->model->active)
		sb->model->dirty |= DIRTY_MESSAGES;
}

/* What to fetch. */

static void
fetch_latest(struct scrollback *sb, struct buffer *b)
{
	struct fetch *f = fetch_new(sb, b, FETCH_LATEST);

	if (b->history == HISTORY_UNKNOWN || b->n == 0)
		b->history = HISTORY_LOADING;
	f->counting = 1;
	fetch_request(sb, f, IRC_LATEST, NULL);
	mark_changed(sb, b);
}

/* Return the newest line that came from the server, or NULL. */
static const struct line *
newest_known(const struct buffer *b)
{
	size_t i = b->n;

	while (i > 0)
		if (buffer_line(b, --i)->msgid != NULL)
			return buffer_line(b, i);
	return NULL;
}

void
scrollback_resume(struct scrollback *sb, struct buffer *b)
{
	const struct line *known = newest_known(b);
	struct fetch *f;

	if (!scrollback_can_fetch(sb) || find_fetch(sb, b) != NULL)
		return;
	if (known == NULL) {
		fetch_latest(sb, b);
		return;
	}
	if (b->history == HISTORY_UNKNOWN)
		b->history = HISTORY_MORE;
	buffer_set_state(b, backfill_open_gap(b), LINE_PENDING);
	f = fetch_new(sb, b, FETCH_MISSED);
	f->missed = 1;
	fetch_request(sb, f, IRC_AFTER, known);
	mark_changed(sb, b);
}

static void
fetch_older(struct scrollback *sb, struct buffer *b, struct line *edge)
{
	struct fetch *f = fetch_new(sb, b, FETCH_OLDER);

	fetch_request(sb, f, edge == NULL ? IRC_LATEST : IRC_BEFORE, edge);
	mark_changed(sb, b);
}

/*
 * Fetch part of a gap: a reader who scrolls down reads the lines right below the gap's upper end,
 * one who scrolls up those right above its lower end.
 */
static void
fetch_gap(struct scrollback *sb, struct buffer *b, size_t gap, int down)
{
	struct line *above = backfill_known_before(b, gap);
	struct line *below = backfill_known_from(b, gap + 1);

	buffer_set_state(b, buffer_line(b, gap), LINE_PENDING);
	if (above == NULL || (!down && below != NULL) ||
	    (below == NULL && backfill_gap_from(b, gap + 1) == b->n))
		fetch_older(sb, b, below);
	else
		fetch_request(
		    sb, fetch_new(sb, b, FETCH_NEWER), IRC_AFTER, above);
	mark_changed(sb, b);
}

/* Fetch a gap that is visible; else the next older page while the reader is still a page away from it. */
void
scrollback_fetch_near(struct scrollback *sb, int down)
{
	struct buffer *b = sb->model->active;
	size_t first, last, gap;

	if (b->kind == BUFFER_SERVER || !scrollback_can_fetch(sb) ||
	    find_fetch(sb, b) != NULL)
		return;
	if (!scroll_visible_lines(sb->model, sb->view, &first, &last)) {
		if (b->history == HISTORY_MORE)
			fetch_latest(sb, b);
		return;
	}
	gap = backfill_gap_from(b, first);
	if (gap <= last) {
		fetch_gap(sb, b, gap, down);
	} else if (b->history == HISTORY_MORE && !down &&
		   first < (size_t)scroll_page_rows(sb->view)) {
		b->history = HISTORY_LOADING;
		fetch_older(sb, b, backfill_known_from(b, 0));
	}
}

/* Returns 1 if a fetch for the buffer may start, else 0 after showing why not. */
static int
may_start(struct scrollback *sb, struct buffer *b)
{
	if (!scrollback_can_fetch(sb)) {
		model_error(
		    sb->model, b, _("The history cannot be fetched now"));
		return 0;
	}
	if (find_fetch(sb, b) != NULL) {
		model_error(
		    sb->model, b, _("Wait until the history is loaded"));
		return 0;
	}
	return 1;
}

static void
scroll_to(struct scrollback *sb, struct buffer *b, struct line *line,
    enum scroll_target at)
{
	if (line == NULL || b != sb->model->active)
		return;
	scroll_to_line(sb->model, sb->view, buffer_index_of(b, line), at);
}

void
scrollback_go_to(struct scrollback *sb, struct buffer *b, const struct line *to)
{
	struct line *line = buffer_find_msgid(b, view_of(to->msgid));
	struct fetch *f;

	if (line != NULL) {
		buffer_set_highlight(b, line);
		scroll_to(sb, b, line, SCROLL_MIDDLE);
		return;
	}
	if (!may_start(sb, b))
		return;
	f = fetch_new(sb, b, FETCH_AROUND);
	f->go_to_msgid = xstrdup(to->msgid);
	fetch_request(sb, f, IRC_AROUND, to);
}

/* Return the index of the first line of that time or later; n if there is none. */
static size_t
first_since(const struct buffer *b, int64_t time)
{
	size_t i = 0;

	while (i < b->n && buffer_line(b, i)->time < time)
		i++;
	return i;
}

/* True if no line is missing before line i, so that it is the first one of its time. */
static int
is_first_of_time(const struct buffer *b, size_t i)
{
	if (i == 0)
		return b->history == HISTORY_START;
	return buffer_line(b, i - 1)->kind != LINE_GAP &&
	       (i == b->n || buffer_line(b, i)->kind != LINE_GAP);
}

static void
scroll_to_time(struct scrollback *sb, struct buffer *b, int64_t time)
{
	size_t i = first_since(b, time);

	if (b != sb->model->active)
		return;
	if (i < b->n)
		scroll_to(sb, b, buffer_line(b, i), SCROLL_TOP);
	else
		scroll_to_newest(sb->model);
}

void
scrollback_go_to_time(struct scrollback *sb, struct buffer *b, int64_t time)
{
	size_t i = first_since(b, time);
	struct line around = { .time = time };
	struct fetch *f;

	if (b->kind == BUFFER_SERVER || is_first_of_time(b, i)) {
		scroll_to_time(sb, b, time);
		return;
	}
	if (sb->model->active == b)
		scroll_to_time(sb, b, time);
	if (b->network->state == LINK_ONLINE && !scrollback_can_fetch(sb)) {
		if (b->n > 0 && buffer_line(b, 0)->time > time)
			model_error(sb->model, b,
			    _("This server keeps no history: there are no "
			      "messages from before you joined."));
		return;
	}
	if (!may_start(sb, b))
		return;
	f = fetch_new(sb, b, FETCH_AROUND);
	f->go_to_time = time;
	fetch_request(sb, f, IRC_AROUND, &around);
}

void
scrollback_go_back(struct scrollback *sb, size_t lines)
{
	struct buffer *b = sb->model->active;
	size_t most = b->max - b->max / BUFFER_SHARE;
	struct line *edge = backfill_known_from(b, 0);
	struct fetch *f;

	lines = lines < most ? lines : most;
	if (lines <= b->n || b->history != HISTORY_MORE) {
		scroll_to(sb, b,
		    buffer_line(b, lines < b->n ? b->n - lines : 0),
		    SCROLL_TOP);
		return;
	}
	if (!may_start(sb, b))
		return;
	b->history = HISTORY_LOADING;
	f = fetch_new(sb, b, FETCH_OLDER);
	f->go_back = lines;
	fetch_request(sb, f, edge == NULL ? IRC_LATEST : IRC_BEFORE, edge);
	mark_changed(sb, b);
}

int
scrollback_go_to_unread(struct scrollback *sb)
{
	struct buffer *b = sb->model->active;
	size_t i = unread_first_line(b);
	struct line mark = { .time = b->mark_time };
	struct fetch *f;

	if (i > 0 && i < b->n) {
		scroll_to(sb, b, buffer_line(b, i), SCROLL_TOP);
		return 0;
	}
	if (i > 0 || b->mark_time == 0)
		return -1;
	if (b->history != HISTORY_MORE) {
		scroll_to(sb, b, buffer_line(b, 0), SCROLL_TOP);
		return 0;
	}
	if (!may_start(sb, b))
		return 0;
	f = fetch_new(sb, b, FETCH_AROUND);
	f->go_to_first = 1;
	fetch_request(sb, f, IRC_AFTER, &mark);
	return 0;
}

/* What arrives. */

/* Count the messages of others in the page that the buffer does not have yet. */
static void
count_missed(struct fetch *f)
{
	const struct line *line;
	size_t i;

	for (i = 0; i < f->n; i++) {
		line = &f->lines[i];
		if (line->self || line->ignored != 0 ||
		    !line_is_message(line) ||
		    buffer_find_msgid(f->b, view_of(line->msgid)) != NULL)
			continue;
		f->missed_messages++;
		if (f->first_missed == NULL)
			f->first_missed = xstrdup(line->msgid);
	}
}

/* Return the index of the gap that this fetch is filling, or n if it is closed. */
static size_t
find_gap(const struct fetch *f)
{
	const struct line *edge = buffer_find_msgid(f->b, view_of(f->edge));

	if (edge == NULL)
		return f->b->n;
	return backfill_gap_from(f->b, buffer_index_of(f->b, edge));
}

/* Return the sentence about missed messages, which the caller frees. */
static char *
missed_text(unsigned long n, int more)
{
	char *text;

	if (more)
		xasprintf(&text,
		    ngettext("more than %lu message while you were away",
			"more than %lu messages while you were away", n),
		    n);
	else
		xasprintf(&text,
		    ngettext("%lu message while you were away",
			"%lu messages while you were away", n),
		    n);
	return text;
}

static void
mark_missed(struct fetch *f)
{
	struct line mark = { .kind = LINE_INFO }, *first;
	struct buffer *b = f->b;
	int more;

	buffer_make_room(b, 1, buffer_reader_index(b));
	first = buffer_find_msgid(b, view_of(f->first_missed));
	if (first == NULL)
		return;
	more = backfill_gap_from(b, buffer_index_of(b, first)) < b->n;
	mark.text = missed_text(f->missed_messages, more);
	mark.time = first->time;
	buffer_insert(b, &mark, buffer_index_of(b, first));
	free(mark.text);
}

/* Move a reader off the gap: lines inserted into it would carry the reader away. */
static void
step_off_gap(struct buffer *b)
{
	size_t i = buffer_reader_index(b);

	if (b->following || b->n == 0 || i == 0 ||
	    buffer_line(b, i)->kind != LINE_GAP)
		return;
	b->bottom_seq = buffer_line(b, i - 1)->seq;
	b->bottom_hidden = 0;
}

static void
settle_gaps(struct buffer *b)
{
	size_t i;

	for (i = backfill_gap_from(b, 0); i < b->n;
	     i = backfill_gap_from(b, i + 1))
		buffer_set_state(b, buffer_line(b, i), LINE_DONE);
	if (b->history == HISTORY_LOADING)
		b->history = HISTORY_MORE;
}

/* Find out who of the page's people has spoken lately. */
static void
note_speakers(struct fetch *f)
{
	size_t i, at, low = SIZE_MAX, high = 0;
	const struct line *line;

	for (i = 0; i < f->n; i++) {
		line = buffer_find_msgid(f->b, view_of(f->lines[i].msgid));
		if (line == NULL)
			continue;
		at = buffer_index_of(f->b, line);
		low = at < low ? at : low;
		high = at > high ? at : high;
	}
	if (low <= high)
		speakers_insert(f->b, low, high);
}

static void
insert_page(struct fetch *f, int whole)
{
	struct backfill_page page = { f->lines, f->n, whole };
	struct buffer *b = f->b;

	switch (f->kind) {
	case FETCH_LATEST:
		backfill_older(b, VIEW(""), &page);
		break;
	case FETCH_OLDER:
		backfill_older(b, view_of(f->edge), &page);
		break;
	case FETCH_NEWER:
	case FETCH_MISSED:
		step_off_gap(b);
		backfill_newer(b, view_of(f->edge), &page);
		break;
	case FETCH_AROUND:
		backfill_around(b, &page);
		break;
	}
	settle_gaps(b);
	unread_place_mark(b);
	note_speakers(f);
}

/* Count unread messages once the newest lines are there. */
static void
count_unread(struct scrollback *sb, struct fetch *f)
{
	struct buffer *b = f->b;

	if (f->kind != FETCH_LATEST && f->kind != FETCH_MISSED && !f->counting)
		return;
	unread_recount(b, f->kind != FETCH_MISSED && !f->missed);
	if (model_is_viewed(sb->model, b))
		unread_clear(b);
}

/* The functions below return 1 if they requested another page, else 0. */

static int
continue_missed(struct scrollback *sb, struct fetch *f, size_t fetched)
{
	size_t gap = find_gap(f);
	const struct line *edge;

	if (f->kind != FETCH_MISSED || gap == f->b->n)
		return 0;
	f->missed_lines += fetched;
	edge = backfill_known_before(f->b, gap);
	if (edge != NULL && f->missed_lines < MISSED_MAX &&
	    strcmp(edge->msgid, f->edge) != 0) {
		buffer_set_state(f->b, buffer_line(f->b, gap), LINE_PENDING);
		fetch_request(sb, f, IRC_AFTER, edge);
		return 1;
	}
	f->kind = FETCH_LATEST;
	fetch_request(sb, f, IRC_LATEST, NULL);
	return 1;
}

/* Right after a start: the number of unread messages is known when the last read one is reached. */
static int
continue_counting(struct scrollback *sb, struct fetch *f)
{
	struct buffer *b = f->b;
	struct line *oldest = backfill_known_from(b, 0);

	if (!f->counting || b->unread == 0 || b->history != HISTORY_MORE ||
	    oldest == NULL || oldest->time <= b->read_time)
		return 0;
	if (f->n == 0 || b->n >= MISSED_MAX || b->n > b->max / 2) {
		b->unread_more = 1;
		return 0;
	}
	f->kind = FETCH_OLDER;
	b->history = HISTORY_LOADING;
	fetch_request(sb, f, IRC_BEFORE, oldest);
	return 1;
}

static int
continue_back(struct scrollback *sb, struct fetch *f)
{
	struct buffer *b = f->b;

	if (f->go_back == 0 || f->go_back <= b->n ||
	    b->history != HISTORY_MORE || f->n == 0)
		return 0;
	f->kind = FETCH_OLDER;
	b->history = HISTORY_LOADING;
	fetch_request(sb, f, IRC_BEFORE, backfill_known_from(b, 0));
	return 1;
}

static int
has_message(const struct fetch *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (line_is_message(&f->lines[i]))
			return 1;
	return 0;
}

/* A page at the top that has only joins and parts, folded or hidden, shows the reader nothing new. */
static int
continue_quiet(struct scrollback *sb, struct fetch *f)
{
	struct buffer *b = f->b;
	struct line *oldest = backfill_known_from(b, 0);

	if ((f->kind != FETCH_OLDER && f->kind != FETCH_LATEST) || f->n == 0 ||
	    oldest == NULL || b->history != HISTORY_MORE || has_message(f) ||
	    oldest != buffer_find_msgid(b, view_of(f->lines[0].msgid)) ||
	    message_presence(b, sb->view)->mode == PRESENCE_ALL ||
	    ++f->quiet >= QUIET_PAGES)
		return 0;
	f->kind = FETCH_OLDER;
	b->history = HISTORY_LOADING;
	fetch_request(sb, f, IRC_BEFORE, oldest);
	return 1;
}

/* Scroll to where the user wanted to go. */
static void
scroll_to_goal(struct scrollback *sb, struct fetch *f)
{
	struct buffer *b = f->b;
	struct line *line = buffer_find_msgid(b, view_of(f->go_to_msgid));

	if (line != NULL)
		buffer_set_highlight(b, line);
	scroll_to(sb, b, line, SCROLL_MIDDLE);
	if (f->go_to_msgid != NULL && line == NULL)
		model_error(sb->model, b, _("That message no longer exists"));
	if (f->go_to_first && f->n > 0)
		scroll_to(sb, b,
		    buffer_find_msgid(b, view_of(f->lines[0].msgid)),
		    SCROLL_TOP);
	if (f->go_to_time != 0)
		scroll_to_time(sb, b, f->go_to_time);
	if (f->go_back > 0)
		scroll_to(sb, b,
		    buffer_line(b, f->go_back < b->n ? b->n - f->go_back : 0),
		    SCROLL_TOP);
}

static void
fetch_failed(struct scrollback *sb, struct fetch *f, struct view why)
{
	settle_gaps(f->b);
	if (irc_session_registered(sb->session))
		model_error(sb->model, f->b,
		    _("Cannot fetch the history: %.*s"), VIEW_ARG(why));
}

/*
 * Insert newer lines into a gap that is on the screen: what is above the gap keeps its place, because a reader who scrolls
 * down continues there.
 */
static void
insert_newer(struct scrollback *sb, struct fetch *f, int whole)
{
	struct model *m = sb->model;
	struct buffer *b = f->b;
	struct line *edge = buffer_find_msgid(b, view_of(f->edge));
	int row = -1;

	if (f->kind == FETCH_NEWER && b == m->active && !b->following &&
	    edge != NULL && scroll_row_of(m, sb->view, find_gap(f)) >= 0) {
		row = scroll_row_of(m, sb->view, buffer_index_of(b, edge));
		row = row > 0 ? row : 0;
	}
	insert_page(f, whole);
	edge = buffer_find_msgid(b, view_of(f->edge));
	if (row >= 0 && edge != NULL)
		scroll_to_row(m, sb->view, buffer_index_of(b, edge), row);
}

static void
page_complete(
    struct scrollback *sb, struct fetch *f, const struct irc_event *ev)
{
	struct buffer *b = f->b;

	if (f->missed)
		count_missed(f);
	insert_newer(sb, f, ev->fetched < f->limit);
	model_trim(sb->model, b);
	count_unread(sb, f);
	if (continue_missed(sb, f, ev->fetched) || continue_counting(sb, f) ||
	    continue_back(sb, f))
		return;
	if (f->missed)
		mark_missed(f);
	scroll_to_goal(sb, f);
	if (f->kind == FETCH_MISSED || f->kind == FETCH_LATEST)
		irc_session_history_complete(sb->session, view_of(b->name));
	if (!continue_quiet(sb, f))
		fetch_end(sb, f);
}

int
scrollback_on_fetched(struct scrollback *sb, const struct irc_event *ev)
{
	struct fetch *f = find_request(sb, ev->history);
	struct buffer *b;

	if (f == NULL)
		return 0;
	b = f->b;
	if (b != NULL && ev->text.len == 0) {
		page_complete(sb, f, ev);
	} else {
		if (b != NULL)
			fetch_failed(sb, f, ev->text);
		fetch_end(sb, f);
	}
	if (b != NULL)
		mark_changed(sb, b);
	return 1;
}

/* Delete a message of the page that is arriving, or else of a buffer. */
static void
redact(struct scrollback *sb, struct fetch *f, const struct irc_event *ev)
{
	struct line *line;
	size_t i;

	for (i = 0; i < f->n; i++) {
		line = &f->lines[i];
		if (line->msgid == NULL ||
		    !view_equal(view_of(line->msgid), ev->object))
			continue;
		line_redact(line, ev->who, ev->text);
		return;
	}
	event_redact(sb->network, ev);
}

/* A replay has few lines about presence, so each is looked at by itself. */
static void
note_replayed(struct buffer *b, const struct line *replayed)
{
	const struct line *line =
	    buffer_find_msgid(b, view_of(replayed->msgid));
	size_t i;

	if (line == NULL || !line_is_presence(line))
		return;
	i = buffer_index_of(b, line);
	speakers_insert(b, i, i);
}

/* Add a line that a server without CHATHISTORY replays after a join. */
static void
add_replayed(struct scrollback *sb, const struct irc_event *ev)
{
	struct buffer *b;
	struct event_line el;

	if (ev->type == IRC_EV_REDACTED) {
		event_redact(sb->network, ev);
		return;
	}
	b = event_buffer_message(sb->network, ev);
	if (event_line_make(&el, ev)) {
		event_mark(sb->network, ev, &el.line);
		backfill_one(b, &el.line);
		note_replayed(b, &el.line);
		mark_changed(sb, b);
		event_line_clear(&el);
	}
}

static int
is_join_of(const struct line *line, struct view nick)
{
	return line->kind == LINE_JOIN && line->nick != NULL &&
	       name_equal(view_of(line->nick), nick);
}

/* Hide a visitor of a server that has their joins in its history: remove the JOIN, and add no PART or QUIT. */
static void
hide_visitor(struct fetch *f, struct view nick)
{
	size_t i = f->n;

	while (i > 0 && !is_join_of(&f->lines[i - 1], nick))
		i--;
	if (i == 0)
		return;
	line_clear(&f->lines[i - 1]);
	memmove(&f->lines[i - 1], &f->lines[i], (f->n - i) * sizeof(*f->lines));
	f->n--;
	buf_add_view(&f->visitors, nick);
	buf_add_char(&f->visitors, '\n');
}

/* If the event is the part or quit of a visitor, forget the visitor and return 1. */
static int
visitor_leaves(struct fetch *f, const struct irc_event *ev)
{
	struct view rest = buf_view(&f->visitors), nick;
	struct buf others = { 0 };
	int found = 0;

	if (rest.len == 0 ||
	    (ev->type != IRC_EV_PART && ev->type != IRC_EV_QUIT))
		return 0;
	while (view_cut(&rest, '\n', &nick)) {
		if (nick.len == 0)
			continue;
		if (name_equal(nick, ev->who)) {
			found = 1;
			continue;
		}
		buf_add_view(&others, nick);
		buf_add_char(&others, '\n');
	}
	buf_clear(&f->visitors);
	f->visitors = others;
	return found;
}

/* Add a line to a page. Report once if the server sends far more than was asked for. */
static void
add_line(struct scrollback *sb, struct fetch *f, const struct line *line)
{
	if (fetch_add(f, line) == 0 || f->truncated)
		return;
	f->truncated = 1;
	model_error(sb->model, f->b,
	    _("The server sent more history than was asked for. The rest is "
	      "not shown."));
}

int
scrollback_on_event(struct scrollback *sb, const struct irc_event *ev)
{
	struct fetch *f = find_request(sb, ev->history);
	struct event_line el;

	if (ev->history == IRC_REPLAYED) {
		add_replayed(sb, ev);
		return 1;
	}
	if (f == NULL || f->b == NULL)
		return f != NULL;
	if (ev->type == IRC_EV_REDACTED) {
		redact(sb, f, ev);
	} else if (visitor_leaves(f, ev)) {
		return 1;
	} else if (event_line_make(&el, ev)) {
		if (ev->visitor && !ev->self)
			hide_visitor(f, ev->who);
		event_mark(sb->network, ev, &el.line);
		add_line(sb, f, &el.line);
		event_line_clear(&el);
	}
	return 1;
}

int
scrollback_on_sent(struct scrollback *sb, const struct irc_event *ev,
    struct buffer *b, struct line *line)
{
	struct fetch *f =
	    ev->history == 0 ? NULL : find_request(sb, ev->history);
	struct line copy = *line;
	char *msgid;

	if (f == NULL || f->b != b || ev->msgid.len == 0)
		return 0;
	msgid = xviewdup(ev->msgid);
	copy.state = LINE_DONE;
	copy.token = 0;
	copy.time = ev->time;
	copy.msgid = msgid;
	fetch_add(f, &copy);
	free(msgid);
	buffer_remove(b, line);
	return 1;
}
