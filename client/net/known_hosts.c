/*
 * known_hosts: read the whole file, search it line by line, append to it.
 */
#include "client/net/known_hosts.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/xmalloc.h"

enum { FILE_MAX = 1024 * 1024 };

struct entry {
	struct view host;
	long long port;
	struct view digest;
	struct fingerprint fingerprint;
};

static int
next_word(struct view *line, struct view *word)
{
	*word = (struct view){ line->p, 0 };
	while (line->len > 0 && (*line->p == ' ' || *line->p == '\t'))
		line->p++, line->len--;
	word->p = line->p;
	while (line->len > 0 && *line->p != ' ' && *line->p != '\t')
		line->p++, line->len--, word->len++;
	return word->len > 0;
}

/* Returns 1 for an entry, 0 for a line without one, -1 if it cannot be read. */
static int
parse_line(struct view line, struct entry *entry)
{
	struct view port, kind, more;

	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (!next_word(&line, &entry->host) || entry->host.p[0] == '#')
		return 0;
	if (!next_word(&line, &port) || !next_word(&line, &kind) ||
	    !next_word(&line, &entry->digest) || next_word(&line, &more))
		return -1;
	if (view_to_int(port, 1, 65535, &entry->port) != 0 ||
	    !view_equal(kind, VIEW("sha256")) ||
	    fingerprint_parse(&entry->fingerprint, entry->digest) != 0)
		return -1;
	return 1;
}

static int
is_host(const struct entry *entry, const char *host, unsigned port)
{
	return entry->port == (long long)port &&
	       view_equal_nocase(entry->host, view_of(host));
}

/* Reads the whole file, so that a broken line is found wherever it is. */
static enum known_host
search_lines(struct view text, const char *file, const char *host,
    unsigned port, const struct fingerprint *fp, struct known_line *found,
    char **cause)
{
	enum known_host known = KNOWN_HOST_NEW;
	struct entry entry;
	struct view line;
	int number = 0, got;

	while (text.len > 0 && view_cut(&text, '\n', &line)) {
		number++;
		got = parse_line(line, &entry);
		if (got < 0) {
			cause_set(cause,
			    _("line %d of %s is not \"HOST PORT sha256 "
			      "FINGERPRINT\": correct or remove it"),
			    number, file);
			return KNOWN_HOST_ERROR;
		}
		if (got == 0 || !is_host(&entry, host, port))
			continue;
		if (known == KNOWN_HOST_NEW) {
			known = KNOWN_HOST_CHANGED;
			found->number = number;
			found->fingerprint = entry.fingerprint;
		}
		if (fp != NULL && fingerprint_equal(fp, &entry.fingerprint))
			known = KNOWN_HOST_MATCH;
	}
	return known;
}

/* Read the whole file. Returns 0, or -1 and *cause. */
static int
read_all(int fd, const char *file, struct buf *text, char **cause)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return cause_set(
		    cause, _("cannot read %s: %s"), file, strerror(errno));
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return cause_set(cause,
		    _("other users can write to %s: check its contents, then "
		      "chmod 600 it"),
		    file);
	return file_read(fd, file, FILE_MAX, text, cause);
}

enum known_host
known_hosts_find(const char *file, const char *host, unsigned port,
    const struct fingerprint *fp, struct known_line *line, char **cause)
{
	enum known_host known = KNOWN_HOST_ERROR;
	struct buf text = { 0 };
	int fd;

	if (!file_may_exist(file))
		return KNOWN_HOST_NEW;
	fd = file_open(file, FILE_MAX, NULL, cause);
	if (fd == -1)
		return KNOWN_HOST_ERROR;
	flock(fd, LOCK_SH); /* another client may be writing a line */
	if (read_all(fd, file, &text, cause) == 0)
		known = search_lines(
		    buf_view(&text), file, host, port, fp, line, cause);
	close(fd);
	buf_clear(&text);
	return known;
}

static int
make_folder(const char *file, char **cause)
{
	char *copy = xstrdup(file);
	int rc = path_make_dir(dirname(copy), cause);

	free(copy);
	return rc;
}

/* Write the whole line or nothing: half a line would be a broken one. */
static int
append(int fd, struct view text)
{
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) == -1)
		return -1;
	n = write(fd, text.p, text.len);
	if (n == (ssize_t)text.len)
		return 0;
	if (n >= 0)
		errno = ENOSPC;
	if (n > 0 && ftruncate(fd, st.st_size) == -1)
		errno = EIO;
	return -1;
}

