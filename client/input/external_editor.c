/*
 * external_editor: a child process, and the folder with its file.
 */
#include "client/input/external_editor.h"

#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/child.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	TEXT_MAX = 1 << 20, /* bytes, like a paste */
	NOT_FOUND = 127,    /* the exit status of sh(1) */
	STOP_TRIES = 50,
	STOP_PAUSE_MS = 10
};

static const char *
editor_command(void)
{
	static const char *const names[] = { "VISUAL", "EDITOR" };
	const char *value;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value != NULL && *value != '\0')
			return value;
	}
	return "vi";
}

/* Return the folder for temporary files: best the user's own one, which is in memory. */
static const char *
temporary_dir(void)
{
	static const char *const names[] = { "XDG_RUNTIME_DIR", "TMPDIR" };
	const char *value;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value != NULL && *value == '/' && access(value, W_OK) == 0)
			return value;
	}
	return "/tmp";
}

/* Remove the folder and all files in it. */
static void
remove_files(struct external_editor *e)
{
	DIR *d = e->dir != NULL ? opendir(e->dir) : NULL;
	const struct dirent *entry;

	while (d != NULL && (entry = readdir(d)) != NULL)
		unlinkat(dirfd(d), entry->d_name, 0);
	if (d != NULL)
		closedir(d);
	if (e->dir != NULL)
		rmdir(e->dir);
	free(e->dir);
	free(e->file);
	*e = (struct external_editor){ 0 };
}

static int
write_text(int fd, struct view text)
{
	struct buf whole = { 0 };
	ssize_t n;

	buf_add_view(&whole, text);
	if (text.len > 0 && text.p[text.len - 1] != '\n')
		buf_add_char(&whole, '\n');
	n = whole.len > 0 ? write(fd, whole.p, whole.len) : 0;
	buf_clear(&whole);
	if (n == -1)
		return -1;
	errno = ENOSPC;
	return (size_t)n < text.len ? -1 : 0;
}

/* Make the folder and the file with the text. Returns 0, or -1 and *cause. */
static int
make_files(struct external_editor *e, struct view text, char **cause)
{
	int fd, rc;

	e->dir = path_join(temporary_dir(), "tchat-XXXXXX");
	if (mkdtemp(e->dir) == NULL) {
		cause_set(cause, _("cannot make the folder %s: %s"), e->dir,
		    strerror(errno));
		free(e->dir);
		e->dir = NULL;
		return -1;
	}
	e->file = path_join(e->dir, "message.txt");
	fd = open(e->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	rc = fd == -1 ? -1 : write_text(fd, text);
	if (rc != 0)
		cause_set(
		    cause, _("cannot write %s: %s"), e->file, strerror(errno));
	if (fd != -1)
		close(fd);
	return rc;
}

/* True if the command is a program with arguments, and nothing that only a shell understands. */
static int
is_plain(const char *command)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+,.:/ ";

	return command[strspn(command, plain)] == '\0';
}

/*
 * The child: reset the signals that we ignore, and become the editor. A shell reads the command, as everyone does with
 * these variables. Where it can, the editor takes the place of the shell, so that our signals reach it.
 */
static void
run(const char *file)
{
	const char *editor = editor_command();
	char *command;

	child_reset_signals();
	xasprintf(&command, is_plain(editor) ? "exec %s \"$1\"" : "%s \"$1\"",
	    editor);
	execl("/bin/sh", "sh", "-c", command, "sh", file, (char *)NULL);
	_exit(NOT_FOUND);
}

int
external_editor_start(struct external_editor *e, struct view text, char **cause)
{
	if (make_files(e, text, cause) != 0) {
		remove_files(e);
		return -1;
	}
	e->pid = fork();
	if (e->pid == 0)
		run(e->file);
	if (e->pid > 0)
		return 0;
	cause_set(cause, _("cannot start the editor: %s"), strerror(errno));
	remove_files(e);
	return -1;
}

/* True for a character of a message; formatting codes of IRC are among them. */
static int
is_kept(uint32_t c)
{
	static const char codes[] = "\n\t\002\003\004\017\021\026\035\036\037";

	if (c < 0x20)
		return c != 0 && strchr(codes, (int)c) != NULL;
	return c != 0x7f && !(c >= 0x80 && c < 0xa0);
}

static void
add_clean(struct buf *out, struct view text)
{
	uint32_t c;
	size_t n;

	while (text.len > 0 && text.p[text.len - 1] == '\n')
		text.len--;
	for (; text.len > 0; text.p += n, text.len -= n) {
		c = text_decode(text, &n);
		if (is_kept(c) && !(c == 0xfffd && n == 1))
			text_add(out, c);
	}
}

static int
read_text(const struct external_editor *e, struct buf *text, char **cause)
{
	struct buf bytes = { 0 };
	int rc = file_load(e->file, TEXT_MAX, &bytes, cause);

	if (rc == 0)
		add_clean(text, buf_view(&bytes));
	buf_clear(&bytes);
	return rc;
}

static int
check_status(int status, char **cause)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
		return cause_set(cause,
		    _("%s was not found. Set $VISUAL or $EDITOR to your "
		      "editor."),
		    editor_command());
	if (WIFEXITED(status))
		return cause_set(cause,
		    _("the editor ended with status %d: the text is as it was"),
		    WEXITSTATUS(status));
	return cause_set(cause,
	    _("signal %d ended the editor: the text is as it was"),
	    WTERMSIG(status));
}

int
external_editor_ended(struct external_editor *e, struct buf *text, char **cause)
{
	int status = 0, rc;

	if (e->pid == 0 || waitpid(e->pid, &status, WNOHANG) == 0)
		return 0;
	rc = check_status(status, cause);
	if (rc == 0)
		rc = read_text(e, text, cause);
	remove_files(e);
	return rc == 0 ? 1 : -1;
}

void
external_editor_stop(struct external_editor *e)
{
	if (e->pid == 0)
		return;
	kill(e->pid, SIGHUP);
	for (int i = 0; i < STOP_TRIES; i++) {
		if (waitpid(e->pid, NULL, WNOHANG) != 0)
			break;
		usleep(STOP_PAUSE_MS * 1000);
	}
	remove_files(e);
}
