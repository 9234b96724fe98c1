/*
 * irc_writer: write a line into the caller's buffer, within the protocol's length limits and never more than one
 * line.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/irc_msg.h"
#include "common/linebuf.h"

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
