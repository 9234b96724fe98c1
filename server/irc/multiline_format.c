/*
 * multiline_format: a message of several lines, as a batch for those who speak it and as
 * so many messages for all others. IRCv3 draft/multiline, "Fallback"; checklist 66.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/irc/format.h"
#include "server/irc/multiline.h"
#include "server/irc/request.h"

/* Longer client tags are not said again with every plain line: the first has them. */
enum { REPEATED_TAGS_MAX = 512 };

static void
put_batch(const struct chat_event *e, char sign, uint32_t kind, struct buf *out)
{
	char line[LINE_TAGS_SERVER + LINE_REST_MAX];
	struct irc_writer w;

	irc_begin(&w, line, sizeof(line), LINE_TAGS_SERVER);
	if (sign == '+')
		irc_put_tags(&w, e, kind);
	irc_source_user(&w, e->nick, e->username, e->host);
	irc_command(&w, "BATCH");
	irc_param_fmt(&w, "%cm%llu", sign, (unsigned long long)e->seq);
	if (sign == '+') {
		irc_param_str(&w, "draft/multiline");
		irc_put_target(&w, e);
	}
	buf_add(out, line, irc_end(&w));
}

/* One piece as a message of its own, like e in all else. */
static void
put_piece(struct server *server, const struct chat_applied *a,
    const struct chat_event *like, struct view piece, uint32_t kind,
    struct buf *out)
{
	struct chat_event one = *like;
	struct chat_applied applied = *a;

	one.text = xviewdup(piece);
	applied.event = &one;
	irc_format(server, &applied, kind, out);
	free(one.text);
}

/* The tags are the batch's; a line says only which one it belongs to. */
static void
put_as_batch(struct server *server, const struct chat_applied *a, uint32_t kind,
    struct buf *out)
{
	const struct chat_event *e = a->event;
	struct chat_lines l;

	put_batch(e, '+', kind, out);
	chat_lines_begin(&l, view_of(e->text));
	while (chat_lines_next(&l)) {
		buf_printf(out, "@batch=m%llu%s ", (unsigned long long)e->seq,
		    l.goes_on ? ";draft/multiline-concat" : "");
		put_piece(server, a, e, l.piece, 0, out);
	}
	put_batch(e, '-', kind, out);
}

/* Empty lines are left out; the id is on the first alone. */
static void
put_as_messages(struct server *server, const struct chat_applied *a,
    uint32_t kind, struct buf *out)
{
	struct chat_event like = *a->event;
	struct chat_lines l;

	chat_lines_begin(&l, view_of(a->event->text));
	while (chat_lines_next(&l)) {
		if (l.piece.len == 0)
			continue;
		put_piece(server, a, &like, l.piece, kind, out);
		like.id.s[0] = '\0';
		if (like.tags != NULL && strlen(like.tags) > REPEATED_TAGS_MAX)
			like.tags = NULL;
	}
}

void
multiline_format(struct server *server, const struct chat_applied *a,
    unsigned kind, struct buf *out)
{
	if (kind & CAP_MULTILINE)
		put_as_batch(server, a, kind, out);
	else
		put_as_messages(server, a, kind, out);
}
