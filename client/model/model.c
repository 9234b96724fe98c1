/*
 * model: the buffers in order, and the active one.
 */
#include "client/model/model.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/config/live_settings.h"
#include "client/model/speakers.h"
#include "client/model/unread.h"
#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"

struct model *
model_new(const struct client_config *config, size_t max_lines)
{
	struct model *m = xcalloc(1, sizeof(*m));

	TAILQ_INIT(&m->networks);
	TAILQ_INIT(&m->buffers);
	m->config = config;
	m->speakers = speakers_new();
	m->max_lines = max_lines;
	m->dirty = DIRTY_ALL;
	return m;
}

struct network *
model_add_network(
    struct model *m, const struct client_config *config, const char *host)
{
	struct network *n = xcalloc(1, sizeof(*n));

	n->model = m;
	n->config = config;
	n->key =
	    xstrdup(config->network_key != NULL ? config->network_key : host);
	n->host = xstrdup(host);
	n->state = LINK_OFFLINE;
	TAILQ_INSERT_TAIL(&m->networks, n, link);
	n->server = model_open(n, BUFFER_SERVER, view_of(host));
	if (m->active == NULL)
		m->active = n->server;
	return n;
}

static void
network_free(struct network *n)
{
	free(n->key);
	free(n->host);
	free(n->name);
	free(n->link_reason);
	free(n->nick);
	free(n->account);
	free(n->waiting);
	free(n->user_modes);
	attention_clear(&n->attention);
	free(n);
}

void
model_free(struct model *m)
{
	struct network *n;
	struct buffer *b;

	if (m == NULL)
		return;
	while ((b = TAILQ_FIRST(&m->buffers)) != NULL) {
		TAILQ_REMOVE(&m->buffers, b, link);
		buffer_free(b);
	}
	overlay_clear(&m->overlay);
	while ((n = TAILQ_FIRST(&m->networks)) != NULL) {
		TAILQ_REMOVE(&m->networks, n, link);
		network_free(n);
	}
	alert_clear(&m->alert);
	speakers_free(m->speakers);
	free(m);
}

struct network *
model_network(const struct model *m)
{
	return m->active->network;
}

struct buffer *
model_active_of(const struct network *n)
{
	struct buffer *b = n->model->active;

	return b->network == n ? b : n->server;
}

/* Skips the server's buffer: it is named after a host, which may look like a nick. */
struct buffer *
model_find(const struct network *network, struct view name)
{
	char folded[NAME_FOLDED];
	struct view want = name;
	struct buffer *b;
	int n;

	n = name_fold(folded, sizeof(folded), name);
	if (n >= 0)
		want = (struct view){ folded, (size_t)n };
	NETWORK_FOREACH (b, network) {
		if (b != network->server &&
		    view_equal(view_of(b->folded), want))
			return b;
	}
	return NULL;
}

struct buffer *
model_find_id(const struct model *m, uint64_t id)
{
	struct buffer *b;

	TAILQ_FOREACH (b, &m->buffers, link)
		if (b->id == id)
			return b;
	return NULL;
}

static void
choose_settings(struct buffer *b)
{
	const struct client_config *config = b->network->config;

	b->config = b->kind == BUFFER_SERVER
			? config
			: client_config_room(config, view_of(b->name));
}

void
model_settings_changed(struct model *m)
{
	struct network *n;
	struct buffer *b;

	m->max_lines = (size_t)m->config->scrollback;
	TAILQ_FOREACH (b, &m->buffers, link) {
		choose_settings(b);
		if (b->max != m->max_lines)
			buffer_set_max(b, m->max_lines);
	}
	TAILQ_FOREACH (n, &m->networks, link)
		model_level_changed(n);
	m->dirty = DIRTY_ALL;
}

/* Put a new buffer behind the others of its network. */
static void
insert_buffer(struct model *m, struct buffer *b)
{
	struct buffer *other, *last = NULL;

	NETWORK_FOREACH (other, b->network)
		last = other;
	if (last != NULL)
		TAILQ_INSERT_AFTER(&m->buffers, last, b, link);
	else
		TAILQ_INSERT_TAIL(&m->buffers, b, link);
	m->nbuffers++;
}

