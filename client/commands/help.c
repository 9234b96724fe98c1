/*
 * help: builds pages. A link names a page: "topic", "/command", "=setting", "tchat-action".
 */
#include "client/commands/help.h"

#include <stdlib.h>
#include <string.h>

#include "client/commands/context.h"
#include "client/commands/help_topics.h"
#include "client/commands/parse.h"
#include "client/commands/table.h"
#include "client/config/config.h"
#include "client/input/editor.h"
#include "client/model/network.h"
#include "client/model/pager.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/settings_print.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { NAME_SHOWN = 40 };

static void
add_paragraph(struct pager *p, const char *text)
{
	pager_add_text(p, text);
	pager_add_text(p, "");
}

static void
add_command_name(struct pager *p, const struct command_row *r)
{
	char *name;

	xasprintf(&name, "/%s", r->name);
	pager_add(p, view_of(name), view_of(_(r->help)), name);
	free(name);
}

/* Each mode lists the commands that work in it. */
static void
add_commands(struct pager *p, const struct command_context *x)
{
	const struct command_row *r = NULL;

	while ((r = command_next(r)) != NULL)
		if (x->model != NULL || (r->flags & COMMAND_SCREEN) == 0)
			add_command_name(p, r);
	pager_add_text(p, "");
	pager_add_text(p, _("To send text that begins with /, type //."));
}

static void
make_first(struct pager *p, struct command_context *x)
{
	add_paragraph(
	    p, _("Type and press Enter to send a message. A line that begins "
		 "with / is a command."));
	pager_add_heading(p, _("Topics"));
	if (x->model != NULL)
		pager_add(p, VIEW("keys"),
		    view_of(_("the keys, as they are bound now")), "keys");
	pager_add(p, VIEW("settings"), view_of(_("all settings")), "settings");
	for (const struct help_topic *t = help_topics; t->name != NULL; t++)
		if (t->title != NULL)
			pager_add(
			    p, view_of(t->name), view_of(_(t->title)), t->name);
	pager_add_text(p, "");
	pager_add_heading(p, _("Commands"));
	add_commands(p, x);
}

static void
make_commands(struct pager *p, struct command_context *x)
{
	add_commands(p, x);
}

/* True if both keys are a digit with the same keys before it, and b is the next digit. */
static int
is_next_digit(struct view a, struct view b)
{
	return a.len == b.len && a.len > 0 && b.p[b.len - 1] >= '1' &&
	       b.p[b.len - 1] <= '9' && a.p[a.len - 1] + 1 == b.p[b.len - 1] &&
	       memcmp(a.p, b.p, a.len - 1) == 0;
}

/* Append "M-0 ... M-9, M-j" for a list that names each digit. */
static void
add_key_names(struct buf *out, const char *keys)
{
	struct view rest = view_of(keys), one, before = VIEW(""), ahead, next;
	int middle = 0;

	while (view_cut(&rest, ',', &one)) {
		if (view_has_prefix(one, VIEW(" "))) {
			one.p++;
			one.len--;
		}
		ahead = rest;
		if (!view_cut(&ahead, ',', &next) || next.len < 1)
			next = VIEW(" ");
		next.p++;
		next.len--;
		if (is_next_digit(before, one) && is_next_digit(one, next)) {
			middle = 1;
		} else {
			buf_add_str(out, middle		? " ... "
					 : out->len > 0 ? ", "
							: "");
			buf_add_view(out, one);
			middle = 0;
		}
		before = one;
	}
}

static void
add_key(struct pager *p, const char *keys, const char *help, const char *link)
{
	struct buf names = { 0 };

	add_key_names(&names, keys[0] != '\0' ? keys : _("no key"));
	pager_add(p, buf_view(&names), view_of(help), link);
	buf_clear(&names);
}

