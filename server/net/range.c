/*
 * range: parses and prints ranges, and implements the table of ranges.
 */
#include "server/net/range.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <uthash.h>

#include "common/xmalloc.h"

static const unsigned char v4_prefix[RANGE_V4 / 8] = {
	[10] = 0xff, [11] = 0xff
};

static int
parse_address(struct range *r, struct view v)
{
	char text[RANGE_TEXT];

	if (v.len == 0 || v.len >= sizeof(text) || memchr(v.p, '\0', v.len))
		return -1;
	memcpy(text, v.p, v.len);
	text[v.len] = '\0';
	r->bits = RANGE_BITS;
	memcpy(r->bytes, v4_prefix, sizeof(v4_prefix));
	if (inet_pton(AF_INET, text, r->bytes + sizeof(v4_prefix)) == 1)
		return 0;
	return inet_pton(AF_INET6, text, r->bytes) == 1 ? 0 : -1;
}

int
range_parse(struct range *r, struct view v)
{
	struct view address;
	long long most, n;

	if (!view_cut(&v, '/', &address) || parse_address(r, address) != 0)
		return -1;
	if (v.p == NULL)
		return 0;
	most = memchr(address.p, ':', address.len) != NULL ? RANGE_BITS : 32;
	if (view_to_int(v, 0, most, &n) != 0)
		return -1;
	range_widen(r, (unsigned)(n + RANGE_BITS - most));
	return 0;
}

void
range_text(char out[RANGE_TEXT], const struct range *r)
{
	int v4 = range_is_v4(r);
	size_t n;

	inet_ntop(v4 ? AF_INET : AF_INET6,
	    r->bytes + (v4 ? sizeof(v4_prefix) : 0), out, RANGE_TEXT);
	n = strlen(out);
	if (r->bits < RANGE_BITS)
		snprintf(out + n, RANGE_TEXT - n, "/%u", range_length(r));
}

void
range_of(struct range *r, const struct sockaddr *sa)
{
	const void *in = sa;

	*r = (struct range){ 0 };
	if (sa->sa_family == AF_INET) {
		memcpy(r->bytes, v4_prefix, sizeof(v4_prefix));
		memcpy(r->bytes + sizeof(v4_prefix),
		    &((const struct sockaddr_in *)in)->sin_addr, 4);
		r->bits = RANGE_BITS;
	} else if (sa->sa_family == AF_INET6) {
		memcpy(r->bytes, &((const struct sockaddr_in6 *)in)->sin6_addr,
		    RANGE_BYTES);
		r->bits = RANGE_BITS;
	}
}

int
range_is_v4(const struct range *r)
{
	return r->bits >= RANGE_V4 &&
	       memcmp(r->bytes, v4_prefix, sizeof(v4_prefix)) == 0;
}

unsigned
range_length(const struct range *r)
{
	return range_is_v4(r) ? r->bits - RANGE_V4 : r->bits;
}

void
range_widen(struct range *r, unsigned bits)
{
	size_t whole = bits / 8;

	if (bits >= r->bits)
		return;
	r->bytes[whole] &= (unsigned char)(0xff00 >> bits % 8);
	memset(r->bytes + whole + 1, 0, RANGE_BYTES - whole - 1);
	r->bits = (unsigned char)bits;
}

void
range_widen_to_site(struct range *r)
{
	if (!range_is_v4(r))
		range_widen(r, RANGE_V6_SITE);
}

int
range_contains(const struct range *r, const struct range *part)
{
	struct range wide = *part;

	if (part->bits == 0 || part->bits < r->bits)
		return 0;
	range_widen(&wide, r->bits);
	return memcmp(&wide, r, sizeof(wide)) == 0;
}

/*
 * The table: a hash table keyed by prefix and length, and the number of ranges per length, so that a
 * look-up tries only lengths that exist.
 */
struct entry {
	struct range range; /* key */
	void *value;
	UT_hash_handle hh;
};

struct range_table {
	struct entry *entries;
	size_t lengths[RANGE_BITS + 1];
};

_Static_assert(
    sizeof(struct range) == RANGE_BYTES + 1, "a key has no holes in it");

struct range_table *
range_table_new(void)
{
	return xcalloc(1, sizeof(struct range_table));
}

static void
drop(struct range_table *t, struct entry *e)
{
	t->lengths[e->range.bits]--;
	HASH_DEL(t->entries, e);
	free(e);
}

void
range_table_free(struct range_table *t)
{
	struct entry *e, *next;

	if (t == NULL)
		return;
	HASH_ITER (hh, t->entries, e, next) {
		drop(t, e);
	}
	free(t);
}

static struct entry *
find(const struct range_table *t, const struct range *r)
{
	struct entry *e;

	HASH_FIND(hh, t->entries, r, sizeof(*r), e);
	return e;
}

void *
range_table_put(struct range_table *t, const struct range *r, void *value)
{
	struct entry *e = find(t, r);
	void *old = NULL;

	if (e != NULL) {
		old = e->value;
	} else {
		e = xcalloc(1, sizeof(*e));
		e->range = *r;
		HASH_ADD(hh, t->entries, range, sizeof(e->range), e);
		t->lengths[r->bits]++;
	}
	e->value = value;
	return old;
}

void *
range_table_remove(struct range_table *t, const struct range *r)
{
	struct entry *e = find(t, r);
	void *value = e == NULL ? NULL : e->value;

	if (e != NULL)
		drop(t, e);
	return value;
}

void *
range_table_find(const struct range_table *t, const struct range *r)
{
	const struct entry *e;
	struct range wide;
	unsigned bits;

	for (bits = 0; bits <= r->bits; bits++) {
		if (t->lengths[bits] == 0)
			continue;
		wide = *r;
		range_widen(&wide, bits);
		e = find(t, &wide);
		if (e != NULL)
			return e->value;
	}
	return NULL;
}

size_t
range_table_count(const struct range_table *t)
{
	return HASH_COUNT(t->entries);
}

void
range_table_each(struct range_table *t,
    void (*fn)(const struct range *, void *value, void *ctx), void *ctx)
{
	struct entry *e, *next;

	HASH_ITER (hh, t->entries, e, next) {
		fn(&e->range, e->value, ctx);
	}
}
