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
#include "server/net/net.h"
#include "server/net/tls.h"

static int
is_set(const char *value)
{
	return value != NULL && value[0] != '\0';
}

/* If tls-key is not set, tls-cert names a file that has the key too. */
static struct tls *
load_named(const struct identity_source *s, char **cause)
{
	return tls_load(s->cert, is_set(s->key) ? s->key : s->cert, cause);
}

static struct tls *
load_own(const struct identity_source *s, char **cause)
{
	char *file = path_join(s->datadir, IDENTITY_OWN_FILE);
	struct tls *tls = NULL;
	int rc = 0;

	if (!file_may_exist(file))
		rc = tls_make(file, s->name, cause);
	if (rc == 0)
		tls = tls_load(file, file, cause);
	free(file);
	return tls;
}

int
identity_use(struct net *net, const struct identity_source *s, char **cause)
{
	struct tls *tls =
	    is_set(s->cert) ? load_named(s, cause) : load_own(s, cause);

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
identity_check(const struct identity_source *s, char **cause)
{
	struct tls *tls;

	if (!is_set(s->cert))
		return is_set(s->key)
			   ? cause_set(cause,
				 _("tls-key is set, but tls-cert is not"))
			   : 0;
	tls = load_named(s, cause);
	tls_free(tls);
	return tls == NULL ? -1 : 0;
}
