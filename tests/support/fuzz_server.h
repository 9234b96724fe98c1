/*
 * fuzz_server: a whole server in the process of a fuzz target, with peers on socket pairs. The clock
 * is set, and rate limits are off. Everything that a peer gets is checked: whole lines within the
 * limits of the protocol, valid UTF-8, no controls that a dialect forbids, and each IRC batch opened
 * once and closed.
 */
#ifndef TCHAT_SUPPORT_FUZZ_SERVER_H
#define TCHAT_SUPPORT_FUZZ_SERVER_H

#include "common/buf.h"
#include "common/view.h"
#include "server/config/config.h"
#include "server/session/server.h"

enum { FUZZ_PEERS = 4, FUZZ_BATCHES = 8, FUZZ_REF = 64 };

struct fuzz_peer {
	int		 fd;		/* -1: not connected */
	int		 plain;		/* it gets text, not IRC */
	int		 closed;	/* closed by the server */
	struct buf	 got;		/* the unfinished line */
	struct buf	 last;		/* the last whole line */
	struct buf	 watch;		/* text to look for ... */
	int		 seen;		/* ... and whether a line contained it */
	char		 batches[FUZZ_BATCHES][FUZZ_REF]; /* open batch; "": none */
};

struct fuzz_server {
	struct event_base	*base;
	struct net		*net;
	struct store		*store;
	struct server		*server;
	struct config		 config;
	struct fuzz_peer	 peers[FUZZ_PEERS];
};

void	fuzz_server_open(struct fuzz_server *);
void	fuzz_server_close(struct fuzz_server *);
/* Run the loop until nothing more happens, and check what peers get. */
void	fuzz_server_run(struct fuzz_server *);
/* Let this many seconds pass, one at a time. */
void	fuzz_server_pass(struct fuzz_server *, int seconds);

/* Connect a peer that was detected as IRC; plain: one that was silent. */
void	fuzz_server_connect(struct fuzz_server *, int peer, int plain);
void	fuzz_server_disconnect(struct fuzz_server *, int peer);
/* Send bytes, and run. Nothing is sent to a peer that is not connected. */
void	fuzz_server_send(struct fuzz_server *, int peer, struct view);
/*
 * Play a script of lines. A line that begins with a digit is sent by that peer; "~" lets a second
 * pass; "!" and a digit end a connection and make a new one of the same kind. Any other line is sent
 * by peer 0.
 */
void	fuzz_server_play(struct fuzz_server *, struct view script);
/* Send a text; return whether a line with the other text arrived. */
int	fuzz_server_ask(struct fuzz_server *, int peer, const char *text,
	    const char *answer);
/* Make the user with this nick an operator of the server, or log it in to an account with its nick. */
void	fuzz_server_oper(struct fuzz_server *, const char *nick);
void	fuzz_server_log_in(struct fuzz_server *, const char *nick);

#endif
