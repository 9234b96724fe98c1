/*
 * conversation: makes and parses conversation keys.
 */
#include "server/store/conversation.h"

#include <stdio.h>
#include <string.h>

#include "server/chat/event.h"

int
conversation_party(
    char party[CONVERSATION_PARTY], const char *account, struct view nick)
{
	if (account != NULL)
		return name_fold(party, CONVERSATION_PARTY, view_of(account)) >
			       0
			   ? 0
			   : -1;
	party[0] = CONVERSATION_GUEST;
	return name_fold(party + 1, CONVERSATION_PARTY - 1, nick) > 0 ? 0 : -1;
}

int
conversation_is_guest(const char *party)
{
	return party[0] == CONVERSATION_GUEST;
}

void
conversation_key(char key[CONVERSATION_KEY], const char *a, const char *b)
{
	int turned = strcmp(a, b) > 0;

	snprintf(
	    key, CONVERSATION_KEY, "%s %s", turned ? b : a, turned ? a : b);
}

int
conversation_is_direct(const struct chat_event *e)
{
	return (e->type == CHAT_MESSAGE || e->type == CHAT_REDACT) &&
	       e->target != NULL && !name_is_room(view_of(e->target));
}

int
conversation_of_event(char key[CONVERSATION_KEY], const struct chat_event *e)
{
	char from[CONVERSATION_PARTY], to[CONVERSATION_PARTY];

	if (conversation_party(from, e->account, view_of(e->nick)) != 0 ||
	    conversation_party(to, e->to_account, view_of(e->target)) != 0)
		return -1;
	conversation_key(key, from, to);
	return 0;
}

int
conversation_split(struct view key, struct view *a, struct view *b)
{
	struct view rest = key;

	if (!view_cut(&rest, ' ', a) || rest.p == NULL)
		return -1;
	*b = rest;
	return a->len > 0 && b->len > 0 ? 0 : -1;
}

int
conversation_includes(struct view key, const char *party)
{
	struct view a, b;

	return conversation_split(key, &a, &b) == 0 &&
	       (view_equal(a, view_of(party)) || view_equal(b, view_of(party)));
}

/* A folded name need not be a valid nick, so check the limits of an unfolded one. */
static int
party_valid(struct view party)
{
	char folded[CONVERSATION_PARTY];
	struct view name = party;

	if (party.len == 0 || party.len >= CONVERSATION_PARTY)
		return 0;
	if (*party.p == CONVERSATION_GUEST) {
		name.p++;
		name.len--;
	}
	return name.len > 0 && memchr(name.p, ',', name.len) == NULL &&
	       memchr(name.p, ' ', name.len) == NULL &&
	       memchr(name.p, CONVERSATION_GUEST, name.len) == NULL &&
	       !name_is_room(name) &&
	       name_fold(folded, sizeof(folded), name) == (int)name.len &&
	       memcmp(folded, name.p, name.len) == 0;
}

int
conversation_valid(struct view key)
{
	struct view a, b;
	size_t n;
	int order;

	if (conversation_split(key, &a, &b) != 0 || !party_valid(a) ||
	    !party_valid(b))
		return 0;
	n = a.len < b.len ? a.len : b.len;
	order = memcmp(a.p, b.p, n);
	return order < 0 || (order == 0 && a.len <= b.len);
}

int
conversation_after_deletion(
    char key[CONVERSATION_KEY], const char *folded, const char *account)
{
	char guest[CONVERSATION_PARTY], other[CONVERSATION_PARTY];
	struct view a, b;

	if (conversation_split(view_of(folded), &a, &b) != 0 ||
	    conversation_party(guest, NULL, view_of(account)) != 0)
		return 0;
	if (view_equal(a, view_of(account)))
		a = b;
	if (*a.p == CONVERSATION_GUEST || view_equal(a, view_of(account)))
		return 0;
	snprintf(other, sizeof(other), "%.*s", VIEW_ARG(a));
	conversation_key(key, other, guest);
	return 1;
}
