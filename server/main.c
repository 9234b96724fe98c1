/*
 * main: tchat-server's options, start, reload and signals.
 */
#include <config.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/path.h"
#include "common/settings_print.h"
#include "common/streams.h"
#include "common/xmalloc.h"
#include "server/admin/control.h"
#include "server/admin/subcommand.h"
#include "server/config/config.h"
#include "server/config/identity.h"
#include "server/moderation/cloak.h"
#include "server/net/net.h"
#include "server/notify.h"
#include "server/process.h"
#include "server/wiring/storage.h"
#include "server/wiring/wiring.h"

#define PROGRAM "tchat-server"

enum {
	FEW_CLIENTS = 100, /* warn if fewer fit */
	/* interval of the check whether all connections closed */
	STOP_STEP_MS = 20,
	STOP_STEPS = 40, /* number of checks before the server exits anyway */
	SIGNALS = 3
};

struct app {
	int argc;
	char **argv;
	struct config config;
	struct event_base *base;
	struct net *net;
	struct storage storage;
	struct server *server;
	struct control *control; /* NULL: none */
	struct event *signals[SIGNALS];
	struct event *stop_step;
	int stop_steps;
	long long fds; /* limit of open descriptors */
	char *datadir;
	int lock;
	struct notify notify;
};

/* Print why the program failed, and free cause. Returns status. */
static int
complain(char *cause, int status)
{
	if (cause != NULL)
		streams_complain(PROGRAM, cause);
	free(cause);
	return status;
}

static void
show_help(int all)
{
	printf(_("usage: %s [-f file] [-l address]... [-p port] [-D folder] "
		 "[-n name] [-tvV]\n"),
	    PROGRAM);
	subcommand_usages(stdout);
	putchar('\n');
	if (all) {
		settings_help(config_settings, stdout);
		return;
	}
	settings_help_common(config_settings, stdout);
	printf(_("\n\"%s --help settings\" lists all settings.\n"), PROGRAM);
}

static void
configure_net(struct app *app)
{
	struct net_settings s;
	long long most = process_max_clients(app->fds);

	config_net(&app->config, &s);
	if (s.max_conns > most)
		log_warn("main", 0,
		    "max-clients is %lld, but the descriptor limit allows "
		    "%lld",
		    s.max_conns, most);
	if (s.max_conns == 0 || s.max_conns > most)
		s.max_conns = most;
	if (s.max_conns == most && most < FEW_CLIENTS)
		log_warn("main", 0,
		    "only %lld clients fit, because the descriptor limit is "
		    "%lld: raise it with \"ulimit -n\", or LimitNOFILE= of a "
		    "service",
		    most, app->fds);
	else
		log_info("main", 0, "room for clients=%lld descriptors=%lld",
		    s.max_conns, app->fds);
	net_configure(app->net, &s);
}

/* Make the data folder if it is missing, and lock it for this process. */
static int
lock_datadir(struct app *app, char **cause)
{
	char *dir = config_datadir(&app->config, cause);

	if (dir == NULL)
		return -1;
	app->lock = -1;
	if (path_make_dir(dir, cause) == 0 && path_check_dir(dir, cause) == 0)
		app->lock = path_lock(dir, cause);
	app->datadir = dir;
	return app->lock == -1 ? -1 : 0;
}

static void
opened(struct conn *conn, enum net_dialect dialect, void *ctx)
{
	server_opened(conn, dialect, ((struct app *)ctx)->server);
}

static void
turn_ended(void *ctx)
{
	server_turn_ended(((struct app *)ctx)->server);
}

static int
close_open(struct conn *conn, void *ctx)
{
	if (conn_is_open(conn))
		conn_close(conn, ctx);
	return 0;
}

/* Exit when all connections have sent their last bytes, or after a short time. */
static void
on_stop_step(evutil_socket_t fd, short what, void *ctx)
{
	struct app *app = ctx;

	(void)fd;
	(void)what;
	if (conns_count(net_conns(app->net)) == 0 ||
	    ++app->stop_steps >= STOP_STEPS)
		event_base_loopbreak(app->base);
}

