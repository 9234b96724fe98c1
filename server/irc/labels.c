/*
 * labels: put label and batch tags in front of formatted lines.
 */
#include "server/irc/labels.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/state.h"
#include "server/session/session.h"

struct labeled_reply {
	uint64_t token;
	char *label; /* escaped */
	int stream;  /* send answers as they come */
	int batched;
	int begun;	  /* not batched: the label was sent */
	int closed;	  /* no further part will be expected */
	unsigned parts;	  /* expected and not yet settled */
	uint64_t batch;	  /* 0: not open */
	struct buf lines; /* gathered */
	size_t nreplies;
	LIST_ENTRY(labeled_reply) link;
};

/* Append a line with one more tag in front; the value must be escaped. */
static void
add_tagged(
    struct buf *out, const char *key, struct view value, struct view line)
{
	buf_printf(out, "@%s=%.*s", key, VIEW_ARG(value));
	if (line.len > 0 && *line.p == '@') {
		line.p++;
		line.len--;
		buf_add_char(out, ';');
	} else {
		buf_add_char(out, ' ');
	}
	buf_add_view(out, line);
}

static int
next_line(struct view *lines, struct view *line)
{
	const char *end;

	if (lines->len == 0)
		return 0;
	end = memchr(lines->p, '\n', lines->len);
	assert(end != NULL);
	line->p = lines->p;
	line->len = (size_t)(end + 1 - lines->p);
	lines->p += line->len;
	lines->len -= line->len;
	return 1;
}

static const char *
server_name(const struct session *s)
{
	return s->server->config->name;
}

static void
open_batch(
    struct session *s, struct view label, uint64_t batch, struct buf *out)
{
	buf_printf(out, "@label=%.*s :%s BATCH +%llu labeled-response\r\n",
	    VIEW_ARG(label), server_name(s), (unsigned long long)batch);
}

static void
close_batch(struct session *s, uint64_t batch, struct buf *out)
{
	buf_printf(out, ":%s BATCH -%llu\r\n", server_name(s),
	    (unsigned long long)batch);
}

/* Tag the lines with the batch, except those of a nested batch. */
static void
add_batched(struct view lines, uint64_t batch, struct buf *out)
{
	struct view line;
	char id[24];

	snprintf(id, sizeof(id), "%llu", (unsigned long long)batch);
	while (next_line(&lines, &line)) {
		if (view_has_prefix(line, VIEW("@batch=")))
			buf_add_view(out, line);
		else
			add_tagged(out, "batch", view_of(id), line);
	}
}

void
labels_answer(struct session *s, struct view label, struct view lines, size_t n,
    struct buf *out)
{
	struct irc_state *irc = s->state;
	struct view line;
	uint64_t batch;

	if (n == 0) {
		buf_printf(out, "@label=%.*s :%s ACK\r\n", VIEW_ARG(label),
		    server_name(s));
	} else if (n > 1 && (irc->caps & CAP_BATCH)) {
		batch = ++irc->last_batch;
		open_batch(s, label, batch, out);
		add_batched(lines, batch, out);
		close_batch(s, batch, out);
	} else {
		if (next_line(&lines, &line))
			add_tagged(out, "label", label, line);
		buf_add_view(out, lines);
	}
}

struct labeled_reply *
labeled_reply_new(
    struct irc_state *irc, uint64_t token, struct view label, int how)
{
	struct labeled_reply *p = xcalloc(1, sizeof(*p));

	p->token = token;
	p->label = xviewdup(label);
	p->stream = how != LABEL_GATHERED;
	p->batched = (irc->caps & CAP_BATCH) && how != LABEL_ONE;
	LIST_INSERT_HEAD(&irc->labeled_replies, p, link);
	return p;
}

struct labeled_reply *
labeled_reply_find(struct irc_state *irc, uint64_t token)
{
	struct labeled_reply *p;

	LIST_FOREACH (p, &irc->labeled_replies, link) {
		if (p->token == token)
			break;
	}
	return p;
}

static void
labeled_reply_free(struct labeled_reply *p)
{
	LIST_REMOVE(p, link);
	buf_clear(&p->lines);
	free(p->label);
	free(p);
}

void
labeled_reply_free_all(struct irc_state *irc)
{
	struct labeled_reply *p, *next;

	for (p = LIST_FIRST(&irc->labeled_replies); p != NULL; p = next) {
		next = LIST_NEXT(p, link);
		labeled_reply_free(p);
	}
}

void
labeled_reply_expect(struct labeled_reply *p, int last)
{
	p->parts++;
	p->closed = last;
}

void
labeled_reply_unexpect(struct labeled_reply *p)
{
	assert(p->parts > 0);
	p->parts--;
}

/* Without batches, only the first line can have the label. */
static void
stream_bare(struct labeled_reply *p, struct view lines, struct buf *out)
{
	struct view line;

	if (!p->begun && next_line(&lines, &line))
		add_tagged(out, "label", view_of(p->label), line);
	p->begun = 1;
	buf_add_view(out, lines);
}

void
labeled_reply_last_part(struct labeled_reply *p)
{
	if (p->parts == 1 && p->batch == 0 && !p->begun)
		p->stream = 0;
}

void
labeled_reply_add(struct session *s, struct labeled_reply *p, struct view lines,
    size_t n, struct buf *out)
{
	struct irc_state *irc = s->state;

	if (lines.len == 0)
		return;
	if (!p->stream) {
		buf_add_view(&p->lines, lines);
		p->nreplies += n;
		return;
	}
	if (!p->batched) {
		stream_bare(p, lines, out);
		return;
	}
	if (p->batch == 0) {
		p->batch = ++irc->last_batch;
		open_batch(s, view_of(p->label), p->batch, out);
	}
	add_batched(lines, p->batch, out);
}

static void
finish(struct session *s, struct labeled_reply *p, struct buf *out)
{
	if (!p->closed || p->parts > 0)
		return;
	if (p->batch != 0)
		close_batch(s, p->batch, out);
	else if (!p->begun)
		labels_answer(s, view_of(p->label), buf_view(&p->lines),
		    p->nreplies, out);
	labeled_reply_free(p);
}

void
labeled_reply_settled(
    struct session *s, struct labeled_reply *p, struct buf *out)
{
	assert(p->parts > 0);
	p->parts--;
	finish(s, p, out);
}

void
labeled_reply_close(struct session *s, struct labeled_reply *p, struct buf *out)
{
	p->closed = 1;
	finish(s, p, out);
}
