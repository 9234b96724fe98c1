/*
 * ignores: keep the list, and compare it with the senders of events.
 */
#include "client/model/ignores.h"

#include <stdlib.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { MASK_MAX = 200 }; /* bytes */

#define ACCOUNT VIEW("account:")

static const struct {
	const char *word;
	enum ignore_what what;
} kinds[] = {
	{ "messages", IGNORE_MESSAGES },
	{ "presence", IGNORE_PRESENCE },
	{ "both", IGNORE_BOTH },
	{ "highlights", IGNORE_HIGHLIGHTS },
};

enum { NKINDS = sizeof(kinds) / sizeof(kinds[0]) };

int
ignore_what_find(struct view word)
{
	size_t i;

	for (i = 0; i < NKINDS; i++)
		if (view_equal_nocase(word, view_of(kinds[i].word)))
			return (int)kinds[i].what;
	return -1;
}

const char *
ignore_what_word(enum ignore_what what)
{
	size_t i = 0;

	while (i + 1 < NKINDS && kinds[i].what != what)
		i++;
	return kinds[i].word;
}

void
ignores_clear(struct ignores *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->v[i].mask);
	free(l->v);
	*l = (struct ignores){ .last_id = l->last_id };
}

static int
has_any(struct view v, const char *chars)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if (v.p[i] != '\0' && strchr(chars, v.p[i]) != NULL)
			return 1;
	return 0;
}

static int
is_account(struct view mask)
{
	return mask.len > ACCOUNT.len &&
	       view_equal_nocase((struct view){ mask.p, ACCOUNT.len }, ACCOUNT);
}

static struct view
account_of(struct view mask)
{
	return (struct view){ mask.p + ACCOUNT.len, mask.len - ACCOUNT.len };
}

static int
is_mask(struct view text)
{
	return has_any(text, "!@*?");
}

/* True if the mask has nothing that makes a difference between people. */
static int
fits_everyone(struct view mask)
{
	size_t i;

	for (i = 0; i < mask.len; i++)
		if (strchr("!@*?.:", mask.p[i]) == NULL)
			return 0;
	return 1;
}

/* Return the whole form, which the caller frees, of a text that check accepted. */
static char *
complete(struct view text)
{
	int bang = has_any(text, "!"), at = has_any(text, "@");
	char *mask;

	if (is_account(text))
		xasprintf(&mask, "account:%.*s", VIEW_ARG(account_of(text)));
	else if (!is_mask(text) || (bang && at))
		mask = xviewdup(text);
	else if (at)
		xasprintf(&mask, "*!%.*s", VIEW_ARG(text));
	else if (bang)
		xasprintf(&mask, "%.*s@*", VIEW_ARG(text));
	else
		xasprintf(&mask, "%.*s!*@*", VIEW_ARG(text));
	return mask;
}

static int
check(struct view text, char **cause)
{
	if (text.len == 0 || text.len > MASK_MAX || !text_is_printable(text) ||
	    has_any(text, " "))
		return cause_set(cause, _("That is not a nick or a mask."));
	if (is_account(text))
		return 0;
	if (!is_mask(text))
		return nick_valid(text)
			   ? 0
			   : cause_set(cause,
				 _("\"%.*s\" is not a nick, account:NAME or "
				   "a mask such as *!*@*.example.net."),
				 VIEW_ARG(text));
	if (fits_everyone(text))
		return cause_set(
		    cause, _("%.*s would ignore everyone."), VIEW_ARG(text));
	return 0;
}

static struct ignore *
find(const struct ignores *l, const char *mask)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (name_equal(view_of(l->v[i].mask), view_of(mask)))
			return &l->v[i];
	return NULL;
}

const struct ignore *
ignores_find(const struct ignores *l, struct view text)
{
	const struct ignore *e;
	char *mask;

	if (check(text, NULL) != 0)
		return NULL;
	mask = complete(text);
	e = find(l, mask);
	free(mask);
	return e;
}

