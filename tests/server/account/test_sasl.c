/*
 * sasl: each mechanism, message by message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/msgid.h"
#include "common/xmalloc.h"
#include "server/account/sasl.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "tests/support/scram_client.h"
#include "tests/support/test.h"

enum { ITERATIONS = 4096 };

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const unsigned char key[SASL_KEY] = "a secret of the store's";
static struct world *world;
static struct sasl_context *sasls;
static struct account *ada;
static struct buf out;

static const struct sasl_peer near = { .is_private = 1 };
static const struct sasl_peer far = { .is_private = 0 };
static const struct sasl_peer with_key = { .is_private = 1, .digest = KEY };

static int
set_up(void **state)
{
	static const struct chat_ops nobody;

	(void)state;
	world = world_new(&nobody, NULL);
	sasls = sasl_context_new(world, key);
	ada = world_add_account(world, VIEW("Ada"));
	assert_int_equal(
	    verifier_make(&ada->verifier, "sesame", ITERATIONS), 0);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	sasl_context_free(sasls);
	world_free(world);
	buf_clear(&out);
	return 0;
}

static struct sasl *
begin(const struct sasl_peer *peer, const char *mechanism)
{
	return sasl_new(sasls, peer, view_of(mechanism), ITERATIONS);
}

static void
list__has_the_mechanisms_for_this_peer(void **state)
{
	const struct sasl_peer far_with_key = { 0, KEY };
	char list[SASL_LIST];

	(void)state;
	sasl_list(&near, list);
	assert_string_equal(list, "SCRAM-SHA-256,PLAIN");
	sasl_list(&far, list);
	assert_string_equal(list, "SCRAM-SHA-256");
	sasl_list(&far_with_key, list);
	assert_string_equal(list, "EXTERNAL,SCRAM-SHA-256");
	sasl_list(&with_key, list);
	assert_string_equal(list, "EXTERNAL,SCRAM-SHA-256,PLAIN");
	assert_null(begin(&far, "PLAIN"));
	assert_null(begin(&near, "EXTERNAL"));
	assert_null(begin(&near, "GSSAPI"));
	assert_null(begin(&near, ""));
}

/* A complete login by PLAIN. */
static enum sasl_next
plain(const void *message, size_t n)
{
	struct sasl *s = begin(&near, "plain");
	enum sasl_next next;
	struct sasl_check check = { 0 };

	assert_non_null(s);
	next = sasl_step(s, (struct view){ message, n }, &out);
	assert_int_equal(out.len, 0);
	if (next == SASL_CHECK) {
		sasl_check_take(s, &check);
		next = sasl_checked(
		    s, verifier_matches(&check.verifier, check.password));
		sasl_check_clear(&check);
	}
	if (next == SASL_DONE)
		assert_ptr_equal(sasl_account(s), ada);
	else
		assert_string_equal(
		    sasl_error(s), "SASL authentication failed");
	sasl_free(s);
	return next;
}

#define PLAIN(s) plain(s, sizeof(s) - 1)

/* checklist 55, 57 */
static void
plain__accepts_the_right_password__without_another_authzid(void **state)
{
	(void)state;
	assert_int_equal(PLAIN("\0ada\0sesame"), SASL_DONE);
	assert_int_equal(PLAIN("ADA\0ada\0sesame"), SASL_DONE);
	assert_int_equal(PLAIN("bob\0ada\0sesame"), SASL_FAILED);
	assert_int_equal(PLAIN("\0ada\0sesam"), SASL_FAILED);
	assert_int_equal(PLAIN("\0bob\0sesame"), SASL_FAILED);
}

