/*
 * irc_msg: parse a line and its tags; write one within the limits of the protocol.
 */
#include "common/irc_msg.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
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

int
irc_tags_next(struct view *rest, struct view *key, struct view *value)
{
	struct view tag;

	while (view_cut(rest, ';', &tag)) {
		if (tag.p == NULL || tag.len == 0 || *tag.p == '=')
			continue;
		*value = tag;
		view_cut(value, '=', key);
		return 1;
	}
	return 0;
}

void
irc_tags_find_all(struct view tags, struct irc_tag_wanted *wanted, size_t n)
{
	struct view key, value;
	size_t i;

	while (irc_tags_next(&tags, &key, &value)) {
		for (i = 0; i < n; i++) {
			if (view_equal(key, view_of(wanted[i].key))) {
				wanted[i].value = value;
				wanted[i].found = 1;
			}
		}
	}
}

int
irc_tags_find(struct view tags, const char *key, struct view *value)
{
	struct irc_tag_wanted wanted = { .key = key };

	irc_tags_find_all(tags, &wanted, 1);
	if (wanted.found)
		*value = wanted.value;
	return wanted.found;
}

/* "Escaping values": a backslash before any other byte, or at the end, is dropped. */
size_t
irc_tag_unescape(char *dst, struct view value)
{
	static const char coded[] = ":s\\rn", plain[] = "; \\\r\n";
	const char *at;
	size_t i, len = 0;

	for (i = 0; i < value.len; i++) {
		if (value.p[i] != '\\') {
			dst[len++] = value.p[i];
			continue;
		}
		if (++i == value.len)
			break;
		at = memchr(coded, value.p[i], sizeof(coded) - 1);
		dst[len++] = at != NULL ? plain[at - coded] : value.p[i];
	}
	return len;
}

/* Replacements for a byte that would end the line, or the parameter. */
enum { FOR_LINE = ' ', FOR_WORD = '_' };

void
irc_begin(struct irc_writer *w, char *buf, size_t size, size_t tags_max)
{
	*w = (struct irc_writer){
		.buf = buf, .size = size, .tags_max = tags_max
	};
}

static int
tags_are_open(const struct irc_writer *w)
{
	return w->ntags > 0 && w->rest == 0;
}

/* Return how many bytes may be added, keeping room for the space or the CR LF to come. */
static size_t
space_left(const struct irc_writer *w)
{
	size_t used = w->len + 2, max = w->rest + LINE_REST_MAX;

	if (tags_are_open(w)) {
		used = w->len + 1;
		max = w->tags_max;
	}
	if (max > w->size)
		max = w->size;
	return w->full || used > max ? 0 : max - used;
}

static void
put(struct irc_writer *w, const char *p, size_t n)
{
	if (n > space_left(w))
		w->full = 1;
	if (w->full || n == 0)
		return;
	memcpy(w->buf + w->len, p, n);
	w->len += n;
}

static void
put_char(struct irc_writer *w, char c)
{
	put(w, &c, 1);
}

static void
replace(struct irc_writer *w, size_t from, char c, char by)
{
	char *p;

	while (from < w->len &&
	       (p = memchr(w->buf + from, c, w->len - from)) != NULL) {
		*p = by;
		from = (size_t)(p - w->buf) + 1;
	}
}

static void
put_text(struct irc_writer *w, struct view v, char by)
{
	size_t from = w->len;

	put(w, v.p, v.len);
	replace(w, from, '\r', by);
	replace(w, from, '\n', by);
	replace(w, from, '\0', by);
}

static void
put_word(struct irc_writer *w, struct view v)
{
	size_t from = w->len;

	put_text(w, v, FOR_WORD);
	replace(w, from, ' ', FOR_WORD);
}

static void
begin_tag(struct irc_writer *w)
{
	assert(w->rest == 0 && (w->ntags > 0 || w->len == 0));
	put_char(w, w->ntags++ == 0 ? '@' : ';');
}

