/*
 * fuzz_server_sasl: whatever arrives, a login ends with an account of the client or with a reason;
 * text put into parts comes out of them again.
 * Input: a byte (mechanism, client, whether base 64 is used), then parts or messages, one per line.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/random.h"
#include "common/xmalloc.h"
#include "server/account/sasl.h"
#include "server/account/sasl_text.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"

enum { ENCODED = 4, PRIVATE = 8, CERTIFIED = 16 };

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
require(int truth)
{
	if (!truth)
		abort();
}

/* ada has a password and a key, bob is suspended. */
static struct world *
people(void)
{
	static const struct chat_ops nobody;
	struct world *w = world_new(&nobody, NULL);
	struct account *a = world_add_account(w, VIEW("ada"));

	verifier_make(&a->verifier, "sesame", 1);
	world_add_key(w, a, KEY, 1);
	a = world_add_account(w, VIEW("bob"));
	verifier_make(&a->verifier, "hunter2", 1);
	a->suspended = xstrdup("too loud");
	return w;
}

static void
add_part(void *ctx, struct view part)
{
	struct buf *got = ((struct buf **)ctx)[0];
	struct sasl_text *text = ((void **)ctx)[1];

	require(part.len > 0 && part.len <= SASL_PART);
	require(sasl_text_add(text, part, got) <= SASL_TEXT_WHOLE);
}

static void
check_parts(struct view message)
{
	struct sasl_text text = { 0 };
	struct buf got = { 0 };
	void *both[] = { &got, &text };

	if (message.len > SASL_TEXT_MAX / 2)
		return;
	sasl_text_say(message, add_part, both);
	require(view_equal(buf_view(&got), message));
	require(text.text.len == 0);
	buf_clear(&got);
}

static enum sasl_next
check_password(struct sasl *s)
{
	struct sasl_check check = { 0 };
	int fits;

	sasl_check_take(s, &check);
	fits = verifier_matches(&check.verifier, check.password);
	require(!fits || strcmp(check.password, "sesame") == 0 ||
		strcmp(check.password, "hunter2") == 0);
	sasl_check_clear(&check);
	return sasl_checked(s, fits);
}

/* Returns 0 when it is finished. */
static int
take_message(struct sasl *s, struct view message)
{
	struct buf out = { 0 };
	enum sasl_next next = sasl_step(s, message, &out);

	check_parts(buf_view(&out));
	check_parts(message);
	buf_clear(&out);
	if (next == SASL_CHECK)
		next = check_password(s);
	if (next == SASL_DONE)
		require(strcmp(sasl_account(s)->name, "ada") == 0);
	if (next == SASL_FAILED)
		require(strlen(sasl_error(s)) > 0);
	return next == SASL_SAY;
}

static int
take_part(struct sasl *s, struct sasl_text *text, struct view part)
{
	struct buf message = { 0 };
	int more;

	switch (sasl_text_add(text, part, &message)) {
	case SASL_TEXT_MORE:
		require(message.len == 0 && part.len == SASL_PART);
		return 1;
	case SASL_TEXT_WHOLE:
		more = take_message(s, buf_view(&message));
		sasl_text_wipe(&message);
		return more;
	default:
		require(message.len == 0 && text->text.len == 0);
		return 0;
	}
}

static struct sasl *
begin(struct sasl_context *sasls, uint8_t how)
{
	static const char *const names[] = { "PLAIN", "SCRAM-SHA-256",
		"EXTERNAL", "LOGIN" };
	const struct sasl_peer peer = { (how & PRIVATE) != 0,
		how & CERTIFIED ? KEY : NULL };
	struct sasl *s = sasl_new(sasls, &peer, view_of(names[how & 3]), 1);

	if (s != NULL && (how & 3) == 0)
		require(peer.is_private);
	if (s != NULL && (how & 3) == 2)
		require(peer.digest != NULL);
	return s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned char key[SASL_KEY];
	struct view rest = { (const char *)data + 1, size - 1 }, line;
	struct sasl_text text = { 0 };
	struct world *world;
	struct sasl_context *sasls;
	struct sasl *s;
	int more;

	if (size < 1)
		return 0;
	random_seed(1);
	world = people();
	sasls = sasl_context_new(world, key);
	s = begin(sasls, data[0]);
	more = s != NULL;
	while (more && view_cut(&rest, '\n', &line))
		more = data[0] & ENCODED ? take_part(s, &text, line)
					 : take_message(s, line);
	sasl_text_clear(&text);
	sasl_free(s);
	sasl_context_free(sasls);
	world_free(world);
	return 0;
}