/* checklist 55 */
static void
plain__fails__when_the_message_is_malformed(void **state)
{
	char much[2000] = { 0 };

	(void)state;
	assert_int_equal(PLAIN(""), SASL_FAILED);
	assert_int_equal(PLAIN("ada"), SASL_FAILED);
	assert_int_equal(PLAIN("\0"), SASL_FAILED);
	assert_int_equal(PLAIN("\0ada"), SASL_FAILED);
	assert_int_equal(PLAIN("\0ada\0"), SASL_FAILED);
	assert_int_equal(PLAIN("\0\0sesame"), SASL_FAILED);
	assert_int_equal(PLAIN("\0ada\0sesame\0"), SASL_FAILED);
	assert_int_equal(PLAIN("\0ada\0\0"), SASL_FAILED);
	memset(much + 1, 'x', 1000);
	memset(much + 1002, 'y', 900);
	assert_int_equal(plain(much, sizeof(much)), SASL_FAILED);
	assert_int_equal(plain(much, 1900), SASL_FAILED);
	assert_int_equal(plain(NULL, 0), SASL_FAILED);
}

/* A complete login by SCRAM. Returns the server's result; *believed is the client's. */
static enum sasl_next
scram(
    const char *name, const char *authzid, const char *password, int *believed)
{
	struct sasl *s = begin(&far, "SCRAM-SHA-256");
	enum sasl_next next = SASL_SAY;
	struct scram_client c;
	struct buf said = { 0 };
	int steps, rc = 1;

	assert_non_null(s);
	scram_client_begin(&c, name, authzid, password);
	for (steps = 0; next == SASL_SAY && rc >= 0; steps++) {
		rc = scram_client_step(&c, buf_view(&out), &said);
		buf_reset(&out);
		next = sasl_step(s, buf_view(&said), &out);
	}
	*believed = rc == 0;
	if (next == SASL_DONE) {
		assert_ptr_equal(sasl_account(s), ada);
		assert_int_equal(steps, 3);
	}
	scram_client_end(&c);
	buf_clear(&said);
	sasl_free(s);
	return next;
}

/* checklist 57 */
static void
scram__authenticates_client_and_server(void **state)
{
	int believed;

	(void)state;
	assert_int_equal(scram("ada", NULL, "sesame", &believed), SASL_DONE);
	assert_true(believed);
	assert_int_equal(scram("ADA", "Ada", "sesame", &believed), SASL_DONE);
	assert_int_equal(scram("ada", "bob", "sesame", &believed), SASL_FAILED);
	assert_int_equal(scram("ada", NULL, "sesam", &believed), SASL_FAILED);
	assert_false(believed);
	assert_int_equal(scram("bob", NULL, "sesame", &believed), SASL_FAILED);
	assert_false(believed);
}

/* checklist 57 */
static void
scram__accepts_long_and_unusual_passwords(void **state)
{
	char text[601];
	int believed;

	(void)state;
	memset(text, 'x', 600);
	text[600] = '\0';
	verifier_make(&ada->verifier, text, ITERATIONS);
	assert_int_equal(scram("ada", NULL, text, &believed), SASL_DONE);
	verifier_make(&ada->verifier, "caf\xc3\xa9", ITERATIONS);
	assert_int_equal(
	    scram("ada", NULL, "caf\xc3\xa9", &believed), SASL_DONE);
	assert_int_equal(
	    scram("ada", NULL, "cafe\xcc\x81", &believed), SASL_DONE);
}

/* Return the server's reply to a first message with this name, from the salt on. */
static void
first_answer(const char *name, char buf[128])
{
	struct sasl *s = begin(&far, "SCRAM-SHA-256");
	char first[64];

	snprintf(first, sizeof(first), "n,,n=%s,r=fyko", name);
	buf_reset(&out);
	assert_int_equal(sasl_step(s, view_of(first), &out), SASL_SAY);
	snprintf(buf, 128, "%s", strstr(buf_str(&out), ",s=") + 3);
	sasl_free(s);
}