const struct ignore *
ignores_set(struct ignores *l, struct view text, enum ignore_what what,
    int64_t until, char **cause)
{
	struct ignore *e;
	char *mask;

	if (check(text, cause) != 0)
		return NULL;
	mask = complete(text);
	e = find(l, mask);
	if (e != NULL) {
		free(mask);
	} else if (l->n >= IGNORES_MAX) {
		free(mask);
		cause_set(cause,
		    _("You ignore %d users already. Remove some with "
		      "/unignore."),
		    IGNORES_MAX);
		return NULL;
	} else {
		l->v = xreallocarray(l->v, l->n + 1, sizeof(*l->v));
		e = &l->v[l->n++];
		*e = (struct ignore){ .id = ++l->last_id, .mask = mask };
	}
	e->what = what;
	e->until = until;
	return e;
}

void
ignores_remove(struct ignores *l, unsigned id)
{
	size_t i;

	for (i = 0; i < l->n && l->v[i].id != id; i++)
		;
	if (i == l->n)
		return;
	free(l->v[i].mask);
	memmove(&l->v[i], &l->v[i + 1], (l->n - i - 1) * sizeof(*l->v));
	l->n--;
}

unsigned
ignores_ended(const struct ignores *l, int64_t now)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].until != 0 && l->v[i].until <= now)
			return l->v[i].id;
	return 0;
}

int64_t
ignores_next_end(const struct ignores *l)
{
	int64_t next = 0;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].until != 0 && (next == 0 || l->v[i].until < next))
			next = l->v[i].until;
	return next;
}

/* An unknown user or host is empty, so that only "*" fits it. */
static int
fits(const struct ignore *e, const struct irc_event *ev, struct view full)
{
	struct view mask = view_of(e->mask);

	if (is_account(mask))
		return ev->account.len > 0 &&
		       name_equal(account_of(mask), ev->account);
	if (is_mask(mask))
		return mask_match(mask, full);
	return name_equal(mask, ev->who);
}

static int
lasts_longer(const struct ignore *a, const struct ignore *b)
{
	return b == NULL ||
	       (b->until != 0 && (a->until == 0 || a->until > b->until));
}

/* Return the entry for what, of those that fit the sender, that lasts longest; or NULL. */
static const struct ignore *
longest(const struct ignores *l, const struct irc_event *ev, unsigned what,
    int64_t now)
{
	const struct ignore *e, *found = NULL;
	struct buf full = { 0 };
	size_t i;

	if (l->n == 0 || ev->self || ev->who.len == 0)
		return NULL;
	buf_printf(&full, "%.*s!%.*s", VIEW_ARG(ev->who),
	    VIEW_ARG(ev->userhost.len > 0 ? ev->userhost : VIEW("@")));
	for (i = 0; i < l->n; i++) {
		e = &l->v[i];
		if ((e->what & what) && (e->until == 0 || e->until > now) &&
		    fits(e, ev, buf_view(&full)) && lasts_longer(e, found))
			found = e;
	}
	buf_clear(&full);
	return found;
}

static unsigned
kind_of(enum irc_event_type type)
{
	switch (type) {
	case IRC_EV_MESSAGE:
	case IRC_EV_INVITED:
		return IGNORE_MESSAGES;
	case IRC_EV_JOIN:
	case IRC_EV_PART:
	case IRC_EV_QUIT:
	case IRC_EV_NICK:
		return IGNORE_PRESENCE;
	default:
		return 0;
	}
}

/* A change of nick is also hidden if the new nick is ignored. */
unsigned
ignores_hides(const struct ignores *l, const struct irc_event *ev, int64_t now)
{
	const struct ignore *e = longest(l, ev, kind_of(ev->type), now);
	struct irc_event renamed = *ev;

	if (e == NULL && ev->type == IRC_EV_NICK) {
		renamed.who = ev->object;
		e = longest(l, &renamed, IGNORE_PRESENCE, now);
	}
	return e != NULL ? e->id : 0;
}

int
ignores_quiets(const struct ignores *l, const struct irc_event *ev, int64_t now)
{
	return longest(l, ev, IGNORE_MESSAGES | IGNORE_HIGHLIGHTS, now) != NULL;
}
