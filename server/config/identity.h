/*
 * identity: the server's TLS certificate: the one that the settings name, or a self-signed one
 * in the data folder.
 */
#ifndef TCHAT_SERVER_CONFIG_IDENTITY_H
#define TCHAT_SERVER_CONFIG_IDENTITY_H

struct config;
struct net;

/* The self-signed certificate and its key, in the data folder. */
#define IDENTITY_OWN_FILE "tls.pem"

/*
 * Use the certificate for TLS from now on; makes the self-signed one if it is missing. Also
 * called on reload. Returns 0, or -1 and sets *cause; then the net keeps its old certificate.
 */
int	identity_use(struct net *, const struct config *, const char *datadir,
	    char **cause);

/* Log the fingerprint of the certificate. */
void	identity_log(const struct net *);

/*
 * Check that the certificate and key in the settings can be used. Returns 0, or -1 and sets
 * *cause.
 */
int	identity_check(const struct config *, char **cause);

#endif
