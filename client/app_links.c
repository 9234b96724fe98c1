/*
 * app_links: collects the links of the lines and the topic.
 */
#include "client/app_links.h"

#include <stdlib.h>

#include <uthash.h>

#include "client/app_chooser.h"
#include "client/app_copy.h"
#include "client/app_state.h"
#include "client/model/chooser.h"
#include "client/model/links.h"
#include "client/open_link.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { LINKS_MAX = 1000 };

static void
open_chosen(struct app *app, const char *uri)
{
	char *cause = NULL;

	if (open_link(&app->config->url_command, uri, &cause) == 0)
		return;
	model_error(app->model, app->model->active,
	    _("The link was not opened: %s"), cause);
	free(cause);
}

static void
choose(const struct chooser_row *row, int by_tab, void *arg)
{
	struct app *app = arg;
	struct buf uri = { 0 };

	link_uri(view_of(row->text), &uri);
	if (by_tab)
		app_copy_text(app, buf_view(&uri));
	else
		open_chosen(app, buf_str(&uri));
	buf_clear(&uri);
}

static const struct chooser_ops links = { N_("Links"), N_("open"), N_("copy"),
	N_("There are no links here."), choose };

/* A link that is in the list. */
struct seen {
	char *url;
	UT_hash_handle hh;
};

struct collector {
	struct chooser *ch;
	struct seen *seen; /* hash: each link is listed once */
};

static void
add_link(struct collector *c, struct view url, struct view detail, int weight)
{
	struct seen *s;

	HASH_FIND(hh, c->seen, url.p, url.len, s);
	if (s != NULL || HASH_COUNT(c->seen) >= LINKS_MAX)
		return;
	s = xcalloc(1, sizeof(*s));
	s->url = xviewdup(url);
	HASH_ADD_KEYPTR(hh, c->seen, s->url, url.len, s);
	chooser_add(c->ch, url, detail, 0, 0, weight);
}

static void
add_links(struct collector *c, struct view text, struct view detail, int weight)
{
	struct link_span span = { 0 };

	while (link_next(text, &span))
		add_link(c,
		    (struct view){ text.p + span.from, span.to - span.from },
		    detail, weight);
}

static void
add_line(struct collector *c, const struct line *line, const struct app *app)
{
	struct buf text = { 0 }, detail = { 0 };

	if (line->nick != NULL)
		buf_printf(&detail, "%s ", line->nick);
	app_chooser_add_time(app, line->time, &detail);
	line_to_text(line, &text);
	add_links(c, buf_view(&text), buf_view(&detail), 1);
	buf_clear(&text);
	buf_clear(&detail);
}

static void
forget_seen(struct collector *c)
{
	struct seen *s, *next;

	HASH_ITER (hh, c->seen, s, next) {
		HASH_DEL(c->seen, s);
		free(s->url);
		free(s);
	}
}

void
app_links_open(struct app *app)
{
	const struct buffer *b = app->model->active;
	struct collector c = { .ch = chooser_new(&links, app) };

	/* Those of the topic are listed last, but as the topic's. */
	if (b->topic != NULL)
		add_links(&c, view_of(b->topic), view_of(_("topic")), 0);
	for (size_t i = b->n; i > 0; i--)
		if (!buffer_hides(b, buffer_line(b, i - 1)))
			add_line(&c, buffer_line(b, i - 1), app);
	forget_seen(&c);
	app_chooser_show(app, c.ch);
}
