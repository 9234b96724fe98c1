/*
 * real_client: clients of others, run as a person would: a terminal or pipes to type
 * into, and all that they show or log in one text.
 */
#ifndef TCHAT_SUPPORT_REAL_CLIENT_H
#define TCHAT_SUPPORT_REAL_CLIENT_H

#include "common/buf.h"

struct e2e_server;
struct proc;
struct vt;

struct real_client {
	const struct real_kind	*kind;
	unsigned		 port;	/* where the server is */
	struct vt		*vt;	/* one of these two */
	struct proc		*proc;
	char			*dir;	/* its home */
	/* Encrypted, where a kind can be: it is to trust this certificate, a file, which has
	 * this fingerprint ("AB:CD:..."). NULL: not encrypted. */
	const char		*cert;
	const char		*fingerprint;
	/* Logging in (SASL), where a kind can: "plain", "scram-sha-256" with a password, or "external"
	 * with a certificate of its own, a file with the key. NULL: it does not log in. */
	const char		*mechanism;
	const char		*account;
	const char		*secret;
	struct buf		 shown;
};

/* A question, and what is to be seen of the answer and not before; NULL: no matter. */
struct real_ask {
	const char	*line;
	const char	*sign;
};

/* How a client is started and told things, and how it says that it is puzzled. */
struct real_kind {
	const char	*program;
	const char	*nick;
	void		(*start)(struct real_client *);
	/* Type a line, without its end. */
	void		(*type)(struct real_client *, const char *);
	const char	*prepare;	/* typed when it is in; NULL: nothing */
	const char	*join;		/* #den */
	const char	*say;		/* "hello from" its nick, there */
	const char	*nick_to;	/* its new nick is the last word */
	const char	*quit;
	const char	*act;		/* says that it waves; NULL: it can't */
	struct real_ask	 ask[12];	/* up to one without a line */
	const char	*odd[4];	/* never shown */
};

extern const struct real_kind real_weechat, real_irssi, real_ii, real_sic,
	    real_epic;
extern const struct real_kind real_catgirl;	/* encrypted only */

/* Its home is made; it is started by its kind. */
void	real_client_init(struct real_client *, const struct real_kind *,
	    unsigned port);
/* It is killed if it lives, and its home removed. */
void	real_client_clear(struct real_client *);

/* All that it has shown so far, logs included. */
const char *real_client_shown(struct real_client *);
/* Wait until it shows text: 1; else print what it shows. */
int	real_client_sees(struct real_client *, const char *text);
/* Is there nothing in it that says that something was odd? Else print it. */
int	real_client_is_at_ease(struct real_client *);

#endif
