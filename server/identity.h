/*
 * identity: the certificate that the settings name, or one of the server's own making in the
 * data folder.
 */
#ifndef TCHAT_SERVER_IDENTITY_H
#define TCHAT_SERVER_IDENTITY_H

struct config;
struct net;

/* Key and certificate that the server made itself, in the data folder. */
#define IDENTITY_OWN_FILE "tls.pem"

/*
 * Serve TLS by it from now on, made first if need be; also on reload. 0, or -1 and *cause, and
 * the net goes on as it was.
 */
int	identity_use(struct net *, const struct config *, const char *datadir,
	    char **cause);

/* Log by which certificate the server is known. */
void	identity_log(const struct net *);

/* Can the certificate and key of the settings be served? 0, or -1 and *cause. */
int	identity_check(const struct config *, char **cause);

#endif
