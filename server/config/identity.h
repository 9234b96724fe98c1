/*
 * identity: the server's TLS certificate: the one that the settings name, or a self-signed one
 * in the data folder.
 */
#ifndef TCHAT_SERVER_CONFIG_IDENTITY_H
#define TCHAT_SERVER_CONFIG_IDENTITY_H

struct net;

/* Where the certificate is. */
struct identity_source {
	const char	*cert;		/* a file; NULL or empty: the self-signed one */
	const char	*key;		/* a file; NULL or empty: the key is in cert's file */
	const char	*name;		/* of the server, for a new self-signed certificate */
	const char	*datadir;	/* for the self-signed certificate; identity_check does not need it */
};

/* The self-signed certificate and its key, in the data folder. */
#define IDENTITY_OWN_FILE "tls.pem"

/*
 * Use the certificate for TLS from now on; makes the self-signed one if it is missing. Also
 * called on reload. Returns 0, or -1 and sets *cause; then the net keeps its old certificate.
 */
int	identity_use(struct net *, const struct identity_source *, char **cause);

/* Log the fingerprint of the certificate. */
void	identity_log(const struct net *);

/* Check that the certificate and key, if they are set, can be used. Returns 0, or -1 and sets *cause. */
int	identity_check(const struct identity_source *, char **cause);

#endif
