/*
 * complete: collects candidates from the model and the table of commands.
 */
#include "client/commands/complete.h"

#include <stdlib.h>
#include <time.h>

#include "client/commands/alias.h"
#include "client/commands/emoji.h"
#include "client/commands/help.h"
#include "client/commands/parse.h"
#include "client/commands/table.h"
#include "client/config/live_settings.h"
#include "client/input/editor_actions.h"
#include "client/irc/isupport.h"
#include "client/irc/words.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	CANDIDATES_MAX = 500, /* no user looks through more */
	SHORT_CODE_MIN = 2 /* letters after the colon: ":D" is no short code */
};

/* Modes of rooms, those that people change most first. */
static const struct mode_help {
	char letter;
	int ours; /* other servers have no such mode, or mean something else by it */
	const char *help;
} modes[] = {
	{ 'o', 0, N_("operator of the room; add a nick") },
	{ 'v', 0, N_("voice: may speak in a moderated room; add a nick") },
	{ 'b', 0, N_("ban; add a mask, or nothing to list the bans") },
	{ 'm', 0, N_("moderated: only operators and users with voice speak") },
	{ 't', 0, N_("only operators may set the topic") },
	{ 'i', 0, N_("only invited users may join") },
	{ 'k', 0, N_("users need a key to join; add the key") },
	{ 'l', 0, N_("limit of members; add a number") },
	{ 's', 0, N_("secret: outsiders do not see the room") },
	{ 'n', 0, N_("only members may send messages to the room") },
	{ 'e', 0, N_("exception from bans; add a mask") },
	{ 'I', 0, N_("may join without an invitation; add a mask") },
	{ 'R', 1, N_("only logged-in users may join and speak") },
	{ 'C', 1, N_("no CTCP messages except actions") },
	{ 'W', 1, N_("slow mode; add the seconds between two messages") },
	{ 'H', 1, N_("new members may read the history from before") },
	{ 'O', 1, N_("off the record: the server stores nothing") },
};

enum { NMODES = sizeof(modes) / sizeof(modes[0]) };

/* The names collected so far, and the beginning that they must have. */
struct gather {
	char **names; /* NULL-terminated, once there is one */
	size_t n;
	struct view word;
	struct view before; /* the arguments of the command before the word */
	const char **append;
	const struct irc_session *session;
	char folded[NAME_FOLDED];
};

/* Add a name that begins with the word. */
static void
offer_folded(struct gather *g, const char *name, const char *folded)
{
	if (g->n == CANDIDATES_MAX ||
	    !view_has_prefix(view_of(folded), view_of(g->folded)))
		return;
	for (size_t i = 0; i < g->n; i++)
		if (name_equal(view_of(g->names[i]), view_of(name)))
			return;
	g->names = xreallocarray(g->names, g->n + 2, sizeof(*g->names));
	g->names[g->n++] = xstrdup(name);
	g->names[g->n] = NULL;
}

static void
offer(struct gather *g, const char *name)
{
	char folded[NAME_FOLDED];

	if (name_fold(folded, sizeof(folded), view_of(name)) != -1)
		offer_folded(g, name, folded);
}

/* Add a candidate whatever it begins with. */
static void
offer_any(const char *text, void *gather)
{
	struct gather *g = gather;

	if (g->n == CANDIDATES_MAX)
		return;
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->names[i], text) == 0)
			return;
	g->names = xreallocarray(g->names, g->n + 2, sizeof(*g->names));
	g->names[g->n++] = xstrdup(text);
	g->names[g->n] = NULL;
}

/* Recent speakers first, then by name. */
static int
compare_spoke(const void *a, const void *b)
{
	const struct roster_member *const *x = a, *const *y = b;

	if ((*x)->spoke != (*y)->spoke)
		return (*x)->spoke > (*y)->spoke ? -1 : 1;
	return strcmp((*x)->folded, (*y)->folded);
}

static void
offer_members(struct gather *g, const struct model *m)
{
	const struct roster *r = &m->active->roster;
	struct roster_member **sorted;

	if (r->n == 0)
		return;
	sorted = xreallocarray(NULL, r->n, sizeof(struct roster_member *));
	memcpy(sorted, r->v, r->n * sizeof(*sorted));
	qsort(sorted, r->n, sizeof(*sorted), compare_spoke);
	for (size_t i = 0; i < r->n; i++)
		if (model_network(m)->nick == NULL ||
		    !name_equal(view_of(sorted[i]->nick),
			view_of(model_network(m)->nick)))
			offer_folded(g, sorted[i]->nick, sorted[i]->folded);
	free(sorted);
}