static void
make_keys(struct pager *p, struct command_context *x)
{
	const char *name, *help;
	char *keys;
	size_t i;

	(void)x;
	add_paragraph(
	    p, _("C- is Ctrl, M- is Alt (or Escape before the key), S- is "
		 "Shift."));
	pager_add_heading(p, _("Keys of tchat"));
	for (i = 0; editor_action_info(i, &name, &keys, &help); i++) {
		add_key(p, keys, help, name);
		free(keys);
	}
	pager_add_text(p, "");
	pager_add_heading(p, _("Editing the line (readline)"));
	for (i = 0; editor_function_info(i, &name, &keys, &help); i++) {
		add_key(p, keys, help, name);
		free(keys);
	}
	pager_add_text(p, "");
	pager_add_heading(p, _("In help and long answers"));
	pager_add(p, VIEW("q, Esc"), view_of(_("close")), NULL);
	pager_add(p, view_of(_("arrows, PageUp, PageDown, Home, End")),
	    view_of(_("move")), NULL);
	pager_add(p, VIEW("/"),
	    view_of(_("search; n and N go to the next and the "
		      "previous match")),
	    NULL);
	pager_add(
	    p, VIEW("Enter"), view_of(_("explain the selected row")), NULL);
	pager_add(p, VIEW("Backspace"), view_of(_("go back")), NULL);
	pager_add_text(p, "");
	pager_add_heading(p, _("In search results"));
	pager_add(p, view_of(_("arrows, PageUp, PageDown")),
	    view_of(_("choose a message")), NULL);
	pager_add(p, VIEW("Enter"), view_of(_("go to it")), NULL);
	pager_add(p, VIEW("Esc"), view_of(_("close")), NULL);
	pager_add(p, view_of(_("text")),
	    view_of(_("closes the results and goes into the input line")),
	    NULL);
}

static void
make_settings(struct pager *p, struct command_context *x)
{
	const struct setting *s;
	char *link;

	(void)x;
	add_paragraph(p,
	    _("Settings are in tchat.conf, as NAME = VALUE, or on the command "
	      "line, as --NAME VALUE. /set NAME VALUE changes one now, and "
	      "/save keeps the changes."));
	for (s = client_config_settings; s->name != NULL; s++) {
		xasprintf(&link, "=%s", s->name);
		pager_add(p, view_of(s->name), view_of(_(s->help)), link);
		free(link);
	}
}

/* The pages that are lists. */
static const struct {
	const char *name, *title;
	void (*make)(struct pager *, struct command_context *);
} lists[] = {
	{ "", N_("Help"), make_first },
	{ "commands", N_("Help: commands"), make_commands },
	{ "keys", N_("Help: keys"), make_keys },
	{ "settings", N_("Help: settings"), make_settings },
};

enum { LISTS = sizeof(lists) / sizeof(lists[0]) };

static struct pager *
list_page(struct command_context *x, struct view about)
{
	struct pager *p;

	for (size_t i = 0; i < LISTS; i++)
		if (view_equal_nocase(about, view_of(lists[i].name))) {
			p = pager_new(_(lists[i].title));
			lists[i].make(p, x);
			return p;
		}
	return NULL;
}

/* Return the command that a label begins with ("/ban NICK 2h"), or NULL. */
static const struct command_row *
labelled_command(const char *label)
{
	struct view rest = view_of(label), name;

	if (!view_cut(&rest, ' ', &name) || !view_has_prefix(name, VIEW("/")))
		return NULL;
	return command_find((struct view){ name.p + 1, name.len - 1 });
}

/* about: the name of the command whose page this is, which gets no link to itself; or "". */
static void
add_topic_rows(struct pager *p, const struct help_topic *t, const char *about)
{
	const struct command_row *command;
	char *link;

	for (const struct help_row *r = t->rows; r->label != NULL; r++) {
		command = labelled_command(r->label);
		link = NULL;
		if (command != NULL && strcmp(command->name, about) != 0)
			xasprintf(&link, "/%s", command->name);
		if (r->text == NULL)
			pager_add_heading(p, _(r->label));
		else
			pager_add(
			    p, view_of(r->label), view_of(_(r->text)), link);
		if (r->label[0] == '\0' && (r + 1)->label != NULL)
			pager_add_text(p, "");
		free(link);
	}
}

static const struct help_topic *
find_topic(struct view name)
{
	for (const struct help_topic *t = help_topics; t->name != NULL; t++)
		if (view_equal_nocase(name, view_of(t->name)))
			return t;
	return NULL;
}

static struct pager *
new_page(const char *name)
{
	struct pager *p;
	char *title;

	xasprintf(&title, _("Help: %s"), name);
	p = pager_new(title);
	free(title);
	return p;
}

