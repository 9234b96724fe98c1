/*
 * live_settings: the layers of the settings, and what they come to for a network and for a room.
 */
#include "client/config/live_settings.h"

#include <sys/queue.h>

#include <stdlib.h>
#include <string.h>

#include "client/config/config_check.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/settings_args.h"
#include "common/settings_file.h"
#include "common/settings_save.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* The settings of a room that has some of its own. */
struct room_settings {
	char *room;
	struct client_config values;
	SLIST_ENTRY(room_settings) link;
};

struct live_settings {
	char *file;
	int must_exist;
	struct settings_stamp stamp;
	struct client_config saved; /* what the file has */
	struct client_config base;  /* the same, and what was changed since */
	/* What the command line has; the values are a struct client_config. */
	struct setting_section arguments;
	struct client_config *network; /* NULL before live_settings_network */
	SLIST_HEAD(, room_settings) rooms;
	settings_watch_fn *changed;
	void *ctx;
	settings_verify_fn *verify;
	void *verify_ctx;
};

struct live_settings *
live_settings_new(const char *file, int must_exist)
{
	struct live_settings *live = xcalloc(1, sizeof(*live));

	live->file = file == NULL ? NULL : xstrdup(file);
	live->must_exist = must_exist;
	settings_init(client_config_settings, &live->saved);
	settings_init(client_config_settings, &live->base);
	live->arguments.values = xcalloc(1, sizeof(struct client_config));
	settings_init(client_config_settings, live->arguments.values);
	SLIST_INIT(&live->rooms);
	return live;
}

void
live_settings_free(struct live_settings *live)
{
	struct room_settings *r;

	if (live == NULL)
		return;
	while ((r = SLIST_FIRST(&live->rooms)) != NULL) {
		SLIST_REMOVE_HEAD(&live->rooms, link);
		settings_clear(client_config_settings, &r->values);
		free(r->room);
		free(r);
	}
	settings_clear(client_config_settings, &live->saved);
	settings_clear(client_config_settings, &live->base);
	settings_clear(client_config_settings, live->arguments.values);
	free(live->arguments.values);
	string_list_clear(&live->arguments.given);
	free(live->file);
	free(live);
}

/* Read the file into an empty struct. Returns 0, or -1 with *cause. */
static int
read_file(const struct live_settings *live, struct client_config *values,
    struct settings_stamp *stamp, char **cause)
{
	settings_init(client_config_settings, values);
	*stamp = (struct settings_stamp){ 0 };
	if (live->file == NULL)
		return 0;
	if (settings_stamp(stamp, live->file, cause) != 0)
		return -1;
	if (!stamp->exists && !live->must_exist)
		return 0;
	return settings_read(client_config_settings, values, live->file,
	    client_config_check_file, cause);
}

int
live_settings_read(struct live_settings *live, char **cause)
{
	settings_clear(client_config_settings, &live->saved);
	if (read_file(live, &live->saved, &live->stamp, cause) != 0)
		return -1;
	settings_clear(client_config_settings, &live->base);
	settings_copy(client_config_settings, &live->base, &live->saved);
	return 0;
}

const struct client_config *
live_settings_base(const struct live_settings *live)
{
	return &live->base;
}

int
live_settings_args(
    struct live_settings *live, int argc, char **argv, char **cause)
{
	struct string_list given = { 0 };
	int first = settings_args_given(client_config_settings,
	    live->arguments.values, argc, argv, &given, cause);

	for (size_t i = 0; i < given.n; i++)
		settings_set_given(&live->arguments, given.v[i], 1);
	string_list_clear(&given);
	return first;
}

void
live_settings_port(struct live_settings *live, long long port)
{
	struct client_config *arguments = live->arguments.values;

	arguments->port = port;
	settings_set_given(&live->arguments, "port", 1);
}

static const struct setting *
sections_row(enum settings_scope scope)
{
	return settings_find_sections(client_config_settings,
	    scope == SETTINGS_SERVER ? "server" : "room");
}

const struct setting *
live_settings_table(enum settings_scope scope)
{
	return scope == SETTINGS_GLOBAL ? client_config_settings
					: setting_sub(sections_row(scope));
}