/* Names of buffers, the active one first. */
static void
offer_buffers(struct gather *g, const struct model *m, enum buffer_kind kind)
{
	const struct buffer *b;

	if (m->active->kind == kind)
		offer_folded(g, m->active->name, m->active->folded);
	TAILQ_FOREACH (b, &m->buffers, link)
		if (b->kind == kind)
			offer_folded(g, b->name, b->folded);
}

static void
offer_nicks(struct gather *g, const struct model *m)
{
	if (m->active->kind == BUFFER_QUERY)
		offer(g, m->active->name);
	offer_members(g, m);
	offer_buffers(g, m, BUFFER_QUERY);
}

/* Not the one-letter names, which are quicker to type. */
static void
offer_commands(struct gather *g)
{
	const struct command_row *r = NULL;
	char *name;

	while ((r = command_next(r)) != NULL) {
		if (r->name[1] == '\0')
			continue;
		xasprintf(&name, "/%s", r->name);
		offer(g, name);
		free(name);
	}
}

static void
offer_aliases(struct gather *g, const char *slash)
{
	struct view name;
	char *text;

	for (size_t i = 0; (name = alias_name(i)).len > 0; i++) {
		xasprintf(&text, "%s%.*s", slash, VIEW_ARG(name));
		offer(g, text);
		free(text);
	}
}

static void
offer_actions(struct gather *g)
{
	const char *name, *help;
	char *keys;

	for (size_t i = 0; editor_action_info(i, &name, &keys, &help); i++) {
		offer(g, name);
		free(keys);
	}
}

static void
offer_help(const char *name, void *gather)
{
	offer(gather, name);
}

static void
offer_words(struct gather *g, const char *const *words)
{
	for (; *words != NULL; words++)
		offer(g, *words);
}

static void
offer_ignored(struct gather *g, const struct ignores *l)
{
	for (size_t i = 0; i < l->n; i++)
		offer(g, l->v[i].mask);
}

static void
offer_highlights(struct gather *g, const struct highlights *h)
{
	for (size_t i = 0; i < h->added.n; i++)
		offer(g, h->added.v[i].pattern);
}

/* Names of settings that can be changed in that place. */
static void
offer_settings(struct gather *g, enum settings_scope scope)
{
	const struct setting *s = live_settings_table(scope);

	for (; s->name != NULL; s++)
		if (setting_in_file(s) && s->type != SETTING_SECTIONS)
			offer(g, s->name);
}

/* The values that a setting can have; if they cannot be listed, its value and its default. */
static void
offer_values(
    struct gather *g, const struct client_config *config, struct view name)
{
	static const char *const yes_no[] = { "yes", "no", NULL };
	struct buf value = { 0 };
	const struct setting *s = client_config_settings;
	const char *const *words;

	while (s->name != NULL && !view_equal_nocase(name, view_of(s->name)))
		s++;
	if (s->name == NULL || s->type == SETTING_SECTIONS)
		return;
	words = s->type == SETTING_BOOL ? yes_no : setting_words(s);
	if (words != NULL)
		offer_words(g, words);
	if (s->type == SETTING_BOOL || s->type == SETTING_ENUM)
		return;
	setting_format(s, config, &value);
	offer(g, buf_str(&value));
	if (s->def != NULL)
		offer(g, s->def);
	buf_clear(&value);
}

/* The arguments of /set. before: the text between the command and the word. */
static void
offer_set(struct gather *g, const struct model *m, struct view before)
{
	static const char *const options[] = { "-server", "-room", NULL };
	const struct buffer *b = m->active;
	enum settings_scope scope = SETTINGS_GLOBAL;
	struct view word = words_take(&before);
	int first = word.len == 0;

	if (view_equal_nocase(word, VIEW("-server"))) {
		scope = SETTINGS_SERVER;
		word = words_take(&before);
	} else if (view_equal_nocase(word, VIEW("-room"))) {
		scope = SETTINGS_ROOM;
		word = words_take(&before);
		if (word.len == 0 && name_is_room(g->word))
			offer_buffers(g, m, BUFFER_ROOM);
		if (name_is_room(word))
			word = words_take(&before);
	}
	if (word.len > 0)
		offer_values(g,
		    scope == SETTINGS_ROOM ? b->config : b->network->config,
		    word);
	else
		offer_settings(g, scope);
	if (first && view_has_prefix(g->word, VIEW("-")))
		offer_words(g, options);
}

/* True if the word may be the short code of an emoji: ":smi". */
static int
is_short_code(struct view word)
{
	if (word.len < 1 + SHORT_CODE_MIN || word.p[0] != ':')
		return 0;
	for (size_t i = 1; i < word.len; i++)
		if (strchr("_+-", word.p[i]) == NULL &&
		    !(word.p[i] >= '0' && word.p[i] <= '9') &&
		    !((word.p[i] | 0x20) >= 'a' && (word.p[i] | 0x20) <= 'z'))
			return word.p[i] == ':' && i + 1 == word.len && i > 1;
	return 1;
}

