/*
 * settings_commands: commands that show, change and save settings: /set, /unset, /save, /reload, /alias, /unalias, /bind,
 * /unbind.
 */
#include <stdlib.h>
#include <string.h>

#include "client/commands/alias.h"
#include "client/commands/context.h"
#include "client/commands/parse.h"
#include "client/commands/table.h"
#include "client/config/live_settings.h"
#include "client/input/key_bindings.h"
#include "client/irc/words.h"
#include "client/model/pager.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/settings_print.h"
#include "common/xmalloc.h"

/* The arguments of /set and /unset. */
struct request {
	struct settings_place place;
	struct view name, value;
	int has_value;
};

/* Cut "-server" or "-room [ROOM]" off. Returns 0, or -1 after showing an error. */
static int
take_place(
    struct command_context *x, struct view *rest, struct settings_place *place)
{
	struct view after = *rest, word = words_take(&after);

	*place = (struct settings_place){ SETTINGS_GLOBAL, VIEW("") };
	if (word.len == 0 || word.p[0] != '-')
		return 0;
	*rest = after;
	if (view_equal_nocase(word, VIEW("-server"))) {
		place->scope = SETTINGS_SERVER;
		return 0;
	}
	if (!view_equal_nocase(word, VIEW("-room")))
		return command_fail(x,
		    _("There is no option %.*s. Options: -server, -room."),
		    VIEW_ARG(word));
	place->scope = SETTINGS_ROOM;
	place->room = x->ops->target(x->ctx);
	word = words_take(&after);
	if (name_is_room(word)) {
		place->room = word;
		*rest = after;
	}
	if (place->room.len == 0)
		return command_fail(
		    x, _("Go to a room first, or write -room ROOM."));
	return 0;
}

/* A value in quotes may be empty. */
static void
take_value(struct view *rest, struct request *r)
{
	r->value = words_trim(*rest);
	r->has_value = r->value.len > 0;
	if (r->value.len >= 2 && r->value.p[0] == '"' &&
	    r->value.p[r->value.len - 1] == '"') {
		r->value.p++;
		r->value.len -= 2;
	}
}

static int
parse_request(
    struct command_context *x, const struct command *c, struct request *r)
{
	struct view rest = c->args[0];

	*r = (struct request){ 0 };
	if (take_place(x, &rest, &r->place) != 0)
		return -1;
	r->name = words_take(&rest);
	take_value(&rest, r);
	return 0;
}

/* The settings as they apply in that place. */
static const struct client_config *
settings_of(const struct command_context *x, const struct settings_place *place)
{
	return place->scope == SETTINGS_ROOM
		   ? client_config_room(x->config, place->room)
		   : x->config;
}

static void
add_value(const struct setting *s, const struct client_config *config,
    struct buf *out)
{
	size_t before = out->len;

	setting_format(s, config, out);
	if (out->len == before)
		buf_add_str(out, _("(none)"));
}

/* True if /set lists it. */
static int
is_listed(const struct setting *s)
{
	return setting_in_file(s) && s->type != SETTING_SECTIONS;
}

static int
fits(const struct setting *s, struct view pattern)
{
	struct buf mask = { 0 };
	int found;

	if (pattern.len == 0)
		return 1;
	buf_printf(&mask, "*%.*s*", VIEW_ARG(pattern));
	found = mask_match(buf_view(&mask), view_of(s->name));
	buf_clear(&mask);
	return found;
}

/* Add a row such as "yes (default: no)". */
static void
add_row(struct pager *p, const struct setting *s,
    const struct client_config *config)
{
	const struct client_config *defaults = client_config_defaults();
	struct buf value = { 0 }, def = { 0 }, text = { 0 };
	char *link;

	add_value(s, config, &value);
	setting_format(s, defaults, &def);
	if (def.len == 0 || settings_equal_row(s, config, defaults))
		buf_add_view(&text, buf_view(&value));
	else
		buf_printf(&text, _("%s  (default: %s)"), buf_str(&value),
		    buf_str(&def));
	xasprintf(&link, "=%s", s->name);
	pager_add(p, view_of(s->name), buf_view(&text), link);
	free(link);
	buf_clear(&value);
	buf_clear(&def);
	buf_clear(&text);
}

