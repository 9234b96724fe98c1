/*
 * identity: the client's own key and certificate, with which its user logs in: ECDSA P-256, made on the first run,
 * both in one PEM file (0600).
 */
#ifndef TCHAT_CLIENT_NET_IDENTITY_H
#define TCHAT_CLIENT_NET_IDENTITY_H

struct evp_pkey_st;
struct x509_st;

struct identity {
	struct evp_pkey_st	*key;
	struct x509_st		*cert;
};

enum identity_result {
	IDENTITY_OK,
	IDENTITY_MISSING, /* it could not be made; *cause says why */
	IDENTITY_UNUSABLE /* it must not be used; *cause says why */
};

/*
 * Read the key and certificate, or make them (and their folder) if the file does not exist. A file that others
 * can read is refused, because its key may have been copied.
 */
enum identity_result identity_open(
    struct identity *, const char *file, char **cause);
void	identity_clear(struct identity *);

#endif