struct buffer *
model_open(struct network *n, enum buffer_kind kind, struct view name)
{
	struct model *m = n->model;
	struct buffer *b = n->server;

	if (kind != BUFFER_SERVER)
		b = model_find(n, name);
	if (b != NULL)
		return b;
	b = buffer_new(kind, name, m->max_lines);
	b->network = n;
	choose_settings(b);
	b->id = ++m->last_id;
	b->total = &m->bytes;
	b->roster.pool = &m->members;
	insert_buffer(m, b);
	m->dirty |= DIRTY_ROOMS | DIRTY_STATUS;
	if (n->opened != NULL)
		n->opened(b, n->opened_ctx);
	return b;
}

int
model_is_full(const struct model *m)
{
	return m->nbuffers >= MODEL_BUFFERS_MAX;
}

static struct buffer *
largest(const struct model *m)
{
	struct buffer *b, *found = m->active;

	TAILQ_FOREACH (b, &m->buffers, link)
		if (b->bytes > found->bytes)
			found = b;
	return found;
}

void
model_trim(struct model *m, struct buffer *b)
{
	size_t each = m->max_lines * MODEL_LINE_BYTES;
	size_t most = each * MODEL_FULL_BUFFERS;

	buffer_trim(b, each);
	while (m->bytes > most) {
		b = largest(m);
		if (b->n <= 1)
			break;
		buffer_trim(b, b->bytes / 2);
		if (b == m->active)
			m->dirty |= DIRTY_MESSAGES;
	}
}

static void
look_at(struct model *m, struct buffer *b)
{
	if (b != m->active)
		b->viewed = ++m->views;
	m->active = b;
	if (model_is_viewed(m, b))
		unread_clear(b);
	m->dirty = DIRTY_ALL;
}

/* Messages below those that the reader looks at stay unread. */
static void
stop_looking(struct buffer *b)
{
	if (b->following || b->unread == 0)
		unread_move_mark_to_end(b);
}

void
model_activate(struct model *m, struct buffer *b)
{
	if (b != m->active) {
		stop_looking(m->active);
		m->last = m->active;
	}
	look_at(m, b);
}

void
model_close(struct model *m, struct buffer *b)
{
	struct buffer *neighbour;

	if (b->kind == BUFFER_SERVER)
		return;
	neighbour = TAILQ_NEXT(b, link);
	if (neighbour == NULL)
		neighbour = TAILQ_PREV(b, model_buffers, link);
	if (m->last == b)
		m->last = NULL;
	TAILQ_REMOVE(&m->buffers, b, link);
	m->nbuffers--;
	if (m->active == b) {
		if (m->last == neighbour)
			m->last = NULL;
		look_at(m, neighbour);
	}
	buffer_free(b);
	m->dirty = DIRTY_ALL;
}

static struct buffer *
neighbour_of(const struct model *m, struct buffer *b, int by)
{
	struct buffer *next;

	next =
	    by > 0 ? TAILQ_NEXT(b, link) : TAILQ_PREV(b, model_buffers, link);
	if (next != NULL)
		return next;
	return by > 0 ? TAILQ_FIRST(&m->buffers)
		      : TAILQ_LAST(&m->buffers, model_buffers);
}

struct buffer *
model_neighbour(const struct model *m, int by)
{
	struct buffer *b = m->active;

	for (; by > 0; by--)
		b = neighbour_of(m, b, 1);
	for (; by < 0; by++)
		b = neighbour_of(m, b, -1);
	return b;
}

/* Starts after the active buffer and wraps around. */
struct buffer *
model_next_unread(const struct model *m)
{
	struct buffer *b, *unread = NULL;

	for (b = neighbour_of(m, m->active, 1); b != m->active;
	     b = neighbour_of(m, b, 1)) {
		if (b->mentions > 0)
			return b;
		if (b->unread > 0 && unread == NULL)
			unread = b;
	}
	return unread;
}

