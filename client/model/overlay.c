/*
 * overlay: frees an overlay by its kind.
 */
#include "client/model/overlay.h"

#include <stdlib.h>

#include "client/model/bare.h"
#include "client/model/chooser.h"
#include "client/model/pager.h"
#include "client/model/search_results.h"

void
overlay_clear(struct overlay *o)
{
	switch (o->kind) {
	case OVERLAY_NONE:
	case OVERLAY_KINDS:
		break;
	case OVERLAY_RESULTS:
		search_results_free(o->results);
		break;
	case OVERLAY_CHOOSER:
		chooser_free(o->chooser);
		break;
	case OVERLAY_PAGER:
		pager_free(o->pager);
		break;
	case OVERLAY_BARE:
		free(o->bare);
		break;
	}
	*o = (struct overlay){ 0 };
}
