/*
 * All kinds of clients in one room: tchat on the screen and piped, nc, telnet, weechat and irssi. Each
 * sends one line, and all others get it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

static char *home;

static int
setup(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	home = e2e_folder();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	e2e_server_free(&server);
	e2e_remove(home);
	free(home);
	return 0;
}

static struct vt *
start_tchat(const char *nick)
{
	char *port = e2e_port(&server), *config;
	const char *argv[] = { e2e_program("tchat"), "-n", nick, "127.0.0.1",
		port, NULL };
	struct vt *vt = vt_new(80, 24);

	xasprintf(&config, "XDG_CONFIG_HOME=%s", home);
	vt_spawn(vt, argv,
	    (const char *[]){ "TERM=xterm-256color", "LC_ALL=C.UTF-8",
		"INPUTRC=/dev/null", config, NULL });
	free(config);
	free(port);
	return vt;
}

static struct vt *
start_weechat(void)
{
	struct vt *vt = vt_new(100, 30);
	char *dir, *commands;

	xasprintf(&dir, "%s/weechat", home);
	xasprintf(&commands,
	    "/server add t 127.0.0.1/%u;"
	    "/set irc.server.t.ssl off;/set irc.server.t.tls off;"
	    "/set irc.server.t.nicks wee;/connect t",
	    server.port);
	vt_spawn(vt,
	    (const char *[]){ "weechat", "-d", dir, "-r", commands, NULL },
	    (const char *[]){ "TERM=xterm-256color", "LC_ALL=C.UTF-8", NULL });
	free(commands);
	free(dir);
	return vt;
}

static struct vt *
start_irssi(void)
{
	struct vt *vt = vt_new(100, 30);
	char *dir, *port = e2e_port(&server);

	xasprintf(&dir, "--home=%s/irssi", home);
	vt_spawn(vt,
	    (const char *[]){ "irssi", dir, "--nick=iri", "-c", "127.0.0.1",
		"-p", port, NULL },
	    (const char *[]){ "TERM=xterm-256color", "LC_ALL=C.UTF-8", NULL });
	free(port);
	free(dir);
	return vt;
}

static void
all_kinds_of_clients__see_each_other_in_one_room(void **state)
{
	struct vt *tchat, *weechat, *irssi;
	struct proc *nc, *telnet, *piped;
	struct peer watch;
	size_t i;
	static const char *const lines[] = { "hello from tchat",
		"hello from nc", "hello from telnet", "hello from weechat",
		"hello from irssi", "hello from the pipe" };
	static const char *const programs[] = { "nc", "telnet", "weechat",
		"irssi" };

	(void)state;
	for (i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		e2e_require(programs[i]);
	peer_connect(&watch, server.port);
	assert_true(peer_register(&watch, "watch"));

	tchat = start_tchat("tcha");
	assert_true(peer_expect(&watch, ":tcha!"));
	nc = e2e_nc(&server);
	assert_true(proc_expect(nc, "/help"));
	proc_say(nc, "/nick ned\n");
	assert_true(peer_expect(&watch, "NICK ned"));
	telnet = e2e_telnet(&server);
	assert_true(proc_expect(telnet, "/help"));
	proc_say(telnet, "/nick tel\n");
	assert_true(peer_expect(&watch, "NICK tel"));
	weechat = start_weechat();
	assert_true(peer_expect(&watch, ":wee!"));
	irssi = start_irssi();
	assert_true(peer_expect(&watch, ":iri!"));
	piped = e2e_pipe(&server, (const char *[]){ "-n", "piper", NULL });
	assert_true(peer_expect(&watch, ":piper!"));
	/* Their status lines name the room that is shown. */
	assert_true(e2e_types_until(weechat, "/buffer #lobby\r", ":#lobby"));
	assert_true(
	    e2e_types_until(irssi, "/window goto #lobby\r", "[#lobby]"));

	vt_keys(tchat, "hello from tchat\r");
	assert_true(peer_expect(&watch, lines[0]));
	proc_say(nc, "hello from nc\n");
	assert_true(peer_expect(&watch, lines[1]));
	proc_say(telnet, "hello from telnet\n");
	assert_true(peer_expect(&watch, lines[2]));
	vt_keys(weechat, "hello from weechat\r");
	assert_true(peer_expect(&watch, lines[3]));
	vt_keys(irssi, "hello from irssi\r");
	assert_true(peer_expect(&watch, lines[4]));
	proc_say(piped, "hello from the pipe\n");
	assert_true(peer_expect(&watch, lines[5]));

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_true(e2e_shows(tchat, lines[i]));
		assert_true(e2e_shows(weechat, lines[i]));
		assert_true(e2e_shows(irssi, lines[i]));
		if (i != 1)
			assert_true(proc_expect(nc, lines[i]));
		if (i != 2)
			assert_true(proc_expect(telnet, lines[i]));
		if (i != 5)
			assert_true(proc_expect(piped, lines[i]));
	}

	vt_keys(tchat, "/quit\r");
	assert_true(peer_expect(&watch, ":tcha!"));
	assert_int_equal(e2e_exit(tchat), 0);
	proc_end_input(piped);
	assert_int_equal(proc_wait(piped, PROC_DEADLINE), 0);
	vt_close(tchat);
	vt_close(weechat);
	vt_close(irssi);
	proc_free(nc);
	proc_free(telnet);
	proc_free(piped);
	peer_close(&watch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    all_kinds_of_clients__see_each_other_in_one_room, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