/* Return a setting's field in a section: its own value if it was set there, else that of the base. */
static const void *
section_field(const struct live_settings *live,
    const struct setting_section *section, const char *name)
{
	const struct setting *s = settings_find(client_config_settings, name);

	return setting_field(s,
	    settings_is_given(section, name) ? section->values : &live->base);
}

/* True if the section is the one of a host; port 0: of its own port. */
static int
is_section_of(const struct live_settings *live,
    const struct setting_section *section, struct view host, long long port)
{
	const struct client_config *values = section->values;
	const char *own = values->host != NULL ? values->host : section->title;
	const long long *own_port = section_field(live, section, "port");

	return view_equal_nocase(host, view_of(own)) &&
	       (port == 0 || port == *own_port);
}

const char *
live_settings_server(
    const struct live_settings *live, struct view host, long long port)
{
	const struct setting_sections *servers = &live->base.servers;

	for (size_t i = 0; port == 0 && i < servers->n; i++)
		if (view_equal(host, view_of(servers->v[i].title)))
			return servers->v[i].title;
	for (size_t i = 0; i < servers->n; i++)
		if (is_section_of(live, &servers->v[i], host, port))
			return servers->v[i].title;
	return NULL;
}

/* Replace the values by those that were set in the section. */
static void
add_layer(struct client_config *c, const struct setting_section *section)
{
	const struct setting *s;

	for (size_t i = 0; section != NULL && i < section->given.n; i++) {
		s = settings_find(client_config_settings, section->given.v[i]);
		if (s != NULL)
			settings_copy_row(s, c, section->values);
	}
}

/* Copy the base without its sections. */
static void
copy_base(const struct live_settings *live, struct client_config *c)
{
	const struct setting *s;

	for (s = client_config_settings; s->name != NULL; s++)
		if (s->type != SETTING_SECTIONS)
			settings_copy_row(s, c, &live->base);
}

static struct setting_section *
server_section(const struct live_settings *live, const char *key)
{
	return key == NULL ? NULL
			   : settings_section(sections_row(SETTINGS_SERVER),
				 &live->base, key);
}

/* Do not read the password again if the file is the same. */
static void
keep_password(struct client_config *c, const struct client_config *before)
{
	if (before->password != NULL && c->password_file != NULL &&
	    before->password_file != NULL &&
	    strcmp(c->password_file, before->password_file) == 0)
		c->password = xstrdup(before->password);
}

/* Fill in an empty struct with the values of a network. Returns 0, or -1 with *cause. */
static int
make_network(const struct live_settings *live, const char *key,
    struct client_config *c, char **cause)
{
	copy_base(live, c);
	add_layer(c, server_section(live, key));
	add_layer(c, &live->arguments);
	if (live->network != NULL)
		keep_password(c, live->network);
	return client_config_complete(c, cause);
}

/* True if the title of a `room` section means the room: "PATTERN", or "SERVER/PATTERN". */
static int
title_fits(const char *title, const char *key, struct view room)
{
	struct view pattern = view_of(title);
	size_t n = strcspn(title, "/");

	if (title[n] == '/' && strchr("#&+!", title[0]) == NULL) {
		if (key == NULL ||
		    !view_equal((struct view){ title, n }, view_of(key)))
			return 0;
		pattern = view_of(title + n + 1);
	}
	return mask_match(pattern, room);
}

static int
has_own_settings(
    const struct live_settings *live, const char *key, struct view room)
{
	const struct setting_sections *list = &live->base.room_sections;

	for (size_t i = 0; i < list->n; i++)
		if (title_fits(list->v[i].title, key, room))
			return 1;
	return 0;
}

/* Fill in an empty struct with the values of a room: sections further down in the file override those above. */
static void
make_room(const struct live_settings *live, const struct client_config *network,
    struct view room, struct client_config *c)
{
	const struct setting_sections *list = &live->base.room_sections;
	const struct setting *s;

	for (s = client_config_settings; s->name != NULL; s++)
		if (s->type != SETTING_SECTIONS)
			settings_copy_row(s, c, network);
	for (size_t i = 0; i < list->n; i++)
		if (title_fits(list->v[i].title, network->network_key, room))
			add_layer(c, &list->v[i]);
}

static struct room_settings *
find_room(const struct live_settings *live, struct view room)
{
	struct room_settings *r;

	SLIST_FOREACH(r, &live->rooms, link)
	if (name_equal(view_of(r->room), room))
		return r;
	return NULL;
}