static int
list(struct command_context *x, const struct request *r)
{
	const struct setting *s = live_settings_table(r->place.scope);
	struct pager *p = pager_new(_("Settings"));
	size_t n = 0;

	for (; s->name != NULL; s++)
		if (is_listed(s) && fits(s, r->name)) {
			add_row(p, s, settings_of(x, &r->place));
			n++;
		}
	if (n > 0) {
		command_show(x, p);
		return 0;
	}
	pager_free(p);
	return command_fail(x, _("There is no setting %.*s. /set lists all."),
	    VIEW_ARG(r->name));
}

/* Say where the value comes from. */
static void
print_source(struct command_context *x, const struct settings_place *place,
    const struct setting *s)
{
	const char *title;

	switch (live_settings_source(x->config, place, s->name, &title)) {
	case SOURCE_DEFAULT:
	case SOURCE_GLOBAL:
		break;
	case SOURCE_SERVER:
		command_print(
		    x, _("The section \"server %s\" sets it."), title);
		break;
	case SOURCE_ARGUMENTS:
		command_print(x, "%s", _("The command line set it."));
		break;
	case SOURCE_ROOM:
		command_print(x, _("The section \"room %s\" sets it."), title);
		break;
	}
}

/* Say when a change takes effect, unless it does so at once. */
static void
print_effect(struct command_context *x, const struct setting *s)
{
	if (s->flags & SETTING_RECONNECT)
		command_print(x, "%s",
		    _("It takes effect with the next connection "
		      "(/reconnect)."));
	else if (!(s->flags & SETTING_RELOAD))
		command_print(x, "%s",
		    _("It takes effect at the next start: save it with "
		      "/save."));
}

static int
show(
    struct command_context *x, const struct request *r, const struct setting *s)
{
	struct buf value = { 0 }, facts = { 0 };

	add_value(s, settings_of(x, &r->place), &value);
	settings_facts(live_settings_table(r->place.scope), s, &facts);
	command_print(x, "%s = %s", s->name, buf_str(&value));
	if (facts.len > 0)
		command_print(x, "%s (%s)", _(s->help), buf_str(&facts));
	else
		command_print(x, "%s", _(s->help));
	print_source(x, &r->place, s);
	print_effect(x, s);
	buf_clear(&value);
	buf_clear(&facts);
	return 0;
}

/* A value for all servers does not change what the section of this one says. */
static void
print_override(
    struct command_context *x, const struct request *r, const struct setting *s)
{
	struct settings_place here = { SETTINGS_ROOM, x->ops->target(x->ctx) };
	enum settings_source source;
	const char *title;

	if (r->place.scope == SETTINGS_ROOM)
		return;
	source = live_settings_source(x->config, &here, s->name, &title);
	if (source == SOURCE_ROOM)
		command_print(x,
		    _("Here, the section \"room %s\" has another value: /set "
		      "-room changes it."),
		    title);
	else if (source == SOURCE_SERVER && r->place.scope == SETTINGS_GLOBAL)
		command_print(x,
		    _("On this server, the section \"server %s\" has another "
		      "value: /set -server changes it."),
		    title);
}

static void
print_change(
    struct command_context *x, const struct request *r, const struct setting *s)
{
	struct buf value = { 0 };

