/*
 * multiline: collect the lines of a message, up to a limit.
 */
#include "client/irc/multiline.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/tags.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum {
	GATHERED_MAX =
	    64 * 1024, /* bytes of a message, including line breaks */
	GATHERED_LINES = 2000
};

struct multiline {
	struct buf
	    tags; /* of the opening line: label, msgid, time, client tags */
	struct buf
	    inner; /* of the first line, in case the opening line has none */
	struct buf source; /* of the opening line, else of the first line */
	struct buf command, target, text;
	int nlines;
	int cut; /* the rest of the message is not kept */
};

struct multiline *
multiline_new(const struct irc_msg *opening)
{
	struct multiline *ml = xcalloc(1, sizeof(*ml));

	buf_add_view(&ml->tags, opening->tags);
	buf_add_view(&ml->source, opening->source);
	buf_add_view(&ml->target, irc_msg_param(opening, 2));
	return ml;
}

void
multiline_free(struct multiline *ml)
{
	if (ml == NULL)
		return;
	buf_clear(&ml->tags);
	buf_clear(&ml->inner);
	buf_clear(&ml->source);
	buf_clear(&ml->command);
	buf_clear(&ml->target);
	buf_clear(&ml->text);
	free(ml);
}

static void
begin(struct multiline *ml, const struct irc_msg *msg)
{
	buf_add_view(&ml->inner, msg->tags);
	buf_add_view(&ml->command, msg->command);
	if (memchr(buf_str(&ml->source), '!', ml->source.len) == NULL &&
	    msg->source.len > 0) {
		buf_reset(&ml->source);
		buf_add_view(&ml->source, msg->source);
	}
	if (ml->target.len == 0)
		buf_add_view(&ml->target, irc_msg_param(msg, 0));
}

int
multiline_add(struct multiline *ml, const struct irc_msg *msg)
{
	struct view flag, text = irc_msg_param(msg, 1);

	if (!view_equal_nocase(msg->command, VIEW("PRIVMSG")) &&
	    !view_equal_nocase(msg->command, VIEW("NOTICE")))
		return 0;
	if (ml->nlines == 0)
		begin(ml, msg);
	else if (!ml->cut && !irc_tags_find(msg->tags, MULTILINE_CONCAT, &flag))
		buf_add_char(&ml->text, '\n');
	if (ml->text.len + text.len > GATHERED_MAX ||
	    ml->nlines == GATHERED_LINES)
		ml->cut = 1;
	if (ml->cut)
		return 1;
	buf_add_view(&ml->text, text);
	ml->nlines++;
	return 1;
}

static void
add_tag(struct buf *tags, const struct multiline *ml, const char *key)
{
	struct view value;

	if (irc_tags_find(buf_view(&ml->tags), key, &value) ||
	    !irc_tags_find(buf_view(&ml->inner), key, &value))
		return;
	buf_printf(
	    tags, "%s%s=%.*s", tags->len > 0 ? ";" : "", key, VIEW_ARG(value));
}

int
multiline_message(
    struct multiline *ml, struct buf *tags, struct irc_msg *message)
{
	if (ml->nlines == 0)
		return 0;
	if (ml->cut)
		buf_add_str(&ml->text, _("[cut: the message is longer]"));
	buf_add_view(tags, buf_view(&ml->tags));
	add_tag(tags, ml, "time");
	add_tag(tags, ml, "msgid");
	add_tag(tags, ml, TAG_NONCE);
	add_tag(tags, ml, "account");
	*message = (struct irc_msg){ .tags = buf_view(tags),
		.source = buf_view(&ml->source),
		.command = buf_view(&ml->command),
		.params = { buf_view(&ml->target), buf_view(&ml->text) },
		.nparams = 2 };
	return 1;
}
