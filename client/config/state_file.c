/*
 * state_file: reads and writes the files of one network's folder, under the lock of that folder.
 */
#include "client/config/state_file.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/string_list.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	FILE_MAX = 8 << 20,
	FOLDER_NAME_MAX = 200, /* bytes; file systems accept 255 */
	LOCK_TRIES = 100,      /* at the end of the program */
	LOCK_PAUSE_MS = 10
};

/* The first line of each file. A later version that changes the format changes it too. */
#define HEADER "tchat-state 1\n"

struct state_files {
	const struct client_config *config;
	char *dir; /* NULL: the user has no home */
	state_report_fn *report;
	void *ctx;
	int waits;
	struct string_list unusable; /* files that could not be read */
	struct string_list
	    reported; /* files that could not be written, and the causes */
};

/* Append a name as a file name: other characters than these as %XX, and no dot at the front. */
static void
add_file_name(struct buf *out, struct view name)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789-_.:";
	size_t i;

	for (i = 0; i < name.len && out->len < FOLDER_NAME_MAX; i++) {
		if (name.p[i] != '\0' && strchr(safe, name.p[i]) != NULL &&
		    (name.p[i] != '.' || i > 0))
			buf_add_char(out, name.p[i]);
		else
			buf_printf(out, "%%%02X", (unsigned char)name.p[i]);
	}
	if (name.len == 0)
		buf_add_char(out, '%');
}

static char *
network_dir(struct view network)
{
	char *base = path_state("tchat"), *dir;
	struct buf name = { 0 };

	if (base == NULL)
		return NULL;
	add_file_name(&name, network);
	dir = path_join(base, buf_str(&name));
	buf_clear(&name);
	free(base);
	return dir;
}

struct state_files *
state_files_new(const struct client_config *config, struct view network,
    state_report_fn *report, void *ctx)
{
	struct state_files *sf = xcalloc(1, sizeof(*sf));

	sf->config = config;
	sf->dir = network_dir(network);
	sf->report = report;
	sf->ctx = ctx;
	return sf;
}

void
state_files_free(struct state_files *sf)
{
	if (sf == NULL)
		return;
	string_list_clear(&sf->unusable);
	string_list_clear(&sf->reported);
	free(sf->dir);
	free(sf);
}

void
state_files_wait(struct state_files *sf)
{
	sf->waits = 1;
}

/* True if nothing is to be done with that file. */
static int
is_off(const struct state_files *sf, const char *name)
{
	assert(strchr(name, '/') == NULL);
	return !sf->config->save_state || string_list_has(&sf->unusable, name);
}

/* Report a failure. Frees the text. */
static void
report(struct state_files *sf, char *text)
{
	char *clean = text_clean_dup(view_of(text), TEXT_SHOW);

	sf->report(clean, sf->ctx);
	free(clean);
	free(text);
}

static enum state_result
cannot_read(struct state_files *sf, const char *name, char *cause)
{
	char *text;

	string_list_add(&sf->unusable, name);
	xasprintf(&text,
	    _("Not loaded: %s. tchat does not change this file before its "
	      "next start."),
	    cause);
	report(sf, text);
	free(cause);
	return STATE_FAILED;
}

static enum state_result
cannot_write(struct state_files *sf, const char *name, char *cause)
{
	char *text;

	/* The same cause concerns all files if it is one of the folder. */
	if (!string_list_has(&sf->reported, name) &&
	    !string_list_has(&sf->reported, cause)) {
		string_list_add(&sf->reported, name);
		string_list_add(&sf->reported, cause);
		xasprintf(&text, _("Not saved for the next start: %s"), cause);
		report(sf, text);
	}
	free(cause);
	return STATE_FAILED;
}

/* Open a file and read it. Returns 0, or -1 and *cause. Others must not be able to read it. */
static int
load(const char *path, struct buf *text, char **cause)
{
	struct stat st;
	int fd, rc;

	if (!file_may_exist(path))
		return 0;
	fd = file_open(path, FILE_MAX, &st, cause);
	if (fd == -1)
		return errno == ENOENT ? 0 : -1;
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		fchmod(fd, S_IRUSR | S_IWUSR);
	rc = file_read(fd, path, FILE_MAX, text, cause);
	close(fd);
	if (rc == 0 && text->len > 0 &&
	    !view_has_prefix(buf_view(text), VIEW(HEADER)))
		rc = cause_set(cause,
		    _("%s is damaged, or another version of tchat wrote it; "
		      "if you do not need it, remove it"),
		    path);
	return rc;
}

/* Return the contents without the first line. */
static struct view
contents(const struct buf *text)
{
	struct view v = buf_view(text);

	if (v.len == 0)
		return VIEW("");
	v.p += sizeof(HEADER) - 1;
	v.len -= sizeof(HEADER) - 1;
	return v;
}

enum state_result
state_file_read(struct state_files *sf, const char *name, struct buf *out)
{
	struct buf text = { 0 };
	char *path, *cause = NULL;
	enum state_result result = STATE_OK;

	if (is_off(sf, name) || sf->dir == NULL)
		return STATE_OK;
	path = path_join(sf->dir, name);
	if (load(path, &text, &cause) == 0)
		buf_add_view(out, contents(&text));
	else
		result = cannot_read(sf, name, cause);
	buf_clear(&text);
	free(path);
	return result;
}

/* Make the folder. Returns 0, or -1 and *cause. */
static int
make_dir(const struct state_files *sf, char **cause)
{
	struct stat st;

	if (sf->dir == NULL)
		return cause_set(cause, _("HOME is not set"));
	if (path_make_dir(sf->dir, cause) != 0)
		return -1;
	if (stat(sf->dir, &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)))
		chmod(sf->dir, S_IRWXU);
	return 0;
}

