/*
 * alert: decides which lines are alerts, and keeps the newest.
 */
#include "client/model/alert.h"

#include <stdlib.h>

#include "client/config/config.h"
#include "client/model/buffer.h"
#include "client/model/mention.h"
#include "common/xmalloc.h"

static int
asks_for_one(const struct buffer *b, const struct line *line)
{
	if (line->self || line->ignored != 0 ||
	    (!line_is_message(line) && !line->mention)) /* an invitation */
		return 0;
	switch (buffer_level(b)) {
	case LEVEL_ALL:
		return line->nick != NULL || line->mention;
	case LEVEL_MENTIONS:
		return line->mention;
	case LEVEL_NOTHING:
		break;
	}
	return 0;
}

static char *
plain_text(const char *text)
{
	struct mention_text t;
	char *plain;

	mention_text_make(&t, view_of(text));
	plain = buf_take(&t.plain);
	mention_text_clear(&t);
	return plain;
}

void
alert_add(
    struct alert *a, const struct buffer *b, const struct line *line, int seen)
{
	unsigned n = a->n;
	int bell = a->bell || b->config->bell;

	if (!asks_for_one(b, line))
		return;
	alert_clear(a);
	*a = (struct alert){ .n = n + 1,
		.bell = bell,
		.buffer = b->id,
		.who = xstrdup(line->nick),
		.text = plain_text(line->text),
		.private = b->kind == BUFFER_QUERY,
		.seen = seen };
}

void
alert_move(struct alert *to, struct alert *from)
{
	unsigned n = to->n;
	int bell = to->bell;

	if (from->n == 0)
		return;
	alert_clear(to);
	*to = *from;
	to->n += n;
	to->bell |= bell;
	*from = (struct alert){ 0 };
}

void
alert_clear(struct alert *a)
{
	free(a->who);
	free(a->text);
	*a = (struct alert){ 0 };
}
