/*
 * secure: a connection's TLS, with OpenSSL.
 */
#include "client/net/secure.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "client/net/identity.h"
#include "client/net/known_hosts.h"
#include "client/net/trust.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { RECORD_FIRST = 20, RECORD_LAST = 23, RECORD_MAJOR = 3 };

struct secure {
	SSL_CTX *ctx;
	struct secure_config config;
	struct fingerprint pinned; /* set if config.fingerprint is */
	int has_accepted, has_signed;
	struct fingerprint accepted; /* accepted by the user in this run */
	struct fingerprint
	    signed_before; /* signed by an authority, seen in this run */
};

static struct trust
trust_of(const struct secure *s)
{
	return (struct trust){ .known_hosts = s->config.known_hosts,
		.pinned = s->config.fingerprint != NULL ? &s->pinned : NULL,
		.accepted = s->has_accepted ? &s->accepted : NULL,
		.signed_before = s->has_signed ? &s->signed_before : NULL };
}

/* Judge the certificate during the handshake: 1 continues, 0 ends it with an alert. */
static int
verify_cb(X509_STORE_CTX *store, void *arg)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(
	    store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct secure_peer *peer = SSL_get_app_data(ssl);
	struct trust trust = trust_of(peer->secure);
	enum trust_verdict verdict;
	char *text;
	int error;

	(void)arg;
	error = X509_verify_cert(store) == 1 ? X509_V_OK
					     : X509_STORE_CTX_get_error(store);
	verdict = trust_judge(&trust, peer->host, peer->port,
	    X509_STORE_CTX_get0_cert(store), error, &text, &peer->refusal);
	free(peer->new_server);
	free(peer->refused);
	peer->new_server = verdict == TRUST_NEW_HOST ? text : NULL;
	peer->refused = verdict == TRUST_REFUSED ? text : NULL;
	if (verdict == TRUST_REFUSED)
		return 0;
	if (error == X509_V_OK) {
		peer->secure->has_signed = 1;
		peer->secure->signed_before = peer->refusal.received;
	}
	X509_STORE_CTX_set_error(store, X509_V_OK);
	return 1;
}

/* Keep the first bytes: a server without TLS sends something other than a record. */
static void
message_cb(int writing, int version, int type, const void *bytes, size_t len,
    SSL *ssl, void *arg)
{
	struct secure_peer *peer = arg;

	(void)version, (void)ssl;
	if (writing || type != SSL3_RT_HEADER || peer->heard ||
	    len < sizeof(peer->first))
		return;
	memcpy(peer->first, bytes, sizeof(peer->first));
	peer->heard = 1;
}

int
secure_peer_speaks_tls(const struct secure_peer *peer)
{
	return peer->heard && peer->first[0] >= RECORD_FIRST &&
	       peer->first[0] <= RECORD_LAST && peer->first[1] == RECORD_MAJOR;
}

const char *
secure_error_text(unsigned long error)
{
	const char *words = ERR_reason_error_string(error);

	if (secure_error_errno(error) != 0)
		return strerror(secure_error_errno(error));
	return words != NULL ? words : _("unknown error");
}

int
secure_error_errno(unsigned long error)
{
	return ERR_SYSTEM_ERROR(error) ? ERR_GET_REASON(error) : 0;
}

/* Load our certificate. Returns 0, or -1 and *cause. If there is none, sets *notice. */
static int
load_identity(struct secure *s, char **notice, char **cause)
{
	struct identity id;
	int rc = 0;

	switch (identity_open(&id, s->config.identity, cause)) {
	case IDENTITY_OK:
		break;
	case IDENTITY_MISSING:
		xasprintf(notice,
		    _("Your key cannot be saved, so you cannot log in with "
		      "it: %s"),
		    *cause);
		free(*cause);
		*cause = NULL;
		return 0;
	case IDENTITY_UNUSABLE:
		return -1;
	}
	if (SSL_CTX_use_certificate(s->ctx, id.cert) != 1 ||
	    SSL_CTX_use_PrivateKey(s->ctx, id.key) != 1)
		rc = cause_set(cause, _("the key in %s cannot be used: %s"),
		    s->config.identity, secure_error_text(ERR_get_error()));
	identity_clear(&id);
	return rc;
}

