/*
 * app_pager: the keys of the pager.
 */
#include "client/app_pager.h"

#include <stdlib.h>

#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/commands/help.h"
#include "client/input/pager_keys.h"
#include "client/model/pager.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

void
app_pager_show(struct app *app, struct pager *p)
{
	struct overlay *shown = &app->model->overlay;

	if (shown->kind == OVERLAY_PAGER) {
		p->below = shown->pager;
		shown->pager = p;
		app->model->dirty = DIRTY_ALL;
	} else {
		model_show_overlay(app->model,
		    (struct overlay){ OVERLAY_PAGER, { .pager = p } });
	}
	app_schedule(app);
}

/* Keep a page, to show it again. */
static void
keep(struct app *app, struct pager *p)
{
	pager_free(app->closed_page);
	app->closed_page = p;
}

void
app_pager_close(struct app *app)
{
	keep(app, app->model->overlay.pager);
	app->model->overlay.pager = NULL;
	model_show_overlay(app->model, (struct overlay){ 0 });
}

int
app_pager_reopen(struct app *app)
{
	struct pager *p = app->closed_page;

	if (p == NULL)
		return -1;
	app->closed_page = NULL;
	app_pager_show(app, p);
	return 0;
}

void
app_pager_show_answer(struct app *app, struct pager *p, struct buffer *b)
{
	struct model *m = app->model;

	if (m->active == b && m->overlay.kind == OVERLAY_NONE &&
	    (!app->editing || editor_text().len == 0)) {
		app_pager_show(app, p);
		return;
	}
	model_info(m, b,
	    ngettext("The answer has %zu row. /pager shows it.",
		"The answer has %zu rows. /pager shows it.", p->n),
	    p->n);
	keep(app, p);
}

void
app_pager_scroll(struct app *app, int rows)
{
	struct pager *p = app->model->overlay.pager;

	for (; rows < 0; rows++)
		pager_move(p, -1);
	for (; rows > 0; rows--)
		pager_move(p, 1);
	app->model->dirty |= DIRTY_MESSAGES;
}

/* Close the pager and run a command for the selected row, such as /whois for a nick. */
static void
run_selected(struct app *app, const char *command)
{
	struct app_network *net = app_network_active(app);
	char *line = xstrdup(command);
	struct command c;

	app_pager_close(app);
	irc_session_origin(net->session, app->model->active->id);
	command_run(&net->commands, view_of(line), &c);
	irc_session_origin(net->session, 0);
	free(line);
}

/* Explain the command, key or setting under the cursor. */
static void
open_selected(struct app *app)
{
	const struct pager_row *row = pager_selected(app->model->overlay.pager);
	struct pager *page = NULL;

	if (row != NULL && row->link != NULL && row->link[0] == '!') {
		run_selected(app, row->link + 1);
		return;
	}

	if (row != NULL && row->link != NULL)
		page = help_page(
		    &app_network_active(app)->commands, view_of(row->link));
	if (page != NULL)
		app_pager_show(app, page);
}

/* Return to the page from which this one was opened, or close the only one. */
static void
go_back(struct app *app)
{
	struct pager *p = app->model->overlay.pager;

	if (p->below == NULL) {
		app_pager_close(app);
		return;
	}
	app->model->overlay.pager = p->below;
	p->below = NULL;
	pager_free(p);
	app->model->dirty = DIRTY_ALL;
}

static void
press(struct app *app, enum pager_key key)
{
	struct pager *p = app->model->overlay.pager;

	switch (key) {
	case PAGER_UP:
		pager_move(p, -1);
		break;
	case PAGER_DOWN:
		pager_move(p, 1);
		break;
	case PAGER_PAGE_UP:
		pager_page(p, -1);
		break;
	case PAGER_PAGE_DOWN:
		pager_page(p, 1);
		break;
	case PAGER_FIRST:
		pager_first(p);
		break;
	case PAGER_LAST:
		pager_last(p);
		break;
	case PAGER_OPEN:
		open_selected(app);
		break;
	case PAGER_BACK:
		go_back(app);
		break;
	case PAGER_SEARCH:
		pager_search_begin(p);
		break;
	case PAGER_NEXT:
		pager_search_next(p, 1);
		break;
	case PAGER_PREVIOUS:
		pager_search_next(p, -1);
		break;
	case PAGER_REDRAW:
		app_redraw(app);
		break;
	case PAGER_CLOSE:
	case PAGER_OTHER: /* the editor gets it */
		app_pager_close(app);
		break;
	case PAGER_IGNORED:
		break;
	}
	app->model->dirty |= DIRTY_MESSAGES;
}

/* Handle the keys of the search prompt: text, Backspace, Enter and Escape. */
static void
type(struct pager *p, struct view *bytes)
{
	struct view text = { bytes->p, 0 };

	while (text.len < bytes->len &&
	       (unsigned char)bytes->p[text.len] >= ' ' &&
	       bytes->p[text.len] != '\177')
		text.len++;
	if (text.len > 0) {
		pager_search_type(p, text);
		bytes->p += text.len;
		bytes->len -= text.len;
		return;
	}
	switch (pager_key_next(bytes)) {
	case PAGER_OPEN:
		pager_search_end(p, 1);
		break;
	case PAGER_BACK:
		pager_search_erase(p);
		break;
	case PAGER_CLOSE:
	case PAGER_OTHER:
		pager_search_end(p, 0);
		break;
	default:
		break;
	}
}

void
app_pager_keys(struct app *app, struct view *bytes)
{
	while (bytes->len > 0 && app->model->overlay.kind == OVERLAY_PAGER) {
		if (app->model->overlay.pager->typing)
			type(app->model->overlay.pager, bytes);
		else
			press(app, pager_key_next(bytes));
		app->model->dirty |= DIRTY_MESSAGES;
	}
}
