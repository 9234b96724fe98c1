/*
 * main: the command line, the locale, and the choice between the full screen and
 * the line mode; nothing else.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <config.h>
#include <event2/event.h>

#include "client/config.h"
#include "client/pipe.h"
#include "common/log.h"

static void
print_help(void)
{
	puts("usage: tchat [-r room]... [-n nick] [-PvV] host [port]\n");
	settings_help(client_config_settings, stdout);
}

/* poll(2) takes whatever stdin may be: a terminal, a pipe, a file. */
static struct event_base *
make_base(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	if (config != NULL) {
		event_config_avoid_method(config, "epoll");
		event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
		base = event_base_new_with_config(config);
		event_config_free(config);
	}
	if (base != NULL)
		event_base_priority_init(base, 2);
	return base;
}

static int
run(const struct client_config *config)
{
	struct event_base *base = make_base();
	int status;

	if (base == NULL) {
		fputs("tchat: the event loop cannot be made\n", stderr);
		return 1;
	}
	signal(SIGPIPE, SIG_IGN);
	log_open(stderr, config->verbose ? LOG_DEBUG : LOG_WARN);
	status = pipe_run(base, config);
	event_base_free(base);
	return status;
}

int
main(int argc, char **argv)
{
	struct client_config config;
	char *cause = NULL;
	int status;

	setlocale(LC_ALL, "");
	status = client_config_load(&config, argc, argv, &cause);
	if (status != 0) {
		fprintf(stderr, "tchat: %s\n", cause);
		free(cause);
	} else if (config.help) {
		print_help();
	} else if (config.version) {
		puts("tchat " PACKAGE_VERSION);
	} else {
		status = run(&config);
	}
	client_config_clear(&config);
	return status;
}
