/*
 * real_client: other IRC clients, used like a person would: a terminal or pipes to type into, and
 * everything that they show or log in one text.
 */
#ifndef TCHAT_SUPPORT_REAL_CLIENT_H
#define TCHAT_SUPPORT_REAL_CLIENT_H

#include "common/buf.h"

struct e2e_server;
struct proc;
struct vt;

struct real_client {
	const struct real_kind	*kind;
	unsigned		 port;	/* port of the server */
	struct vt		*vt;	/* one of these two is used */
	struct proc		*proc;
	char			*dir;	/* its home */
	/*
	 * Encryption, if this kind supports it: trust this certificate file, which has this fingerprint
	 * ("AB:CD:..."). NULL: not encrypted.
	 */
	const char		*cert;
	const char		*fingerprint;
	/*
	 * Login (SASL), if this kind supports it: "plain" or "scram-sha-256" with a password, or "external"
	 * with this certificate and key file. NULL: do not log in.
	 */
	const char		*mechanism;
	const char		*account;
	const char		*secret;
	struct buf		 shown;
};

/* A command, and a text that only its reply contains; NULL: do not wait. */
struct real_ask {
	const char	*line;
	const char	*sign;
};

/* How a client is started and used, and how it reports problems. */
struct real_kind {
	const char	*program;
	const char	*nick;
	void		(*start)(struct real_client *);
	/* Type a line, without its end. */
	void		(*type)(struct real_client *, const char *);
	const char	*prepare;	/* typed when it is connected; NULL: nothing */
	const char	*join;		/* join #den */
	const char	*say;		/* send "hello from" and its nick there */
	const char	*nick_to;	/* change nick; the last word is the new one */
	const char	*quit;
	const char	*act;		/* send the action "waves"; NULL: not supported */
	struct real_ask	 ask[12];	/* commands, up to one without a line */
	const char	*odd[4];	/* texts that must never be shown */
};

extern const struct real_kind real_weechat, real_irssi, real_ii, real_sic,
	    real_epic;
extern const struct real_kind real_catgirl;	/* only if encrypted */

/* Make its home, and start it. */
void	real_client_init(struct real_client *, const struct real_kind *,
	    unsigned port);
/* Kill it if it still runs, and remove its home. */
void	real_client_clear(struct real_client *);

/* Return everything that it has shown so far, logs included. */
const char *real_client_shown(struct real_client *);
/* Wait until it shows text and return 1; else print what it shows. */
int	real_client_sees(struct real_client *, const char *text);
/* Return whether it reports no problem; else print the problem. */
int	real_client_is_at_ease(struct real_client *);

#endif