static void
on_stop(evutil_socket_t sig, short what, void *ctx)
{
	static const struct timeval step = { 0, STOP_STEP_MS * 1000 };
	static char reason[] = "The server is stopping";
	struct app *app = ctx;

	(void)what;
	if (app->server->stopping)
		return;
	log_info("main", 0, "stopping signal=%d", (int)sig);
	notify_stopping(&app->notify, "Stopping");
	net_stop_listening(app->net);
	server_stop(app->server, reason);
	conns_each(net_conns(app->net), close_open, reason);
	event_add(app->stop_step, &step);
}

static void
notify_serving(struct app *app)
{
	char *status;

	xasprintf(&status, "Serving on port %u", net_port(app->net));
	notify_ready(&app->notify, status);
	free(status);
}

/* Use the certificate that the settings say. Returns 0, or -1 and *cause. */
static int
use_certificate(struct app *app, char **cause)
{
	struct identity_source source =
	    config_identity(&app->config, app->datadir);

	return identity_use(app->net, &source, cause);
}

static int
read_settings(struct app *app, char **said)
{
	char *cause = NULL;

	if (config_reload(&app->config, app->argc, app->argv, said) != 0)
		return -1;
	configure_net(app);
	server_reconfigure(app->server);
	if (use_certificate(app, &cause) != 0)
		log_error("main", 0, "keeping the old certificate: %s", cause);
	identity_log(app->net);
	free(cause);
	return 0;
}

/* For REHASH and SIGHUP. The caller frees *said. */
static int
reload(void *ctx, char **said)
{
	struct app *app = ctx;
	int rc;

	notify_reloading(&app->notify);
	rc = read_settings(app, said);
	notify_serving(app);
	return rc;
}

static void
on_reload(evutil_socket_t sig, short what, void *ctx)
{
	(void)sig;
	(void)what;
	server_reload(((struct app *)ctx)->server, 0, NULL, NULL);
}

static void
on_event_log(int severity, const char *message)
{
	if (severity >= EVENT_LOG_WARN)
		log_warn("event", 0, "%s", message);
	else
		log_debug("event", 0, "%s", message);
}

static int
watch_signals(struct app *app)
{
	static const struct {
		int sig;
		event_callback_fn fn;
	} rows[SIGNALS] = { { SIGINT, on_stop }, { SIGTERM, on_stop },
		{ SIGHUP, on_reload } };
	size_t i;

	for (i = 0; i < SIGNALS; i++) {
		app->signals[i] =
		    evsignal_new(app->base, rows[i].sig, rows[i].fn, app);
		if (app->signals[i] == NULL ||
		    event_add(app->signals[i], NULL) != 0)
			return -1;
		event_priority_set(app->signals[i], 0);
	}
	app->stop_step =
	    event_new(app->base, -1, EV_PERSIST, on_stop_step, app);
	return app->stop_step == NULL ? -1 : 0;
}

static int
build(struct app *app, char **cause)
{
	static const struct net_ops ops = { opened, turn_ended };

	event_set_log_callback(on_event_log);
	app->base = event_base_new();
	if (app->base != NULL)
		app->net = net_new(app->base, &ops, app);
	if (app->net == NULL || watch_signals(app) != 0)
		return cause_set(
		    cause, _("cannot make an event loop: %s"), strerror(errno));
	configure_net(app);
	if (storage_open(&app->storage, &app->config, app->base, app->datadir,
		cause) != 0)
		return -1;
	app->server = server_new(&app->config, app->net, app->storage.store);
	app->server->reload = reload;
	app->server->reload_ctx = app;
	return cloak_load_key(app->server, app->datadir, cause);
}