	add_value(s, settings_of(x, &r->place), &value);
	if (!(s->flags & (SETTING_RECONNECT | SETTING_RELOAD)))
		command_print(x,
		    _("%s will be %s at the next start, if you /save it."),
		    s->name, buf_str(&value));
	else if (r->place.scope == SETTINGS_ROOM)
		command_print(x, _("%s is %s in %.*s now. /save keeps it."),
		    s->name, buf_str(&value), VIEW_ARG(r->place.room));
	else if (r->place.scope == SETTINGS_SERVER)
		command_print(x,
		    _("%s is %s on this server now. /save keeps it."), s->name,
		    buf_str(&value));
	else
		command_print(x, _("%s is %s now. /save keeps it."), s->name,
		    buf_str(&value));
	if (s->flags & SETTING_RECONNECT)
		print_effect(x, s);
	print_override(x, r, s);
	buf_clear(&value);
}

/* Change a value; NULL: unset it. */
static int
change(struct command_context *x, const struct request *r, const char *value)
{
	char *name = xviewdup(r->name), *cause = NULL;
	int rc = live_settings_set(x->config, &r->place, name, value, &cause);

	if (rc == 0)
		print_change(x, r,
		    settings_find(live_settings_table(r->place.scope), name));
	else
		command_fail(x, "%s: %s", name, cause);
	free(name);
	free(cause);
	return rc;
}

static const struct setting *
find_setting(enum settings_scope scope, struct view name)
{
	const struct setting *s;

	for (s = live_settings_table(scope); s->name != NULL; s++)
		if (view_equal_nocase(name, view_of(s->name)))
			return is_listed(s) ? s : NULL;
	return NULL;
}

static int
run_set(struct command_context *x, const struct command *c)
{
	const struct setting *s;
	struct request r;
	char *value;
	int rc;

	if (parse_request(x, c, &r) != 0)
		return -1;
	s = find_setting(r.place.scope, r.name);
	if (!r.has_value)
		return s == NULL ? list(x, &r) : show(x, &r, s);
	value = xviewdup(r.value);
	rc = change(x, &r, value);
	free(value);
	return rc;
}

static int
run_unset(struct command_context *x, const struct command *c)
{
	struct request r;
	char *cause = NULL;

	if (parse_request(x, c, &r) != 0)
		return -1;
	if (r.name.len == 0 || r.has_value) {
		command_usage(c->row, &cause);
		return command_fail_cause(x, cause);
	}
	return change(x, &r, NULL);
}

/* List what is not in the file. */
static void
print_unsaved(struct command_context *x)
{
	struct string_list list = { 0 };

	live_settings_unsaved(x->config, &list);
	for (size_t i = 0; i < list.n; i++)
		command_print(x, _("Not saved: %s"), list.v[i]);
	string_list_clear(&list);
}

static int
run_save(struct command_context *x, const struct command *c)
{
	struct string_list unsaved = { 0 };
	char *cause = NULL;
	size_t n;

	(void)c;
	live_settings_unsaved(x->config, &unsaved);
	n = unsaved.n;
	string_list_clear(&unsaved);
	if (n == 0) {
		command_print(x, "%s", _("There is nothing to save."));
		return 0;
	}
	if (live_settings_save(x->config, &cause) == 0) {
		command_print(x,
		    ngettext("Saved %zu setting in %s.",
			"Saved %zu settings in %s.", n),
		    n, live_settings_file(x->config));
		return 0;
	}
	command_fail_cause(x, cause);
	print_unsaved(x);
	return command_fail(x,
	    _("The file is unchanged. These settings stay in effect until "
	      "tchat ends. /reload reads the file and keeps them; then /save "
	      "again."));
}

static int
run_reload(struct command_context *x, const struct command *c)
{
	char *cause = NULL;

	(void)c;
	if (live_settings_reload(x->config, &cause) != 0) {
		command_fail_cause(x, cause);
		return command_fail(
		    x, _("Nothing was changed. Correct the file first."));
	}
	command_print(x, "%s",
	    _("tchat.conf was read again. Settings that you changed and did "
	      "not save stay as they are."));
	print_unsaved(x);
	return 0;
}

