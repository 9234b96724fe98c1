/*
 * login: SASL, with gsasl's server as the peer where the server must prove something.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gsasl.h>

#include "client/irc/account.h"
#include "client/irc/sasl.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

#define PASSWORD "correct horse"

static struct irc_fake f;

/* The server's side of SCRAM. */
static struct {
	Gsasl *library;
	Gsasl_session *session;
	const char *iterations;
} server;

static int
server_cb(Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
	(void)library;
	switch (property) {
	case GSASL_SCRAM_ITER:
		return gsasl_property_set(session, property, server.iterations);
	case GSASL_SCRAM_SALT:
		return gsasl_property_set(session, property, "c2FsdHNhbHQ=");
	case GSASL_PASSWORD:
		return gsasl_property_set(session, property, PASSWORD);
	default:
		return GSASL_NO_CALLBACK;
	}
}

static void
server_open(const char *iterations)
{
	server.iterations = iterations;
	assert_int_equal(gsasl_init(&server.library), GSASL_OK);
	gsasl_callback_set(server.library, server_cb);
	assert_int_equal(gsasl_server_start(
			     server.library, "SCRAM-SHA-256", &server.session),
	    GSASL_OK);
}

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fake_close(&f);
	if (server.session != NULL)
		gsasl_finish(server.session);
	if (server.library != NULL)
		gsasl_done(server.library);
	memset(&server, 0, sizeof(server));
	return 0;
}

/* Register with a server that offers these mechanisms; with a key if the connection uses TLS. */
static void
begin(const char *sasl, int encrypted)
{
	struct irc_security secure = {
		.encrypted = encrypted, .has_key = encrypted, .key = "abcd"
	};

	irc_session_secure(f.session, &secure);
	irc_session_start(f.session);
	fake_line(&f, ":s.x CAP * LS :%s draft/account-registration", sasl);
	fake_sent(&f);
	fake_line(&f, ":s.x CAP * ACK :sasl draft/account-registration");
}

static void
with_password(const char *account)
{
	irc_session_credentials(
	    f.session, account, PASSWORD, SASL_ITERATIONS_MOST);
}

/* Return what the client sends next: hashing runs in a thread. */
static const char *
await_sent(void)
{
	struct timespec pause = { 0, 1000000 };

	for (int i = 0; f.sent.len == 0 && i < 20000; i++) {
		fake_wait(&f, 0);
		nanosleep(&pause, NULL);
	}
	return fake_sent(&f);
}

/* Pass the client's message to the server and its reply to the client; -1: the server refuses. */
static int
relay(void)
{
	const char *sent = await_sent();
	char text[2048], *out = NULL;
	int rc;

	assert_int_equal(sscanf(sent, "AUTHENTICATE %2047s\n", text), 1);
	rc = gsasl_step64(
	    server.session, strcmp(text, "+") == 0 ? "" : text, &out);
	if (rc == GSASL_OK || rc == GSASL_NEEDS_MORE)
		fake_line(&f, "AUTHENTICATE %s",
		    out == NULL || *out == '\0' ? "+" : out);
	free(out);
	return rc == GSASL_OK || rc == GSASL_NEEDS_MORE ? 0 : -1;
}

static void
login__is_silent__when_the_key_is_unknown(void **state)
{
	(void)state;
	begin("sasl=EXTERNAL,SCRAM-SHA-256", 1);
	assert_string_equal(fake_sent(&f), "AUTHENTICATE EXTERNAL\n");
	fake_line(&f, "AUTHENTICATE +");
	assert_string_equal(fake_sent(&f), "AUTHENTICATE +\n");
	fake_line(&f, ":s.x 904 me :SASL authentication failed");
	assert_string_equal(fake_sent(&f), "CAP END\n");
	fake_line(&f, ":s.x 001 me :Hello");
	assert_string_equal(
	    fake_events(&f), "WELCOME self who=me text=Hello\n");
	assert_null(irc_session_account(f.session));
}

