/*
 * mask: completes and matches masks, and changes lists of masks.
 */
#include "server/chat/mask.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"

#define MUTE	VIEW(MASK_MUTE)
#define ACCOUNT VIEW(MASK_ACCOUNT)

/* If v begins with the prefix, cut it off and return 1. */
static int
cut_prefix(struct view *v, struct view prefix)
{
	if (!view_has_prefix(*v, prefix))
		return 0;
	v->p += prefix.len;
	v->len -= prefix.len;
	return 1;
}

/*
 * True if the mask can be a middle parameter of a protocol line: no spaces or controls, and no
 * colon first.
 */
static int
is_wire_safe(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if ((unsigned char)v.p[i] <= ' ' || v.p[i] == 0x7f)
			return 0;
	return v.len > 0 && *v.p != ':';
}

static int
has(struct view v, char c)
{
	return memchr(v.p, c, v.len) != NULL;
}

static void
add_part(struct buf *out, struct view part)
{
	if (part.len == 0)
		buf_add_char(out, '*');
	else
		buf_add_view(out, part);
}

/* Hosts contain dots or colons, nicks do not. */
static void
add_mask(struct buf *out, struct view v)
{
	struct view nick = VIEW(""), user = VIEW(""), host = VIEW("");

	if (!has(v, '!') && !has(v, '@')) {
		if (has(v, '.') || has(v, ':'))
			host = v;
		else
			nick = v;
	} else {
		if (has(v, '!'))
			view_cut(&v, '!', &nick);
		if (v.p != NULL)
			view_cut(&v, '@', &user);
		if (v.p != NULL)
			host = v;
	}
	add_part(out, nick);
	buf_add_char(out, '!');
	add_part(out, user);
	buf_add_char(out, '@');
	add_part(out, host);
}

char *
mask_complete(struct view v)
{
	struct buf out = { 0 };

	if (!is_wire_safe(v))
		return NULL;
	if (cut_prefix(&v, MUTE))
		buf_add_view(&out, MUTE);
	if (v.len > 0 && view_has_prefix(v, ACCOUNT)) {
		if (v.len > ACCOUNT.len)
			buf_add_view(&out, v);
		else
			buf_reset(&out);
	} else if (v.len > 0) {
		add_mask(&out, v);
	} else {
		buf_reset(&out);
	}
	if (out.len == 0 || out.len > MASK_BYTES) {
		buf_clear(&out);
		return NULL;
	}
	return buf_take(&out);
}

static int
means(const struct room_mask *entry, const char *account, struct view who,
    enum mask_act act)
{
	struct view mask = view_of(entry->mask);

	if (cut_prefix(&mask, MUTE) && act != MASK_SPEAK)
		return 0;
	if (cut_prefix(&mask, ACCOUNT))
		return account != NULL && mask_match(mask, view_of(account));
	return mask_match(mask, who);
}

static int
list_means(const struct mask_list *list, const struct user *u,
    const char *account, const char *host, enum mask_act act)
{
	const struct room_mask *entry;
	struct buf who = { 0 };

	buf_printf(&who, "%s!%s@%s", u->nick, u->username, host);
	TAILQ_FOREACH (entry, list, link) {
		if (means(entry, account, buf_view(&who), act))
			break;
	}
	buf_clear(&who);
	return entry != NULL;
}

int
masks_match(
    const struct mask_list *list, const struct user *u, enum mask_act act)
{
	if (TAILQ_EMPTY(list))
		return 0;
	return list_means(list, u, u->account, u->host, act) ||
	       (strcmp(u->cloak, u->host) != 0 &&
		   list_means(list, u, u->account, u->cloak, act));
}

int
masks_match_former(const struct mask_list *list, const struct user *u,
    const struct former_account *former, enum mask_act act)
{
	return !TAILQ_EMPTY(list) &&
	       list_means(list, u, former->name, former->host, act);
}

struct room_mask *
masks_find(const struct mask_list *list, const char *mask)
{
	struct room_mask *entry;

	TAILQ_FOREACH (entry, list, link) {
		if (name_equal(view_of(entry->mask), view_of(mask)))
			break;
	}
	return entry;
}

void
masks_add(struct mask_list *list, const char *mask, const char *by)
{
	struct room_mask *entry;

	entry = xcalloc(1, sizeof(*entry));
	entry->mask = xstrdup(mask);
	entry->by = xstrdup(by);
	entry->time = clock_ms();
	TAILQ_INSERT_TAIL(list, entry, link);
}

void
masks_remove(struct mask_list *list, struct room_mask *entry)
{
	TAILQ_REMOVE(list, entry, link);
	if (entry->until != 0)
		LIST_REMOVE(entry, timed);
	free(entry->mask);
	free(entry->by);
	free(entry);
}

void
masks_clear(struct mask_list *list)
{
	struct room_mask *entry, *next;

	for (entry = TAILQ_FIRST(list); entry != NULL; entry = next) {
		next = TAILQ_NEXT(entry, link);
		masks_remove(list, entry);
	}
}
