/*
 * app_state: finds the network of a buffer.
 */
#include "client/app_state.h"

#include <assert.h>

struct app_network *
app_network_of(const struct app *app, const struct buffer *b)
{
	struct app_network *net;

	TAILQ_FOREACH (net, &app->networks, link)
		if (net->network == b->network)
			return net;
	assert(!"a buffer of no network");
	return NULL;
}

struct app_network *
app_network_active(const struct app *app)
{
	return app_network_of(app, app->model->active);
}
