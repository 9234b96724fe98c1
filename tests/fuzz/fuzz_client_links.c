/*
 * fuzz_client_links: the URLs of a text are found in order and within it, and are found again in the URL alone; as
 * URIs they are printable ASCII. What the user types into a chooser matches letters of a text in their order.
 * Input: the text, which is also the word that is looked for in itself.
 */
#include "client/model/fuzzy.h"
#include "client/model/links.h"
#include "common/buf.h"
#include "tests/fuzz/fuzz.h"

static void
check_uri(struct view url)
{
	struct buf uri = { 0 };

	link_uri(url, &uri);
	require(uri.len > 0 && uri.len <= LINK_BYTES);
	for (size_t i = 0; i < uri.len; i++)
		require(uri.p[i] > ' ' && uri.p[i] < 0x7f);
	buf_clear(&uri);
}

static void
check_links(struct view text)
{
	struct link_span span = { 0 }, again;
	size_t done = 0;
	struct view url;

	while (link_next(text, &span)) {
		require(span.from >= done && span.from < span.to &&
			span.to <= text.len);
		url = (struct view){ text.p + span.from, span.to - span.from };
		check_uri(url);
		again = (struct link_span){ 0 };
		require(link_next(url, &again));
		require(again.from == 0 && again.to == url.len);
		done = span.to;
	}
}

static void
check_fuzzy(struct view text)
{
	struct view word = { text.p, text.len / 3 };
	size_t at[FUZZY_WORD], n, i;

	if (fuzzy_match(word, text, at, &n) == -1)
		return;
	require(n <= FUZZY_WORD);
	for (i = 0; i < n; i++)
		require(at[i] < text.len && (i == 0 || at[i] > at[i - 1]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view text = { (const char *)data, size };

	check_links(text);
	check_fuzzy(text);
	return 0;
}
