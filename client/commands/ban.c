/*
 * ban: keeping people out of rooms and silent in them, by a mask that means them and few
 * others; and ranks. Who somebody is, the server is asked first.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_commands.h"
#include "client/app_state.h"
#include "client/commands/parse.h"
#include "common/duration.h"
#include "common/names.h"
#include "common/xmalloc.h"

#define YEARS_MAX (10 * 365 * 86400LL) /* in seconds */

enum { MASKS_MAX = 3 };

/* What is to be done when it is known who is meant. */
struct ban_wish {
	enum command_id what;
	char *room;
	char *who;	 /* a nick, or a mask */
	char *time;	 /* NULL: for good */
	char *why;	 /* NULL: not to be put out */
	uint64_t origin; /* the buffer where it was typed */
	STAILQ_ENTRY(ban_wish) next;
};

static void
wish_free(struct ban_wish *w)
{
	free(w->room);
	free(w->who);
	free(w->time);
	free(w->why);
	free(w);
}

static void
drop_first(struct app *app)
{
	struct ban_wish *w = STAILQ_FIRST(&app->bans);

	STAILQ_REMOVE_HEAD(&app->bans, next);
	wish_free(w);
}

void
app_bans_clear(struct app *app)
{
	while (!STAILQ_EMPTY(&app->bans))
		drop_first(app);
}

/* "10m too loud": a time, if it is one, and the rest. */
static void
take_words(struct ban_wish *w, struct view rest)
{
	struct view after = rest, word;
	long long seconds;

	if (view_cut(&after, ' ', &word) && word.len > 0 &&
	    isdigit((unsigned char)*word.p) &&
	    duration_parse(word, YEARS_MAX, &seconds) == 0) {
		w->time = xviewdup(word);
		rest = after;
	}
	while (rest.len > 0 && *rest.p == ' ') {
		rest.p++;
		rest.len--;
	}
	if (rest.len > 0)
		w->why = xviewdup(rest);
}

/* A host that is ours too, or this machine, is shared: a ban on it would mean others. */
static int
is_shared(struct app *app, struct view host)
{
	const char *mine = irc_session_my_host(app_session(app));

	return (mine != NULL && view_equal_nocase(host, view_of(mine))) ||
	       view_equal(host, VIEW("localhost")) ||
	       view_equal(host, VIEW("::1")) ||
	       view_has_prefix(host, VIEW("127."));
}

static void
add_by_account(struct app *app, char *masks[], size_t *n, struct view account)
{
	const char *begin = irc_session_extban(app_session(app), 'a');

	if (begin != NULL && account.len > 0)
		xasprintf(&masks[(*n)++], "%s%.*s", begin, VIEW_ARG(account));
}

static void
add_by_host(struct app *app, char *masks[], size_t *n, struct view userhost)
{
	struct view host = userhost, user;

	if (userhost.len > 0 && view_cut(&host, '@', &user) && host.len > 0 &&
	    !is_shared(app, host))
		xasprintf(&masks[(*n)++], "*!*@%.*s", VIEW_ARG(host));
}

/*
 * The masks that may mean somebody, the best first: by account, by host, by nick. What is no
 * nick is a mask.
 */
static size_t
find_masks(struct app *app, const struct ban_wish *w,
    const struct irc_event *person, char *masks[MASKS_MAX])
{
	size_t n = 0;

	if (!nick_valid(view_of(w->who))) {
		masks[n++] = xstrdup(w->who);
		return n;
	}
	if (person != NULL) {
		add_by_account(app, masks, &n, person->text);
		add_by_host(app, masks, &n, person->userhost);
	}
	xasprintf(&masks[n++], "%s!*@*", w->who);
	return n;
}

/* With all of them it is certain that they are free again. */
static void
lift(struct app *app, const struct ban_wish *w, char *masks[], size_t n)
{
	struct view params[2 + MASKS_MAX] = { view_of(w->room), VIEW("-b") };
	char letters[] = "-bbb";
	size_t i;

	letters[1 + n] = '\0';
	params[1] = view_of(letters);
	for (i = 0; i < n; i++)
		params[2 + i] = view_of(masks[i]);
	app_send_command(app, "MODE", params, 2 + n);
}

