/*
 * reads: the kinds of reads there are (reader.h). Each is a copy of what was asked for.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_READS_H
#define TCHAT_SERVER_STORE_SQLITE_READS_H

#include "server/store/sqlite/reader.h"

/* A page of one target's history. */
struct read *page_new(const char *target, const struct store_range *,
    store_events_fn *, void *ctx);

/* The targets with a last word in a span. */
struct read *targets_new(
    const struct store_span *, store_targets_fn *, void *ctx);

/* Messages with certain words. */
struct read *search_new(const struct store_search *, store_events_fn *,
	    void *ctx);
/* Does the text have so few words that it may be searched for? */
int	search_is_simple(const char *text);

#endif
