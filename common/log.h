/*
 * log: one line an event: time, level, part, connection id, then the event in
 * words and key=value. What is formatted is vis-escaped, so nothing from outside can
 * forge a line or reach the terminal. Passwords and keys are never passed in.
 * Logging never waits: where nobody reads, lines are lost, and their number is said later.
 * A line is at most PIPE_BUF bytes long.
 *
 *	log_info("net", conn_id, "accepted from=%s", addr);
 *	2026-01-01T00:00:00.000Z info net #12 accepted from=127.0.0.1
 */
#ifndef TCHAT_COMMON_LOG_H
#define TCHAT_COMMON_LOG_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Lines up to level go to f, which stays the caller's; NULL: nowhere. */
void	log_open(FILE *f, enum log_level);
void	log_set_level(enum log_level);

/* id 0: no connection. */
void	log_error(const char *part, uint64_t id, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	log_warn(const char *part, uint64_t id, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	log_info(const char *part, uint64_t id, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	log_debug(const char *part, uint64_t id, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#endif