/* A connection closed without a TLS close_notify ends like any other. */
static int
set_up(SSL_CTX *ctx)
{
	SSL_CTX_set_options(
	    ctx, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION);
	SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE |
				  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
				  SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, verify_cb, NULL);
	SSL_CTX_set_msg_callback(ctx, message_cb);
	SSL_CTX_set_default_verify_paths(ctx);
	return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1;
}

struct secure *
secure_new(const struct secure_config *config, char **notice, char **cause)
{
	struct secure *s = xcalloc(1, sizeof(*s));

	*notice = NULL;
	s->config = *config;
	s->ctx = SSL_CTX_new(TLS_client_method());
	if (s->ctx == NULL || !set_up(s->ctx)) {
		cause_set(cause, _("cannot set up TLS: %s"),
		    secure_error_text(ERR_get_error()));
		goto fail;
	}
	if (config->fingerprint != NULL &&
	    fingerprint_parse(&s->pinned, view_of(config->fingerprint)) != 0) {
		cause_set(cause, _("\"%s\" is not a SHA-256 fingerprint"),
		    config->fingerprint);
		goto fail;
	}
	if (config->identity != NULL && load_identity(s, notice, cause) != 0)
		goto fail;
	ERR_clear_error(); /* errors about optional files that were not found */
	return s;
fail:
	ERR_clear_error();
	secure_free(s);
	return NULL;
}

void
secure_free(struct secure *s)
{
	if (s == NULL)
		return;
	SSL_CTX_free(s->ctx);
	free(s);
}

/* An IP address is not sent as a host name (RFC 6066 3), and is compared as an address. */
static int
set_host(SSL *ssl, const char *host)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(ssl);
	unsigned char address[sizeof(struct in6_addr)];
	size_t len = strcspn(host, "%"); /* fe80::1%eth0 */
	char *name = xviewdup((struct view){ host, len });
	int good;

	if (inet_pton(AF_INET, name, address) == 1 ||
	    inet_pton(AF_INET6, name, address) == 1) {
		good = X509_VERIFY_PARAM_set1_ip_asc(param, name) == 1;
	} else {
		if (len > 1 && name[len - 1] == '.')
			name[len - 1] = '\0';
		X509_VERIFY_PARAM_set_hostflags(
		    param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
		good = SSL_set_tlsext_host_name(ssl, name) == 1 &&
		       X509_VERIFY_PARAM_set1_host(param, name, 0) == 1;
	}
	free(name);
	return good;
}

struct ssl_st *
secure_start(struct secure *s, struct secure_peer *peer, const char *host,
    unsigned port, char **cause)
{
	SSL *ssl = SSL_new(s->ctx);

	*peer = (struct secure_peer){ .secure = s, .host = host, .port = port };
	if (ssl == NULL || !set_host(ssl, host)) {
		cause_set(cause, _("cannot start TLS with %s: %s"), host,
		    secure_error_text(ERR_get_error()));
		ERR_clear_error();
		SSL_free(ssl);
		return NULL;
	}
	SSL_set_app_data(ssl, peer);
	SSL_set_msg_callback_arg(ssl, peer);
	return ssl;
}

int
secure_accept(struct secure *s, const char *host, unsigned port,
    const struct fingerprint *fp, char **cause)
{
	if (s->config.known_hosts != NULL && s->config.fingerprint == NULL) {
		if (known_hosts_replace(
			s->config.known_hosts, host, port, fp, cause) != 0)
			return -1;
	}
	s->has_accepted = 1;
	s->accepted = *fp;
	return s->config.known_hosts != NULL && s->config.fingerprint == NULL;
}

void
secure_peer_clear(struct secure_peer *peer)
{
	free(peer->new_server);
	free(peer->refused);
	*peer = (struct secure_peer){ 0 };
}

int
secure_is_required(
    const struct secure *s, const char *host, unsigned port, char **why)
{
	struct known_line line;

	*why = NULL;
	if (s->config.fingerprint != NULL) {
		*why = xstrdup(_("--fingerprint requires TLS"));
		return 1;
	}
	if (s->config.known_hosts == NULL)
		return 0;
	switch (known_hosts_find(
	    s->config.known_hosts, host, port, NULL, &line, why)) {
	case KNOWN_HOST_NEW:
		return 0;
	case KNOWN_HOST_ERROR:
		return -1;
	default:
		xasprintf(why, _("It used TLS before (line %d of %s)"),
		    line.number, s->config.known_hosts);
		return 1;
	}
}
