/*
 * log: one line per event: time, level, part, connection id, then words and key=value. All
 * formatted text is vis-escaped, so text from outside cannot forge a line or act on the
 * terminal. Never pass passwords or keys. Logging never waits: if nobody reads the output,
 * lines are lost, and a later line says how many. A line is at most PIPE_BUF bytes long.
 *
 * 	log_info("net", conn_id, "accepted from=%s", addr);
 * 	2026-01-01T00:00:00.000Z info net #12 accepted from=127.0.0.1
 */
#ifndef TCHAT_COMMON_LOG_H
#define TCHAT_COMMON_LOG_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Write lines up to this level to f, which the caller still owns. NULL: log nothing. */
void	log_open(FILE *f, enum log_level);
void	log_set_level(enum log_level);

/* id is the connection's; 0 means none. */
void	log_error(const char *part, uint64_t id, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	log_warn(const char *part, uint64_t id, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	log_info(const char *part, uint64_t id, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	log_debug(const char *part, uint64_t id, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#endif
