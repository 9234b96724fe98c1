/*
 * look_alikes: a table of protected names by skeleton. Each name is in it by both of its
 * skeletons. Under a skeleton, names are grouped by their scripts. A name looks like any name
 * of another group.
 */
#include "server/chat/look_alikes.h"

#include <sys/queue.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>
#include <uthash.h>

#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	SKELETON_BYTES = 1024, /* of a skeleton; longer ones are ignored */
	SKELETONS = 2,	       /* of a name: as spelled, and folded */
	SCRIPT_WORDS = 4       /* 64 bits each; enough for all scripts */
};

/*
 * The scripts of a name's letters, without the characters that all scripts share. Two names
 * with letters of several scripts have the same scripts only if they mix them in the same
 * places: "аda" and "adа" do not.
 */
struct scripts {
	uint64_t bits[SCRIPT_WORDS];
	uint64_t
	    /* hash of the scripts, letter by letter; 0: at most one script */
	    order;
};

/* Protected names with the same skeleton and the same scripts. */
struct group {
	struct scripts scripts;
	struct entry *entry;
	LIST_HEAD(, listing) listings;
	LIST_ENTRY(group) link;
};

struct entry {
	char *skeleton; /* key */
	LIST_HEAD(, group) groups;
	UT_hash_handle hh;
};

/* One skeleton of a protected name, in its group. */
struct listing {
	const struct protected_name *of;
	struct group *group; /* NULL: not in the table */
	LIST_ENTRY(listing) link;
};

struct protected_name {
	char *name;
	struct listing listings[SKELETONS];
	TAILQ_ENTRY(protected_name) link;
};

struct look_alikes {
	struct entry *entries;
	TAILQ_HEAD(, protected_name) names; /* in order of addition */
};

/*
 * Return ICU's table, which is read-only and opened once; NULL if it cannot be opened. Then no
 * names look alike.
 */
static const USpoofChecker *
checker(void)
{
	static USpoofChecker *opened;
	static int is_tried;
	UErrorCode status = U_ZERO_ERROR;

	if (is_tried)
		return opened;
	is_tried = 1;
	opened = uspoof_open(&status);
	if (U_FAILURE(status)) {
		log_error("names", 0,
		    "cannot open ICU's table of look-alikes: %s",
		    u_errorName(status));
		opened = NULL;
	}
	return opened;
}

/* Make the skeleton in lower case; empty if there is none. */
static void
make_skeleton(char out[SKELETON_BYTES], struct view name)
{
	const USpoofChecker *c = checker();
	UErrorCode status = U_ZERO_ERROR;
	char raw[SKELETON_BYTES];
	int32_t n;

	out[0] = '\0';
	if (c == NULL)
		return;
	n = uspoof_getSkeletonUTF8(
	    c, 0, name.p, (int32_t)name.len, raw, SKELETON_BYTES, &status);
	if (U_FAILURE(status) || n <= 0 || n >= SKELETON_BYTES ||
	    name_fold(out, SKELETON_BYTES, (struct view){ raw, (size_t)n }) < 0)
		out[0] = '\0';
}

/* Make both skeletons; the second is empty if it equals the first. */
static void
make_skeletons(char out[SKELETONS][SKELETON_BYTES], struct view name)
{
	char folded[NAME_FOLDED];
	int n = name_fold(folded, sizeof(folded), name);

	make_skeleton(out[0], name);
	out[1][0] = '\0';
	if (n > 0)
		make_skeleton(out[1], (struct view){ folded, (size_t)n });
	if (strcmp(out[0], out[1]) == 0)
		out[1][0] = '\0';
}

static int
is_ascii(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if ((unsigned char)v.p[i] >= 0x80)
			return 0;
	return 1;
}

/* Return the script of the letter at *i and advance *i; 0 if all scripts share the letter. */
static int
next_script(struct view name, int32_t *i)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t c;
	int script;

	U8_NEXT(name.p, *i, (int32_t)name.len, c);
	script = c < 0 ? USCRIPT_COMMON : uscript_getScript(c, &status);
	return script > USCRIPT_INHERITED && script < 64 * SCRIPT_WORDS ? script
									: 0;
}

/* Return an FNV-1a hash of the scripts in order; 0 if there is at most one. */
static uint64_t
order_of_scripts(struct view name)
{
	uint64_t hash = 0xcbf29ce484222325;
	int32_t i = 0;
	int script, first = 0, is_mixed = 0;

	while (i < (int32_t)name.len) {
		script = next_script(name, &i);
		if (script != 0 && first == 0)
			first = script;
		if (script != 0 && script != first)
			is_mixed = 1;
		hash = (hash ^ (uint64_t)script) * 0x100000001b3;
	}
	return is_mixed ? hash : 0;
}

/* ASCII counts as Latin even without letters, so that "#1" and "#l" do not look alike. */
static struct scripts
scripts_of(struct view name)
{
	struct scripts s = { .order = 0 };
	char folded[NAME_FOLDED];
	int32_t i = 0;
	int script, n = name_fold(folded, sizeof(folded), name);

	if (is_ascii(name))
		s.bits[USCRIPT_LATIN / 64] |= (uint64_t)1 << USCRIPT_LATIN % 64;
	while (i < (int32_t)name.len) {
		script = next_script(name, &i);
		if (script != 0)
			s.bits[script / 64] |= (uint64_t)1 << script % 64;
	}
	/* A name that differs only in case must get the same order. */
	s.order =
	    order_of_scripts(n > 0 ? (struct view){ folded, (size_t)n } : name);
	return s;
}

