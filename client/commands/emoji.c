/*
 * emoji: a table of names.
 */
#include "client/commands/emoji.h"

#include <stddef.h>

static const struct emoji {
	const char *name, *emoji;
} table[] = {
#define EMOJI(name, emoji) { name, emoji },
#include "client/commands/emoji_rows.h"
#undef EMOJI
};

enum { NEMOJI = sizeof(table) / sizeof(table[0]) };

static int
begins_with(struct view name, struct view beginning)
{
	if (name.len < beginning.len)
		return 0;
	name.len = beginning.len;
	return view_equal_nocase(name, beginning);
}

/* True if a word of the name other than the first begins like this. */
static int
has_word(const char *name, struct view beginning)
{
	for (const char *p = strchr(name, '_'); p != NULL; p = strchr(p, '_'))
		if (begins_with(view_of(++p), beginning))
			return 1;
	return 0;
}

void
emoji_find(struct view beginning, void (*offer)(const char *emoji, void *ctx),
    void *ctx)
{
	for (size_t i = 0; i < NEMOJI; i++)
		if (begins_with(view_of(table[i].name), beginning))
			offer(table[i].emoji, ctx);
	for (size_t i = 0; i < NEMOJI; i++)
		if (has_word(table[i].name, beginning))
			offer(table[i].emoji, ctx);
}

const char *
emoji_name(struct view emoji)
{
	for (size_t i = 0; i < NEMOJI; i++)
		if (view_equal(view_of(table[i].emoji), emoji))
			return table[i].name;
	return NULL;
}
