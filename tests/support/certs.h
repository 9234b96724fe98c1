/*
 * certs: certificates for tests, signed by an authority of the test or by themselves; valid or
 * expired, for any host.
 */
#ifndef TCHAT_SUPPORT_CERTS_H
#define TCHAT_SUPPORT_CERTS_H

struct evp_pkey_st;
struct x509_st;

struct cert {
	struct evp_pkey_st	*key;
	struct x509_st		*x509;
};

/*
 * alt: "DNS:host" or "IP:127.0.0.1", the names that it is valid for, or NULL; "CA" makes an authority.
 * It is valid from a day ago for this many days from now (negative: it has expired). issuer NULL: it
 * signs itself.
 */
void	cert_make(struct cert *, const char *cn, const char *alt, int days,
	    const struct cert *issuer);
void	cert_clear(struct cert *);
/* Write PEM: the certificate, and the key if asked for (then with mode 0600). */
void	cert_write(const struct cert *, const char *file, int with_key);
/* Copy the certificate of a PEM file, without the key, to another file. */
void	cert_copy(const char *from, const char *to);
/* Write "AB:CD:..." to 96 bytes, including the NUL. */
void	cert_fingerprint(const struct cert *, char text[96]);

#endif