/* Another user may have registered the nick and claimed our key: we must not log in to that account. */
static void
key__names_an_account__only_when_the_user_chose_one(void **state)
{
	(void)state;
	begin("sasl=EXTERNAL", 1);
	fake_line(&f, "AUTHENTICATE +");
	assert_string_equal(
	    fake_sent(&f), "AUTHENTICATE EXTERNAL\nAUTHENTICATE +\n");
	fake_line(&f, ":s.x 904 me :no");
	fake_line(&f, ":s.x 001 me :Hello");
	fake_sent(&f);
	/* /login, with no password */
	irc_session_login(f.session, VIEW(""), VIEW(""), NULL);
	fake_line(&f, "AUTHENTICATE +");
	assert_string_equal(
	    fake_sent(&f), "AUTHENTICATE EXTERNAL\nAUTHENTICATE bWU=\n");
	fake_line(&f, ":s.x 904 me :no");
	fake_events(&f);
	/* /login bo */
	irc_session_login(f.session, VIEW("bo"), VIEW(""), NULL);
	fake_line(&f, "AUTHENTICATE +");
	assert_string_equal(
	    fake_sent(&f), "AUTHENTICATE EXTERNAL\nAUTHENTICATE Ym8=\n");
	fake_line(&f, ":s.x 904 me :no");
	assert_string_equal(fake_events(&f),
	    "REFUSED text=The account bo does not have this computer's key. "
	    "Log in with the password: /login bo. Or, where you are logged "
	    "in, type /account key add abcd, and then here: /login bo\n");
	/* account = ada, in the settings */
	irc_session_disconnected(f.session);
	irc_session_credentials(f.session, "ada", NULL, SASL_ITERATIONS_MOST);
	begin("sasl=EXTERNAL", 1);
	fake_line(&f, "AUTHENTICATE +");
	assert_string_equal(
	    fake_sent(&f), "AUTHENTICATE EXTERNAL\nAUTHENTICATE YWRh\n");
}

static void
login__uses_the_key__when_the_server_knows_it(void **state)
{
	(void)state;
	begin("sasl=SCRAM-SHA-256,EXTERNAL", 1);
	fake_line(&f, "AUTHENTICATE +");
	fake_sent(&f);
	fake_line(&f, ":s.x 900 me me!u@h me :You are now logged in as me");
	fake_line(&f, ":s.x 903 me :SASL authentication successful");
	assert_string_equal(fake_sent(&f), "CAP END\n");
	assert_string_equal(fake_events(&f),
	    "LOGIN self object=me text=You are logged in as me\n");
	assert_string_equal(irc_session_account(f.session), "me");
}

static void
login__is_not_tried__without_key_and_password(void **state)
{
	(void)state;
	begin("sasl=EXTERNAL,PLAIN", 0);
	assert_string_equal(fake_sent(&f), "CAP END\n");
	begin("sasl=SCRAM-SHA-256,PLAIN", 1);
	assert_string_equal(fake_sent(&f), "CAP END\n");
}

/* Checklist 57. */
static void
login__proves_the_password_both_ways__by_scram(void **state)
{
	(void)state;
	with_password("bo");
	server_open("4096");
	begin("sasl=PLAIN,SCRAM-SHA-256", 0);
	assert_string_equal(fake_sent(&f), "AUTHENTICATE SCRAM-SHA-256\n");
	fake_line(&f, "AUTHENTICATE +");
	assert_int_equal(relay(), 0);
	assert_int_equal(relay(), 0);
	assert_string_equal(await_sent(), "AUTHENTICATE +\n");
	fake_line(&f, ":s.x 900 me me!u@h bo :ok");
	fake_line(&f, ":s.x 903 me :ok");
	assert_string_equal(fake_sent(&f), "CAP END\n");
	assert_string_equal(fake_events(&f),
	    "LOGIN self object=bo text=You are logged in as bo\n");
}

static void
login__continues_as_a_guest_and_reports_it__when_the_password_is_wrong(
    void **state)
{
	(void)state;
	irc_session_credentials(f.session, "bo", "wrong", SASL_ITERATIONS_MOST);
	server_open("4096");
	begin("sasl=EXTERNAL,SCRAM-SHA-256", 1);
	fake_line(&f, "AUTHENTICATE +");
	fake_line(&f, ":s.x 904 me :no");
	fake_sent(&f);
	fake_line(&f, "AUTHENTICATE +");
	assert_int_equal(relay(), 0);
	assert_int_equal(relay(), -1);
	fake_line(&f, ":s.x 904 me :no");
	assert_string_equal(fake_sent(&f), "CAP END\n");
	assert_string_equal(fake_events(&f),
	    "REFUSED text=Wrong account name or password. Try "
	    "again with /login\n");
}

