/*
 * tls_rig: a net that serves TLS, and a client of it, for tests that each have one of their own.
 */
#ifndef TCHAT_TESTS_SUPPORT_TLS_RIG_H
#define TCHAT_TESTS_SUPPORT_TLS_RIG_H

#include "tests/support/net_rig.h"
#include "tests/support/tls_client.h"

#define TLS_TEST(f) \
	cmocka_unit_test_setup_teardown(f, tls_rig_set_up, tls_rig_tear_down)

struct tls_rig {
	struct net_rig		 rig;
	struct tls_client	 client;
	int			 fd;	/* of the client; -1: none */
	char			*dir;
	char			*file;	/* key and certificate of the server */
};

extern struct tls_rig *tls_rig;

/* cmocka's setup and teardown. */
int	tls_rig_set_up(void **state);
int	tls_rig_tear_down(void **state);
/* The settings of the net. */
struct net_settings tls_rig_settings(void);

/* Return the path of a file in the rig's folder; the caller frees it. */
char	*tls_rig_path(const char *name);
/* Use this file from now on. */
void	tls_rig_serve(const char *file);

/* Make a new connection and send in pieces of this size; returns like tls_client_go_on at the end. */
int	tls_rig_connect(size_t piece);
/* The same in one piece; it must succeed. */
void	tls_rig_enter(void);
void	tls_rig_say(const char *);
/* Pass data in both directions once; returns 1 while the server's end is open. */
int	tls_rig_pump(size_t piece);
/* Expect everything that the client received, and everything that the server's handler received. */
const char *tls_rig_heard(void);
const char *tls_rig_told(void);
/* Turn the loop until the server closes; return the bytes until then. */
void	tls_rig_last_words(struct buf *);

#endif
