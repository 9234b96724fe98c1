/*
 * speakers: a hash table of people by room and nick. It has two halves: when the newer one is full, the older one is
 * dropped.
 */
#include "client/model/speakers.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/xmalloc.h"

enum {
	HALF_MAX = 4096, /* people */
	NICK_MAX = 128,	 /* bytes; longer ones are not remembered */
	SEARCH_MAX =
	    2000 /* lines looked at around those inserted, and for a JOIN */
};

struct speaker {
	int64_t spoke; /* ms; 0: not known to have spoken */
	int64_t
	    joined; /* of the JOIN after which they have not spoken yet; 0: none */
	char *joined_as; /* the nick then; NULL: the same */
	int split;	 /* left in a netsplit */
	UT_hash_handle hh;
	char key[]; /* the room's id, then the nick */
};

struct speakers {
	struct speaker *newer, *older;
};

struct key {
	char bytes[sizeof(uint64_t) + NICK_MAX];
	size_t len;
};

static int
make_key(struct key *key, uint64_t room, const char *nick)
{
	size_t n = nick == NULL ? 0 : strlen(nick);

	if (n == 0 || n > NICK_MAX)
		return -1;
	memcpy(key->bytes, &room, sizeof(room));
	memcpy(key->bytes + sizeof(room), nick, n);
	key->len = sizeof(room) + n;
	return 0;
}

static void
drop_all(struct speaker **half)
{
	struct speaker *sp, *next;

	HASH_ITER (hh, *half, sp, next) {
		HASH_DEL(*half, sp);
		free(sp->joined_as);
		free(sp);
	}
}

struct speakers *
speakers_new(void)
{
	return xcalloc(1, sizeof(struct speakers));
}

void
speakers_free(struct speakers *s)
{
	if (s == NULL)
		return;
	drop_all(&s->newer);
	drop_all(&s->older);
	free(s);
}

static void
insert(struct speakers *s, struct speaker *sp, size_t len)
{
	if (HASH_COUNT(s->newer) == HALF_MAX) {
		drop_all(&s->older);
		s->older = s->newer;
		s->newer = NULL;
	}
	HASH_ADD_KEYPTR(hh, s->newer, sp->key, len, sp);
}

/* Return the entry, moved to the newer half; NULL if there is none. */
static struct speaker *
find(struct speakers *s, const struct key *key)
{
	struct speaker *sp;

	HASH_FIND(hh, s->newer, key->bytes, key->len, sp);
	if (sp != NULL)
		return sp;
	HASH_FIND(hh, s->older, key->bytes, key->len, sp);
	if (sp == NULL)
		return NULL;
	HASH_DEL(s->older, sp);
	insert(s, sp, key->len);
	return sp;
}

static struct speaker *
find_or_add(struct speakers *s, const struct key *key)
{
	struct speaker *sp = find(s, key);

	if (sp != NULL)
		return sp;
	sp = xcalloc(1, sizeof(*sp) + key->len);
	memcpy(sp->key, key->bytes, key->len);
	insert(s, sp, key->len);
	return sp;
}

/* Return the seconds from one time to another. */
static int32_t
seconds_between(int64_t from, int64_t to)
{
	int64_t s = (to - from) / 1000;

	return s < 0 ? 0 : s >= LINE_SILENT ? LINE_SILENT : (int32_t)s;
}

static void
set_joined(struct speaker *sp, int64_t joined, const char *as)
{
	sp->joined = joined;
	free(sp->joined_as);
	sp->joined_as = xstrdup(as);
}

/* The person spoke for the first time since they joined: the JOIN before message i is worth seeing after all. */
static void
note_join(struct buffer *b, size_t i, struct speaker *sp)
{
	size_t last = i > SEARCH_MAX ? i - SEARCH_MAX : 0;
	const struct line *message = buffer_line(b, i);
	const char *nick =
	    sp->joined_as != NULL ? sp->joined_as : message->nick;
	struct line *line;

	while (i > last) {
		line = buffer_line(b, --i);
		if (line->kind != LINE_JOIN || line->time != sp->joined ||
		    line->nick == NULL || strcmp(line->nick, nick) != 0)
			continue;
		line_spoke(line, seconds_between(sp->joined, message->time));
		break;
	}
	set_joined(sp, 0, NULL);
}

static void
note_message(
    struct speakers *s, struct buffer *b, size_t i, const struct key *key)
{
	struct line *line = buffer_line(b, i);
	struct speaker *sp = find_or_add(s, key);

	if (line->time > sp->spoke)
		sp->spoke = line->time;
	if (sp->joined != 0)
		note_join(b, i, sp);
}

/* The new nick has joined and spoken when the old one did. */
static void
note_nick(struct speakers *s, uint64_t room, const struct line *line,
    const struct speaker *old)
{
	struct speaker copy = *old, *sp;
	struct key key;

	if (make_key(&key, room, line->object) != 0)
		return;
	copy.joined_as =
	    xstrdup(old->joined_as != NULL ? old->joined_as : line->nick);
	sp = find_or_add(s, &key); /* the old one may be dropped for it */
	sp->spoke = copy.spoke;
	set_joined(sp, copy.joined, copy.joined_as);
	free(copy.joined_as);
}

static void
note_presence(
    struct speakers *s, uint64_t room, struct line *line, const struct key *key)
{
	int split = line_is_netsplit(line);
	struct speaker *sp = find(s, key);

	if (sp == NULL && (split || line->kind == LINE_JOIN))
		sp = find_or_add(s, key);
	if (sp == NULL)
		return;
	if (sp->spoke != 0)
		line_spoke(line, seconds_between(sp->spoke, line->time));
	if (line->kind == LINE_JOIN) {
		if (sp->split && line->fold != NULL)
			line->fold->made = 0;
		line->netjoin = sp->split != 0;
		set_joined(sp, line->time, NULL);
	} else if (line->kind != LINE_NICK) {
		set_joined(sp, 0, NULL);
	}
	sp->split = split;
	if (line->kind == LINE_NICK)
		note_nick(s, room, line, sp);
}

static void
note(struct speakers *s, struct buffer *b, size_t i, uint64_t room)
{
	struct line *line = buffer_line(b, i);
	struct key key;

	if (line->ignored != 0 || make_key(&key, room, line->nick) != 0)
		return;
	if (line_is_message(line))
		note_message(s, b, i, &key);
	else if (line_is_presence(line))
		note_presence(s, room, line, &key);
}

void
speakers_add(struct speakers *s, struct buffer *b, struct line *line)
{
	if (b->kind == BUFFER_ROOM && !line->self)
		note(s, b, buffer_index_of(b, line), b->id);
}

void
speakers_insert(struct buffer *b, size_t low, size_t high)
{
	struct speakers s = { 0 };
	size_t i = low > SEARCH_MAX ? low - SEARCH_MAX : 0;

	for (; i < b->n && i <= high + SEARCH_MAX; i++)
		if (!buffer_line(b, i)->self)
			note(&s, b, i, 0);
	drop_all(&s.newer);
	drop_all(&s.older);
}