const struct client_config *
client_config_room(const struct client_config *network, struct view room)
{
	struct live_settings *live = network->live;
	struct room_settings *r;

	if (live == NULL || !has_own_settings(live, network->network_key, room))
		return network;
	r = find_room(live, room);
	if (r == NULL) {
		r = xcalloc(1, sizeof(*r));
		r->room = xviewdup(room);
		make_room(live, network, room, &r->values);
		SLIST_INSERT_HEAD(&live->rooms, r, link);
	}
	return &r->values;
}

/*
 * Replace the values that differ, so that the others stay where they are. Sets changed[i] to 1 for those of row i of the
 * table.
 */
static void
replace(struct client_config *c, const struct client_config *by,
    unsigned char *changed)
{
	const struct setting *s = client_config_settings;

	for (size_t i = 0; s[i].name != NULL; i++)
		if (s[i].type != SETTING_SECTIONS &&
		    !settings_equal_row(&s[i], c, by)) {
			settings_copy_row(&s[i], c, by);
			changed[i] = 1;
		}
}

static void
replace_network(
    struct client_config *c, struct client_config *by, unsigned char *changed)
{
	char *username = c->username, *identity = c->identity,
	     *password = c->password;

	replace(c, by, changed);
	c->nick_given = by->nick_given;
	c->username = by->username;
	c->identity = by->identity;
	c->password = by->password;
	by->username = username;
	by->identity = identity;
	by->password = password;
}

static void
clear(struct client_config *c)
{
	settings_clear(client_config_settings, c);
	client_config_clear_completed(c);
}

/* Bring the structs of the network and of its rooms up to date. Returns 0, or -1 with *cause and nothing changed. */
static int
refresh(struct live_settings *live, unsigned char *changed, char **cause)
{
	struct client_config next = { 0 }, room;
	struct room_settings *r;

	if (make_network(live, live->network->network_key, &next, cause) != 0) {
		clear(&next);
		return -1;
	}
	replace_network(live->network, &next, changed);
	clear(&next);
	SLIST_FOREACH(r, &live->rooms, link)
	{
		room = (struct client_config){ 0 };
		make_room(live, live->network, view_of(r->room), &room);
		replace(&r->values, &room, changed);
		settings_clear(client_config_settings, &room);
	}
	return 0;
}

/* Return the key of a network without a section: "host:port", in lower case, which the caller frees. */
static char *
host_key(struct view host, long long port)
{
	int is_ipv6 = memchr(host.p, ':', host.len) != NULL;
	struct buf key = { 0 };

	if (is_ipv6)
		buf_add_char(&key, '[');
	for (size_t i = 0; i < host.len; i++)
		buf_add_char(&key, host.p[i] >= 'A' && host.p[i] <= 'Z'
				       ? (char)(host.p[i] - 'A' + 'a')
				       : host.p[i]);
	buf_printf(&key, "%s:%lld", is_ipv6 ? "]" : "", port);
	return buf_take(&key);
}

int
live_settings_network(struct live_settings *live, struct client_config *c,
    const char *section, struct view host, char **cause)
{
	const struct setting_section *own = server_section(live, section);
	const struct client_config *values = own == NULL ? NULL : own->values;
	int rc = make_network(live, section, c, cause);

	if (own == NULL)
		c->host = xviewdup(host);
	else
		c->host =
		    xstrdup(values->host != NULL ? values->host : section);
	c->network_key = section != NULL ? xstrdup(section)
					 : host_key(view_of(c->host), c->port);
	c->section = section == NULL ? NULL : xstrdup(section);
	live->network = c;
	c->live = live;
	return rc;
}

/* A layer in which a value is changed, and what it was. */
struct change {
	struct live_settings *live;
	const struct setting *s;
	enum settings_scope scope;
	struct setting_section *section; /* NULL: the base */
	char *title;
	int made; /* the section is new */
	int was_given, was_argument;
	void *old; /* the row's old value */
};

static void *
change_values(struct change *ch)
{
	return ch->section != NULL ? ch->section->values : &ch->live->base;
}

/* A new section for a server has its host and port, so that it is found again. */
static void
name_server(struct live_settings *live, struct setting_section *section)
{
	struct client_config *values = section->values;

	if (strcmp(live->network->host, section->title) != 0) {
		values->host = xstrdup(live->network->host);
		settings_set_given(section, "host", 1);
	}
	values->port = live->network->port;
	settings_set_given(section, "port", 1);
}

