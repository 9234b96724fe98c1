/*
 * fingerprint: compute, parse and format a certificate's SHA-256.
 */
#include "client/net/fingerprint.h"

#include <string.h>

#include <openssl/x509.h>

int
fingerprint_of(struct fingerprint *fp, const struct x509_st *cert)
{
	unsigned n = 0;

	if (X509_digest(cert, EVP_sha256(), fp->bytes, &n) != 1 ||
	    n != FINGERPRINT_BYTES)
		return -1;
	return 0;
}

static int
digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	at = c == '\0' ? NULL : strchr(digits, c);
	return at == NULL ? -1 : (int)(at - digits);
}

int
fingerprint_parse(struct fingerprint *fp, struct view text)
{
	size_t i = 0, n;
	int high, low;

	for (n = 0; n < FINGERPRINT_BYTES; n++) {
		if (n > 0 && i < text.len && text.p[i] == ':')
			i++;
		if (i + 2 > text.len)
			return -1;
		high = digit(text.p[i]);
		low = digit(text.p[i + 1]);
		if (high < 0 || low < 0)
			return -1;
		fp->bytes[n] = (unsigned char)(high * 16 + low);
		i += 2;
	}
	return i == text.len ? 0 : -1;
}

void
fingerprint_format(const struct fingerprint *fp, char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	int i;

	for (i = 0; i < FINGERPRINT_BYTES; i++) {
		*text++ = digits[fp->bytes[i] >> 4];
		*text++ = digits[fp->bytes[i] & 15];
		*text++ = i + 1 < FINGERPRINT_BYTES ? ':' : '\0';
	}
}

int
fingerprint_equal(const struct fingerprint *a, const struct fingerprint *b)
{
	return memcmp(a->bytes, b->bytes, FINGERPRINT_BYTES) == 0;
}
