/*
 * trust: judge a certificate, and say what the user can do.
 */
#include "client/net/trust.h"

#include <stdlib.h>
#include <time.h>

#include <openssl/x509v3.h>

#include "client/net/known_hosts.h"
#include "common/buf.h"
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
	struct trust_refusal *refusal;
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

/* Append what is wrong with it, as the end of a sentence. */
static void
add_fault(struct buf *out, const struct subject *s, int error)
{
	switch (error) {
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		buf_add_str(out, "is for another host: ");
		add_name(out, s->cert);
		break;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		buf_add_str(out, "expired on ");
		add_date(out, X509_get0_notAfter(s->cert));
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		buf_add_str(out, "is not valid before ");
		add_date(out, X509_get0_notBefore(s->cert));
		break;
	default:
		buf_printf(out, "is not valid: %s",
		    X509_verify_cert_error_string(error));
		break;
	}
}

static enum trust_verdict
refuse_fault(const struct subject *s, int error, char **text)
{
	struct buf fault = { 0 };

	add_fault(&fault, s, error);
	refuse(text,
	    "the certificate of %s port %u %s. To connect anyway: "
	    "--fingerprint %s",
	    s->host, s->port, buf_str(&fault), s->digest);
	buf_clear(&fault);
	return TRUST_REFUSED;
}

static enum trust_verdict
refuse_changed(const struct subject *s, const char *file,
    const struct known_line *line, char **text)
{
	char before[FINGERPRINT_TEXT];

	s->refusal->known = 1;
	s->refusal->before = line->fingerprint;
	fingerprint_format(&line->fingerprint, before);
	return refuse(text,
	    "the certificate of %s port %u has changed. Someone may be "
	    "intercepting the connection, or the server has a new "
	    "certificate. Old: %s. New: %s. Not connected. If you know that "
	    "the new one is right, remove line %d of %s and connect again.",
	    s->host, s->port, before, s->digest, line->number, file);
}

/* Refuse a certificate without a known authority's signature, because the one before had it. */
static enum trust_verdict
refuse_unsigned(const struct trust *t, const struct subject *s, char **text)
{
	char before[FINGERPRINT_TEXT];

	s->refusal->known = 1;
	s->refusal->before = *t->signed_before;
	fingerprint_format(t->signed_before, before);
	return refuse(text,
	    "The certificate of %s port %u has changed and is no longer "
	    "signed by a known authority. Old: %s. New: %s. Not connected.",
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
		return refuse_fault(s, error, text);
	if (X509_cmp_current_time(X509_get0_notAfter(s->cert)) < 0)
		return refuse_fault(s, X509_V_ERR_CERT_HAS_EXPIRED, text);
	switch (known_hosts_meet(
	    t->known_hosts, s->host, s->port, &s->fingerprint, &line, &cause)) {
	case KNOWN_NOT:
		xasprintf(text,
		    "New server %s port %u. Fingerprint (SHA-256): %s. Saved "
		    "in %s.",
		    s->host, s->port, s->digest, t->known_hosts);
		return TRUST_NEW;
	case KNOWN_SAME:
		return TRUST_GOOD;
	case KNOWN_CHANGED:
		return refuse_changed(s, t->known_hosts, &line, text);
	case KNOWN_BROKEN:
		break;
	}
	refuse(text,
	    "the certificate of %s port %u cannot be saved: %s. To connect "
	    "anyway: --fingerprint %s",
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
		    "the certificate of %s port %u is not signed by a known "
		    "authority, and HOME is not set, so it cannot be saved. "
		    "To connect anyway: --fingerprint %s",
		    s->host, s->port, s->digest);
	switch (known_hosts_find(
	    t->known_hosts, s->host, s->port, &s->fingerprint, &line, &cause)) {
	case KNOWN_SAME:
		return TRUST_GOOD;
	case KNOWN_CHANGED:
		return refuse_changed(s, t->known_hosts, &line, text);
	case KNOWN_NOT:
		if (t->signed_before != NULL)
			return refuse_unsigned(t, s, text);
		return add_new_host(t, s, error, text);
	case KNOWN_BROKEN:
		break;
	}
	*text = cause;
	return TRUST_REFUSED;
}

enum trust_verdict
trust_judge(const struct trust *t, const char *host, unsigned port,
    struct x509_st *cert, int error, char **text, struct trust_refusal *refusal)
{
	struct subject s = {
		.host = host, .port = port, .cert = cert, .refusal = refusal
	};

	*text = NULL;
	*refusal = (struct trust_refusal){ 0 };
	if (cert == NULL || fingerprint_of(&s.fingerprint, cert) != 0)
		return refuse(
		    text, "%s port %u sent no certificate", host, port);
	fingerprint_format(&s.fingerprint, s.digest);
	refusal->shown = 1;
	refusal->now = s.fingerprint;
	if (t->accepted != NULL &&
	    fingerprint_equal(t->accepted, &s.fingerprint))
		return TRUST_GOOD;
	if (t->pinned != NULL) {
		refusal->known = 1;
		refusal->before = *t->pinned;
		if (fingerprint_equal(t->pinned, &s.fingerprint))
			return TRUST_GOOD;
		return refuse(text,
		    "the certificate of %s port %u is not the one asked for "
		    "with --fingerprint: it is %s",
		    host, port, s.digest);
	}
	if (error == X509_V_OK)
		return TRUST_GOOD;
	return ask_known_hosts(t, &s, error, text);
}