/* Set a list by its items; the context's settings have another one. */
static int
set_list(struct command_context *x, const char *name,
    const struct string_list *items)
{
	const struct settings_place everywhere = { SETTINGS_GLOBAL, VIEW("") };
	const struct setting *s = settings_find(client_config_settings, name);
	struct client_config *scratch = xcalloc(1, sizeof(*scratch));
	struct buf text = { 0 };
	char *cause = NULL;
	int rc;

	*(struct string_list *)setting_field(s, scratch) = *items;
	setting_format(s, scratch, &text);
	rc = live_settings_set(
	    x->config, &everywhere, name, buf_str(&text), &cause);
	buf_clear(&text);
	free(scratch);
	return rc == 0 ? 0 : command_fail_cause(x, cause);
}

/* Replace item i of a list by another, or remove it (item NULL). i past the end: add. */
static int
change_list(struct command_context *x, const char *name,
    const struct string_list *now, size_t i, const char *item)
{
	struct string_list next = { 0 };
	int rc;

	for (size_t k = 0; k < now->n; k++)
		if (k != i)
			string_list_add(&next, now->v[k]);
		else if (item != NULL)
			string_list_add(&next, item);
	if (i >= now->n)
		string_list_add(&next, item);
	rc = set_list(x, name, &next);
	string_list_clear(&next);
	return rc;
}

static int
list_aliases(struct command_context *x)
{
	const struct string_list *list = &x->config->aliases;
	struct view name;

	if (list->n == 0)
		command_print(
		    x, "%s", _("There are no aliases: /alias NAME COMMAND"));
	for (size_t i = 0; i < list->n; i++) {
		name = alias_name(i);
		command_print(x, "/%.*s: %s", VIEW_ARG(name), alias_find(name));
	}
	return 0;
}

/* An alias with the name of these could not be removed any more. */
static int
is_needed(struct view name)
{
	return view_equal_nocase(name, VIEW("alias")) ||
	       view_equal_nocase(name, VIEW("unalias"));
}

static int
run_alias(struct command_context *x, const struct command *c)
{
	const struct string_list *now = &x->config->aliases;
	struct view name = c->args[0], command = c->args[1];
	int i, rc;
	char *item;

	if (c->nargs == 0)
		return list_aliases(x);
	if (view_has_prefix(name, VIEW("/"))) {
		name.p++;
		name.len--;
	}
	i = alias_index(now, name);
	if (c->nargs == 1 && i == -1)
		return command_fail(
		    x, _("There is no alias %.*s."), VIEW_ARG(name));
	if (c->nargs == 1) {
		command_print(x, "/%.*s: %s", VIEW_ARG(name), alias_find(name));
		return 0;
	}
	if (is_needed(name))
		return command_fail(
		    x, _("/%.*s cannot be an alias."), VIEW_ARG(name));
	xasprintf(&item, "%.*s %s%.*s", VIEW_ARG(name),
	    view_has_prefix(command, VIEW("/")) ? "" : "/", VIEW_ARG(command));
	rc = change_list(x, "alias", now, i == -1 ? now->n : (size_t)i, item);
	if (rc == 0)
		command_print(x, _("/%.*s means %s now. /save keeps it."),
		    VIEW_ARG(name), alias_find(name));
	free(item);
	return rc;
}

static int
run_unalias(struct command_context *x, const struct command *c)
{
	const struct string_list *now = &x->config->aliases;
	struct view name = c->args[0];
	int i;

	if (view_has_prefix(name, VIEW("/"))) {
		name.p++;
		name.len--;
	}
	i = alias_index(now, name);
	if (i == -1)
		return command_fail(
		    x, _("There is no alias %.*s."), VIEW_ARG(name));
	if (change_list(x, "alias", now, (size_t)i, NULL) != 0)
		return -1;
	command_print(x,
	    _("The alias /%.*s is removed. /save keeps the change."),
	    VIEW_ARG(name));
	return 0;
}

/* Return the index of a key in the list, or its length. */
static size_t
binding_index(const struct string_list *list, struct view key)
{
	size_t i = 0;

	while (
	    i < list->n && !view_equal_nocase(key_binding_key(list->v[i]), key))
		i++;
	return i;
}

