/*
 * irc_msg: one line of the IRC protocol, parsed into views of the line, and
 * formatted into a caller's buffer. Nothing is allocated.
 * RFC 1459 2.3.1 as practised (modern.ircdocs.horse, "Message Format");
 * IRCv3 message-tags.
 */
#ifndef TCHAT_COMMON_IRC_MSG_H
#define TCHAT_COMMON_IRC_MSG_H

#include <stddef.h>

#include "common/view.h"

enum {
	IRC_PARAMS_MAX = 32	/* a line with more keeps the rest in the last */
};

struct irc_msg {
	struct view	tags;		/* raw, without '@' and the space */
	struct view	source;		/* without ':'; p is NULL if none */
	struct view	command;
	struct view	params[IRC_PARAMS_MAX];
	int		nparams;
};

/*
 * Parse a line without its line ending. Several spaces separate as one does.
 * Returns 0, or -1 when there is no command.
 */
int	irc_msg_parse(struct irc_msg *, struct view line);

/* Parameter n, or an empty view with p NULL when there are fewer. */
struct view irc_msg_param(const struct irc_msg *, int n);

/*
 * Walk the tags: start with *rest = msg->tags. Returns 1 and sets key and the
 * raw (still escaped) value; 0 at the end. value.p is NULL for "key" without
 * '='; an empty value means the same as none.
 */
int	irc_tags_next(struct view *rest, struct view *key, struct view *value);

/* The last tag with that key (duplicates: the last counts). 1 or 0; raw. */
int	irc_tags_find(struct view tags, const char *key, struct view *value);

/* Unescape a raw tag value into dst (at most value.len bytes); the length. */
size_t	irc_tag_unescape(char *dst, struct view value);

/* Parts of nick!user@host; a part that is not there is empty. */
struct irc_source {
	struct view	nick;
	struct view	user;
	struct view	host;
};
void	irc_source_split(struct view, struct irc_source *);

/*
 * A writer of one line into a caller's buffer: tags, then source, command and
 * parameters in that order. What does not fit sets `full` and writes nothing
 * more; irc_end says so. The limits are those of the wire: tags_max counts '@' and
 * the space, 512 counts CR LF.
 */
struct irc_writer {
	char	*buf;
	size_t	 size;
	size_t	 len;
	size_t	 tags_max;
	size_t	 rest;		/* where the part after the tags begins */
	int	 ntags;
	int	 full;		/* did not fit */
};

void	irc_begin(struct irc_writer *, char *buf, size_t size, size_t tags_max);
void	irc_tag(struct irc_writer *, const char *key, struct view value);
void	irc_tags_raw(struct irc_writer *, struct view);	/* already escaped */
void	irc_source(struct irc_writer *, struct view);	/* without ':' */
/* ":nick!user@host"; user and host may be NULL. */
void	irc_source_user(struct irc_writer *, const char *nick, const char *user,
	    const char *host);
void	irc_command(struct irc_writer *, const char *);
void	irc_command_view(struct irc_writer *, struct view);
/*
 * A middle parameter: must be non-empty, hold no space, not begin with ':'.
 * Should it do so all the same, it cannot shift the others: '*' stands for an
 * empty one, '_' for each byte that has no place in it.
 */
void	irc_param(struct irc_writer *, struct view);
void	irc_param_str(struct irc_writer *, const char *);
void	irc_param_fmt(struct irc_writer *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* The last parameter, always with ':'. */
void	irc_trailing(struct irc_writer *, struct view);
void	irc_trailing_str(struct irc_writer *, const char *);
void	irc_trailing_fmt(struct irc_writer *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Room left for a trailing parameter's text (after " :", before CR LF). */
size_t	irc_space(const struct irc_writer *);
/*
 * Add CR LF. Returns the length of the line, or 0 when it did not fit.
 * CR, LF and NUL never get into a line: in a trailing parameter each becomes
 * a space.
 */
size_t	irc_end(struct irc_writer *);

/* Format a whole message; parse(format(m)) equals m. Length, or 0. */
size_t	irc_msg_format(const struct irc_msg *, char *buf, size_t size);

#endif
