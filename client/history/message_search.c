/*
 * message_search: /search: the question, what comes, and the keys while it is shown.
 */
#include <stdlib.h>

#include "client/app_state.h"
#include "client/history/fetch.h"
#include "client/input/list_keys.h"
#include "client/input/search_query.h"
#include "client/model/event_line.h"
#include "client/model/results.h"
#include "client/view/screen.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

void
app_search_close(struct app *app)
{
	results_free(app->model->results);
	app->model->results = NULL;
	app->searching = 0;
	app->model->dirty = DIRTY_ALL;
	search_query_clear(&app->search);
}

static void
ask(struct app *app)
{
	struct irc_search search = app->search.search;
	int64_t oldest = results_oldest(app->model->results);

	search.limit = fetch_limit(app, app->model->active);
	if (oldest != 0)
		search.before = oldest;
	app->search_limit = search.limit;
	app->model->results->state = RESULTS_LOADING;
	app->searching = irc_session_search(app_session(app), &search);
}

int
app_search(struct app *app, struct view words, char **cause)
{
	struct buf clean = { 0 };

	if (!irc_session_able(app_session(app), IRC_ABLE_SEARCH))
		return cause_set(cause, "This server does not support search");
	app_search_close(app);
	if (search_query_parse(&app->search, words, cause) != 0)
		return -1;
	text_clean(&clean, words, 0);
	app->model->results = results_new(buf_view(&clean));
	buf_clear(&clean);
	ask(app);
	return 0;
}

void
app_search_line(struct app *app, const struct irc_event *ev)
{
	struct event_line el;

	if (app->model->results == NULL || ev->asked != app->searching ||
	    ev->type != IRC_EV_MESSAGE || !event_line_make(&el, ev))
		return;
	results_add(app->model->results,
	    ev->room.len > 0 ? ev->room
	    : ev->self	     ? ev->target
			     : ev->who,
	    &el.line);
	event_line_clear(&el);
	app->model->dirty |= DIRTY_MESSAGES;
}

int
app_search_fetched(struct app *app, const struct irc_event *ev)
{
	struct results *r = app->model->results;

	if (r == NULL || ev->asked != app->searching)
		return 0;
	app->searching = 0;
	app->model->dirty |= DIRTY_MESSAGES;
	if (ev->text.len > 0)
		results_fail(r, ev->text);
	else
		r->state = ev->fetched < app->search_limit || results_is_full(r)
			       ? RESULTS_ALL
			       : RESULTS_MORE;
	return 1;
}

/* Choose another; at the end older ones are searched for. */
static void
move(struct app *app, int by)
{
	struct results *r = app->model->results;

	results_move(r, by);
	if (by > 0 && r->at + 1 >= r->n && r->state == RESULTS_MORE &&
	    app->model->state == LINK_ONLINE)
		ask(app);
	app->model->dirty |= DIRTY_MESSAGES;
}

/* The hit in its room, with what was said around it. */
static void
enter(struct app *app)
{
	const struct result *chosen = results_chosen(app->model->results);
	enum buffer_kind kind = BUFFER_QUERY;
	struct line to;
	struct buffer *b;

	if (chosen == NULL)
		return;
	to = chosen->line;
	line_copy_texts(&to);
	if (name_is_room(view_of(chosen->where)))
		kind = BUFFER_ROOM;
	b = model_open(app->model, kind, view_of(chosen->where));
	app_search_close(app);
	app_activate(app, b);
	app_draw(app); /* the pane has its size now */
	app_past_go(app, b, &to);
	line_clear(&to);
}

static void
press(struct app *app, enum list_key key)
{
	int page = view_results_page(&app->view);

	switch (key) {
	case LIST_UP:
		move(app, -1);
		break;
	case LIST_DOWN:
		move(app, 1);
		break;
	case LIST_PAGE_UP:
		move(app, -page);
		break;
	case LIST_PAGE_DOWN:
		move(app, page);
		break;
	case LIST_FIRST:
		move(app, -(int)app->model->results->n);
		break;
	case LIST_LAST:
		move(app, (int)app->model->results->n);
		break;
	case LIST_ENTER:
		enter(app);
		break;
	case LIST_LEAVE:
	case LIST_OTHER: /* the input line gets it */
		app_search_close(app);
		break;
	case LIST_REDRAW:
		screen_redraw();
		app_resize(app);
		break;
	case LIST_NOTHING:
		break;
	}
}

void
app_search_keys(struct app *app, struct view *bytes)
{
	while (bytes->len > 0 && app->model->results != NULL)
		press(app, list_key_next(bytes));
	app_schedule(app);
}

void
app_search_move(struct app *app, int by)
{
	move(app, by);
	app_schedule(app);
}
