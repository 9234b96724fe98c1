/*
 * environment: what a test sets so that it does not depend on the machine.
 */
#ifndef TCHAT_TESTS_SUPPORT_ENVIRONMENT_H
#define TCHAT_TESTS_SUPPORT_ENVIRONMENT_H

/*
 * Return the absolute path of a folder that does not exist, the same each time in a process. The
 * string is static. Its parent, the folder for temporary files, exists.
 */
const char *missing_path(void);

/* Set the local time zone, as $TZ has it ("UTC", "CET-1CEST,M3.5.0,M10.5.0/3"). */
void	set_time_zone(const char *zone);

#endif