static struct pager *
topic_page(struct view about)
{
	const struct help_topic *t = find_topic(about);
	struct pager *p;

	if (t == NULL || t->title == NULL)
		return NULL;
	p = new_page(t->name);
	add_topic_rows(p, t, "");
	return p;
}

static int
topic_names(const struct help_topic *t, const struct command_row *command)
{
	for (const struct help_row *r = t->rows; r->label != NULL; r++)
		if (labelled_command(r->label) == command)
			return 1;
	return 0;
}

static void
add_see_also(struct pager *p, const struct command_row *r)
{
	int first = 1;

	for (const struct help_topic *t = help_topics; t->name != NULL; t++) {
		if (t->title == NULL || !topic_names(t, r))
			continue;
		if (first) {
			pager_add_text(p, "");
			pager_add_heading(p, _("See also"));
		}
		first = 0;
		pager_add(p, view_of(t->name), view_of(_(t->title)), t->name);
	}
}

static struct pager *
command_page(const struct command_row *r)
{
	const struct help_topic *more;
	struct pager *p;
	char *name, *usage;

	xasprintf(&name, "/%s", r->name);
	xasprintf(
	    &usage, "%s%s%s", name, r->usage[0] != '\0' ? " " : "", r->usage);
	p = new_page(name);
	pager_add_heading(p, usage);
	pager_add_text(p, _(r->help));
	if (r->flags & COMMAND_ROOM)
		pager_add_text(p, _("Without ROOM, the command is for the room "
				    "on the screen."));
	if (r->flags & COMMAND_SCREEN)
		pager_add_text(p, _("It does not work in line mode."));
	more = find_topic(view_of(name));
	if (more != NULL) {
		pager_add_text(p, "");
		add_topic_rows(p, more, r->name);
	}
	add_see_also(p, r);
	free(usage);
	free(name);
	return p;
}

/* The value now, on the full screen. */
static void
add_value(
    struct pager *p, const struct command_context *x, const struct setting *s)
{
	struct buf value = { 0 };

	if (x->network == NULL || x->network->config == NULL ||
	    (s->flags & (SETTING_SECRET | SETTING_CLI_ONLY)))
		return;
	setting_format(s, x->network->config, &value);
	if (value.len > 0)
		pager_add(p, view_of(_("now")), buf_view(&value), NULL);
	buf_clear(&value);
}

static struct pager *
setting_page(const struct command_context *x, const struct setting *s)
{
	struct pager *p = new_page(s->name);
	struct buf facts = { 0 };

	settings_facts(client_config_settings, s, &facts);
	pager_add_heading(p, s->name);
	pager_add_text(p, _(s->help));
	if (facts.len > 0)
		pager_add(p, view_of(_("values")), buf_view(&facts), NULL);
	add_value(p, x, s);
	if (setting_in_args(s)) {
		buf_reset(&facts);
		settings_label(s, &facts);
		pager_add(p, view_of(_("option")), buf_view(&facts), NULL);
	}
	if (setting_in_file(s)) {
		buf_reset(&facts);
		buf_printf(&facts, "%s = %s", s->name,
		    s->def != NULL   ? s->def
		    : s->arg != NULL ? _(s->arg)
				     : "");
		pager_add(
		    p, view_of(_("in tchat.conf")), buf_view(&facts), NULL);
	}
	buf_clear(&facts);
	return p;
}

static const struct setting *
find_setting(struct view name)
{
	const struct setting *s;

	for (s = client_config_settings; s->name != NULL; s++)
		if (view_equal_nocase(name, view_of(s->name)))
			return s;
	return NULL;
}

/* True if the list "F6, M-Right" contains the name. */
static int
has_name(const char *list, struct view name)
{
	struct view rest = view_of(list), one;

	while (view_cut(&rest, ',', &one)) {
		if (view_has_prefix(one, VIEW(" "))) {
			one.p++;
			one.len--;
		}
		if (one.len > 0 && view_equal_nocase(one, name))
			return 1;
	}
	return 0;
}