static void
open_section(struct change *ch)
{
	const struct setting *row = sections_row(ch->scope);
	struct client_config *base = &ch->live->base;

	ch->section = settings_section(row, base, ch->title);
	if (ch->section != NULL)
		return;
	settings_add_section(row, base, ch->title);
	ch->made = 1;
	ch->section = settings_section(row, base, ch->title);
	if (ch->scope == SETTINGS_SERVER)
		name_server(ch->live, ch->section);
}

static void
begin_change(struct change *ch)
{
	if (ch->scope != SETTINGS_GLOBAL)
		open_section(ch);
	ch->old = xcalloc(1, sizeof(struct client_config));
	settings_copy_row(ch->s, ch->old, change_values(ch));
	if (ch->section != NULL)
		ch->was_given = settings_is_given(ch->section, ch->s->name);
	if (ch->scope != SETTINGS_ROOM)
		ch->was_argument =
		    settings_is_given(&ch->live->arguments, ch->s->name);
}

static void
undo_change(struct change *ch)
{
	settings_copy_row(ch->s, change_values(ch), ch->old);
	if (ch->section != NULL)
		settings_set_given(ch->section, ch->s->name, ch->was_given);
	if (ch->was_argument)
		settings_set_given(&ch->live->arguments, ch->s->name, 1);
	if (ch->made)
		settings_remove_section(
		    sections_row(ch->scope), &ch->live->base, ch->title);
}

/* Set the value in its layer. A value of the command line no longer overrides it. */
static int
apply_change(struct change *ch, const char *value, char **cause)
{
	if (value == NULL)
		settings_copy_row(
		    ch->s, change_values(ch), client_config_defaults());
	else if (setting_parse(ch->s, change_values(ch), value, cause) != 0 ||
		 client_config_check_value(ch->s, change_values(ch), cause) !=
		     0)
		return -1;
	if (ch->section != NULL)
		settings_set_given(ch->section, ch->s->name, value != NULL);
	if (ch->was_argument)
		settings_set_given(&ch->live->arguments, ch->s->name, 0);
	return 0;
}

/* Report also the setting `name`: a room that has no settings of its own yet may get some. */
static void
report_changes(const struct live_settings *live, const unsigned char *changed,
    const char *name)
{
	const struct setting *s = client_config_settings;

	for (; live->changed != NULL && s->name != NULL; s++)
		if (changed[s - client_config_settings] ||
		    strcmp(s->name, name) == 0)
			live->changed(s->name, live->ctx);
}

static size_t
table_length(void)
{
	size_t n = 0;

	while (client_config_settings[n].name != NULL)
		n++;
	return n;
}

static int
change(struct change *ch, const char *value, char **cause)
{
	unsigned char *changed = xcalloc(table_length(), 1);
	int rc;

	begin_change(ch);
	rc = apply_change(ch, value, cause);
	if (rc == 0)
		rc = refresh(ch->live, changed, cause);
	if (rc != 0)
		undo_change(ch);
	else
		report_changes(ch->live, changed, ch->s->name);
	settings_clear_row(ch->s, ch->old);
	free(ch->old);
	free(changed);
	return rc;
}

/* Return the title of the section for a place; NULL for the base. */
static char *
section_title(const struct client_config *c, const struct settings_place *place)
{
	char *title = NULL;

	if (place->scope == SETTINGS_SERVER)
		title = xstrdup(c->network_key);
	else if (place->scope == SETTINGS_ROOM)
		xasprintf(
		    &title, "%s/%.*s", c->network_key, VIEW_ARG(place->room));
	return title;
}

/* Find the row of a setting that can be changed there. Returns NULL with *cause. */
static const struct setting *
find_row(enum settings_scope scope, const char *name, char **cause)
{
	const struct setting *s =
	    settings_find(live_settings_table(scope), name);

	if (s != NULL && setting_in_file(s) && s->type != SETTING_SECTIONS)
		return s;
	s = settings_find(client_config_settings, name);
	if (s == NULL)
		cause_set(
		    cause, _("There is no setting %s. /set lists all."), name);
	else if (s->type == SETTING_SECTIONS)
		cause_set(cause,
		    _("%s is a section. /set -%s changes what is in it."), name,
		    name);
	else if (!setting_in_file(s))
		cause_set(cause, _("%s is an option of the command line only."),
		    name);
	else if (scope == SETTINGS_SERVER)
		cause_set(cause,
		    _("%s is the same for all servers: /set without -server."),
		    name);
	else
		cause_set(cause,
		    _("%s is the same for all rooms: /set without -room."),
		    name);
	return NULL;
}

