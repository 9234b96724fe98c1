/*
 * search: searching for words (soju.im/search): SEARCH has one parameter, written like message tags.
 */
#include <stdlib.h>

#include "client/irc/history.h"
#include "client/irc/history_request.h"
#include "client/irc/state.h"
#include "common/clock.h"

/* Escapes as in tags, IRCv3 message-tags "Escaping Values", so that no byte ends the line. */
static void
add(struct buf *b, const char *key, struct view value)
{
	static const char plain[] = "; \\\r\n", escaped[] = ":s\\rn";
	struct buf clean = { 0 };
	const char *at;
	size_t i;

	if (value.len == 0)
		return;
	session_add_sendable(&clean, value);
	value = buf_view(&clean);
	buf_printf(b, "%s%s=", b->len > 0 ? ";" : "", key);
	for (i = 0; i < value.len; i++) {
		at = value.p[i] == '\0' ? NULL : strchr(plain, value.p[i]);
		if (at == NULL) {
			buf_add_char(b, value.p[i]);
			continue;
		}
		buf_add_char(b, '\\');
		buf_add_char(b, escaped[at - plain]);
	}
	buf_clear(&clean);
}

static void
add_time(struct buf *b, const char *key, int64_t time)
{
	char iso[CLOCK_ISO_SIZE];

	if (time == 0)
		return;
	clock_iso(iso, time);
	add(b, key, view_of(iso));
}

uint64_t
irc_session_search(struct irc_session *s, const struct irc_search *search)
{
	struct history_request *q =
	    history_request_new(s, HISTORY_REQUEST_SEARCH);

	add(&q->search, "in", search->in);
	add(&q->search, "from", search->from);
	add_time(&q->search, "after", search->after);
	add_time(&q->search, "before", search->before);
	add(&q->search, "text", search->text);
	q->limit = search->limit;
	return q->number;
}

void
search_write(struct irc_session *s, const struct history_request *q,
    struct irc_writer *w)
{
	struct buf b = { 0 };

	(void)s;
	buf_add_view(&b, buf_view(&q->search));
	if (q->limit > 0)
		buf_printf(&b, "%slimit=%zu", b.len > 0 ? ";" : "", q->limit);
	irc_command(w, "SEARCH");
	irc_param(w, b.len > 0 ? buf_view(&b) : VIEW("text="));
	buf_clear(&b);
}
