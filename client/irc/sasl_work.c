/*
 * sasl_work: one thread per step. The side that ends last, thread or caller, frees everything.
 */
#include "client/irc/sasl_work.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "client/irc/sasl.h"
#include "common/thread.h"
#include "common/xmalloc.h"

enum { WORKING, DONE, ABANDONED };

struct sasl_work {
	atomic_int state;
	struct sasl *sasl;
	char *in;
	int rc;
	char *out, *cause;
};

static void
work_free(struct sasl_work *w)
{
	free(w->in);
	sasl_wipe(w->out);
	free(w->cause);
	free(w);
}

static void *
work(void *arg)
{
	struct sasl_work *w = arg;

	w->rc = sasl_step(w->sasl, w->in, &w->out, &w->cause);
	if (atomic_exchange(&w->state, DONE) == ABANDONED) {
		sasl_free(w->sasl);
		work_free(w);
	}
	return NULL;
}

struct sasl_work *
sasl_work_start(struct sasl *sasl, const char *in)
{
	struct sasl_work *w = xcalloc(1, sizeof(*w));

	atomic_init(&w->state, WORKING);
	w->sasl = sasl;
	w->in = xstrdup(in);
	if (thread_start(NULL, work, w) == 0)
		return w;
	work_free(w);
	return NULL;
}

int
sasl_work_is_done(const struct sasl_work *w)
{
	return atomic_load(&w->state) == DONE;
}

int
sasl_work_end(struct sasl_work *w, char **out, char **cause)
{
	int rc = w->rc;

	*out = w->out;
	*cause = w->cause;
	w->out = w->cause = NULL;
	work_free(w);
	return rc;
}

void
sasl_work_abandon(struct sasl_work *w)
{
	if (atomic_exchange(&w->state, ABANDONED) == WORKING)
		return; /* the thread frees it */
	sasl_free(w->sasl);
	work_free(w);
}
