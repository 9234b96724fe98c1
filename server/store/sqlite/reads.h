/*
 * reads: the kinds of reads (reader.h). Each copies its query.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_READS_H
#define TCHAT_SERVER_STORE_SQLITE_READS_H

#include "server/store/sqlite/reader.h"

/* Reads a page of one target's history. */
struct read *page_new(const char *target, const struct store_range *,
    store_events_fn *, void *ctx);

/* Lists the targets whose last message is in a span of time. */
struct read *targets_new(
    const struct store_span *, store_targets_fn *, void *ctx);

/* Finds messages that contain certain words. */
struct read *search_new(const struct store_search *, store_events_fn *,
	    void *ctx);
/* True if the text has few enough words to be searched for. */
int	search_is_simple(const char *text);

#endif