/* "Escaping values"; the reverse of irc_tag_unescape. */
static void
put_escaped(struct irc_writer *w, struct view value)
{
	static const char plain[] = "; \\\r\n", coded[] = ":s\\rn";
	const char *at;
	size_t i;

	for (i = 0; i < value.len; i++) {
		at = memchr(plain, value.p[i], sizeof(plain) - 1);
		if (at != NULL) {
			put_char(w, '\\');
			put_char(w, coded[at - plain]);
		} else {
			put_char(w, value.p[i] == '\0' ? FOR_WORD : value.p[i]);
		}
	}
}

void
irc_tag(struct irc_writer *w, const char *key, struct view value)
{
	begin_tag(w);
	put_word(w, view_of(key));
	if (value.len > 0) {
		put_char(w, '=');
		put_escaped(w, value);
	}
}

void
irc_tags_raw(struct irc_writer *w, struct view tags)
{
	if (tags.len == 0)
		return;
	begin_tag(w);
	put_word(w, tags);
}

/* space_left kept room for the space after the tags. */
static void
end_tags(struct irc_writer *w)
{
	if (!tags_are_open(w) || w->full)
		return;
	w->buf[w->len++] = ' ';
	w->rest = w->len;
}

void
irc_source(struct irc_writer *w, struct view source)
{
	end_tags(w);
	put_char(w, ':');
	put_word(w, source);
}

void
irc_source_user(
    struct irc_writer *w, const char *nick, const char *user, const char *host)
{
	irc_source(w, view_of(nick));
	if (user != NULL) {
		put_char(w, '!');
		put_word(w, view_of(user));
	}
	if (host != NULL) {
		put_char(w, '@');
		put_word(w, view_of(host));
	}
}

void
irc_command(struct irc_writer *w, const char *command)
{
	irc_command_view(w, view_of(command));
}

void
irc_command_view(struct irc_writer *w, struct view command)
{
	end_tags(w);
	if (w->len > w->rest)
		put_char(w, ' ');
	put_word(w, command);
}

void
irc_param(struct irc_writer *w, struct view param)
{
	put_char(w, ' ');
	if (param.len == 0) {
		put_char(w, '*');
	} else if (*param.p == ':') {
		put_char(w, FOR_WORD);
		put_word(w, (struct view){ param.p + 1, param.len - 1 });
	} else {
		put_word(w, param);
	}
}

void
irc_param_str(struct irc_writer *w, const char *param)
{
	irc_param(w, view_of(param));
}

/* Format into tmp; a text too long for any line sets `full`. */
static struct view format(struct irc_writer *w, char *tmp, size_t size,
    const char *fmt, va_list ap) __attribute__((format(printf, 4, 0)));

static struct view
format(
    struct irc_writer *w, char *tmp, size_t size, const char *fmt, va_list ap)
{
	int n;

	n = vsnprintf(tmp, size, fmt, ap);
	assert(n >= 0);
	if ((size_t)n >= size) {
		w->full = 1;
		n = 0;
	}
	return (struct view){ tmp, (size_t)n };
}

void
irc_param_fmt(struct irc_writer *w, const char *fmt, ...)
{
	char tmp[LINE_REST_MAX];
	va_list ap;

	va_start(ap, fmt);
	irc_param(w, format(w, tmp, sizeof(tmp), fmt, ap));
	va_end(ap);
}

void
irc_trailing(struct irc_writer *w, struct view text)
{
	put(w, " :", 2);
	put_text(w, text, FOR_LINE);
}

void
irc_trailing_str(struct irc_writer *w, const char *text)
{
	irc_trailing(w, view_of(text));
}

void
irc_trailing_fmt(struct irc_writer *w, const char *fmt, ...)
{
	char tmp[LINE_REST_MAX];
	va_list ap;

	va_start(ap, fmt);
	irc_trailing(w, format(w, tmp, sizeof(tmp), fmt, ap));
	va_end(ap);
}

size_t
irc_space(const struct irc_writer *w)
{
	size_t left = space_left(w);

	return left < 2 ? 0 : left - 2;
}

size_t
irc_end(struct irc_writer *w)
{
	if (w->full || w->len + 2 > w->size)
		return 0;
	w->buf[w->len++] = '\r';
	w->buf[w->len++] = '\n';
	return w->len;
}
