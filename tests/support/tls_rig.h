/*
 * tls_rig: a net that serves TLS, and a client of it, for tests of which each has one of its own.
 */
#ifndef TCHAT_TESTS_SUPPORT_TLS_RIG_H
#define TCHAT_TESTS_SUPPORT_TLS_RIG_H

#include "tests/support/net_rig.h"
#include "tests/support/tls_client.h"

#define TLS_TEST(f) \
	cmocka_unit_test_setup_teardown(f, tls_rig_set_up, tls_rig_tear_down)

struct tls_rig {
	struct net_rig	 rig;
	struct tls_client client;
	int		 fd;	/* the client's; -1: none */
	char		*dir;
	char		*file;	/* key and certificate of the server */
};

extern struct tls_rig *tls_rig;

/* For cmocka. */
int	tls_rig_set_up(void **state);
int	tls_rig_tear_down(void **state);
/* What the net is set up with. */
struct net_settings tls_rig_settings(void);

/* A file in the rig's folder; the caller's. */
char	*tls_rig_path(const char *name);
/* From now on by that file. */
void	tls_rig_serve(const char *file);

/* A new connection, what it sends in pieces of that size: as tls_client_go_on at the end. */
int	tls_rig_connect(size_t piece);
/* The same in one piece, which must come through. */
void	tls_rig_enter(void);
void	tls_rig_say(const char *);
/* To and fro, once: 1 while the server's end is open. */
int	tls_rig_pump(size_t piece);
/* All that the client was told, and all that the server's handler was. */
const char *tls_rig_heard(void);
const char *tls_rig_told(void);
/* Turn the loop until the server closes: the bytes until then. */
void	tls_rig_last_words(struct buf *);

#endif
