/*
 * identity: loads or makes the certificate.
 */
#include "server/config/identity.h"

#include <stdlib.h>
#include <string.h>

#include "common/file.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/net/net.h"
#include "server/net/tls.h"

static int
is_set(const char *value)
{
	return value != NULL && value[0] != '\0';
}

/* If tls-key is not set, tls-cert names a file that has the key too. */
static struct tls *
load_named(const struct config *c, char **cause)
{
	return tls_load(
	    c->tls_cert, is_set(c->tls_key) ? c->tls_key : c->tls_cert, cause);
}

static struct tls *
load_own(const struct config *c, const char *datadir, char **cause)
{
	char *file = path_join(datadir, IDENTITY_OWN_FILE);
	struct tls *tls = NULL;
	int rc = 0;

	if (!file_may_exist(file))
		rc = tls_make(file, c->name, cause);
	if (rc == 0)
		tls = tls_load(file, file, cause);
	free(file);
	return tls;
}

int
identity_use(
    struct net *net, const struct config *c, const char *datadir, char **cause)
{
	struct tls *tls = is_set(c->tls_cert) ? load_named(c, cause)
					      : load_own(c, datadir, cause);

	if (tls == NULL)
		return -1;
	if (net_set_tls(net, tls) != 0)
		return cause_set(cause, _("OpenSSL: out of memory"));
	return 0;
}

void
identity_log(const struct net *net)
{
	log_info("main", 0, "certificate SHA-256 fingerprint %s",
	    net_tls_fingerprint(net));
}

int
identity_check(const struct config *c, char **cause)
{
	struct tls *tls;

	if (!is_set(c->tls_cert))
		return is_set(c->tls_key)
			   ? cause_set(cause,
				 _("tls-key is set, but tls-cert is not"))
			   : 0;
	tls = load_named(c, cause);
	tls_free(tls);
	return tls == NULL ? -1 : 0;
}
