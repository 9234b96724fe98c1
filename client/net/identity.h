/*
 * identity: the client's own key and certificate, by which a server knows its user again:
 * ECDSA P-256, made on the first run, one file of PEM (0600) with both.
 */
#ifndef TCHAT_CLIENT_NET_IDENTITY_H
#define TCHAT_CLIENT_NET_IDENTITY_H

struct evp_pkey_st;
struct x509_st;

struct identity {
	struct evp_pkey_st	*key;
	struct x509_st		*cert;
};

enum identity_got {
	IDENTITY_GOOD,
	IDENTITY_NONE,		/* there is none, and none could be made; *cause */
	IDENTITY_REFUSED	/* there is one that is not to be used; *cause */
};

/*
 * Read it, or make it (with its folder) where none is. One that others can read is
 * refused: they may have it.
 */
enum identity_got identity_open(struct identity *, const char *file,
	    char **cause);
void	identity_clear(struct identity *);

#endif
