/*
 * cloak: a cloak is the HMAC-SHA-256 of a prefix of the address and the prefix's length, cut to 40 bits. Nobody can
 * try addresses without the key, and two prefixes rarely have the same cloak. The key is as secret as the certificate's.
 */
#include "server/moderation/cloak.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <arpa/inet.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/session/server.h"
#include "server/session/session.h"

#define ACCOUNT_PREFIX "user/"

enum { V4_BYTES = 4, V6_BYTES = 16, PART = 8, PARTS = 3 };

/* Write the first 40 bits of a digest in lower-case letters and digits, which hosts may have: 5 bits each. */
static void
spell(char out[PART + 1], const unsigned char *digest)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint64_t n = 0;
	int i;

	for (i = 0; i < PART * 5 / 8; i++)
		n = n << 8 | digest[i];
	for (i = PART - 1; i >= 0; i--, n >>= 5)
		out[i] = letters[n & 31];
	out[PART] = '\0';
}

/* Make one part of a cloak from family, length and bytes of a prefix. */
static void
add_part(char out[PART + 1], const unsigned char key[CLOAK_KEY],
    const unsigned char *address, unsigned family, unsigned bits)
{
	unsigned char text[2 + V6_BYTES], digest[SHA256_DIGEST_LENGTH];
	unsigned len = 0;

	text[0] = (unsigned char)family;
	text[1] = (unsigned char)bits;
	memcpy(text + 2, address, bits / 8);
	if (HMAC(EVP_sha256(), key, CLOAK_KEY, text, 2 + bits / 8, digest,
		&len) == NULL)
		memset(digest, 0, sizeof(digest));
	spell(out, digest);
}

void
cloak_address(char out[CLOAK_SHOWN_HOST], const unsigned char key[CLOAK_KEY],
    const char *address)
{
	static const unsigned v4_bits[PARTS] = { 32, 24, 16 };
	static const unsigned v6_bits[PARTS] = { 64, 56, 48 };
	unsigned char bytes[V6_BYTES];
	const unsigned *bits;
	char part[PARTS][PART + 1];
	unsigned family, i;

	if (inet_pton(AF_INET, address, bytes) == 1) {
		family = V4_BYTES;
		bits = v4_bits;
	} else if (inet_pton(AF_INET6, address, bytes) == 1) {
		family = V6_BYTES;
		bits = v6_bits;
	} else {
		snprintf(out, CLOAK_SHOWN_HOST, "%s", address);
		return;
	}
	for (i = 0; i < PARTS; i++)
		add_part(part[i], key, bytes, family, bits[i]);
	snprintf(
	    out, CLOAK_SHOWN_HOST, "%s.%s.%s.ip", part[0], part[1], part[2]);
}

/* True for characters that every client accepts in a host. */
static int
is_plain(char c)
{
	return isascii((unsigned char)c) &&
	       (isalnum((unsigned char)c) || c == '-' || c == '_');
}

/* If characters were replaced or cut, a dot and a hash keep the names distinct: no nick has a dot. */
void
cloak_of_account(char out[CLOAK_SHOWN_HOST], const char *account)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	char folded[NAME_FOLDED], hash[PART + 1];
	size_t n = sizeof(ACCOUNT_PREFIX) - 1, most = HOST_BYTES - PART - 1;
	const char *p;
	int changed = 0, len;

	memcpy(out, ACCOUNT_PREFIX, n);
	for (p = account; *p != '\0' && n < most; p++) {
		changed |= !is_plain(*p);
		if (((unsigned char)*p & 0xc0) != 0x80)
			out[n++] = is_plain(*p) ? *p : '-';
	}
	out[n] = '\0';
	if (!changed && *p == '\0')
		return;
	len = name_fold(folded, sizeof(folded), view_of(account));
	assert(len >= 0);
	SHA256((const unsigned char *)folded, (size_t)len, digest);
	spell(hash, digest);
	snprintf(out + n, CLOAK_SHOWN_HOST - n, ".%s", hash);
}

void
cloak_shown_host(const struct server *server, char out[CLOAK_SHOWN_HOST],
    const char *address, const char *account)
{
	if (!server->config->cloak)
		snprintf(out, CLOAK_SHOWN_HOST, "%s", address);
	else if (account != NULL)
		cloak_of_account(out, account);
	else
		cloak_address(out, server->cloak_key, address);
}

int
cloak_update(struct session *s)
{
	struct chat_from from = session_from(s, 0);
	char host[CLOAK_SHOWN_HOST];

	cloak_shown_host(s->server, host, s->user->address, s->user->account);
	return chat_set_host(s->server->world, &from, view_of(host)) == CHAT_OK;
}

enum { OTHERS = S_IRWXG | S_IRWXO };

/* Write the whole key and sync it to disk. Returns 0, or -1 and errno. */
static int
write_all(int fd, const unsigned char key[CLOAK_KEY])
{
	ssize_t n = write(fd, key, CLOAK_KEY);

	if (n == -1)
		return -1;
	if (n != CLOAK_KEY) {
		errno = ENOSPC;
		return -1;
	}
	return fsync(fd);
}

/* Make the key file by renaming a complete one, so that it is never seen half written. */
static int
make(const char *file, char **cause)
{
	unsigned char key[CLOAK_KEY];
	char *fresh;
	int fd, rc = -1;

	if (RAND_bytes(key, sizeof(key)) != 1)
		return cause_set(cause, _("OpenSSL cannot make random bytes"));
	xasprintf(&fresh, "%s.new", file);
	unlink(fresh);
	fd = open(
	    fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd != -1)
		rc = write_all(fd, key);
	if (rc == 0)
		rc = rename(fresh, file);
	if (rc != 0) {
		cause_set(
		    cause, _("cannot write %s: %s"), file, strerror(errno));
		unlink(fresh);
	}
	if (fd != -1)
		close(fd);
	explicit_bzero(key, sizeof(key));
	free(fresh);
	return rc;
}

static int
take(int fd, const struct stat *st, const char *file,
    unsigned char key[CLOAK_KEY], char **cause)
{
	struct buf bytes = { 0 };
	int rc = 0;

	if (st->st_mode & OTHERS)
		return cause_set(cause,
		    _("%s: other users can read this key, which hides "
		      "addresses. "
		      "Run: chmod 600 %s"),
		    file, file);
	if (file_read(fd, file, CLOAK_KEY, &bytes, cause) != 0)
		rc = -1;
	else if (bytes.len != CLOAK_KEY)
		rc = cause_set(cause,
		    _("%s is not a cloak key: it does not have %d bytes"), file,
		    CLOAK_KEY);
	else
		memcpy(key, bytes.p, CLOAK_KEY);
	if (bytes.len > 0)
		explicit_bzero(bytes.p, bytes.len);
	buf_clear(&bytes);
	return rc;
}

int
cloak_load_key(struct server *server, const char *datadir, char **cause)
{
	char *file = path_join(datadir, CLOAK_KEY_FILE);
	struct stat st;
	int fd = -1, rc = 0;

	if (!file_may_exist(file))
		rc = make(file, cause);
	if (rc == 0)
		fd = file_open(file, CLOAK_KEY, &st, cause);
	rc = -1;
	if (fd != -1) {
		rc = take(fd, &st, file, server->cloak_key, cause);
		close(fd);
	}
	free(file);
	return rc;
}