/* The last `room` section that fits the room and has the setting. */
static const struct setting_section *
room_section(const struct client_config *c, struct view room, const char *name)
{
	const struct setting_sections *list = &c->live->base.room_sections;

	for (size_t i = list->n; i > 0; i--)
		if (title_fits(list->v[i - 1].title, c->network_key, room) &&
		    settings_is_given(&list->v[i - 1], name))
			return &list->v[i - 1];
	return NULL;
}

enum settings_source
live_settings_source(const struct client_config *c,
    const struct settings_place *place, const char *name, const char **title)
{
	const struct live_settings *live = c->live;
	const struct setting *s = settings_find(client_config_settings, name);
	const struct setting_section *section = NULL;

	if (place->scope == SETTINGS_ROOM)
		section = room_section(c, place->room, name);
	*title = section == NULL ? NULL : section->title;
	if (section != NULL)
		return SOURCE_ROOM;
	if (settings_is_given(&live->arguments, name))
		return SOURCE_ARGUMENTS;
	section = server_section(live, c->network_key);
	if (section != NULL && settings_is_given(section, name)) {
		*title = section->title;
		return SOURCE_SERVER;
	}
	/* Only a server has a host. */
	if (s == NULL ||
	    settings_equal_row(s, &live->base, client_config_defaults()))
		return SOURCE_DEFAULT;
	return SOURCE_GLOBAL;
}

/* A growing list of changes, whose strings belong to the live settings. */
struct change_list {
	struct settings_change *v;
	size_t n;
};

static void
add_change(struct change_list *list, struct settings_change change)
{
	list->v = xreallocarray(list->v, list->n + 1, sizeof(*list->v));
	list->v[list->n++] = change;
}

static void
add_base_changes(const struct live_settings *live, struct change_list *list)
{
	const struct setting *s;
	int unset;

	for (s = client_config_settings; s->name != NULL; s++) {
		if (s->type == SETTING_SECTIONS || !setting_in_file(s) ||
		    settings_equal_row(s, &live->base, &live->saved))
			continue;
		unset = settings_equal_row(
		    s, &live->base, client_config_defaults());
		add_change(list,
		    (struct settings_change){ NULL, NULL, s->name, unset });
	}
}

/* Add the differences between a section before and after; one of them may be NULL. */
static void
add_section_changes(const struct setting *row,
    const struct setting_section *before, const struct setting_section *after,
    struct change_list *list)
{
	const char *title = after != NULL ? after->title : before->title;
	const struct setting *s;
	int was, is;

	for (s = setting_sub(row); s->name != NULL; s++) {
		was = before != NULL && settings_is_given(before, s->name);
		is = after != NULL && settings_is_given(after, s->name);
		if (was == is && (!is || settings_equal_row(
					     s, before->values, after->values)))
			continue;
		add_change(list,
		    (struct settings_change){ row->name, title, s->name, !is });
	}
}

static void
add_all_section_changes(const struct live_settings *live,
    const struct setting *row, struct change_list *list)
{
	const struct setting_sections *before =
					  setting_field(row, &live->saved),
				      *after = setting_field(row, &live->base);

	for (size_t i = 0; i < after->n; i++)
		add_section_changes(row,
		    settings_section(row, &live->saved, after->v[i].title),
		    &after->v[i], list);
	for (size_t i = 0; i < before->n; i++)
		if (settings_section(row, &live->base, before->v[i].title) ==
		    NULL)
			add_section_changes(row, &before->v[i], NULL, list);
}

/* Collect what differs from the file. The caller frees list->v. */
static void
collect_changes(const struct live_settings *live, struct change_list *list)
{
	add_base_changes(live, list);
	add_all_section_changes(live, sections_row(SETTINGS_SERVER), list);
	add_all_section_changes(live, sections_row(SETTINGS_ROOM), list);
}

const char *
live_settings_file(const struct client_config *c)
{
	return c->live->file;
}