static void
offer_emoji(struct gather *g)
{
	struct view name = { g->word.p + 1, g->word.len - 1 };

	if (!is_short_code(g->word))
		return;
	if (name.p[name.len - 1] == ':')
		name.len--;
	emoji_find(name, offer_any, g);
}

/* The topic as it is now, where the text of a new one begins. */
static void
offer_topic(struct gather *g, const struct model *m)
{
	struct view before = g->before, room = words_take(&before);
	const struct buffer *b = m->active;

	if (name_is_room(room) && before.len == 0)
		b = model_find(b->network, room);
	else if (room.len > 0)
		return;
	if (b == NULL || b->topic == NULL ||
	    !view_has_prefix(view_of(b->topic), g->word))
		return;
	offer_any(b->topic, g);
	*g->append = "";
}

/* True if the server has the mode and means the same by it. A server that has all of ours is one of ours. */
static int
has_mode(const struct irc_session *s, const struct mode_help *mode)
{
	if (s == NULL)
		return !mode->ours;
	for (size_t i = 0; mode->ours && i < NMODES; i++)
		if (modes[i].ours && !isupport_has_mode(s, modes[i].letter))
			return 0;
	return isupport_has_mode(s, mode->letter);
}

static void
offer_modes(struct gather *g, const struct model *m)
{
	struct view before = g->before, word = words_take(&before);
	char mode[3] = { '+', '\0', '\0' };

	if (name_is_room(word))
		word = words_take(&before);
	if (word.len > 0) {
		offer_nicks(g, m);
		return;
	}
	if (g->word.len > 0 && g->word.p[0] == '-')
		mode[0] = '-';
	for (size_t i = 0; i < NMODES; i++) {
		mode[1] = modes[i].letter;
		if (has_mode(g->session, &modes[i]) &&
		    view_has_prefix(view_of(mode), g->word))
			offer_any(mode, g);
	}
}

/* Days that people search from. */
static void
offer_days(struct gather *g)
{
	static const int days_ago[] = { 0, 1, 2, 7, 30, 365 };
	struct tm tm;
	char day[32];
	time_t at;

	for (size_t i = 0; i < sizeof(days_ago) / sizeof(days_ago[0]); i++) {
		at = (time_t)(clock_ms() / 1000) - days_ago[i] * 86400;
		localtime_r(&at, &tm);
		strftime(day, sizeof(day), "%Y-%m-%d", &tm);
		offer(g, day);
	}
}

/* Add "KEY:VALUE" for each value that fits what follows the key. */
static void
offer_search_values(struct gather *g, const struct model *m, struct view key)
{
	struct gather values = { 0 };
	char *text;

	values.word =
	    (struct view){ g->word.p + key.len, g->word.len - key.len };
	if (name_fold(values.folded, sizeof(values.folded), values.word) == -1)
		return;
	if (view_equal(key, VIEW("from:")))
		offer_nicks(&values, m);
	else if (view_equal(key, VIEW("in:")))
		offer_buffers(&values, m, BUFFER_ROOM);
	else
		offer_days(&values);
	for (size_t i = 0; i < values.n; i++) {
		xasprintf(&text, "%.*s%s", VIEW_ARG(key), values.names[i]);
		offer_any(text, g);
		free(text);
		free(values.names[i]);
	}
	free(values.names);
}

static void
offer_search(struct gather *g, const struct model *m)
{
	static const char *const keys[] = {
		"from:", "in:", "after:", "before:", NULL
	};

	for (size_t i = 0; keys[i] != NULL; i++)
		if (view_has_prefix(g->word, view_of(keys[i])))
			offer_search_values(g, m, view_of(keys[i]));
	if (g->n > 0)
		return;
	offer_words(g, keys);
	*g->append = "";
}

/* What /account does, and its arguments. */
static void
offer_account(struct gather *g, const struct model *m)
{
	static const char *const whats[] = { "password", "nopassword", "key",
		"sessions", "drop", NULL };
	static const char *const key[] = { "add", "del", NULL };
	struct view before = g->before, word = words_take(&before);
	const struct network *network = model_network(m);

	if (word.len == 0)
		offer_words(g, whats);
	else if (view_equal_nocase(word, VIEW("key")) && before.len == 0)
		offer_words(g, key);
	else if (view_equal_nocase(word, VIEW("drop")) && before.len == 0 &&
		 network->account != NULL)
		offer(g, network->account);
}

/* The accounts that may be the user's own. */
static void
offer_login(struct gather *g, const struct model *m)
{
	const struct network *network = model_network(m);

	if (network->account != NULL)
		offer(g, network->account);
	if (network->config->account != NULL)
		offer(g, network->config->account);
	if (network->nick != NULL)
		offer(g, network->nick);
}