static void
login__rejects_a_server__that_cannot_prove_the_password(void **state)
{
	(void)state;
	with_password("bo");
	server_open("4096");
	begin("sasl=SCRAM-SHA-256", 0);
	fake_sent(&f);
	fake_line(&f, "AUTHENTICATE +");
	assert_int_equal(relay(), 0);
	await_sent();
	/* v= and 32 zero bytes */
	fake_line(&f, "AUTHENTICATE dj1BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF"
		      "BQUFBQUFBQUFBQUE9");
	assert_string_equal(await_sent(), "AUTHENTICATE *\n");
	fake_line(&f, ":s.x 900 me me!u@h bo :believe me");
	fake_line(&f, ":s.x 903 me :really");
	assert_null(irc_session_account(f.session));
	assert_string_equal(fake_sent(&f), "CAP END\n");
	assert_non_null(strstr(fake_events(&f), "REFUSED"));
}

static void
login__rejects_success__before_the_proof(void **state)
{
	(void)state;
	with_password("bo");
	begin("sasl=SCRAM-SHA-256", 0);
	fake_line(&f, "AUTHENTICATE +");
	fake_line(&f, ":s.x 900 me me!u@h bo :ok");
	fake_line(&f, ":s.x 903 me :ok");
	assert_null(irc_session_account(f.session));
	assert_string_equal(fake_events(&f),
	    "REFUSED text=The server did not prove that it "
	    "knows your password: it may be an impostor\n");
}

static void
check_iterations(const char *iterations, const char *words)
{
	server_open(iterations);
	begin("sasl=SCRAM-SHA-256", 0);
	fake_sent(&f);
	fake_events(&f);
	fake_line(&f, "AUTHENTICATE +");
	relay();
	assert_string_equal(await_sent(), "AUTHENTICATE *\n");
	fake_line(&f, ":s.x 906 me :aborted");
	assert_string_equal(fake_sent(&f), "CAP END\n");
	assert_non_null(strstr(fake_events(&f), words));
	gsasl_finish(server.session);
	gsasl_done(server.library);
	memset(&server, 0, sizeof(server));
}

static void
login__refuses_too_few_and_too_many_iterations(void **state)
{
	(void)state;
	with_password("bo");
	check_iterations("4095", "weakly (4095 iterations");
	check_iterations("1", "weakly (1 iterations");
	check_iterations("600001", "asks for 600001 iterations");
	check_iterations("1000000000", "asks for 1000000000 iterations");
}

static void
login__sends_no_password__without_encryption(void **state)
{
	struct irc_security local = { .local = 1 };

	(void)state;
	with_password("bo");
	begin("sasl=PLAIN", 0);
	assert_string_equal(fake_sent(&f), "CAP END\n");
	assert_string_equal(fake_events(&f),
	    "REFUSED text=Not logged in: the server offers no "
	    "safe way to send the password\n");
	irc_session_secure(f.session, &local);
	irc_session_start(f.session);
	fake_line(&f, ":s.x CAP * LS :sasl=PLAIN");
	fake_line(&f, ":s.x CAP * ACK :sasl");
	fake_sent(&f);
	fake_line(&f, "AUTHENTICATE +");
	assert_string_equal(
	    fake_sent(&f), "AUTHENTICATE AGJvAGNvcnJlY3QgaG9yc2U=\n");
}

/* 300 bytes are one chunk of exactly 400, which is not the last (checklist 55). */
static void
login__sends_an_empty_chunk__after_a_full_one(void **state)
{
	char password[700], *sent;

	(void)state;
	memset(password, 'x', sizeof(password));
	password[300 - 4] = '\0'; /* NUL b o NUL */
	irc_session_credentials(f.session, "bo", password, 5000);
	begin("sasl=PLAIN", 1);
	fake_sent(&f);
	fake_line(&f, "AUTHENTICATE +");
	sent = strdup(fake_sent(&f));
	assert_int_equal(strcspn(sent, "\n"), strlen("AUTHENTICATE ") + 400);
	assert_string_equal(strchr(sent, '\n'), "\nAUTHENTICATE +\n");
	free(sent);
	password[300 - 4] = 'x';
	password[301 - 4] = '\0';
	irc_session_credentials(f.session, "bo", password, 5000);
	begin("sasl=PLAIN", 1);
	fake_sent(&f);
	fake_line(&f, "AUTHENTICATE +");
	sent = strdup(fake_sent(&f));
	assert_int_equal(strcspn(sent, "\n"), strlen("AUTHENTICATE ") + 400);
	assert_string_not_equal(strchr(sent, '\n'), "\nAUTHENTICATE +\n");
	free(sent);
}

