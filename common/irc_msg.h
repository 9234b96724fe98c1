/*
 * irc_msg: parse a line of the IRC protocol into views of the line, and write one into the caller's buffer.
 * Allocates nothing. RFC 1459 2.3.1 as practised (modern.ircdocs.horse, "Message Format"); IRCv3 message-tags.
 */
#ifndef TCHAT_COMMON_IRC_MSG_H
#define TCHAT_COMMON_IRC_MSG_H

#include <stddef.h>

#include "common/view.h"

enum {
	IRC_PARAMS_MAX = 32	/* if a line has more, the last one holds the rest */
};

struct irc_msg {
	struct view	tags;		/* raw, without '@' and the space */
	struct view	source;		/* without ':'; p is NULL if there is none */
	struct view	command;
	struct view	params[IRC_PARAMS_MAX];
	int		nparams;
};

/*
 * Parse a line without its line ending. Several spaces separate like a single one. Returns 0, or -1 if there is
 * no command.
 */
int	irc_msg_parse(struct irc_msg *, struct view line);

/* Return parameter n, or an empty view with p NULL if there are fewer. */
struct view irc_msg_param(const struct irc_msg *, int n);

/*
 * Iterate over the tags: start with *rest = msg->tags. Returns 1 and sets key and the raw (still escaped) value,
 * or 0 at the end. value.p is NULL for "key" without '='; an empty value means the same as none.
 */
int	irc_tags_next(struct view *rest, struct view *key, struct view *value);

/* Find the last tag with this key (the last of duplicates counts). Returns 1 and sets the raw value, or 0. */
int	irc_tags_find(struct view tags, const char *key, struct view *value);

/* Find several tags in one pass, each as irc_tags_find does. Set the keys; the rest must be zero. */
struct irc_tag_wanted {
	const char	*key;
	int		 found;
	struct view	 value;
};
void	irc_tags_find_all(struct view tags, struct irc_tag_wanted *, size_t n);

/* Unescape a raw tag value into dst, which needs value.len bytes. Returns the length. */
size_t	irc_tag_unescape(char *dst, struct view value);

/* The parts of nick!user@host; a missing part is empty. */
struct irc_source {
	struct view	nick;
	struct view	user;
	struct view	host;
};
void	irc_source_split(struct view, struct irc_source *);

/*
 * Writes one line into the caller's buffer: tags, then source, command and parameters, in that order. If
 * something does not fit, sets `full` and writes nothing more; irc_end reports it. The limits are those of the
 * protocol: tags_max counts '@' and the space, 512 counts CR LF.
 */
struct irc_writer {
	char	*buf;
	size_t	 size;
	size_t	 len;
	size_t	 tags_max;
	size_t	 rest;		/* where the part after the tags begins */
	int	 ntags;
	int	 full;		/* something did not fit */
};

void	irc_begin(struct irc_writer *, char *buf, size_t size, size_t tags_max);
void	irc_tag(struct irc_writer *, const char *key, struct view value);
void	irc_tags_raw(struct irc_writer *, struct view);	/* already escaped */
void	irc_source(struct irc_writer *, struct view);	/* without ':' */
/* Write ":nick!user@host"; user and host may be NULL. */
void	irc_source_user(struct irc_writer *, const char *nick, const char *user,
	    const char *host);
void	irc_command(struct irc_writer *, const char *);
void	irc_command_view(struct irc_writer *, struct view);
/*
 * Write a middle parameter. It must not be empty, contain a space, or begin with ':'. So that a wrong one cannot
 * shift the others, an empty one is written as '*' and each forbidden byte as '_'.
 */
void	irc_param(struct irc_writer *, struct view);
void	irc_param_str(struct irc_writer *, const char *);
void	irc_param_fmt(struct irc_writer *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Write the last parameter, always with ':'. */
void	irc_trailing(struct irc_writer *, struct view);
void	irc_trailing_str(struct irc_writer *, const char *);
void	irc_trailing_fmt(struct irc_writer *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Return the bytes left for the text of a trailing parameter (after " :", before CR LF). */
size_t	irc_space(const struct irc_writer *);
/*
 * Add CR LF. Returns the length of the line, or 0 if it did not fit. CR, LF and NUL never get into a line: in a
 * trailing parameter each becomes a space.
 */
size_t	irc_end(struct irc_writer *);

/* Format a whole message; parse(format(m)) equals m. Returns the length, or 0 if it does not fit. */
size_t	irc_msg_format(const struct irc_msg *, char *buf, size_t size);

#endif
