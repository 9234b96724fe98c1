/*
 * line: a line as text, and its memory.
 */
#include "client/model/line.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/xmalloc.h"

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

static int
is_empty(const char *s)
{
	return s == NULL || *s == '\0';
}

/* A reason may contain formatting, which the \x0f after it ends. */
static void
add_part(struct buf *out, const char *who, const char *reason)
{
	if (is_empty(reason))
		buf_printf(out, _("%s left"), who);
	else
		buf_printf(out, _("%s left (%s\x0f)"), who, reason);
}

/*
 * A server puts "Quit" before the reason of a user who quits, with or without a text of the user.
 * Any other reason is of a connection that vanished or was closed.
 */
static void
add_quit(struct buf *out, const char *who, const char *reason)
{
	static const char quit[] = "Quit";
	const char *rest = reason + sizeof(quit) - 1;

	if (strncmp(reason, quit, sizeof(quit) - 1) == 0 &&
	    (*rest == '\0' || *rest == ':'))
		add_part(out, who, rest + strspn(rest, ": "));
	else if (is_empty(reason))
		buf_printf(out, _("%s is offline"), who);
	else
		buf_printf(out, _("%s is offline (%s\x0f)"), who, reason);
}

static void
add_kick(
    struct buf *out, const char *who, const char *victim, const char *reason)
{
	if (is_empty(reason))
		buf_printf(out, _("%s was kicked by %s"), victim, who);
	else
		buf_printf(out, _("%s was kicked by %s (%s\x0f)"), victim, who,
		    reason);
}

static void
add_topic(struct buf *out, const char *who, const char *topic)
{
	if (is_empty(topic))
		buf_printf(out, _("%s cleared the topic"), who);
	else if (is_empty(who))
		buf_printf(out, _("The topic is: %s"), topic);
	else
		buf_printf(out, _("%s changed the topic to: %s"), who, topic);
}

static void
add_redaction(struct buf *out, const char *who, const char *reason)
{
	if (is_empty(reason))
		buf_printf(out, _("%s deleted a message"), who);
	else
		buf_printf(
		    out, _("%s deleted a message (%s\x0f)"), who, reason);
}

void
line_to_text(const struct line *line, struct buf *out)
{
	const char *who = or_empty(line->nick), *text = or_empty(line->text);
	const char *object = or_empty(line->object);

	switch (line->kind) {
	case LINE_JOIN:
		buf_printf(out, _("%s joined"), who);
		break;
	case LINE_PART:
		add_part(out, who, text);
		break;
	case LINE_QUIT:
		add_quit(out, who, text);
		break;
	case LINE_KICK:
		add_kick(out, who, object, text);
		break;
	case LINE_NICK:
		buf_printf(out, _("%s is now known as %s"), who, object);
		break;
	case LINE_TOPIC:
		add_topic(out, who, text);
		break;
	case LINE_MODE:
		if (line->object != NULL)
			buf_add_str(out, text);
		else
			buf_printf(out, _("%s set %s"), who, text);
		break;
	case LINE_ACTION:
		buf_printf(out, "%s %s", who, text);
		break;
	case LINE_REDACTED:
		add_redaction(out, object, text);
		break;
	case LINE_MESSAGE:
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
		OVERHEAD = 176
	}; /* allocation overhead of a line in a buffer: its slot and its hash entry */

	return OVERHEAD + size_of(line->nick) + size_of(line->object) +
	       size_of(line->text) + size_of(line->msgid);
}

void
line_to_text_with_letters(const struct line *line, struct buf *out)
{
	if (line->kind == LINE_MODE && line->object != NULL &&
	    is_empty(line->nick))
		buf_printf(out, _("The server set %s"), line->object);
	else if (line->kind == LINE_MODE && line->object != NULL)
		buf_printf(out, _("%s set %s"), line->nick, line->object);
	else
		line_to_text(line, out);
}

int
line_is_presence(const struct line *line)
{
	return !line->self &&
	       (line->kind == LINE_JOIN || line->kind == LINE_PART ||
		   line->kind == LINE_QUIT || line->kind == LINE_NICK);
}

/* Return the length of the host name at the front: it has a dot, and may be "*.net". */
static size_t
host_length(const char *s)
{
	size_t n = strcspn(s, " ");

	if (memchr(s, '.', n) == NULL || s[0] == '.' || s[n - 1] == '.' ||
	    strcspn(s, ":/,@!?()") < n)
		return 0;
	return n;
}

int
line_is_netsplit(const struct line *line)
{
	const char *reason = line->text;
	size_t first;

	if (line->kind != LINE_QUIT || is_empty(reason))
		return 0;
	first = host_length(reason);
	if (first == 0 || reason[first] != ' ')
		return 0;
	reason += first + 1;
	return host_length(reason) > 0 && strchr(reason, ' ') == NULL;
}

void
line_spoke(struct line *line, int32_t seconds)
{
	if (seconds >= line->silence)
		return;
	line->silence = seconds;
	if (line->fold != NULL)
		line->fold->made = 0;
}

int
line_is_message(const struct line *line)
{
	return line->kind == LINE_MESSAGE || line->kind == LINE_ACTION ||
	       line->kind == LINE_NOTICE;
}

int
line_is_unconfirmed(const struct line *line)
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
