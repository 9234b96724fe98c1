/*
 * main: the command line, the locale, and the choice between the full screen and line mode.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <config.h>
#include <event2/event.h>

#include "client/app.h"
#include "client/choose_server.h"
#include "client/config/config_load.h"
#include "client/config/live_settings.h"
#include "client/line_mode/line_mode.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/settings_print.h"
#include "common/streams.h"
#include "common/xmalloc.h"

static void
print_help(int all)
{
	puts(_("usage: tchat [-r room]... [-n nick] [-PvV] [host [port]]\n"));
	if (all) {
		settings_help(client_config_settings, stdout);
		return;
	}
	settings_help_common(client_config_settings, stdout);
	puts(_("\n\"tchat --help settings\" lists all settings. F1 in "
	       "tchat explains the rest."));
}

/* Create the event loop. Use poll(2), which accepts any stdin: a terminal, a pipe, a file. epoll refuses files. */
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

/* True if line mode is to be used: the user chose it, or stdin or stdout is not a terminal. */
static int
wants_line_mode(const struct client_config *config)
{
	return config->plain || config->json || config->commands ||
	       client_config_reads(config) || !isatty(STDIN_FILENO) ||
	       !isatty(STDOUT_FILENO);
}

/* Log to stderr, but never over the full screen: there, the user must redirect stderr to a file. */
static void
open_log(int line_mode)
{
	if (line_mode || !isatty(STDERR_FILENO))
		log_open(stderr, LOG_DEBUG);
}

/* Set the locale, but always with UTF-8. Returns 1 if the user's locale is not UTF-8, else 0. */
static int
set_locale(void)
{
	setlocale(LC_ALL, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return 0;
	setlocale(LC_CTYPE, "C.UTF-8");
	return 1;
}

/* Print which changed settings are lost. */
static void
print_unsaved_settings(const struct client_config *config)
{
	struct string_list list = { 0 };
	char *text;

	live_settings_unsaved(config, &list);
	for (size_t i = 0; i < list.n; i++) {
		xasprintf(&text, _("setting not saved: %s"), list.v[i]);
		streams_complain("tchat", text);
		free(text);
	}
	string_list_clear(&list);
}

static int
run(const struct client_config *config)
{
	struct event_base *base = make_base();
	int status;

	if (base == NULL) {
		streams_complain("tchat", _("cannot create the event loop"));
		return 1;
	}
	if (config->verbose)
		open_log(wants_line_mode(config));
	status = wants_line_mode(config) ? line_mode_run(base, config)
					 : app_run(base, config);
	print_unsaved_settings(config);
	event_base_free(base);
	return status;
}

int
main(int argc, char **argv)
{
	struct client_config config;
	char *cause = NULL;
	int status, replaced;

	streams_open();
	replaced = set_locale();
	i18n_open(LOCALE_DIR);
	status = client_config_load_choosing(&config, argc, argv,
	    isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? choose_server
							  : NULL,
	    &cause);
	if (status != 0) {
		streams_complain("tchat", cause);
		free(cause);
	} else if (config.help) {
		print_help(config.help_all);
		status = streams_finish("tchat", status);
	} else if (config.version) {
		puts("tchat " PACKAGE_VERSION);
		status = streams_finish("tchat", status);
	} else {
		config.locale_replaced = replaced;
		status = run(&config);
	}
	client_config_clear(&config);
	return status;
}