/* Lock an open file. A file system without locks is used without. Returns 0, or -1 if another client holds the lock. */
static int
lock(const struct state_files *sf, int fd)
{
	int tries = sf->waits ? LOCK_TRIES : 1;

	while (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		if (--tries == 0)
			return -1;
		usleep(LOCK_PAUSE_MS * 1000);
	}
	return 0;
}

/* Lock the folder. Returns STATE_OK and *fd, which releases the lock when it is closed. */
static enum state_result
lock_dir(struct state_files *sf, const char *name, int *fd)
{
	char *file, *cause = NULL;

	if (make_dir(sf, &cause) != 0)
		return cannot_write(sf, name, cause);
	file = path_join(sf->dir, "lock");
	*fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd == -1)
		cause_set(
		    &cause, _("cannot write %s: %s"), file, strerror(errno));
	free(file);
	if (*fd == -1)
		return cannot_write(sf, name, cause);
	if (lock(sf, *fd) == 0)
		return STATE_OK;
	close(*fd);
	return STATE_BUSY;
}

/* Replace the file at path by what merge makes of it. The folder is locked. */
static enum state_result
update_locked(struct state_files *sf, const char *name, const char *path,
    state_merge_fn *merge, void *ctx)
{
	struct buf old = { 0 }, fresh = { 0 };
	enum state_result result = STATE_OK;
	char *cause = NULL;

	if (load(path, &old, &cause) != 0) {
		result = cannot_read(sf, name, cause);
	} else {
		buf_add_str(&fresh, HEADER);
		merge(contents(&old), &fresh, ctx);
		if (!view_equal(contents(&old), contents(&fresh)) &&
		    file_replace_unsynced(path, buf_view(&fresh), &cause) != 0)
			result = cannot_write(sf, name, cause);
	}
	buf_clear(&old);
	buf_clear(&fresh);
	return result;
}

enum state_result
state_file_update(
    struct state_files *sf, const char *name, state_merge_fn *merge, void *ctx)
{
	enum state_result result;
	char *path;
	int fd;

	if (is_off(sf, name))
		return STATE_OK;
	result = lock_dir(sf, name, &fd);
	if (result != STATE_OK)
		return result;
	path = path_join(sf->dir, name);
	result = update_locked(sf, name, path, merge, ctx);
	free(path);
	close(fd);
	return result;
}

/* Check that a file may be appended to. Returns its size, or -1 and *cause. */
static off_t
check_append(int fd, const char *path, char **cause)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return cause_set(
		    cause, _("cannot write %s: %s"), path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return cause_set(cause, _("%s is not a regular file"), path);
	if (st.st_size > FILE_MAX)
		return cause_set(
		    cause, _("%s is larger than %d bytes"), path, FILE_MAX);
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		fchmod(fd, S_IRUSR | S_IWUSR);
	return st.st_size;
}

/* Write all or nothing: half a line would damage the next one. */
static int
append_locked(int fd, const char *path, struct view lines, char **cause)
{
	off_t size = check_append(fd, path, cause);
	struct buf text = { 0 };
	ssize_t n;
	int rc = 0;

	if (size == -1)
		return -1;
	if (size == 0)
		buf_add_str(&text, HEADER);
	buf_add_view(&text, lines);
	n = write(fd, text.p, text.len);
	if (n != (ssize_t)text.len) {
		if (n >= 0)
			errno = ENOSPC;
		rc = cause_set(
		    cause, _("cannot write %s: %s"), path, strerror(errno));
		if (n > 0 && ftruncate(fd, size) == -1)
			errno = EIO;
	}
	buf_clear(&text);
	return rc;
}

enum state_result
state_file_append(struct state_files *sf, const char *name, struct view lines)
{
	enum state_result result;
	char *path, *cause = NULL;
	int locked, fd;

	if (is_off(sf, name) || lines.len == 0)
		return STATE_OK;
	result = lock_dir(sf, name, &locked);
	if (result != STATE_OK)
		return result;
	path = path_join(sf->dir, name);
	fd = open(path,
	    O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
	    0600);
	if (fd == -1)
		cause_set(
		    &cause, _("cannot write %s: %s"), path, strerror(errno));
	if (fd == -1 || append_locked(fd, path, lines, &cause) != 0)
		result = cannot_write(sf, name, cause);
	if (fd != -1)
		close(fd);
	close(locked);
	free(path);
	return result;
}

void
state_add_field(struct buf *line, struct view text)
{
	static const char escaped[] = "\\\t\n", letters[] = "\\tn";
	const char *at;

	for (; text.len > 0; text.p++, text.len--) {
		at = *text.p != '\0' ? strchr(escaped, *text.p) : NULL;
		if (at != NULL)
			buf_add_char(line, '\\');
		buf_add_char(
		    line, at != NULL ? letters[at - escaped] : *text.p);
	}
}

int
state_take_field(struct view *line, struct buf *field)
{
	struct view part;
	size_t i;

	buf_reset(field);
	if (!view_cut(line, '\t', &part))
		return 0;
	for (i = 0; i < part.len; i++) {
		if (part.p[i] != '\\' || i + 1 == part.len) {
			buf_add_char(field, part.p[i]);
			continue;
		}
		i++;
		buf_add_char(field, part.p[i] == 't'   ? '\t'
				    : part.p[i] == 'n' ? '\n'
						       : part.p[i]);
	}
	return 1;
}
