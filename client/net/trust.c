/*
 * trust: judge a certificate, and say what the user can do.
 */
#include "client/net/trust.h"

#include <stdlib.h>
#include <time.h>

#include <openssl/x509v3.h>

#include "client/net/known_hosts.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { NAME_MAX_BYTES = 100 };

/* The certificate being judged, for all sentences. */
struct subject {
	const char *host;
	unsigned port;
	X509 *cert;
	struct fingerprint fingerprint;
	char digest[FINGERPRINT_TEXT];
	struct refused_certificate *refusal;
};

static enum trust_verdict refuse(char **text, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static enum trust_verdict
refuse(char **text, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xvasprintf(text, fmt, ap);
	va_end(ap);
	return TRUST_REFUSED;
}

/* True if no authority known to us signed it: it is self-signed, or signed by a stranger. */
static int
is_unknown(int error)
{
	switch (error) {
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		return 1;
	default:
		return 0;
	}
}

static void
add_clean(struct buf *out, const unsigned char *bytes, int len)
{
	struct view text = { (const char *)bytes, len > 0 ? (size_t)len : 0 };

	text.len = text_cut(text, NAME_MAX_BYTES);
	text_clean(out, text, TEXT_SHOW);
}

/* Append the first host name in the certificate, or else its subject's name. */
static void
add_name(struct buf *out, X509 *cert)
{
	GENERAL_NAMES *names =
	    X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	X509_NAME *subject = X509_get_subject_name(cert);
	int i, at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	const ASN1_STRING *found = NULL;

	for (i = 0; i < sk_GENERAL_NAME_num(names) && found == NULL; i++)
		if (sk_GENERAL_NAME_value(names, i)->type == GEN_DNS)
			found = sk_GENERAL_NAME_value(names, i)->d.dNSName;
	if (found == NULL && at >= 0)
		found =
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
	if (found != NULL)
		add_clean(out, ASN1_STRING_get0_data(found),
		    ASN1_STRING_length(found));
	GENERAL_NAMES_free(names);
}

static void
add_date(struct buf *out, const ASN1_TIME *when)
{
	char text[32];
	struct tm tm;

	if (ASN1_TIME_to_tm(when, &tm) == 1 &&
	    strftime(text, sizeof(text), "%Y-%m-%d", &tm) > 0)
		buf_add_str(out, text);
}

static enum trust_verdict
refuse_invalid(const struct subject *s, int error, char **text)
{
	struct buf b = { 0 };

	switch (error) {
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		add_name(&b, s->cert);
		refuse(text,
		    _("the certificate of %s:%u is for another host: %s. To "
		      "connect anyway: --fingerprint %s"),
		    s->host, s->port, buf_str(&b), s->digest);
		break;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		add_date(&b, X509_get0_notAfter(s->cert));
		refuse(text,
		    _("the certificate of %s:%u expired on %s. To connect "
		      "anyway: --fingerprint %s"),
		    s->host, s->port, buf_str(&b), s->digest);
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		add_date(&b, X509_get0_notBefore(s->cert));
		refuse(text,
		    _("the certificate of %s:%u is not valid before %s. To "
		      "connect anyway: --fingerprint %s"),
		    s->host, s->port, buf_str(&b), s->digest);
		break;
	default:
		refuse(text,
		    _("the certificate of %s:%u is not valid: %s. To connect "
		      "anyway: --fingerprint %s"),
		    s->host, s->port, X509_verify_cert_error_string(error),
		    s->digest);
		break;
	}
	buf_clear(&b);
	return TRUST_REFUSED;
}

static enum trust_verdict
refuse_changed(const struct subject *s, const char *file,
    const struct known_line *line, char **text)
{
	char before[FINGERPRINT_TEXT];

	s->refusal->has_expected = 1;
	s->refusal->expected = line->fingerprint;
	fingerprint_format(&line->fingerprint, before);
	return refuse(text,
	    _("the certificate of %s:%u has changed. Someone may be "
	      "intercepting the connection, or the server has a new "
	      "certificate. Old: %s. New: %s. If you know that the new one is "
	      "right, remove line %d of %s and connect again."),
	    s->host, s->port, before, s->digest, line->number, file);
}

/* Refuse a certificate without a known authority's signature, because the one before had it. */
static enum trust_verdict
refuse_unsigned(const struct trust *t, const struct subject *s, char **text)
{
	char before[FINGERPRINT_TEXT];

	s->refusal->has_expected = 1;
	s->refusal->expected = *t->signed_before;
	fingerprint_format(t->signed_before, before);
	return refuse(text,
	    _("the certificate of %s:%u has changed and is no longer signed "
	      "by a known authority. Old: %s. New: %s."),
	    s->host, s->port, before, s->digest);
}

/* Handle the first connection to a host: save its certificate if it is valid. */
static enum trust_verdict
add_new_host(
    const struct trust *t, const struct subject *s, int error, char **text)
{
	struct known_line line;
	char *cause = NULL;

	if (!is_unknown(error))
		return refuse_invalid(s, error, text);
	if (X509_cmp_current_time(X509_get0_notAfter(s->cert)) < 0)
		return refuse_invalid(s, X509_V_ERR_CERT_HAS_EXPIRED, text);
	switch (known_hosts_find_or_add(
	    t->known_hosts, s->host, s->port, &s->fingerprint, &line, &cause)) {
	case KNOWN_HOST_NEW:
		xasprintf(text,
		    _("New server %s:%u, added to known_hosts. SHA-256:\n%s"),
		    s->host, s->port, s->digest);
		return TRUST_NEW_HOST;
	case KNOWN_HOST_MATCH:
		return TRUST_ACCEPTED;
	case KNOWN_HOST_CHANGED:
		return refuse_changed(s, t->known_hosts, &line, text);
	case KNOWN_HOST_ERROR:
		break;
	}
	refuse(text,
	    _("the certificate of %s:%u cannot be saved: %s. To connect "
	      "anyway: --fingerprint %s"),
	    s->host, s->port, cause, s->digest);
	free(cause);
	return TRUST_REFUSED;
}

static enum trust_verdict
ask_known_hosts(
    const struct trust *t, const struct subject *s, int error, char **text)
{
	struct known_line line;
	char *cause = NULL;

	if (t->known_hosts == NULL)
		return refuse(text,
		    _("the certificate of %s:%u is not signed by a known "
		      "authority, and HOME is not set, so it cannot be saved. "
		      "To connect anyway: --fingerprint %s"),
		    s->host, s->port, s->digest);
	switch (known_hosts_find(
	    t->known_hosts, s->host, s->port, &s->fingerprint, &line, &cause)) {
	case KNOWN_HOST_MATCH:
		return TRUST_ACCEPTED;
	case KNOWN_HOST_CHANGED:
		return refuse_changed(s, t->known_hosts, &line, text);
	case KNOWN_HOST_NEW:
		if (t->signed_before != NULL)
			return refuse_unsigned(t, s, text);
		return add_new_host(t, s, error, text);
	case KNOWN_HOST_ERROR:
		break;
	}
	*text = cause;
	return TRUST_REFUSED;
}

enum trust_verdict
trust_judge(const struct trust *t, const char *host, unsigned port,
    struct x509_st *cert, int error, char **text,
    struct refused_certificate *refusal)
{
	struct subject s = {
		.host = host, .port = port, .cert = cert, .refusal = refusal
	};

	*text = NULL;
	*refusal = (struct refused_certificate){ 0 };
	if (cert == NULL || fingerprint_of(&s.fingerprint, cert) != 0)
		return refuse(text, _("%s:%u sent no certificate"), host, port);
	fingerprint_format(&s.fingerprint, s.digest);
	refusal->is_set = 1;
	refusal->received = s.fingerprint;
	if (t->accepted != NULL &&
	    fingerprint_equal(t->accepted, &s.fingerprint))
		return TRUST_ACCEPTED;
	if (t->pinned != NULL) {
		refusal->has_expected = 1;
		refusal->expected = *t->pinned;
		if (fingerprint_equal(t->pinned, &s.fingerprint))
			return TRUST_ACCEPTED;
		return refuse(text,
		    _("the certificate of %s:%u is not the one that "
		      "--fingerprint names. It is %s"),
		    host, port, s.digest);
	}
	if (error == X509_V_OK)
		return TRUST_ACCEPTED;
	return ask_known_hosts(t, &s, error, text);
}