struct buffer *
model_buffer_at(const struct model *m, size_t i)
{
	struct buffer *b;

	TAILQ_FOREACH (b, &m->buffers, link) {
		if (i-- == 0)
			return b;
	}
	return NULL;
}

void
model_rename(struct model *m, struct buffer *b, struct view name)
{
	buffer_rename(b, name);
	choose_settings(b);
	m->dirty |= DIRTY_ROOMS | DIRTY_STATUS;
	if (b == m->active)
		m->dirty |= DIRTY_TOPIC;
}

int
model_is_viewed(const struct model *m, const struct buffer *b)
{
	return b == m->active && b->following && !m->unfocused;
}

void
model_follow(struct model *m, struct buffer *b)
{
	b->following = 1;
	if (model_is_viewed(m, b))
		unread_clear(b);
	m->dirty |= DIRTY_MESSAGES | DIRTY_ROOMS | DIRTY_STATUS;
}

void
model_scrolled(struct model *m, struct buffer *b)
{
	b->following = 0;
	if (b == m->active && !m->unfocused)
		unread_pass(b, buffer_reader_index(b));
	m->dirty |= DIRTY_MESSAGES | DIRTY_ROOMS | DIRTY_STATUS;
}

void
model_set_focus(struct model *m, int watched)
{
	if (watched == !m->unfocused)
		return;
	m->unfocused = !watched;
	if (!watched)
		stop_looking(m->active);
	else if (m->active->following)
		unread_clear(m->active);
	m->dirty |= DIRTY_MESSAGES | DIRTY_ROOMS | DIRTY_STATUS;
}

struct line *
model_add(struct model *m, struct buffer *b, const struct line *line)
{
	struct line *added;
	int unread = !model_is_viewed(m, b) && unread_counts(b, line);

	if (b == m->active)
		m->dirty |= DIRTY_MESSAGES | DIRTY_STATUS;
	if (unread)
		m->dirty |= DIRTY_ROOMS | DIRTY_STATUS;
	added = buffer_add(b, line, unread);
	speakers_add(m->speakers, b, added);
	model_trim(m, b);
	return added;
}

static void __attribute__((format(printf, 4, 0))) add_words(struct model *m,
    struct buffer *b, enum line_kind kind, const char *fmt, va_list ap)
{
	struct line line = { .kind = kind, .time = clock_ms() };

	xvasprintf(&line.text, fmt, ap);
	model_add(m, b, &line);
	free(line.text);
}

void
model_info(struct model *m, struct buffer *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_words(m, b, LINE_INFO, fmt, ap);
	va_end(ap);
}

void
model_error(struct model *m, struct buffer *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_words(m, b, LINE_ERROR, fmt, ap);
	va_end(ap);
}

void
model_show_overlay(struct model *m, struct overlay overlay)
{
	overlay_clear(&m->overlay);
	m->overlay = overlay;
	m->dirty = DIRTY_ALL;
}

struct search_results *
model_results(const struct model *m)
{
	return m->overlay.kind == OVERLAY_RESULTS ? m->overlay.results : NULL;
}

void
model_end_ignore(struct network *n, unsigned id)
{
	struct line *line;
	struct buffer *b;
	size_t i;

	NETWORK_FOREACH (b, n) {
		for (i = 0; i < b->n; i++) {
			line = buffer_line(b, i);
			if (line->ignored == id)
				buffer_show(b, line);
		}
	}
	n->model->dirty = DIRTY_ALL;
}

void
model_level_changed(struct network *n)
{
	struct buffer *b;

	NETWORK_FOREACH (b, n) {
		if (buffer_level(b) == LEVEL_NOTHING)
			b->unread = b->mentions = 0;
		else if (!model_is_viewed(n->model, b))
			unread_recount(b, 0);
	}
	n->model->dirty |= DIRTY_ROOMS | DIRTY_STATUS;
}