/* A client cannot tell from the reply whether the account exists. */
static void
scram__looks_the_same__for_an_unknown_account(void **state)
{
	char one[128], other[128], third[128], there[128];

	(void)state;
	first_answer("ada", there);
	first_answer("bob", one);
	first_answer("bob", other);
	first_answer("carl", third);
	assert_string_equal(one, other);
	assert_string_not_equal(one, third);
	assert_int_equal(strlen(one), strlen(there));
	assert_string_equal(one + 24, there + 24);
	first_answer("Bob", other);
	assert_string_equal(one, other);
	first_answer("Ada", other);
	assert_string_equal(there, other);
	memset(&ada->verifier, 0, sizeof(ada->verifier));
	first_answer("ada", other);
	assert_string_equal(other + 24, one + 24);
}

static void
give_password(const char *name, unsigned iterations)
{
	struct account_verifier v = { .iterations = iterations };
	struct account *a = world_find_account(world, view_of(name));

	if (a == NULL)
		a = world_add_account(world, view_of(name));
	world_set_verifier(world, a, &v);
}

static unsigned
made_up_count(int i, unsigned setting, struct account_verifier *v)
{
	char name[16];

	snprintf(name, sizeof(name), "nobody%d", i);
	sasl_fake_verifier(sasls, view_of(name), setting, v);
	return v->iterations;
}

enum { NAMES = 400 };

/*
 * The salt is stable like an account's: after a restart, with another setting, and for any spelling of
 * the name.
 */
static void
made_up_verifier__is_stable(void **state)
{
	struct account_verifier before[NAMES], v;
	int i;

	(void)state;
	give_password("ada", 5000);
	give_password("bob", 90000);
	for (i = 0; i < NAMES; i++)
		made_up_count(i, 90000, &before[i]);
	sasl_context_free(sasls);
	sasls = sasl_context_new(world, key);
	for (i = 0; i < NAMES; i++) {
		made_up_count(i, 777777, &v);
		assert_int_equal(v.iterations, before[i].iterations);
		assert_memory_equal(v.salt, before[i].salt, VERIFIER_SALT);
	}
	sasl_fake_verifier(sasls, VIEW("NOBODY0"), 90000, &v);
	assert_memory_equal(v.salt, before[0].salt, VERIFIER_SALT);
	/* without any account: the count of the setting */
	world_drop_account(world, world_find_account(world, VIEW("ada")));
	world_drop_account(world, world_find_account(world, VIEW("bob")));
	assert_int_equal(made_up_count(0, 777777, &v), 777777);
}

static void
made_up_verifier__uses_iteration_counts_as_often_as_accounts_do(void **state)
{
	struct account_verifier before[NAMES], v;
	int i, low = 0, moved = 0;

	(void)state;
	give_password("ada", 5000);
	give_password("bob", 90000);
	give_password("cyd", 90000);
	give_password("dan", 90000);
	for (i = 0; i < NAMES; i++) {
		low += made_up_count(i, 1, &before[i]) == 5000;
		assert_true(before[i].iterations == 5000 ||
			    before[i].iterations == 90000);
	}
	assert_in_range(low, NAMES / 8, NAMES * 3 / 8);
	/* names move to a count that gains accounts, with another salt, as if the password had been changed */
	give_password("eve", 5000);
	for (i = 0; i < NAMES; i++) {
		made_up_count(i, 1, &v);
		if (v.iterations == before[i].iterations) {
			assert_memory_equal(
			    v.salt, before[i].salt, VERIFIER_SALT);
			continue;
		}
		assert_int_equal(v.iterations, 5000);
		assert_memory_not_equal(v.salt, before[i].salt, VERIFIER_SALT);
		moved++;
	}
	assert_in_range(moved, 1, NAMES / 3);
}

static void
scram__fails__when_the_message_is_malformed(void **state)
{
	static const char *const no[] = { "", "n", "n,,", "y,,n=,r=x",
		"n,,n=ada", "p=tls-unique,,n=ada,r=abc",
		"n,a=bob,n=ada,r=", "\xff\xff\xff" };
	struct sasl *s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		s = begin(&far, "SCRAM-SHA-256");
		if (sasl_step(s, view_of(no[i]), &out) != SASL_FAILED)
			fail_msg("taken: %s", no[i]);
		sasl_free(s);
	}
}

