/*
 * stored_lines: a hash of lines by msgid.
 */
#include "client/model/stored_lines.h"

#include <stdlib.h>

#include <uthash.h>

#include "common/xmalloc.h"

struct stored_line {
	struct line line; /* must be first: a line is cast to its entry */
	UT_hash_handle hh;
};

struct line *
stored_line_find(void *index, struct view msgid)
{
	struct stored_line *hash = index, *k = NULL;

	if (msgid.len > 0)
		HASH_FIND(hh, hash, msgid.p, msgid.len, k);
	return k == NULL ? NULL : &k->line;
}

static void
index_add(void **index, struct stored_line *k)
{
	struct stored_line *hash = *index;

	if (k->line.msgid == NULL)
		return;
	HASH_ADD_KEYPTR(hh, hash, k->line.msgid, strlen(k->line.msgid), k);
	*index = hash;
}

static void
index_remove(void **index, struct stored_line *k)
{
	struct stored_line *hash = *index;

	if (k->line.msgid == NULL)
		return;
	HASH_DEL(hash, k);
	*index = hash;
}

struct line *
stored_line_new(void **index, const struct line *from)
{
	struct stored_line *k = xcalloc(1, sizeof(*k));

	k->line = *from;
	line_copy_texts(&k->line);
	if (stored_line_find(*index, view_of(k->line.msgid)) != NULL)
		xreplace(&k->line.msgid, NULL);
	index_add(index, k);
	return &k->line;
}

void
stored_line_free(void **index, struct line *line)
{
	struct stored_line *k = (struct stored_line *)line;

	index_remove(index, k);
	line_clear(line);
	free(k);
}

void
stored_line_set_msgid(void **index, struct line *line, struct view msgid)
{
	struct stored_line *k = (struct stored_line *)line;

	if (msgid.len == 0 || stored_line_find(*index, msgid) != NULL)
		return;
	index_remove(index, k);
	free(line->msgid);
	line->msgid = xviewdup(msgid);
	index_add(index, k);
}
