/*
 * line: a line's text in words, and its memory.
 */
#include "client/model/line.h"

#include <stdlib.h>

#include "common/xmalloc.h"

/* Append " (reason)", if there is a reason. */
static void
add_reason(struct buf *out, const char *reason)
{
	if (reason != NULL && *reason != '\0')
		buf_printf(out, " (%s\x0f)", reason);
}

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

static void
add_topic(const struct line *line, const char *who, struct buf *out)
{
	const char *topic = or_empty(line->text);

	if (*topic == '\0')
		buf_printf(out, "%s cleared the topic", who);
	else if (*who == '\0')
		buf_printf(out, "the topic is: %s", topic);
	else
		buf_printf(out, "%s changed the topic to: %s", who, topic);
}

/*
 * A server puts "Quit" before the reason of a user who quits, with or without a text of the user.
 * Any other reason is of a connection that vanished or was closed.
 */
static void
add_quit(const char *who, const char *reason, struct buf *out)
{
	static const char quit[] = "Quit";
	const char *rest = reason + sizeof(quit) - 1;

	if (strncmp(reason, quit, sizeof(quit) - 1) != 0 ||
	    (*rest != '\0' && *rest != ':')) {
		buf_printf(out, "%s is offline", who);
		add_reason(out, reason);
		return;
	}
	buf_printf(out, "%s left", who);
	add_reason(out, rest + strspn(rest, ": "));
}

void
line_words(const struct line *line, struct buf *out)
{
	const char *who = or_empty(line->nick), *text = or_empty(line->text);

	switch (line->kind) {
	case LINE_JOIN:
		buf_printf(out, "%s joined", who);
		break;
	case LINE_PART:
		buf_printf(out, "%s left", who);
		add_reason(out, text);
		break;
	case LINE_QUIT:
		add_quit(who, text, out);
		break;
	case LINE_KICK:
		buf_printf(
		    out, "%s was kicked by %s", or_empty(line->object), who);
		add_reason(out, text);
		break;
	case LINE_NICK:
		buf_printf(
		    out, "%s is now known as %s", who, or_empty(line->object));
		break;
	case LINE_TOPIC:
		add_topic(line, who, out);
		break;
	case LINE_MODE:
		buf_printf(out, "%s set %s", who, text);
		break;
	case LINE_ACTION:
		buf_printf(out, "%s %s", who, text);
		break;
	case LINE_REDACTED:
		buf_printf(out, "%s deleted a message", or_empty(line->object));
		add_reason(out, text);
		break;
	case LINE_SAID:
	case LINE_NOTICE:
	case LINE_INFO:
	case LINE_ERROR:
	case LINE_GAP:
		buf_add_str(out, text);
		break;
	}
}

static size_t
size_of(const char *text)
{
	return text == NULL ? 0 : strlen(text) + 1;
}

size_t
line_size(const struct line *line)
{
	enum {
		OVERHEAD = 160
	}; /* allocation overhead of a line in a buffer: its slot and its hash entry */

	return OVERHEAD + size_of(line->nick) + size_of(line->object) +
	       size_of(line->text) + size_of(line->msgid);
}

int
line_is_talk(const struct line *line)
{
	return line->kind == LINE_SAID || line->kind == LINE_ACTION ||
	       line->kind == LINE_NOTICE;
}

int
line_is_under_way(const struct line *line)
{
	return line->token != 0 &&
	       (line->state == LINE_PENDING || line->state == LINE_SENT);
}

void
line_redact(struct line *line, struct view who, struct view reason)
{
	line->kind = LINE_REDACTED;
	line->mention = 0;
	free(line->object);
	line->object = xviewdup(who);
	free(line->text);
	line->text = reason.len > 0 ? xviewdup(reason) : NULL;
}

void
line_copy_texts(struct line *line)
{
	line->nick = xstrdup(line->nick);
	line->object = xstrdup(line->object);
	line->text = xstrdup(line->text);
	line->msgid = xstrdup(line->msgid);
}

void
line_clear(struct line *line)
{
	free(line->nick);
	free(line->object);
	free(line->text);
	free(line->msgid);
	line->nick = line->object = line->text = line->msgid = NULL;
}