/* Of a room that is not open nothing is known: the server will say. */
static int
is_in_room(struct app *app, const struct ban_wish *w)
{
	const struct buffer *b = model_find(app->model, view_of(w->room));

	return b == NULL || !b->joined || b->entering ||
	       roster_find(&b->roster, view_of(w->who)) != NULL;
}

static void
set(struct app *app, const struct ban_wish *w, const char *mask)
{
	struct view params[3] = { view_of(w->room), VIEW("+b"), view_of(mask) };
	struct view kick[3] = { view_of(w->room), view_of(w->who), VIEW("") };

	if (w->time != NULL)
		params[1] = view_of(w->time);
	app_send_command(app, w->time != NULL ? "TBAN" : "MODE", params, 3);
	if (w->why == NULL || w->what != COMMAND_BAN ||
	    !nick_valid(view_of(w->who)) || !is_in_room(app, w))
		return;
	kick[2] = view_of(w->why);
	app_send_command(app, "KICK", kick, 3);
}

static void
make_mute(struct app *app, char **mask)
{
	char *mute;

	xasprintf(
	    &mute, "%s%s", irc_session_extban(app_session(app), 'm'), *mask);
	free(*mask);
	*mask = mute;
}

static void
carry_out(
    struct app *app, const struct ban_wish *w, const struct irc_event *person)
{
	uint64_t before = app_ask_from(app, w->origin);
	char *masks[MASKS_MAX];
	size_t n = find_masks(app, w, person, masks), i;

	for (i = 0; i < n; i++)
		if (w->what == COMMAND_MUTE || w->what == COMMAND_UNMUTE)
			make_mute(app, &masks[i]);
	if (w->what == COMMAND_UNBAN || w->what == COMMAND_UNMUTE)
		lift(app, w, masks, n);
	else
		set(app, w, masks[0]);
	for (i = 0; i < n; i++)
		free(masks[i]);
	app_ask_from(app, before);
}

/* The server is asked for one after the other; what it can't say is done without. */
static void
go_on(struct app *app)
{
	struct ban_wish *w;

	while ((w = STAILQ_FIRST(&app->bans)) != NULL &&
	       irc_session_ask_person(app_session(app), view_of(w->who)) != 0) {
		carry_out(app, w, NULL);
		drop_first(app);
	}
}

void
app_on_person(struct app *app, const struct irc_event *ev)
{
	struct ban_wish *w = STAILQ_FIRST(&app->bans);

	if (w == NULL || !name_equal(ev->object, view_of(w->who)))
		return;
	carry_out(app, w, ev);
	drop_first(app);
	go_on(app);
}

static void
add(struct app *app, struct ban_wish *w)
{
	int is_first = STAILQ_EMPTY(&app->bans);

	STAILQ_INSERT_TAIL(&app->bans, w, next);
	if (is_first)
		go_on(app);
}

int
app_run_ban(struct app *app, const struct command *c)
{
	struct irc_session *s = app_session(app);
	struct view room = app_room_of(app, c);
	struct ban_wish *w;

	if (room.len == 0)
		return -1;
	if ((c->id == COMMAND_MUTE || c->id == COMMAND_UNMUTE) &&
	    irc_session_extban(s, 'm') == NULL)
		return app_fail(app, "This server does not support mutes");
	w = xcalloc(1, sizeof(*w));
	w->what = c->id;
	w->origin = app->model->active->id;
	w->room = xviewdup(room);
	w->who = xviewdup(c->args[0]);
	if (c->nargs > 1)
		take_words(w, c->args[1]);
	if (w->time == NULL || irc_session_has_timed_bans(s)) {
		add(app, w);
		return 0;
	}
	wish_free(w);
	return app_fail(app,
	    "This server does not support bans with a time. Leave the time "
	    "out.");
}

/* A MODE for each nick: not every server takes several at once. */
int
app_run_rank(struct app *app, const struct command *c)
{
	struct view params[3] = { app_room_of(app, c) }, rest = c->args[0];

	if (params[0].len == 0)
		return -1;
	switch (c->id) {
	case COMMAND_OP:
		params[1] = VIEW("+o");
		break;
	case COMMAND_DEOP:
		params[1] = VIEW("-o");
		break;
	case COMMAND_VOICE:
		params[1] = VIEW("+v");
		break;
	default:
		params[1] = VIEW("-v");
		break;
	}
	while (view_cut(&rest, ' ', &params[2]))
		if (params[2].len > 0)
			app_send_command(app, "MODE", params, 3);
	return 0;
}
