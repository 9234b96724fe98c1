/*
 * log: one event is one line and one write. The file is set once at start-up; the level may change later, also
 * while the store's thread logs.
 */
#include "common/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/text.h"
#include "common/xmalloc.h"

static FILE *log_file;
static atomic_int log_level;
static atomic_uint log_lost; /* lines lost since the last line written */

static const char *const level_names[] = {
	[LOG_ERROR] = "error",
	[LOG_WARN] = "warn",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
};

void
log_open(FILE *f, enum log_level level)
{
	log_file = f;
	log_set_level(level);
}

void
log_set_level(enum log_level level)
{
	atomic_store(&log_level, (int)level);
}

/*
 * True if a line can be written without waiting. A writable pipe takes PIPE_BUF bytes; a pipe that nobody reads
 * must not stop the program, so lines that do not fit are lost, and counted.
 */
static int
has_room(void)
{
	struct pollfd pfd = { .fd = fileno(log_file), .events = POLLOUT };

	return pfd.fd == -1 || poll(&pfd, 1, 0) != 0;
}

static void
add_head(struct buf *line, enum log_level level, const char *part, uint64_t id)
{
	char now[CLOCK_ISO_SIZE];

	clock_iso(now, clock_ms());
	buf_printf(line, "%s %s %s ", now, level_names[level], part);
	if (id != 0)
		buf_printf(line, "#%llu ", (unsigned long long)id);
}

/* Writes the whole line with one fwrite, so that lines of two threads never mix. */
static void
write_line(
    enum log_level level, const char *part, uint64_t id, struct view event)
{
	struct buf line = { 0 };
	unsigned lost;

	if (!has_room()) {
		atomic_fetch_add(&log_lost, 1);
		return;
	}
	lost = atomic_exchange(&log_lost, 0);
	if (lost > 0) {
		add_head(&line, LOG_WARN, "log", 0);
		buf_printf(&line,
		    "lines lost, because nobody read the output lines=%u\n",
		    lost);
	}
	add_head(&line, level, part, id);
	text_vis(&line, event);
	if (line.len > PIPE_BUF - 1)
		line.len = PIPE_BUF - 1;
	buf_add_char(&line, '\n');
	fwrite(line.p, 1, line.len, log_file);
	fflush(log_file);
	buf_clear(&line);
}

static void
log_event(enum log_level level, const char *part, uint64_t id, const char *fmt,
    va_list ap)
{
	char *event;
	int saved = errno;

	if (log_file == NULL || (int)level > atomic_load(&log_level))
		return;
	xvasprintf(&event, fmt, ap);
	write_line(level, part, id, view_of(event));
	free(event);
	errno = saved;
}

void
log_error(const char *part, uint64_t id, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_event(LOG_ERROR, part, id, fmt, ap);
	va_end(ap);
}

void
log_warn(const char *part, uint64_t id, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_event(LOG_WARN, part, id, fmt, ap);
	va_end(ap);
}

void
log_info(const char *part, uint64_t id, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_event(LOG_INFO, part, id, fmt, ap);
	va_end(ap);
}

void
log_debug(const char *part, uint64_t id, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_event(LOG_DEBUG, part, id, fmt, ap);
	va_end(ap);
}