/* All addresses use the port that the first one got. */
static int
listen_everywhere(struct app *app, char **cause)
{
	const struct string_list *list = &app->config.listen;
	unsigned port = (unsigned)app->config.port;
	size_t i;

	if (list->n == 0)
		return net_listen(app->net, NULL, port, cause);
	for (i = 0; i < list->n; i++) {
		if (net_listen(app->net, list->v[i], port, cause) != 0)
			return -1;
		port = net_port(app->net);
	}
	return 0;
}

static void
tear_down(struct app *app)
{
	size_t i;

	control_close(app->control);
	if (app->server != NULL)
		server_free(app->server);
	storage_close(&app->storage);
	if (app->net != NULL)
		net_free(app->net);
	for (i = 0; i < SIGNALS; i++)
		if (app->signals[i] != NULL)
			event_free(app->signals[i]);
	if (app->stop_step != NULL)
		event_free(app->stop_step);
	if (app->base != NULL)
		event_base_free(app->base);
	libevent_global_shutdown();
	free(app->datadir);
	if (app->lock != -1)
		close(app->lock);
	notify_close(&app->notify);
}

static void
open_notify(struct app *app)
{
	char *cause = NULL;

	if (notify_open(&app->notify, getenv("NOTIFY_SOCKET"), &cause) != 0)
		log_warn("main", 0, "%s", cause);
	free(cause);
}

/* Announce readiness; log advice about running as a service. */
static void
announce(struct app *app)
{
	const char *advice = process_advice(
	    getuid(), getenv("NOTIFY_SOCKET"), getenv("INVOCATION_ID"));

	identity_log(app->net);
	if (advice != NULL)
		log_info("main", 0, "%s", advice);
	notify_serving(app);
}

/*
 * Open the control socket, before the log says that the server is ready. Without it the command
 * line cannot change accounts while the server runs.
 */
static void
open_control(struct app *app)
{
	char *cause = NULL;

	app->control =
	    control_open(app->base, app->server, app->datadir, &cause);
	if (app->control == NULL)
		log_warn(
		    "main", 0, "cannot open the control socket: %s", cause);
	free(cause);
}

static int
serve(struct app *app)
{
	char *cause = NULL;
	int status = 0;

	log_open(stderr, app->config.verbose ? LOG_DEBUG : LOG_INFO);
	/* Writing past a file size limit returns an error instead of ending the process. */
	signal(SIGXFSZ, SIG_IGN);
	open_notify(app);
	app->fds = process_raise_fds();
	if (lock_datadir(app, &cause) != 0 || build(app, &cause) != 0 ||
	    use_certificate(app, &cause) != 0)
		status = complain(cause, 1);
	else
		open_control(app);
	if (status == 0 && listen_everywhere(app, &cause) != 0)
		status = complain(cause, 1);
	if (status == 0) {
		announce(app);
		event_base_dispatch(app->base);
	}
	tear_down(app);
	return status;
}

int
main(int argc, char **argv)
{
	struct app app = { .argc = argc, .argv = argv, .lock = -1 };
	const struct subcommand *sub =
	    argc > 1 ? subcommand_find(argv[1]) : NULL;
	char *cause = NULL;
	int status;

	streams_open();
	i18n_open(LOCALE_DIR);
	if (sub != NULL) {
		status = subcommand_run(sub, argc - 1, argv + 1, &cause);
		return status == 0 ? streams_finish(PROGRAM, 0)
				   : complain(cause, status);
	}
	status = config_load(&app.config, argc, argv, &cause);
	if (status != 0)
		complain(cause, status);
	else if (app.config.help)
		show_help(config_help_all(&app.config, argc, argv));
	else if (app.config.version)
		printf("%s %s\n", PROGRAM, PACKAGE_VERSION);
	else if (app.config.test)
		printf(_("%s: the settings are valid\n"), PROGRAM);
	else
		status = serve(&app);
	config_clear(&app.config);
	return streams_finish(PROGRAM, status);
}