/* Look a host up and add it if it is new. The file is open and locked. */
static enum known_host
find_or_add_locked(int fd, const char *file, const char *host, unsigned port,
    const struct fingerprint *fp, struct known_line *found, char **cause)
{
	char digest[FINGERPRINT_TEXT];
	struct buf text = { 0 }, line = { 0 };
	enum known_host known = KNOWN_HOST_ERROR;

	if (read_all(fd, file, &text, cause) == 0)
		known = search_lines(
		    buf_view(&text), file, host, port, fp, found, cause);
	if (known == KNOWN_HOST_NEW) {
		fingerprint_format(fp, digest);
		if (text.len > 0 && text.p[text.len - 1] != '\n')
			buf_add_char(&line, '\n');
		buf_printf(&line, "%s %u sha256 %s\n", host, port, digest);
		if (append(fd, buf_view(&line)) != 0) {
			cause_set(cause, _("cannot write %s: %s"), file,
			    strerror(errno));
			known = KNOWN_HOST_ERROR;
		}
	}
	buf_clear(&text);
	buf_clear(&line);
	return known;
}

enum known_host
known_hosts_find_or_add(const char *file, const char *host, unsigned port,
    const struct fingerprint *fp, struct known_line *line, char **cause)
{
	enum known_host known =
	    known_hosts_find(file, host, port, fp, line, cause);
	int fd;

	if (known != KNOWN_HOST_NEW)
		return known;
	if (host[0] == '#' || host[strcspn(host, " \t\r\n")] != '\0') {
		cause_set(
		    cause, _("the host name \"%s\" cannot be saved"), host);
		return KNOWN_HOST_ERROR;
	}
	if (make_folder(file, cause) != 0)
		return KNOWN_HOST_ERROR;
	fd = open(file, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd == -1 || flock(fd, LOCK_EX) == -1) {
		cause_set(
		    cause, _("cannot write %s: %s"), file, strerror(errno));
		known = KNOWN_HOST_ERROR;
	} else {
		known =
		    find_or_add_locked(fd, file, host, port, fp, line, cause);
	}
	if (fd != -1)
		close(fd);
	return known;
}

/* Write a fingerprint over another one, with or without colons like the old one. Returns 0, or -1 and errno. */
static int
overwrite(int fd, off_t at, struct view old, const struct fingerprint *fp)
{
	char text[FINGERPRINT_TEXT];
	size_t i, n = 0;

	fingerprint_format(fp, text);
	for (i = 0; text[i] != '\0'; i++)
		if (text[i] != ':' || old.len == FINGERPRINT_TEXT - 1)
			text[n++] = text[i];
	if (n != old.len) {
		errno = EINVAL;
		return -1;
	}
	return pwrite(fd, text, n, at) == (ssize_t)n ? 0 : -1;
}

/* Replace the fingerprint in all lines of that host. Returns 0, or -1 and *cause. */
static int
overwrite_all(int fd, const char *file, const char *host, unsigned port,
    const struct fingerprint *fp, char **cause)
{
	struct buf text = { 0 };
	struct view rest, line;
	struct entry entry;
	int rc = read_all(fd, file, &text, cause);

	rest = buf_view(&text);
	while (rc == 0 && rest.len > 0 && view_cut(&rest, '\n', &line)) {
		if (parse_line(line, &entry) != 1 ||
		    !is_host(&entry, host, port))
			continue;
		if (overwrite(fd, entry.digest.p - text.p, entry.digest, fp) !=
		    0)
			rc = cause_set(cause, _("cannot write %s: %s"), file,
			    strerror(errno));
	}
	buf_clear(&text);
	return rc;
}

int
known_hosts_replace(const char *file, const char *host, unsigned port,
    const struct fingerprint *fp, char **cause)
{
	struct known_line line;
	enum known_host known =
	    known_hosts_find_or_add(file, host, port, fp, &line, cause);
	int fd, rc;

	if (known != KNOWN_HOST_CHANGED)
		return known == KNOWN_HOST_ERROR ? -1 : 0;
	fd = open(file, O_RDWR | O_CLOEXEC);
	if (fd == -1 || flock(fd, LOCK_EX) == -1)
		rc = cause_set(
		    cause, _("cannot write %s: %s"), file, strerror(errno));
	else
		rc = overwrite_all(fd, file, host, port, fp, cause);
	if (fd != -1)
		close(fd);
	return rc;
}
