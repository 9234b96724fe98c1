/*
 * app_picker: collects what can be picked from the model and the table of commands.
 */
#include "client/app_picker.h"

#include <stdlib.h>

#include <uthash.h>

#include "client/app_buffers.h"
#include "client/app_chooser.h"
#include "client/app_state.h"
#include "client/app_trust.h"
#include "client/commands/alias.h"
#include "client/commands/table.h"
#include "client/model/chooser.h"
#include "client/view/pane.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum pick { PICK_BUFFER, PICK_PERSON, PICK_COMMAND };

enum {
	PEOPLE_MAX = 20000,
	ROOMS_NAMED = 60, /* bytes of the names of a person's rooms */

	/* How likely each row is: see chooser_row. */
	WEIGHT_RECENT = 400, /* the room before; less for those shown earlier */
	WEIGHT_STEP = 20,
	WEIGHT_MENTION = 150,
	WEIGHT_UNREAD = 40,
	WEIGHT_SPOKE =
	    300, /* a person who spoke just now; less by the minute */
	WEIGHT_PERSON = 60,
	MINUTES_MAX = 240
};

/* A member of one or several rooms. */
struct person {
	const char *nick, *folded;
	int64_t spoke;
	struct buf rooms;
	UT_hash_handle hh;
};

/* Put a command in front of what the user has typed, which becomes its argument. */
static void
put_command(struct app *app, const char *name)
{
	char *text;

	xasprintf(&text, "%s ", name);
	app_trust_pasted(app);
	editor_insert_before(view_of(text));
	free(text);
}

static void
choose(const struct chooser_row *row, int by_tab, void *arg)
{
	struct app *app = arg;
	struct command_context *commands = &app_network_active(app)->commands;

	(void)by_tab;
	switch ((enum pick)row->kind) {
	case PICK_BUFFER:
		app_activate(app, model_find_id(app->model, row->id));
		break;
	case PICK_PERSON:
		commands->ops->open_query(view_of(row->text), commands->ctx);
		break;
	case PICK_COMMAND:
		put_command(app, row->text);
		break;
	}
}

static const struct chooser_ops picker = { N_("Go to"), N_("choose"), NULL,
	N_("Nothing to choose."), choose };

/* Return how many other buffers were shown since this one was. */
static int
shown_since(const struct model *m, const struct buffer *b)
{
	const struct buffer *other;
	int n = 0;

	TAILQ_FOREACH (other, &m->buffers, link)
		n += other != m->active && other->viewed > b->viewed;
	return n;
}

static int
weight_of_buffer(const struct model *m, const struct buffer *b)
{
	int weight = b->kind == BUFFER_SERVER ? 0 : WEIGHT_PERSON;

	if (b == m->active)
		return 0;
	if (b->viewed > 0)
		weight = WEIGHT_RECENT - shown_since(m, b) * WEIGHT_STEP;
	if (b->viewed > 0 && weight < WEIGHT_PERSON)
		weight = WEIGHT_PERSON;
	if (b->mentions > 0)
		weight += WEIGHT_MENTION;
	else if (b->unread > 0)
		weight += WEIGHT_UNREAD;
	return weight;
}

static void
add_buffer(struct chooser *ch, const struct model *m, const struct buffer *b)
{
	struct buf detail = { 0 };

	if (b->mentions > 0)
		buf_printf(&detail,
		    ngettext("%u mention", "%u mentions", b->mentions),
		    b->mentions);
	else if (b->unread > 0)
		buf_printf(&detail,
		    ngettext("%u unread", "%u unread", b->unread), b->unread);
	if (detail.len > 0)
		buf_add_str(&detail, "  ");
	if (b->kind == BUFFER_ROOM && b->topic != NULL)
		buf_add_str(&detail, b->topic);
	else if (b->kind == BUFFER_QUERY)
		buf_add_str(&detail, _("private chat"));
	else if (b->kind == BUFFER_SERVER)
		buf_add_str(&detail, _("the server's window"));
	chooser_add(ch, pane_buffer_name(b), buf_view(&detail), PICK_BUFFER,
	    b->id, weight_of_buffer(m, b));
	buf_clear(&detail);
}

static void
add_person(struct person **people, const struct network *network,
    const struct roster_member *member, const struct buffer *room)
{
	struct person *p;

	HASH_FIND_STR(*people, member->folded, p);
	if (p == NULL) {
		if (HASH_COUNT(*people) >= PEOPLE_MAX ||
		    name_equal(view_of(member->nick), view_of(network->nick)) ||
		    model_find(network, view_of(member->nick)) != NULL)
			return;
		p = xcalloc(1, sizeof(*p));
		p->nick = member->nick;
		p->folded = member->folded;
		HASH_ADD_KEYPTR(hh, *people, p->folded, strlen(p->folded), p);
	}
	if (member->spoke > p->spoke)
		p->spoke = member->spoke;
	if (p->rooms.len < ROOMS_NAMED)
		buf_printf(
		    &p->rooms, p->rooms.len > 0 ? " %s" : "%s", room->name);
}

static int
weight_of_person(const struct person *p)
{
	int64_t minutes = (clock_ms() - p->spoke) / 60000;

	if (p->spoke == 0 || minutes > MINUTES_MAX)
		return WEIGHT_PERSON;
	if (minutes < 0)
		minutes = 0;
	return WEIGHT_SPOKE - (int)minutes;
}

static int
by_name(const struct person *a, const struct person *b)
{
	return strcmp(a->folded, b->folded);
}

/* Add the members of all rooms of this network. Leave out people who have an open query: they are listed already. */
static void
add_people(struct chooser *ch, const struct network *network)
{
	struct person *people = NULL, *p, *next;
	const struct buffer *b;

	NETWORK_FOREACH (b, network)
		for (size_t i = 0; i < b->roster.n; i++)
			if (!b->roster.v[i]->visitor)
				add_person(&people, network, b->roster.v[i], b);
	HASH_SORT(people, by_name);
	HASH_ITER (hh, people, p, next) {
		HASH_DEL(people, p);
		chooser_add(ch, view_of(p->nick), buf_view(&p->rooms),
		    PICK_PERSON, 0, weight_of_person(p));
		buf_clear(&p->rooms);
		free(p);
	}
}

static void
add_commands(struct chooser *ch)
{
	const struct command_row *r = NULL;
	char *name;

	while ((r = command_next(r)) != NULL) {
		if (r->name[1] == '\0')
			continue; /* quicker to type */
		xasprintf(&name, "/%s", r->name);
		chooser_add(
		    ch, view_of(name), view_of(_(r->help)), PICK_COMMAND, 0, 0);
		free(name);
	}
}

static void
add_aliases(struct chooser *ch)
{
	struct view name;
	char *text;

	for (size_t i = 0; (name = alias_name(i)).len > 0; i++) {
		xasprintf(&text, "/%.*s", VIEW_ARG(name));
		chooser_add(ch, view_of(text), view_of(alias_find(name)),
		    PICK_COMMAND, 0, 0);
		free(text);
	}
}

void
app_picker_open(struct app *app)
{
	struct chooser *ch = chooser_new(&picker, app);
	const struct buffer *b;

	TAILQ_FOREACH (b, &app->model->buffers, link)
		add_buffer(ch, app->model, b);
	add_people(ch, model_network(app->model));
	add_commands(ch);
	add_aliases(ch);
	app_chooser_show(app, ch);
}
