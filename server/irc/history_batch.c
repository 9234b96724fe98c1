/*
 * history_batch: send events from the history, one event per step of a long reply. Lines of a nested
 * batch (a multiline message) keep the tag of that batch.
 */
#include "server/irc/history_batch.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/irc/event_lines.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/session/deferred_reply.h"
#include "server/session/history_access.h"

#define ACTION VIEW("\001ACTION ")

struct page {
	const char *batch; /* NULL: no batch */
	char *target;
	char *room;
	char *me;
	char *other;
	uint32_t kind;
	int stamped;
	int begun;
	uint64_t batch_no;
	size_t n;
	size_t shown;
	struct chat_event *events[];
};

static void
begin(struct request *req, struct page *p)
{
	p->begun = 1;
	if (p->batch == NULL)
		return;
	reply_open_batch_about(req, p->batch, view_of(p->target));
	p->batch_no = req->batch;
	req->batch = 0;
}

/* Put the time before the text, inside an action. The caller frees the result. */
static char *
stamp(const struct chat_event *e)
{
	struct view text = view_of(e->text);
	char time[HISTORY_STAMP], *s;
	size_t n = view_has_prefix(text, ACTION) ? ACTION.len : 0;

	history_stamp(time, e->time);
	xasprintf(&s, "%.*s%s%s", (int)n, text.p, time, text.p + n);
	return s;
}

static void
add_lines(struct request *req, const struct page *p, struct view lines)
{
	struct view line;
	const char *end;

	while (lines.len > 0) {
		end = memchr(lines.p, '\n', lines.len);
		line = (struct view){ lines.p, (size_t)(end + 1 - lines.p) };
		lines.p += line.len;
		lines.len -= line.len;
		if (view_has_prefix(line, VIEW("@batch=")))
			buf_add_view(&req->out, line);
		else
			reply_line_in(req, p->batch_no, line);
	}
}

/*
 * Show a direct message under the current names, whatever the nicks were then: the reader's own
 * messages come from the reader's nick and go to the name that the client asked for; the other
 * party's messages go to the reader's nick.
 */
static void
turn_to_reader(
    const struct request *req, const struct page *p, struct chat_event *e)
{
	char *nick = req->session->user->nick;
	char from[CONVERSATION_PARTY];

	if (conversation_party(from, e->account, view_of(e->nick)) != 0 ||
	    strcmp(from, p->me) != 0) {
		e->target = nick;
		return;
	}
	e->nick = nick;
	if (p->other != NULL)
		e->target = p->other;
}

/* Show one event. The room may have had another name then. */
static void
show(struct request *req, const struct page *p, const struct chat_event *e)
{
	struct chat_event one = *e;
	const struct chat_applied applied = { .event = &one };
	char *stamped = NULL;
	struct buf lines = { 0 };

	if (p->room != NULL && e->target != NULL && e->type != CHAT_RENAME)
		one.target = p->room;
	if (p->me != NULL && conversation_is_direct(e))
		turn_to_reader(req, p, &one);
	if (p->stamped && e->text != NULL)
		one.text = stamped = stamp(e);
	irc_format(req->server, &applied, p->kind, &lines);
	add_lines(req, p, buf_view(&lines));
	buf_clear(&lines);
	free(stamped);
}

static int
step(void *request, void *ctx)
{
	struct request *req = request;
	struct page *p = ctx;

	if (!p->begun) {
		begin(req, p);
		return 0;
	}
	if (p->shown < p->n) {
		show(req, p, p->events[p->shown++]);
		return 0;
	}
	if (p->batch != NULL)
		reply_batch_end(req, p->batch_no);
	return 1;
}

static void
page_free(void *ctx)
{
	struct page *p = ctx;
	size_t i;

	for (i = 0; i < p->n; i++)
		chat_event_unref(p->events[i]);
	free(p->target);
	free(p->room);
	free(p->me);
	free(p->other);
	free(p);
}

void
history_batch_form_clear(struct history_batch_form *form)
{
	free(form->room);
	free(form->me);
	free(form->other);
}

int
history_batch_answer(struct deferred_reply *a, const struct session *s,
    const struct history_batch_form *form, struct chat_event *const *events,
    size_t n)
{
	const struct irc_state *irc = s->state;
	struct page *p = xcalloc(1, sizeof(*p) + n * sizeof(p->events[0]));
	size_t i;

	p->batch = irc->caps & CAP_BATCH ? form->batch : NULL;
	if (form->target.len > 0)
		p->target = xviewdup(form->target);
	p->room = xstrdup(form->room);
	p->me = xstrdup(form->me);
	p->other = xstrdup(form->other);
	p->kind = irc_kind(s, NULL);
	p->stamped = form->stamped;
	p->n = n;
	for (i = 0; i < n; i++)
		p->events[i] = chat_event_ref(events[i]);
	return deferred_reply_done_in_steps(
	    a, LABEL_STREAM, step, page_free, p);
}