static void
print_binding(struct command_context *x, const char *item)
{
	struct view key = key_binding_key(item);

	command_print(x, "%.*s: %s", VIEW_ARG(key), key_binding_action(item));
}

static int
list_bindings(struct command_context *x)
{
	const struct string_list *list = &x->config->bindings;

	for (size_t i = 0; i < list->n; i++)
		print_binding(x, list->v[i]);
	if (list->n == 0)
		command_print(x, "%s",
		    _("You have bound no keys: /bind KEY ACTION. /help keys "
		      "lists all keys and actions."));
	return 0;
}

/* The text is "KEY ACTION", or a key alone. */
static int
run_bind(struct command_context *x, const struct command *c)
{
	const struct string_list *now = &x->config->bindings;
	char *item, *cause = NULL;
	size_t i;
	int rc;

	if (c->nargs == 0)
		return list_bindings(x);
	i = binding_index(now, c->args[0]);
	if (i < now->n) {
		print_binding(x, now->v[i]);
		return 0;
	}
	item = xviewdup(c->args[0]);
	rc = key_binding_check(item, &cause);
	if (rc == 0)
		rc = change_list(x, "bind", now,
		    binding_index(now, key_binding_key(item)), item);
	else
		command_fail_cause(x, cause);
	if (rc == 0) {
		print_binding(x, item);
		command_print(x, "%s", _("/save keeps it."));
	}
	free(item);
	return rc;
}

static int
run_unbind(struct command_context *x, const struct command *c)
{
	const struct string_list *now = &x->config->bindings;
	size_t i = binding_index(now, c->args[0]);

	if (i == now->n)
		return command_fail(x,
		    _("You have not bound %.*s. /bind lists what you have."),
		    VIEW_ARG(c->args[0]));
	if (change_list(x, "bind", now, i, NULL) != 0)
		return -1;
	command_print(x,
	    _("The binding of %.*s is removed. /save keeps the change."),
	    VIEW_ARG(c->args[0]));
	return 0;
}

/* clang-format off */
const struct command_row settings_commands[] = {
	{ "alias", run_alias, NULL, 0, 2, { ARG_ALIAS, ARG_NONE },
	    "[NAME [COMMAND]]",
	    N_("make a command of your own; $1 is the first word after it, $2- the words from the second on, $* all; alone: list them"),
	    COMMAND_OFFLINE, SECRET_ALIAS },
	{ "bind", run_bind, NULL, 0, 1, { ARG_ACTION },
	    "[KEY [ACTION|/COMMAND]]",
	    N_("bind a key to an action or a command; alone: list what you bound"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "reload", run_reload, NULL, 0, 0, { ARG_NONE },
	    "", N_("read tchat.conf again"), COMMAND_OFFLINE, 0 },
	{ "save", run_save, NULL, 0, 0, { ARG_NONE },
	    "", N_("write changed settings into tchat.conf"),
	    COMMAND_OFFLINE, 0 },
	{ "set", run_set, NULL, 0, 1, { ARG_SETTING },
	    "[-server|-room [ROOM]] [NAME [VALUE]]",
	    N_("show or change settings, for all servers, this server, or one room"),
	    COMMAND_OFFLINE, 0 },
	{ "unalias", run_unalias, NULL, 1, 1, { ARG_ALIAS },
	    "NAME", N_("remove an alias"), COMMAND_OFFLINE, 0 },
	{ "unbind", run_unbind, NULL, 1, 1, { ARG_NONE },
	    "KEY", N_("remove a binding; the key then does what it did before"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "unset", run_unset, NULL, 1, 1, { ARG_SETTING },
	    "[-server|-room [ROOM]] NAME",
	    N_("set a setting to its default, or remove it from a server or room"),
	    COMMAND_OFFLINE, 0 },
	{ .name = NULL }
};
/* clang-format on */
