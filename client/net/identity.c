/*
 * identity: read the client's key and certificate, or create them so that if two clients start at once, one of
 * them creates the file and both use it.
 */
#include "client/net/identity.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "common/buf.h"
#include "common/certificate.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/xmalloc.h"

enum { FILE_MAX = 64 * 1024 };

/* The same for everyone, so that it reveals nothing about the user. */
static const char subject_name[] = "tchat";

/* A key with a passphrase is an error; OpenSSL must not prompt on the screen. */
static int
no_passphrase_cb(char *text, int size, int writing, void *arg)
{
	(void)text, (void)size, (void)writing, (void)arg;
	return -1;
}

static int
read_pem(struct identity *id, int fd, const char *file)
{
	struct buf bytes = { 0 };
	BIO *bio = NULL;

	buf_reserve(&bytes,
	    2 * FILE_MAX); /* large enough that it never grows and copies the key */
	if (file_read(fd, file, FILE_MAX, &bytes, NULL) == 0)
		bio = BIO_new_mem_buf(bytes.p, (int)bytes.len);
	if (bio != NULL) {
		id->key =
		    PEM_read_bio_PrivateKey(bio, NULL, no_passphrase_cb, NULL);
		BIO_reset(bio);
		id->cert = PEM_read_bio_X509(bio, NULL, no_passphrase_cb, NULL);
		BIO_free(bio);
	}
	explicit_bzero(bytes.p, bytes.len);
	buf_clear(&bytes);
	ERR_clear_error();
	return id->key != NULL && id->cert != NULL &&
	       X509_check_private_key(id->cert, id->key) == 1;
}

static enum identity_result
load(struct identity *id, int fd, const struct stat *st, const char *file,
    char **cause)
{
	if (st->st_mode & (S_IRWXG | S_IRWXO)) {
		cause_set(cause,
		    _("other users can read your key in %s. Remove the file "
		      "to get a new key, or chmod 600 it if nobody has read "
		      "it."),
		    file);
		return IDENTITY_UNUSABLE;
	}
	if (read_pem(id, fd, file))
		return IDENTITY_OK;
	ERR_clear_error();
	identity_clear(id);
	cause_set(cause,
	    _("%s does not contain a key and a certificate (PEM, without a "
	      "passphrase). Remove the file to get new ones."),
	    file);
	return IDENTITY_UNUSABLE;
}

static int
make(struct identity *id, char **cause)
{
	static const struct certificate_extension use = { NID_ext_key_usage,
		"clientAuth" };

	if (certificate_make(subject_name, &use, 1, &id->key, &id->cert) == 0)
		return 0;
	ERR_clear_error();
	return cause_set(cause, _("OpenSSL cannot make a key"));
}

/* Write the file completely or not at all, and never replace an existing one: returns -1 and EEXIST then. */
static int
save(const struct identity *id, const char *file)
{
	char *fresh;
	int fd, err, rc = -1;

	xasprintf(&fresh, "%s.XXXXXX", file);
	fd = mkostemp(fresh, O_CLOEXEC); /* 0600 */
	if (fd != -1) {
		if (certificate_write(fd, id->key, id->cert) == 0)
			rc = link(fresh, file);
		if (rc != 0 && (errno == EPERM || errno == EOPNOTSUPP))
			rc = rename(fresh,
			    file); /* the file system has no hard links */
		err = errno;
		unlink(fresh);
		errno = err;
	}
	free(fresh);
	return rc;
}

static enum identity_result
make_and_save(struct identity *id, const char *file, char **cause)
{
	char *copy = xstrdup(file);
	int err, rc = path_make_dir(dirname(copy), cause);

	free(copy);
	if (rc != 0 || make(id, cause) != 0)
		return IDENTITY_MISSING;
	if (save(id, file) == 0)
		return IDENTITY_OK;
	err = errno;
	identity_clear(id);
	if (err == EEXIST)
		return IDENTITY_UNUSABLE;
	cause_set(cause, _("cannot write %s: %s"), file, strerror(err));
	return IDENTITY_MISSING;
}

enum identity_result
identity_open(struct identity *id, const char *file, char **cause)
{
	enum identity_result got;
	struct stat st;
	int fd;

	*id = (struct identity){ 0 };
	if (!file_may_exist(file)) {
		got = make_and_save(id, file, cause);
		if (got != IDENTITY_UNUSABLE)
			return got; /* else another client created it first */
	}
	fd = file_open(file, FILE_MAX, &st, cause);
	if (fd == -1)
		return IDENTITY_UNUSABLE;
	got = load(id, fd, &st, file, cause);
	close(fd);
	return got;
}

void
identity_clear(struct identity *id)
{
	EVP_PKEY_free(id->key);
	X509_free(id->cert);
	*id = (struct identity){ 0 };
}
