/*
 * Passwords in protocol lines and in messages to services are found, and nothing else is taken for one.
 */
#include <string.h>

#include "client/irc/secret.h"
#include "tests/support/test.h"

static void
secret_in_message_to__finds_the_password__in_a_message_to_a_service(
    void **state)
{
	size_t at = 999;

	(void)state;
	assert_int_equal(
	    secret_in_message_to(VIEW("NickServ"), VIEW("IDENTIFY x"), &at), 1);
	assert_int_equal(at, strlen("IDENTIFY "));
	assert_int_equal(
	    secret_in_message_to(VIEW("bob"), VIEW("IDENTIFY x"), &at), 0);
	assert_int_equal(
	    secret_in_message_to(VIEW("NickServ"), VIEW("help"), &at), 0);
}

static void
secret_in_protocol__finds_the_password__behind_tags_and_source(void **state)
{
	const char *message = ":me!u@h PRIVMSG NickServ :identify x",
		   *login = "@a=b;c=d :s.x AUTHENTICATE AAAA";

	(void)state;
	assert_ptr_equal(secret_in_protocol(view_of(message)),
	    message + strlen(message) - 1);
	assert_ptr_equal(
	    secret_in_protocol(view_of(login)), login + strlen(login) - 4);
	assert_null(secret_in_protocol(VIEW(":me!u@h PRIVMSG #a :identify x")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    secret_in_message_to__finds_the_password__in_a_message_to_a_service),
		cmocka_unit_test(
		    secret_in_protocol__finds_the_password__behind_tags_and_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