static void
login__joins_the_servers_chunks(void **state)
{
	char chunk[401] = "";

	(void)state;
	with_password("bo");
	begin("sasl=SCRAM-SHA-256", 0);
	fake_line(&f, "AUTHENTICATE +");
	fake_sent(&f);
	memset(chunk, 'A', 400);
	fake_line(&f, "AUTHENTICATE %s", chunk);
	assert_string_equal(fake_sent(&f), "");
	fake_line(&f, "AUTHENTICATE +");
	assert_string_equal(await_sent(), "AUTHENTICATE *\n");
	fake_line(&f, ":s.x 906 me :aborted");
	/* and no more than the maximum */
	begin("sasl=SCRAM-SHA-256", 0);
	fake_line(&f, "AUTHENTICATE +");
	fake_sent(&f);
	for (int i = 0; i < 17; i++)
		fake_line(&f, "AUTHENTICATE %s", chunk);
	assert_string_equal(await_sent(), "AUTHENTICATE *\n");
}

/* The client continues meanwhile; if it quits, the step is abandoned. */
static void
login__hashes_in_a_thread(void **state)
{
	(void)state;
	with_password("bo");
	server_open("600000");
	begin("sasl=SCRAM-SHA-256", 0);
	fake_sent(&f);
	fake_line(&f, "AUTHENTICATE +");
	assert_int_equal(relay(), 0);
	fake_line(&f, "PING x");
	assert_string_equal(fake_sent(&f), "PONG x\n");
	fake_wait(
	    &f, 20000); /* by its own clock: none of our deadlines has passed */
	assert_string_equal(fake_events(&f), "");
	fake_line(&f, ":s.x 900 me me!u@h bo :ok");
	fake_line(&f, ":s.x 903 me :ok");
	assert_null(irc_session_account(f.session));
	assert_non_null(strstr(fake_events(&f), "did not prove"));
}

static void
login__times_out__when_the_server_does_not_reply(void **state)
{
	(void)state;
	begin("sasl=EXTERNAL", 1);
	assert_string_equal(fake_sent(&f), "AUTHENTICATE EXTERNAL\n");
	fake_wait(&f, 14000);
	assert_string_equal(fake_sent(&f), "");
	fake_wait(&f, 2000);
	assert_string_equal(fake_sent(&f), "AUTHENTICATE *\nCAP END\n");
	assert_string_equal(fake_events(&f), "");
	fake_line(&f, ":s.x 906 me :aborted");
	assert_string_equal(fake_events(&f), "");
}

static void
login__requests_the_nick_again__when_it_is_its_own(void **state)
{
	(void)state;
	begin("sasl=EXTERNAL", 1);
	fake_line(&f, "AUTHENTICATE +");
	fake_line(&f, ":s.x 433 * me :Nickname is reserved");
	assert_string_equal(fake_events(&f), "");
	fake_sent(&f);
	fake_line(&f, ":s.x 900 * *!u@h me :ok");
	fake_line(&f, ":s.x 903 * :ok");
	assert_string_equal(fake_sent(&f), "NICK me\nCAP END\n");
}

static void
login__drops_the_nick__when_another_user_has_it(void **state)
{
	(void)state;
	begin("sasl=EXTERNAL", 1);
	fake_line(&f, "AUTHENTICATE +");
	fake_line(&f, ":s.x 433 * me :Nickname is reserved");
	fake_sent(&f);
	fake_line(&f, ":s.x 904 * :no");
	assert_string_equal(fake_events(&f),
	    "NICK_IN_USE object=me text=Nickname is reserved\n");
	assert_string_equal(fake_sent(&f), "CAP END\n");
	fake_line(&f, ":s.x 433 * me :Nickname is reserved");
	assert_string_equal(fake_events(&f),
	    "NICK_IN_USE object=me text=Nickname is reserved\n");
}

/* Run the whole SCRAM exchange. */
static void
prove(void)
{
	server_open("4096");
	assert_string_equal(fake_sent(&f), "AUTHENTICATE SCRAM-SHA-256\n");
	fake_line(&f, "AUTHENTICATE +");
	assert_int_equal(relay(), 0);
	assert_int_equal(relay(), 0);
	assert_string_equal(await_sent(), "AUTHENTICATE +\n");
	fake_line(&f, ":s.x 900 me me!u@h bo :ok");
	fake_line(&f, ":s.x 903 me :ok");
	gsasl_finish(server.session);
	gsasl_done(server.library);
	memset(&server, 0, sizeof(server));
}

