/*
 * scram_client: see the header.
 */
#include "tests/support/scram_client.h"

#include <gsasl.h>

#include "tests/support/test.h"

void
scram_client_begin(struct scram_client *c, const char *name,
    const char *authzid, const char *password)
{
	assert_int_equal(gsasl_init(&c->gsasl), GSASL_OK);
	assert_int_equal(
	    gsasl_client_start(c->gsasl, "SCRAM-SHA-256", &c->session),
	    GSASL_OK);
	gsasl_property_set(c->session, GSASL_AUTHID, name);
	gsasl_property_set(c->session, GSASL_PASSWORD, password);
	if (authzid != NULL)
		gsasl_property_set(c->session, GSASL_AUTHZID, authzid);
}

void
scram_client_end(struct scram_client *c)
{
	gsasl_finish(c->session);
	gsasl_done(c->gsasl);
}

int
scram_client_step(struct scram_client *c, struct view in, struct buf *out)
{
	char *said = NULL;
	size_t n = 0;
	int rc = gsasl_step(c->session, in.p, in.len, &said, &n);

	buf_reset(out);
	if (rc == GSASL_OK || rc == GSASL_NEEDS_MORE)
		buf_add(out, said, n);
	gsasl_free(said);
	return rc == GSASL_OK ? 0 : rc == GSASL_NEEDS_MORE ? 1 : -1;
}
