/*
 * tls_make: a certificate that nobody vouches for, for clients that remember it.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "common/certificate.h"
#include "common/xmalloc.h"
#include "server/net/tls.h"

/* So that a loss of power does not give the server another certificate. */
static int
sync_folder(const char *file)
{
	char *copy = xstrdup(file);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	free(copy);
	if (fd == -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

static int
write_file(const char *file, EVP_PKEY *key, X509 *cert, char **cause)
{
	char *fresh;
	int fd, rc = -1;

	xasprintf(&fresh, "%s.new", file);
	unlink(fresh);
	fd = open(
	    fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd != -1 && certificate_write(fd, key, cert) == 0 &&
	    rename(fresh, file) == 0)
		rc = sync_folder(file);
	if (rc != 0) {
		cause_set(cause, "cannot write %s: %s", file, strerror(errno));
		unlink(fresh);
	}
	free(fresh);
	return rc;
}

static int
make(const char *name, EVP_PKEY **key, X509 **cert)
{
	struct certificate_extension e[] = {
		{ NID_key_usage, "critical,digitalSignature" },
		{ NID_ext_key_usage, "serverAuth" },
		{ NID_subject_alt_name, NULL },
	};
	char *dns;
	int rc;

	xasprintf(&dns, "DNS:%s", name);
	e[2].value = dns;
	rc = certificate_make(name, e, sizeof(e) / sizeof(e[0]), key, cert);
	free(dns);
	return rc;
}

int
tls_make(const char *file, const char *name, char **cause)
{
	EVP_PKEY *key;
	X509 *cert;
	int rc;

	if (make(name, &key, &cert) != 0)
		return cause_set(
		    cause, "cannot make a certificate: %s", tls_why());
	rc = write_file(file, key, cert, cause);
	X509_free(cert);
	EVP_PKEY_free(key);
	return rc;
}
