/*
 * message_search: runs /search.
 */
#include "client/history/message_search.h"

#include <stdlib.h>

#include "client/input/list_keys.h"
#include "client/input/search_query.h"
#include "client/irc/history.h"
#include "client/model/event_line.h"
#include "client/model/search_results.h"
#include "client/view/pane.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

struct message_search {
	struct network *network;
	struct model *model; /* the network's */
	const struct view_state *view;
	struct irc_session *session;
	struct scrollback *scrollback;
	struct message_search_ops ops;
	void *ctx;
	struct search_query query; /* while results are shown */
	uint64_t request;	   /* 0: answered */
	size_t limit;		   /* results asked for */
};

struct message_search *
message_search_new(struct network *network, const struct view_state *view,
    struct irc_session *session, struct scrollback *sb,
    const struct message_search_ops *ops, void *ctx)
{
	struct message_search *ms = xcalloc(1, sizeof(*ms));

	ms->network = network;
	ms->model = network->model;
	ms->view = view;
	ms->session = session;
	ms->scrollback = sb;
	ms->ops = *ops;
	ms->ctx = ctx;
	return ms;
}

void
message_search_free(struct message_search *ms)
{
	if (ms == NULL)
		return;
	search_query_clear(&ms->query);
	free(ms);
}

int
message_search_is_waiting(const struct message_search *ms)
{
	return ms->request != 0;
}

void
message_search_close(struct message_search *ms)
{
	if (model_results(ms->model) != NULL)
		model_show_overlay(ms->model, (struct overlay){ 0 });
	ms->request = 0;
	search_query_clear(&ms->query);
}

/* Request results older than those shown. */
static void
request(struct message_search *ms)
{
	struct irc_search search = ms->query.search;
	struct search_results *r = model_results(ms->model);
	int64_t oldest = search_results_oldest(r);

	search.limit = scrollback_page(ms->scrollback, ms->model->active);
	if (oldest != 0)
		search.before = oldest;
	ms->limit = search.limit;
	r->state = RESULTS_LOADING;
	ms->request = irc_session_search(ms->session, &search);
}

int
message_search_start(struct message_search *ms, struct view query, char **cause)
{
	struct buf clean = { 0 };

	if (!irc_session_supports(ms->session, IRC_FEATURE_SEARCH))
		return cause_set(
		    cause, _("This server does not support search"));
	message_search_close(ms);
	if (search_query_parse(&ms->query, query, cause) != 0)
		return -1;
	text_clean(&clean, query, 0);
	model_show_overlay(ms->model,
	    (struct overlay){ OVERLAY_RESULTS,
		{ .results = search_results_new(buf_view(&clean)) } });
	buf_clear(&clean);
	request(ms);
	return 0;
}

void
message_search_on_event(struct message_search *ms, const struct irc_event *ev)
{
	struct view where = ev->room;
	struct event_line el;

	if (model_results(ms->model) == NULL || ev->history != ms->request ||
	    ev->type != IRC_EV_MESSAGE || !event_line_make(&el, ev))
		return;
	if (where.len == 0)
		where = ev->self ? ev->target : ev->who;
	search_results_add(model_results(ms->model), where, &el.line);
	event_line_clear(&el);
	ms->model->dirty |= DIRTY_MESSAGES;
}

int
message_search_on_fetched(struct message_search *ms, const struct irc_event *ev)
{
	struct search_results *r = model_results(ms->model);

	if (ev->history != ms->request)
		return 0;
	ms->request = 0;
	if (r == NULL)
		return 1;
	ms->model->dirty |= DIRTY_MESSAGES;
	if (ev->text.len > 0)
		search_results_fail(r, ev->text);
	else
		r->state = ev->fetched < ms->limit || search_results_is_full(r)
			       ? RESULTS_ALL
			       : RESULTS_MORE;
	return 1;
}

void
message_search_move(struct message_search *ms, int by)
{
	struct search_results *r = model_results(ms->model);

	search_results_move(r, by);
	if (by > 0 && r->at + 1 >= r->n && r->state == RESULTS_MORE &&
	    ms->network->state == LINK_ONLINE)
		request(ms);
	ms->model->dirty |= DIRTY_MESSAGES;
}

/* Go to the selected message in its room. */
static void
go_to_selected(struct message_search *ms)
{
	const struct search_result *chosen =
	    search_results_selected(model_results(ms->model));
	enum buffer_kind kind = BUFFER_QUERY;
	struct line to;
	struct buffer *b;

	if (chosen == NULL)
		return;
	to = chosen->line;
	line_copy_texts(&to);
	if (name_is_room(view_of(chosen->where)))
		kind = BUFFER_ROOM;
	b = model_open(ms->network, kind, view_of(chosen->where));
	message_search_close(ms);
	ms->ops.go_to(b, &to, ms->ctx);
	line_clear(&to);
}

static void
press(struct message_search *ms, enum list_key key)
{
	int page = pane_results_page(ms->view);

	switch (key) {
	case LIST_UP:
		message_search_move(ms, -1);
		break;
	case LIST_DOWN:
		message_search_move(ms, 1);
		break;
	case LIST_PAGE_UP:
		message_search_move(ms, -page);
		break;
	case LIST_PAGE_DOWN:
		message_search_move(ms, page);
		break;
	case LIST_FIRST:
		message_search_move(ms, -(int)model_results(ms->model)->n);
		break;
	case LIST_LAST:
		message_search_move(ms, (int)model_results(ms->model)->n);
		break;
	case LIST_ENTER:
		go_to_selected(ms);
		break;
	case LIST_CLOSE:
	case LIST_OTHER: /* the input line gets it */
		message_search_close(ms);
		break;
	case LIST_REDRAW:
		ms->ops.redraw(ms->ctx);
		break;
	case LIST_IGNORED:
		break;
	}
}

void
message_search_keys(struct message_search *ms, struct view *bytes)
{
	while (bytes->len > 0 && model_results(ms->model) != NULL)
		press(ms, list_key_next(bytes));
}