static void
irc_session_login__keeps_a_good_password__until_logout(void **state)
{
	(void)state;
	begin("sasl=SCRAM-SHA-256", 0);
	fake_line(&f, ":s.x 001 me :Hello");
	fake_sent(&f);
	fake_events(&f);
	assert_int_equal(
	    irc_session_login(f.session, VIEW("bo"), VIEW(PASSWORD), NULL), 0);
	prove();
	assert_string_equal(fake_events(&f),
	    "LOGIN on self object=bo text=You are logged in as bo\n");
	irc_session_disconnected(f.session);
	begin("sasl=SCRAM-SHA-256", 0);
	prove();
	assert_string_equal(irc_session_account(f.session), "bo");
	/* refused: nothing changes */
	assert_int_equal(irc_session_logout(f.session, NULL), 0);
	fake_line(&f, ":s.x FAIL ACCOUNT OTHER_CLIENTS :not now");
	irc_session_disconnected(f.session);
	fake_sent(&f);
	begin("sasl=SCRAM-SHA-256", 0);
	prove();
	assert_int_equal(irc_session_logout(f.session, NULL), 0);
	fake_line(&f, ":s.x 901 me me!u@h :out");
	assert_null(irc_session_account(f.session));
	irc_session_disconnected(f.session);
	fake_sent(&f);
	begin("sasl=SCRAM-SHA-256,EXTERNAL", 1);
	assert_string_equal(fake_sent(&f), "CAP END\n");
}

static void
irc_session_login__forgets_a_bad_password(void **state)
{
	(void)state;
	begin("sasl=PLAIN", 1);
	fake_line(&f, ":s.x 001 me :Hello");
	irc_session_login(f.session, VIEW("bo"), VIEW("bad"), NULL);
	fake_line(&f, "AUTHENTICATE +");
	fake_events(&f);
	fake_line(&f, ":s.x 904 me :no");
	assert_non_null(
	    strstr(fake_events(&f), "REFUSED text=Wrong account name"));
	irc_session_disconnected(f.session);
	fake_sent(&f);
	begin("sasl=PLAIN", 1);
	assert_string_equal(fake_sent(&f), "CAP END\n");
}

static void
cannot_register(const char *password, const char *why)
{
	char *cause = NULL;

	assert_int_equal(irc_session_register(
			     f.session, VIEW(""), view_of(password), &cause),
	    -1);
	assert_non_null(strstr(cause, why));
	free(cause);
	assert_string_equal(fake_sent(&f), "");
}

static void
irc_session_register__binds_the_nick_to_the_key(void **state)
{
	(void)state;
	begin("sasl=EXTERNAL", 1);
	fake_line(&f, ":s.x 904 me :no");
	fake_line(&f, ":s.x 001 me :Hello");
	fake_sent(&f);
	fake_events(&f);
	assert_int_equal(
	    irc_session_register(f.session, VIEW(""), VIEW(""), NULL), 0);
	assert_string_equal(fake_sent(&f), "REGISTER * * *\n");
	fake_line(&f, ":s.x REGISTER SUCCESS me :Registered");
	assert_string_equal(fake_events(&f),
	    "INFO object=me text=me is registered to you. This computer "
	    "logs in by itself.\n");
	assert_int_equal(
	    irc_session_register(f.session, VIEW(""), VIEW("a b"), NULL), 0);
	assert_string_equal(fake_sent(&f), "REGISTER * * :a b\n");
	fake_line(&f, ":s.x FAIL REGISTER ACCOUNT_EXISTS me :Account exists");
	assert_string_equal(fake_events(&f),
	    "REFUSED object=me text=me is already registered. If it is yours: "
	    "/login\n");
	cannot_register("*", "not a valid password");
	assert_int_equal(
	    irc_session_register(f.session, VIEW("code:abc"), VIEW(""), NULL),
	    0);
	assert_string_equal(fake_sent(&f), "REGISTER * code:abc *\n");
}

static void
irc_session_register__says_why_not__without_encryption(void **state)
{
	(void)state;
	begin("sasl=PLAIN", 0);
	fake_line(&f, ":s.x 001 me :Hello");
	fake_sent(&f);
	cannot_register("", "/register PASSWORD");
	cannot_register("secret", "not encrypted");
	fake_line(&f, ":s.x CAP me DEL :draft/account-registration");
	cannot_register("", "does not support registration");
}