static void
offer_arg(struct gather *g, const struct model *m, enum command_arg arg)
{
	static const char *const levels[] = { "all", "mentions", "nothing",
		"default", NULL };
	static const char *const whats[] = { "messages", "presence", "both",
		"highlights", NULL };
	static const char *const add_del[] = { "add", "del", NULL };
	const struct attention *attention = &model_network(m)->attention;
	int is_room = name_is_room(g->word);

	switch (arg) {
	case ARG_NONE:
		break;
	case ARG_COMMAND:
		help_names(offer_help, g);
		break;
	case ARG_ROOM:
		offer_buffers(g, m, BUFFER_ROOM);
		break;
	case ARG_NICK:
		offer_nicks(g, m);
		break;
	case ARG_IGNORED:
		offer_ignored(g, &attention->ignores);
		break;
	case ARG_IGNORE:
		offer_words(g, whats);
		break;
	case ARG_LEVEL:
		offer_words(g, levels);
		break;
	case ARG_ADD_DEL:
		offer_words(g, add_del);
		break;
	case ARG_HIGHLIGHT:
		offer_highlights(g, &attention->highlights);
		break;
	case ARG_ALIAS:
		offer_aliases(g, "");
		break;
	case ARG_ACTION:
		offer_actions(g);
		break;
	case ARG_SETTING:
		offer_set(g, m, g->before);
		break;
	case ARG_TOPIC:
		offer_topic(g, m);
		offer_emoji(g);
		break;
	case ARG_MODES:
		offer_modes(g, m);
		break;
	case ARG_SEARCH:
		offer_search(g, m);
		break;
	case ARG_ACCOUNT:
		offer_account(g, m);
		break;
	case ARG_LOGIN:
		offer_login(g, m);
		break;
	case ARG_TARGET:
	case ARG_TEXT:
		if (!is_room)
			offer_nicks(g, m);
		if (is_room || arg == ARG_TARGET)
			offer_buffers(g, m, BUFFER_ROOM);
		if (arg == ARG_TEXT)
			offer_emoji(g);
		break;
	}
}

char **
complete_word(const struct model *m, const struct irc_session *session,
    struct view text, size_t start, size_t point, const char **append)
{
	struct gather g = { 0 };
	int is_command;

	g.append = append;
	g.session = session;
	*append = " ";
	if (start > point || point > text.len)
		return NULL;
	is_command = text.len > 0 && text.p[0] == '/' &&
		     !(text.len > 1 && text.p[1] == '/');
	g.word = (struct view){ text.p + start, point - start };
	if (name_fold(g.folded, sizeof(g.folded), g.word) == -1)
		return NULL; /* too long for a name */
	if (is_command && start == 0) {
		offer_commands(&g);
		offer_aliases(&g, "/");
	} else if (is_command) {
		g.before = (struct view){ text.p, start };
		words_take(&g.before);
		offer_arg(&g, m, command_arg_at(text, point));
	} else {
		offer_arg(&g, m, ARG_TEXT);
		if (start == 0 && !name_is_room(g.word) &&
		    !is_short_code(g.word))
			*append = ": ";
	}
	return g.names;
}

static char *
describe_command(const char *name)
{
	const struct command_row *r = command_find(view_of(name));
	const char *alias = alias_find(view_of(name));
	char *text;

	if (alias != NULL)
		return xstrdup(alias);
	if (r == NULL)
		return NULL;
	if (r->usage[0] == '\0')
		return xstrdup(_(r->help));
	xasprintf(&text, "%s: %s", r->usage, _(r->help));
	return text;
}

static char *
describe_mode(const char *mode)
{
	for (size_t i = 0; i < NMODES; i++)
		if (strchr("+-", mode[0]) != NULL &&
		    mode[1] == modes[i].letter && mode[2] == '\0')
			return xstrdup(_(modes[i].help));
	return NULL;
}

static char *
describe_setting(const char *name)
{
	const struct setting *s = client_config_settings;

	for (; s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return xstrdup(_(s->help));
	return NULL;
}

char *
complete_describe(struct view text, size_t start, const char *candidate)
{
	const char *emoji = emoji_name(view_of(candidate));
	char *name;

	if (start == 0 && candidate[0] == '/')
		return describe_command(candidate + 1);
	if (emoji != NULL) {
		xasprintf(&name, ":%s:", emoji);
		return name;
	}
	if (text.len == 0 || text.p[0] != '/' || candidate[0] == '\0')
		return NULL;
	switch (command_arg_at(text, start + 1)) {
	case ARG_MODES:
		return describe_mode(candidate);
	case ARG_SETTING:
		return describe_setting(candidate);
	default:
		return NULL;
	}
}
