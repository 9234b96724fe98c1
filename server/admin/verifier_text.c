/*
 * verifier_text: the text has four fields with colons between.
 */
#include "server/admin/verifier_text.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/chat/account.h"

enum { ITERATIONS_DIGITS = 9 };

static void
add_hex(struct buf *b, const unsigned char *p, size_t n)
{
	size_t i;

	buf_add_char(b, ':');
	for (i = 0; i < n; i++)
		buf_printf(b, "%02x", p[i]);
}

char *
verifier_text(const struct account_verifier *v)
{
	struct buf b = { 0 };

	buf_printf(&b, "%u", v->iterations);
	add_hex(&b, v->salt, v->salt_len);
	add_hex(&b, v->stored_key, ACCOUNT_HASH);
	add_hex(&b, v->server_key, ACCOUNT_HASH);
	return buf_take(&b);
}

static int
digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* Read hexadecimal digits of min to max bytes. Returns the number of bytes, or -1. */
static int
read_hex(unsigned char *to, struct view v, size_t min, size_t max)
{
	size_t i;

	if (v.len % 2 != 0 || v.len / 2 < min || v.len / 2 > max)
		return -1;
	for (i = 0; i < v.len; i += 2) {
		int high = digit(v.p[i]), low = digit(v.p[i + 1]);

		if (high < 0 || low < 0)
			return -1;
		to[i / 2] = (unsigned char)(high << 4 | low);
	}
	return (int)(v.len / 2);
}

static int
read_iterations(unsigned *to, struct view v)
{
	size_t i;

	*to = 0;
	for (i = 0; i < v.len; i++) {
		if (v.p[i] < '0' || v.p[i] > '9')
			return -1;
		*to = *to * 10 + (unsigned)(v.p[i] - '0');
	}
	return v.len > 0 && v.len <= ITERATIONS_DIGITS && *to > 0 ? 0 : -1;
}

int
verifier_read(struct account_verifier *v, const char *text)
{
	struct view rest = view_of(text), field[4] = { 0 };
	size_t n = 0;
	int salt;

	*v = (struct account_verifier){ 0 };
	while (n < 4 && view_cut(&rest, ':', &field[n]))
		n++;
	if (n != 4 || rest.len > 0 ||
	    read_iterations(&v->iterations, field[0]) != 0)
		return -1;
	salt = read_hex(v->salt, field[1], 1, ACCOUNT_SALT_MAX);
	if (salt < 0 ||
	    read_hex(v->stored_key, field[2], ACCOUNT_HASH, ACCOUNT_HASH) < 0 ||
	    read_hex(v->server_key, field[3], ACCOUNT_HASH, ACCOUNT_HASH) < 0)
		return -1;
	v->salt_len = (size_t)salt;
	return 0;
}