/* Anybody may read the name, but not the password. */
static void
dropping_an_account__sends_no_password__without_encryption(void **state)
{
	const struct view by_password[] = { VIEW("DROP"), VIEW("secret") };
	const struct view by_name[] = { VIEW("DROP"), VIEW("Bo") };
	char *cause = NULL;

	(void)state;
	begin("sasl=SCRAM-SHA-256", 0);
	fake_line(&f, ":s.x 900 me me!u@h bo :ok");
	fake_line(&f, ":s.x 001 me :Hello");
	fake_sent(&f);
	assert_int_equal(
	    irc_session_account_command(f.session, by_password, 2, &cause), -1);
	assert_non_null(strstr(cause, "not encrypted"));
	free(cause);
	assert_string_equal(fake_sent(&f), "");
	assert_int_equal(
	    irc_session_account_command(f.session, by_name, 2, NULL), 0);
	assert_string_equal(fake_sent(&f), "ACCOUNT DROP Bo\n");
}

/* A sentence with $2 is used only if there is a parameter between code and text; otherwise the server's text is shown. */
static void
answers__say_what_to_do(void **state)
{
	(void)state;
	fake_register(&f, "sasl");
	fake_line(&f, ":s.x NOTE ACCOUNT NAME me :Yours since yesterday");
	assert_string_equal(
	    fake_events(&f), "INFO object=me text=me: Yours since yesterday\n");
	fake_line(&f, ":s.x NOTE ACCOUNT SESSION me h.x :You, here");
	assert_string_equal(
	    fake_events(&f), "INFO object=me text=me from h.x: You, here\n");
	fake_line(&f, ":s.x NOTE ACCOUNT END :End of account");
	assert_string_equal(fake_events(&f), "INFO object=ACCOUNT\n");
	fake_line(&f, ":s.x FAIL REGISTER ACCOUNT_EXISTS :It exists");
	assert_string_equal(
	    fake_events(&f), "REFUSED object=REGISTER text=It exists\n");
	fake_line(&f, ":s.x FAIL ACCOUNT ACCOUNT_REQUIRED :Not logged in");
	assert_non_null(strstr(fake_events(&f), "your nick with /register"));
}

/* The new password is used on the next connection, once the server has set it. */
static void
irc_session_set_password__counts_when_it_is_set(void **state)
{
	(void)state;
	with_password("bo");
	begin("sasl=PLAIN", 1);
	fake_line(&f, "AUTHENTICATE +");
	fake_line(&f, ":s.x 900 me me!u@h bo :ok");
	fake_line(&f, ":s.x 903 me :ok");
	fake_line(&f, ":s.x 001 me :Hello");
	irc_session_set_password(f.session, VIEW("refused"), NULL);
	fake_line(&f, ":s.x FAIL ACCOUNT WEAK_PASSWORD bo :no");
	irc_session_set_password(f.session, VIEW("new"), NULL);
	fake_line(&f, ":s.x NOTE ACCOUNT PASSWORD_SET bo :ok");
	irc_session_disconnected(f.session);
	begin("sasl=PLAIN", 1);
	fake_sent(&f);
	fake_line(&f, "AUTHENTICATE +");
	assert_string_equal(fake_sent(&f), "AUTHENTICATE AGJvAG5ldw==\n");
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(login__is_silent__when_the_key_is_unknown),
		TEST(key__names_an_account__only_when_the_user_chose_one),
		TEST(login__uses_the_key__when_the_server_knows_it),
		TEST(login__is_not_tried__without_key_and_password),
		TEST(login__proves_the_password_both_ways__by_scram),
		TEST(
		    login__continues_as_a_guest_and_reports_it__when_the_password_is_wrong),
		TEST(login__rejects_a_server__that_cannot_prove_the_password),
		TEST(login__rejects_success__before_the_proof),
		TEST(login__refuses_too_few_and_too_many_iterations),
		TEST(login__sends_no_password__without_encryption),
		TEST(login__sends_an_empty_chunk__after_a_full_one),
		TEST(login__joins_the_servers_chunks),
		TEST(login__hashes_in_a_thread),
		TEST(login__times_out__when_the_server_does_not_reply),
		TEST(login__requests_the_nick_again__when_it_is_its_own),
		TEST(login__drops_the_nick__when_another_user_has_it),
		TEST(irc_session_login__keeps_a_good_password__until_logout),
		TEST(irc_session_login__forgets_a_bad_password),
		TEST(irc_session_register__binds_the_nick_to_the_key),
		TEST(irc_session_register__says_why_not__without_encryption),
		TEST(answers__say_what_to_do),
		TEST(
		    dropping_an_account__sends_no_password__without_encryption),
		TEST(irc_session_set_password__counts_when_it_is_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