static int
same_scripts(const struct scripts *a, const struct scripts *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static struct entry *
find_entry(const struct look_alikes *l, const char *skeleton)
{
	struct entry *e = NULL;

	if (skeleton[0] != '\0')
		HASH_FIND_STR(l->entries, skeleton, e);
	return e;
}

static struct group *
get_group(
    struct look_alikes *l, const char *skeleton, const struct scripts *scripts)
{
	struct entry *e = find_entry(l, skeleton);
	struct group *g;

	if (e == NULL) {
		e = xcalloc(1, sizeof(*e));
		e->skeleton = xstrdup(skeleton);
		LIST_INIT(&e->groups);
		HASH_ADD_KEYPTR(hh, l->entries, e->skeleton,
		    (unsigned)strlen(e->skeleton), e);
	}
	LIST_FOREACH (g, &e->groups, link)
		if (same_scripts(&g->scripts, scripts))
			return g;
	g = xcalloc(1, sizeof(*g));
	g->scripts = *scripts;
	g->entry = e;
	LIST_INIT(&g->listings);
	LIST_INSERT_HEAD(&e->groups, g, link);
	return g;
}

static void
drop_if_empty(struct look_alikes *l, struct group *g)
{
	struct entry *e = g->entry;

	if (!LIST_EMPTY(&g->listings))
		return;
	LIST_REMOVE(g, link);
	free(g);
	if (!LIST_EMPTY(&e->groups))
		return;
	HASH_DEL(l->entries, e);
	free(e->skeleton);
	free(e);
}

struct look_alikes *
look_alikes_new(void)
{
	struct look_alikes *l = xcalloc(1, sizeof(*l));

	TAILQ_INIT(&l->names);
	return l;
}

void
look_alikes_free(struct look_alikes *l)
{
	assert(TAILQ_EMPTY(&l->names) && l->entries == NULL);
	free(l);
}

struct protected_name *
look_alikes_add(struct look_alikes *l, struct view name)
{
	char skeletons[SKELETONS][SKELETON_BYTES];
	struct protected_name *p = xcalloc(1, sizeof(*p));
	struct scripts scripts = scripts_of(name);
	int i;

	p->name = xviewdup(name);
	make_skeletons(skeletons, name);
	for (i = 0; i < SKELETONS; i++) {
		p->listings[i].of = p;
		if (skeletons[i][0] == '\0')
			continue;
		p->listings[i].group = get_group(l, skeletons[i], &scripts);
		LIST_INSERT_HEAD(
		    &p->listings[i].group->listings, &p->listings[i], link);
	}
	TAILQ_INSERT_TAIL(&l->names, p, link);
	return p;
}

void
look_alikes_remove(struct look_alikes *l, struct protected_name *p)
{
	int i;

	if (p == NULL)
		return;
	for (i = 0; i < SKELETONS; i++) {
		if (p->listings[i].group == NULL)
			continue;
		LIST_REMOVE(&p->listings[i], link);
		drop_if_empty(l, p->listings[i].group);
	}
	TAILQ_REMOVE(&l->names, p, link);
	free(p->name);
	free(p);
}

const char *
look_alikes_find(const struct look_alikes *l, struct view name)
{
	char skeletons[SKELETONS][SKELETON_BYTES];
	const struct scripts scripts = scripts_of(name);
	const struct entry *e;
	const struct group *g;
	int i;

	make_skeletons(skeletons, name);
	for (i = 0; i < SKELETONS; i++) {
		e = find_entry(l, skeletons[i]);
		if (e == NULL)
			continue;
		LIST_FOREACH (g, &e->groups, link)
			if (!same_scripts(&g->scripts, &scripts))
				return LIST_FIRST(&g->listings)->of->name;
	}
	return NULL;
}

/* If two names find each other, report the pair once. */
void
look_alikes_each_pair(const struct look_alikes *l,
    void (*fn)(const char *name, const char *other, void *ctx), void *ctx)
{
	const struct protected_name *p;
	const char *other, *back;

	TAILQ_FOREACH (p, &l->names, link) {
		other = look_alikes_find(l, view_of(p->name));
		if (other == NULL)
			continue;
		back = look_alikes_find(l, view_of(other));
		if (back != p->name || strcmp(p->name, other) < 0)
			fn(p->name, other, ctx);
	}
}

int
look_alike_of_mask(struct view mask, struct view name)
{
	char masks[SKELETONS][SKELETON_BYTES], names[SKELETONS][SKELETON_BYTES];
	int i, j;

	if (is_ascii(name))
		return 0;
	make_skeletons(masks, mask);
	make_skeletons(names, name);
	for (i = 0; i < SKELETONS; i++)
		for (j = 0; j < SKELETONS; j++)
			if (masks[i][0] != '\0' && names[j][0] != '\0' &&
			    mask_match(view_of(masks[i]), view_of(names[j])))
				return 1;
	return 0;
}
