/*
 * msgid: ids of 128 bits that always ascend. The first six bytes are the time and the other ten are random.
 * Within one millisecond, or after the clock was set back, the next id is the last one plus one. Only the loop's
 * thread makes ids.
 */
#include "common/msgid.h"
#include "common/random.h"

#include <string.h>

enum { ID_BYTES = MSGID_PACKED, TIME_BYTES = 6 };

#define TIME_MAX ((1LL << 48) - 1)

/* Crockford's base 32: no I, L, O, U; in ASCII order. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static unsigned char last_id[ID_BYTES];

static int64_t
id_time(const unsigned char id[ID_BYTES])
{
	int64_t ms = 0;

	for (int i = 0; i < TIME_BYTES; i++)
		ms = ms << 8 | id[i];
	return ms;
}

/* If the random part overflows, the id moves to the next millisecond: it still ascends. */
static void
id_increment(unsigned char id[ID_BYTES])
{
	for (int i = ID_BYTES - 1; i >= 0 && ++id[i] == 0; i--)
		;
}

static void
id_fresh(unsigned char id[ID_BYTES], int64_t ms)
{
	for (int i = TIME_BYTES - 1; i >= 0; i--) {
		id[i] = (unsigned char)(ms & 0xff);
		ms >>= 8;
	}
	random_bytes(id + TIME_BYTES, ID_BYTES - TIME_BYTES);
}

/* Write 128 bits as 26 digits of 5 bits, with two zero bits in front. */
static void
id_write(char s[MSGID_LEN + 1], const unsigned char id[ID_BYTES])
{
	for (int i = 0; i < MSGID_LEN; i++) {
		unsigned digit = 0;

		for (int bit = 5 * i - 2; bit < 5 * i + 3; bit++) {
			digit <<= 1;
			if (bit >= 0)
				digit |= id[bit / 8] >> (7 - bit % 8) & 1U;
		}
		s[i] = alphabet[digit];
	}
	s[MSGID_LEN] = '\0';
}

void
msgid_new(struct msgid *m, int64_t ms)
{
	if (ms > TIME_MAX)
		ms = TIME_MAX;
	if (ms > id_time(last_id))
		id_fresh(last_id, ms);
	else
		id_increment(last_id);
	id_write(m->s, last_id);
}

static int
digit_value(char c)
{
	const char *p = c == '\0' ? NULL : strchr(alphabet, c);

	return p == NULL ? -1 : (int)(p - alphabet);
}

int
msgid_valid(struct view v)
{
	if (v.len != MSGID_LEN || digit_value(v.p[0]) > 7)
		return 0;
	for (size_t i = 0; i < v.len; i++) {
		if (digit_value(v.p[i]) == -1)
			return 0;
	}
	return 1;
}

/* The first ten digits are the two zero bits and the 48 bits of the time. */
int64_t
msgid_time(struct view v)
{
	int64_t ms = 0;

	if (!msgid_valid(v))
		return -1;
	for (int i = 0; i < 10; i++)
		ms = ms * 32 + digit_value(v.p[i]);
	return ms;
}

void
msgid_pack(unsigned char out[MSGID_PACKED], const struct msgid *m)
{
	memset(out, 0, MSGID_PACKED);
	if (!msgid_valid(view_of(m->s)))
		return;
	for (int i = 0; i < MSGID_LEN; i++) {
		for (int k = 0; k < 5; k++) {
			int bit = 5 * i - 2 + k;

			if (digit_value(m->s[i]) >> (4 - k) & 1)
				out[bit / 8] |=
				    (unsigned char)(0x80U >> bit % 8);
		}
	}
}

void
msgid_unpack(struct msgid *m, const unsigned char in[MSGID_PACKED])
{
	static const unsigned char none[MSGID_PACKED];

	if (memcmp(in, none, sizeof(none)) == 0)
		m->s[0] = '\0';
	else
		id_write(m->s, in);
}
