/*
 * Tests of open_link: real programs, which write what they got into a file.
 */
#include "client/open_link.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

enum { DEADLINE_MS = 20000 };

static char folder[] = "/tmp/tchat-open-link-XXXXXX";

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
remove_folder(void **state)
{
	char *file;

	(void)state;
	xasprintf(&file, "%s/out", folder);
	unlink(file);
	free(file);
	return rmdir(folder);
}

/* Wait until the program has written a line "end", and return the file. */
static char *
wait_for_output(const char *file)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;
	struct buf text = { 0 };
	char bytes[4096];
	ssize_t n;
	int fd;

	for (;;) {
		buf_reset(&text);
		fd = open(file, O_RDONLY);
		while (fd != -1 && (n = read(fd, bytes, sizeof(bytes))) > 0)
			buf_add(&text, bytes, (size_t)n);
		if (fd != -1)
			close(fd);
		if (strstr(buf_str(&text), "\nend\n") != NULL)
			return buf_take(&text);
		if (clock_mono_ms() > end)
			fail_msg("no end in: %s", buf_str(&text));
		usleep(5000);
	}
}

/*
 * The program gets its arguments as they are, and the link last; it has no terminal, no other descriptors, and is neither
 * our child nor in our session.
 */
static void
open_link__starts_the_program_on_its_own(void **state)
{
	static const char script[] =
	    "exec >\"$1\"; shift; printf '<%s>' \"$@\"; echo; "
	    "for fd in /proc/self/fd/*; do case ${fd##*/} in 0|1|2) ;; "
	    "*) readlink $fd;; esac; done | "
	    /* the shell's own, and those of libfaketime */
	    "grep -v -e '^/proc' -e pipe -e faketime; "
	    "readlink /proc/$$/fd/0; readlink /proc/$$/fd/2; "
	    "cut -d' ' -f4,6 /proc/$$/stat; echo end";
	struct string_list command = { 0 };
	char *file, *cause = NULL, *out, *want, *session;
	int leaked = open("/etc/passwd", O_RDONLY);

	(void)state;
	xasprintf(&file, "%s/out", folder);
	string_list_add(&command, "sh");
	string_list_add(&command, "-c");
	string_list_add(&command, script);
	string_list_add(&command, "name");
	string_list_add(&command, file);
	string_list_add(&command, "a b; $HOME");
	assert_int_equal(
	    open_link(&command, "https://x/?a=b&c='d'", &cause), 0);
	out = wait_for_output(file);
	xasprintf(&want, "<a b; $HOME><https://x/?a=b&c='d'>\n/dev/null\n"
			 "/dev/null\n");
	if (strncmp(out, want, strlen(want)) != 0)
		fail_msg("wanted %sgot %s", want, out);
	xasprintf(&session, " %d\n", (int)getsid(0));
	assert_null(strstr(out, session));
	close(leaked);
	free(session);
	free(want);
	free(out);
	free(file);
	string_list_clear(&command);
}

static void
open_link__says_why_a_program_cannot_be_started(void **state)
{
	struct string_list command = { 0 };
	char *cause = NULL;

	(void)state;
	assert_int_equal(open_link(&command, "https://x", &cause), -1);
	assert_string_equal(cause,
	    "no program is set: set url-command, for example to xdg-open");
	free(cause);
	string_list_add(&command, " ");
	assert_int_equal(open_link(&command, "https://x", &cause), -1);
	assert_non_null(strstr(cause, "no program is set"));
	free(cause);
	string_list_clear(&command);
	string_list_add(&command, "/no/such/program --new  tab");
	assert_int_equal(open_link(&command, "https://x", &cause), -1);
	assert_string_equal(cause,
	    "/no/such/program: No such file or directory (setting "
	    "url-command)");
	free(cause);
	string_list_clear(&command);
	string_list_add(&command, "/etc/passwd");
	assert_int_equal(open_link(&command, "https://x", &cause), -1);
	assert_non_null(strstr(cause, "Permission denied"));
	free(cause);
	string_list_clear(&command);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_link__starts_the_program_on_its_own),
		cmocka_unit_test(
		    open_link__says_why_a_program_cannot_be_started),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