static void
describe_change(const struct live_settings *live,
    const struct settings_change *ch, struct buf *out)
{
	const struct setting *table = client_config_settings, *row;
	const void *values = &live->base;

	buf_reset(out);
	if (ch->section != NULL) {
		row = settings_find_sections(table, ch->section);
		table = setting_sub(row);
		buf_printf(out, "%s %s: ", ch->section, ch->title);
		if (!ch->unset)
			values =
			    settings_section(row, values, ch->title)->values;
	}
	buf_add_str(out, ch->name);
	if (ch->unset) {
		buf_add_str(out, _(": unset"));
	} else {
		buf_add_str(out, " = ");
		setting_format(settings_find(table, ch->name), values, out);
	}
}

void
live_settings_unsaved(const struct client_config *c, struct string_list *out)
{
	struct change_list list = { 0 };
	struct buf text = { 0 };

	if (c->live != NULL)
		collect_changes(c->live, &list);
	for (size_t i = 0; i < list.n; i++) {
		describe_change(c->live, &list.v[i], &text);
		string_list_add(out, buf_str(&text));
	}
	buf_clear(&text);
	free(list.v);
}

int
live_settings_save(const struct client_config *c, char **cause)
{
	struct live_settings *live = c->live;
	struct change_list list = { 0 };
	int rc;

	if (live->file == NULL)
		return cause_set(cause,
		    _("there is no place for tchat.conf: HOME is not set"));
	collect_changes(live, &list);
	rc = settings_save(client_config_settings, &live->base, list.v, list.n,
	    live->file, &live->stamp, cause);
	if (rc == 0) {
		settings_clear(client_config_settings, &live->saved);
		settings_copy(
		    client_config_settings, &live->saved, &live->base);
	}
	free(list.v);
	return rc;
}

/* Replace the base, which *next has afterwards. Returns 0, or -1 with *cause if a value is wrong for this network. */
static int
exchange_base(struct live_settings *live, struct client_config *next,
    unsigned char *changed, char **cause)
{
	struct client_config old = live->base;

	live->base = *next;
	*next = old;
	if (refresh(live, changed, cause) == 0)
		return 0;
	*next = live->base;
	live->base = old;
	return -1;
}

int
live_settings_reload(const struct client_config *c, char **cause)
{
	struct live_settings *live = c->live;
	struct client_config file = { 0 }, next = { 0 };
	struct settings_stamp stamp;
	struct change_list list = { 0 };
	unsigned char *changed = xcalloc(table_length(), 1);
	int rc;

	collect_changes(live, &list);
	rc = read_file(live, &file, &stamp, cause);
	settings_copy(client_config_settings, &next, &file);
	for (size_t i = 0; rc == 0 && i < list.n; i++)
		settings_apply(
		    client_config_settings, &list.v[i], &next, &live->base);
	if (rc == 0)
		rc = exchange_base(live, &next, changed, cause);
	if (rc == 0) {
		settings_clear(client_config_settings, &live->saved);
		settings_copy(client_config_settings, &live->saved, &file);
		live->stamp = stamp;
		report_changes(live, changed, "room");
	}
	settings_clear(client_config_settings, &file);
	settings_clear(client_config_settings, &next);
	free(list.v);
	free(changed);
	return rc;
}

int
live_settings_set(const struct client_config *c,
    const struct settings_place *place, const char *name, const char *value,
    char **cause)
{
	struct change ch = { .live = c->live, .scope = place->scope };
	int rc;

	ch.s = find_row(place->scope, name, cause);
	if (ch.s == NULL)
		return -1;
	if (value != NULL && c->live->verify != NULL &&
	    c->live->verify(name, value, c->live->verify_ctx, cause) != 0)
		return -1;
	ch.title = section_title(c, place);
	rc = change(&ch, value, cause);
	free(ch.title);
	return rc;
}

void
live_settings_verify(
    const struct client_config *c, settings_verify_fn *fn, void *ctx)
{
	if (c->live == NULL)
		return;
	c->live->verify = fn;
	c->live->verify_ctx = ctx;
}

void
live_settings_watch(
    const struct client_config *c, settings_watch_fn *fn, void *ctx)
{
	if (c->live == NULL)
		return;
	c->live->changed = fn;
	c->live->ctx = ctx;
}
