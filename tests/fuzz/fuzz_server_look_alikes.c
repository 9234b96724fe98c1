/*
 * fuzz_server_look_alikes: looking alike is symmetric, no name looks like itself, and no ASCII name
 * like another; nothing is left after names were added and removed; masks match any name without a
 * crash.
 * Input: lines, each a name. "-" before one removes it; any other is looked up, and protected if there
 * is room.
 */
#include <string.h>

#include "common/names.h"
#include "server/chat/look_alikes.h"
#include "tests/fuzz/fuzz.h"

enum { NAMES_MAX = 32, LINES_MAX = 200 };

struct known {
	struct look_alikes *set;
	struct protected_name *names[NAMES_MAX];
	struct view views[NAMES_MAX];
	size_t n;
};

static int
is_ascii(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if ((unsigned char)v.p[i] >= 0x80)
			return 0;
	return 1;
}

static int
look_alike(struct view a, struct view b)
{
	struct look_alikes *set = look_alikes_new();
	struct protected_name *p = look_alikes_add(set, a);
	int found = look_alikes_find(set, b) != NULL;

	look_alikes_remove(set, p);
	look_alikes_free(set);
	return found;
}

static void
remove_name(struct known *k, struct view name)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (view_equal(k->views[i], name))
			break;
	if (i == k->n)
		return;
	look_alikes_remove(k->set, k->names[i]);
	k->n--;
	k->names[i] = k->names[k->n];
	k->views[i] = k->views[k->n];
}

static void
take_name(struct known *k, struct view name)
{
	const char *like = look_alikes_find(k->set, name);

	require(!look_alike(name, name));
	if (like != NULL) {
		require(!is_ascii(name) || !is_ascii(view_of(like)));
		require(look_alike(name, view_of(like)));
	}
	look_alike_of_mask(VIEW("*Serv"), name);
	look_alike_of_mask(name, VIEW("N\xd1\x96\xd1\x81kServ"));
	if (k->n == NAMES_MAX)
		return;
	k->names[k->n] = look_alikes_add(k->set, name);
	k->views[k->n++] = name;
}

static void
count(const char *name, const char *other, void *ctx)
{
	require(strcmp(name, other) != 0);
	++*(size_t *)ctx;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest = { (const char *)data, size }, line;
	struct known k = { .set = look_alikes_new() };
	size_t lines = 0, pairs = 0;

	while (lines++ < LINES_MAX && view_cut(&rest, '\n', &line)) {
		if (line.len > 0 && *line.p == '-')
			remove_name(
			    &k, (struct view){ line.p + 1, line.len - 1 });
		else if (nick_valid(line) || room_valid(line))
			take_name(&k, line);
	}
	look_alikes_each_pair(k.set, count, &pairs);
	require(pairs <= k.n);
	while (k.n > 0)
		remove_name(&k, k.views[0]);
	look_alikes_free(k.set);
	return 0;
}