static enum sasl_next
external(const char *authzid)
{
	struct sasl *s = begin(&with_key, "EXTERNAL");
	enum sasl_next next = sasl_step(s, view_of(authzid), &out);

	if (next == SASL_DONE)
		assert_ptr_equal(sasl_account(s), ada);
	sasl_free(s);
	return next;
}

static void
external__logs_in_to_the_account_of_the_key(void **state)
{
	(void)state;
	assert_int_equal(external(""), SASL_FAILED);
	assert_int_equal(external("ada"), SASL_FAILED);
	world_add_account(world, VIEW("bob"));
	world_add_key(world, ada, KEY, 1);
	assert_int_equal(external(""), SASL_DONE);
	assert_int_equal(external("ADA"), SASL_DONE);
	assert_int_equal(external("bob"), SASL_FAILED);
	assert_int_equal(external("nobody"), SASL_FAILED);
}

static void
external__accepts_a_pending_key__only_with_a_named_account(void **state)
{
	(void)state;
	world_add_pending_key(world, ada, KEY, 1, 0);
	assert_int_equal(external(""), SASL_FAILED);
	assert_int_equal(external("ada"), SASL_DONE);
	world_drop_key(world, ada, KEY);
	world_add_pending_key(world, ada, KEY, 1, 2); /* expired long ago */
	assert_int_equal(external("ada"), SASL_FAILED);
}

static void
suspension__is_explained__only_to_the_owner(void **state)
{
	struct sasl *s = begin(&with_key, "EXTERNAL");
	int believed;

	(void)state;
	world_add_key(world, ada, KEY, 1);
	ada->suspended = xstrdup("too loud");
	assert_int_equal(sasl_step(s, VIEW(""), &out), SASL_FAILED);
	assert_string_equal(
	    sasl_error(s), "This account is suspended: too loud");
	sasl_free(s);
	assert_int_equal(scram("ada", NULL, "sesame", &believed), SASL_FAILED);
	assert_int_equal(PLAIN("\0ada\0wrong"), SASL_FAILED);
}

/* The client proved an old password. */
static void
login__fails__when_the_account_changes_meanwhile(void **state)
{
	static const char message[] = "\0ada\0sesame";
	struct sasl_check check = { 0 };
	struct sasl *s = begin(&near, "PLAIN");

	(void)state;
	assert_int_equal(
	    sasl_step(s, (struct view){ message, 11 }, &out), SASL_CHECK);
	sasl_check_take(s, &check);
	verifier_make(&ada->verifier, "sesame", ITERATIONS);
	assert_int_equal(sasl_checked(s, 1), SASL_FAILED);
	sasl_check_clear(&check);
	sasl_free(s);
	s = begin(&near, "PLAIN");
	assert_int_equal(
	    sasl_step(s, (struct view){ message, 11 }, &out), SASL_CHECK);
	world_drop_account(world, ada);
	assert_int_equal(sasl_checked(s, 1), SASL_FAILED);
	sasl_free(s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(list__has_the_mechanisms_for_this_peer),
		TEST(
		    plain__accepts_the_right_password__without_another_authzid),
		TEST(plain__fails__when_the_message_is_malformed),
		TEST(scram__authenticates_client_and_server),
		TEST(scram__accepts_long_and_unusual_passwords),
		TEST(scram__looks_the_same__for_an_unknown_account),
		TEST(made_up_verifier__is_stable),
		TEST(
		    made_up_verifier__uses_iteration_counts_as_often_as_accounts_do),
		TEST(scram__fails__when_the_message_is_malformed),
		TEST(external__logs_in_to_the_account_of_the_key),
		TEST(
		    external__accepts_a_pending_key__only_with_a_named_account),
		TEST(suspension__is_explained__only_to_the_owner),
		TEST(login__fails__when_the_account_changes_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