static struct pager *
key_page(const char *name, const char *keys, const char *help)
{
	struct pager *p = new_page(keys[0] != '\0' ? keys : name);
	char *line;

	add_key(p, keys, help, NULL);
	pager_add(p, view_of(_("name")), view_of(name), NULL);
	pager_add_text(p, "");
	pager_add_text(p, _("To use another key, for example F12:"));
	xasprintf(&line, "/bind F12 %s", name);
	pager_add(p, view_of(line), VIEW(""), "/bind");
	free(line);
	pager_add_text(p, _("Or bind its name in ~/.inputrc."));
	return p;
}

typedef int key_info(size_t, const char **, char **, const char **);

/* Find an action by its name or one of its keys. */
static struct pager *
find_key(key_info *info, struct view about)
{
	const char *name, *help;
	struct pager *p = NULL;
	char *keys;

	for (size_t i = 0; p == NULL && info(i, &name, &keys, &help); i++) {
		if (view_equal_nocase(about, view_of(name)) ||
		    has_name(keys, about))
			p = key_page(name, keys, help);
		free(keys);
	}
	return p;
}

struct pager *
help_page(struct command_context *x, struct view about)
{
	int slash = view_has_prefix(about, VIEW("/"));
	int equals = view_has_prefix(about, VIEW("="));
	struct view name = about;
	const struct command_row *r;
	const struct setting *s;
	struct pager *p = NULL;

	if (slash || equals) {
		name.p++;
		name.len--;
	}
	if (!slash && !equals)
		p = list_page(x, about);
	if (p == NULL && !slash && !equals)
		p = topic_page(about);
	r = equals ? NULL : command_find(name);
	s = slash ? NULL : find_setting(name);
	if (p == NULL && r != NULL)
		p = command_page(r);
	if (p == NULL && s != NULL)
		p = setting_page(x, s);
	if (p == NULL && x->model != NULL)
		p = find_key(editor_action_info, about);
	if (p == NULL && x->model != NULL)
		p = find_key(editor_function_info, about);
	return p;
}

void
help_names(void (*offer)(const char *, void *), void *ctx)
{
	const struct command_row *r = NULL;
	const struct setting *s;

	for (size_t i = 1; i < LISTS; i++)
		offer(lists[i].name, ctx);
	for (const struct help_topic *t = help_topics; t->name != NULL; t++)
		if (t->title != NULL)
			offer(t->name, ctx);
	while ((r = command_next(r)) != NULL)
		if (r->name[1] != '\0')
			offer(r->name, ctx);
	for (s = client_config_settings; s->name != NULL; s++)
		offer(s->name, ctx);
}

/* The names that are as near as possible to what the user typed. */
struct nearest {
	struct view about;
	int commands; /* only commands */
	size_t best;
	struct buf names;
};

static void
offer_near(const char *name, void *ctx)
{
	struct nearest *n = ctx;
	size_t distance;

	if (!command_is_near(n->about, name, &distance) || distance > n->best ||
	    (n->commands && command_find(view_of(name)) == NULL))
		return;
	if (distance < n->best)
		buf_reset(&n->names);
	n->best = distance;
	if (has_name(buf_str(&n->names), view_of(name)))
		return; /* a command and a setting */
	if (n->names.len > 0)
		buf_add_str(&n->names, ", ");
	buf_add_str(&n->names, name);
}

char *
help_suggest(struct command_context *x, struct view about)
{
	struct nearest n = { .about = about, .best = SIZE_MAX };
	struct buf shown = { 0 };
	char *text;

	(void)x;
	if (view_has_prefix(about, VIEW("/"))) {
		n.commands = 1;
		n.about.p++;
		n.about.len--;
	}
	text_clean(
	    &shown, (struct view){ about.p, text_cut(about, NAME_SHOWN) }, 0);
	while (shown.len > 0 && shown.p[shown.len - 1] == ' ')
		shown.len--;
	help_names(offer_near, &n);
	if (n.names.len > 0)
		xasprintf(&text, _("No help for \"%s\". Did you mean: %s?"),
		    buf_str(&shown), buf_str(&n.names));
	else
		xasprintf(&text,
		    _("No help for \"%s\". /help lists the topics."),
		    buf_str(&shown));
	buf_clear(&shown);
	buf_clear(&n.names);
	return text;
}
