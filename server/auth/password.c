/*
 * password: hashes with crypt(3) of libxcrypt.
 */
#include "server/auth/password.h"

#include <crypt.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/xmalloc.h"

int
secret_equal(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), i;
	unsigned char diff = na != nb;

	for (i = 0; i < nb; i++)
		diff |= (unsigned char)(b[i] ^ (na == 0 ? 0 : a[i % na]));
	return diff == 0;
}

/* The struct is too big for the stack, and is cleared because it has secrets. */
static char *
hash_with(const char *setting, const char *text)
{
	struct crypt_data *data = xcalloc(1, sizeof(*data));
	const char *hash = crypt_r(text, setting, data);
	char *copy = hash == NULL || *hash == '*' ? NULL : xstrdup(hash);

	explicit_bzero(data, sizeof(*data));
	free(data);
	return copy;
}

char *
password_hash(const char *text, char **cause)
{
	char setting[CRYPT_GENSALT_OUTPUT_SIZE], *hash;

	if (text[0] == '\0' || strlen(text) > PASSWORD_MAX) {
		cause_set(cause, _("a password must have 1 to %d bytes"),
		    PASSWORD_MAX);
		return NULL;
	}
	if (crypt_gensalt_rn(NULL, 0, NULL, 0, setting, sizeof(setting)) ==
	    NULL) {
		cause_set(cause, "crypt(3): %s", strerror(errno));
		return NULL;
	}
	hash = hash_with(setting, text);
	if (hash == NULL)
		cause_set(cause, "crypt(3): %s", strerror(errno));
	return hash;
}

/* There must be a hash after the salt: "$y$j9T$salt$hash". */
int
password_is_hash(const char *hash)
{
	const char *last = strrchr(hash, '$');

	return hash[0] == '$' && last != NULL && strlen(last) > 20 &&
	       crypt_checksalt(hash) == CRYPT_SALT_OK;
}

int
password_matches(const char *hash, const char *text)
{
	char *other =
	    strlen(text) > PASSWORD_MAX ? NULL : hash_with(hash, text);
	int fits = other != NULL && secret_equal(other, hash);

	if (other != NULL)
		explicit_bzero(other, strlen(other));
	free(other);
	return fits;
}
