/*
 * irc_msg: parse a line, and format a whole message.
 */
#include "common/irc_msg.h"

#include <string.h>

#include "common/linebuf.h"

static void
skip_spaces(struct view *v)
{
	while (v->len > 0 && *v->p == ' ') {
		v->p++;
		v->len--;
	}
}

/* Remove the bytes up to a space or the end from the front, and the spaces after them. Returns the bytes. */
static struct view
cut_word(struct view *v)
{
	struct view word = *v;
	const char *space;

	space = v->len == 0 ? NULL : memchr(v->p, ' ', v->len);
	if (space != NULL)
		word.len = (size_t)(space - v->p);
	v->p += word.len;
	v->len -= word.len;
	skip_spaces(v);
	return word;
}

static struct view
cut_marked_word(struct view *v)
{
	v->p++;
	v->len--;
	return cut_word(v);
}

/* Return the next parameter; in the last place, everything that is left. */
static struct view
cut_param(struct view *v, int last)
{
	struct view all = *v, word;

	if (*v->p == ':') {
		*v = (struct view){ NULL, 0 };
		return (struct view){ all.p + 1, all.len - 1 };
	}
	word = cut_word(v);
	if (last && v->len > 0) {
		v->len = 0;
		return all;
	}
	return word;
}

/*
 * A command that begins with '@' or ':' is rejected: no command does, and after formatting it could not be
 * distinguished from tags or a source.
 */
int
irc_msg_parse(struct irc_msg *m, struct view line)
{
	m->tags = m->source = m->command = (struct view){ NULL, 0 };
	m->nparams = 0;
	if (line.len > 0 && *line.p == '@')
		m->tags = cut_marked_word(&line);
	skip_spaces(&line);
	if (line.len > 0 && *line.p == ':')
		m->source = cut_marked_word(&line);
	if (line.len == 0 || *line.p == '@' || *line.p == ':')
		return -1;
	m->command = cut_word(&line);
	while (line.len > 0) {
		m->params[m->nparams] =
		    cut_param(&line, m->nparams == IRC_PARAMS_MAX - 1);
		m->nparams++;
	}
	return 0;
}

struct view
irc_msg_param(const struct irc_msg *m, int n)
{
	if (n < 0 || n >= m->nparams)
		return (struct view){ NULL, 0 };
	return m->params[n];
}

/* Split nick!user@host; user and host may be missing. */
void
irc_source_split(struct view source, struct irc_source *parts)
{
	struct view left = source;
	size_t at, bang;

	*parts = (struct irc_source){ { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	for (at = 0; at < left.len && left.p[at] != '@'; at++)
		continue;
	if (at < left.len) {
		parts->host.p = left.p + at + 1;
		parts->host.len = left.len - at - 1;
		left.len = at;
	}
	for (bang = 0; bang < left.len && left.p[bang] != '!'; bang++)
		continue;
	if (bang < left.len) {
		parts->user.p = left.p + bang + 1;
		parts->user.len = left.len - bang - 1;
		left.len = bang;
	}
	parts->nick = left;
}

/* True if it can be written as a middle parameter. */
static int
is_middle(struct view param)
{
	return param.len > 0 && *param.p != ':' &&
	       memchr(param.p, ' ', param.len) == NULL;
}

size_t
irc_msg_format(const struct irc_msg *m, char *buf, size_t size)
{
	struct irc_writer w;
	int i;

	irc_begin(&w, buf, size, LINE_TAGS_SERVER);
	irc_tags_raw(&w, m->tags);
	if (m->source.p != NULL)
		irc_source(&w, m->source);
	irc_command_view(&w, m->command);
	for (i = 0; i < m->nparams; i++) {
		if (i == m->nparams - 1 && !is_middle(m->params[i]))
			irc_trailing(&w, m->params[i]);
		else
			irc_param(&w, m->params[i]);
	}
	return irc_end(&w);
}
