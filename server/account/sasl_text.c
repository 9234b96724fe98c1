/*
 * sasl_text: join parts to a message, and split a message into parts.
 */
#include "server/account/sasl_text.h"

#include <stdlib.h>
#include <string.h>

#include <gsasl.h>

#define EMPTY VIEW("+")

void
sasl_text_wipe(struct buf *b)
{
	if (b->p != NULL)
		explicit_bzero(b->p, b->len);
	buf_clear(b);
}

void
sasl_text_clear(struct sasl_text *t)
{
	sasl_text_wipe(&t->text);
}

static enum sasl_text_is
decode(const struct buf *text, struct buf *message)
{
	char *bytes = NULL;
	size_t n = 0;

	if (text->len == 0)
		return SASL_TEXT_WHOLE;
	if (gsasl_base64_from(text->p, text->len, &bytes, &n) != GSASL_OK)
		return SASL_TEXT_BAD;
	buf_add(message, bytes, n);
	explicit_bzero(bytes, n);
	gsasl_free(bytes);
	return SASL_TEXT_WHOLE;
}

/* Reserve the space for the whole message: growing would leave copies of a password in memory. */
static void
add(struct sasl_text *t, struct view part)
{
	if (t->text.len == 0)
		buf_reserve(&t->text, SASL_TEXT_MAX);
	buf_add_view(&t->text, part);
}

enum sasl_text_is
sasl_text_add(struct sasl_text *t, struct view part, struct buf *message)
{
	enum sasl_text_is is = SASL_TEXT_MORE;

	if (part.len > SASL_PART)
		is = SASL_TEXT_TOO_LONG;
	else if (t->text.len + part.len > SASL_TEXT_MAX)
		is = SASL_TEXT_TOO_MUCH;
	else if (!view_equal(part, EMPTY))
		add(t, part);
	if (is == SASL_TEXT_MORE && part.len == SASL_PART)
		return is;
	if (is == SASL_TEXT_MORE)
		is = decode(&t->text, message);
	sasl_text_clear(t);
	return is;
}

void
sasl_text_say(
    struct view message, void (*say)(void *ctx, struct view part), void *ctx)
{
	struct view part;
	char *text = NULL;
	size_t n = 0, at = 0;

	if (message.len == 0 ||
	    gsasl_base64_to(message.p, message.len, &text, &n) != GSASL_OK) {
		say(ctx, EMPTY);
		return;
	}
	do {
		part = (struct view){ text + at, n - at };
		if (part.len > SASL_PART)
			part.len = SASL_PART;
		at += part.len;
		say(ctx, part.len > 0 ? part : EMPTY);
	} while (part.len == SASL_PART);
	gsasl_free(text);
}
