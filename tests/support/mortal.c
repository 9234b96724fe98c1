/* mortal: see the header. */
#include "tests/support/mortal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/path.h"
#include "common/random.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

enum { SENDERS = 4, BURST = 20, LONGEST_MS = 150, PAGE = 1000000 };

void
mortal_init(struct mortal *m, const char *const *more)
{
	memset(m, 0, sizeof(*m));
	m->more = more;
}

static void
see(struct mortal *m, struct view text)
{
	if (m->nseen == m->size) {
		m->size = m->size == 0 ? 1024 : 2 * m->size;
		m->seen = xreallocarray(m->seen, m->size, sizeof(char *));
	}
	m->seen[m->nseen++] = xviewdup(text);
}

/* Collect the texts of whole lines "... PRIVMSG #lobby :text"; the last line may be incomplete. */
static void
see_all(struct mortal *m, struct peer *p)
{
	struct view rest = buf_view(&p->got), line;
	const char *at;

	while (view_cut(&rest, '\n', &line)) {
		if (rest.p == NULL || line.len == 0)
			break;
		line.len -= line.p[line.len - 1] == '\r';
		at = memmem(line.p, line.len, " PRIVMSG #lobby :", 17);
		if (at != NULL)
			see(m, (struct view){ at + 17,
				   (size_t)(line.p + line.len - at - 17) });
	}
}

/* All send their messages until the server is killed at some moment. */
static void
live(struct mortal *m)
{
	struct peer senders[SENDERS], watcher;
	size_t i, k, n = 0;
	int64_t end;

	peer_connect(&watcher, m->server.port);
	assert_true(peer_register(&watcher, "watcher"));
	for (i = 0; i < SENDERS; i++) {
		peer_connect(&senders[i], m->server.port);
		peer_say(&senders[i], "NICK s%zu\r\nUSER u 0 * :u\r\n", i);
		assert_true(peer_expect(&senders[i], " 366 "));
	}
	end = clock_mono_ms() + 20 + random_below(LONGEST_MS);
	while (clock_mono_ms() < end) {
		for (i = 0; i < SENDERS; i++)
			for (k = 0; k < BURST; k++)
				peer_say(&senders[i],
				    "PRIVMSG #lobby :life %d of %zu, %zu.\r\n",
				    m->lives, i, n + k);
		n += BURST;
		peer_pump(&watcher, 1);
		for (i = 0; i < SENDERS; i++)
			peer_pump(&senders[i], 0);
	}
	proc_signal(m->server.proc, SIGKILL);
	assert_int_equal(
	    proc_wait(m->server.proc, PROC_DEADLINE), 128 + SIGKILL);
	assert_true(peer_expect_end(&watcher));
	see_all(m, &watcher);
	for (i = 0; i < SENDERS; i++)
		peer_close(&senders[i]);
	peer_close(&watcher);
}

/* Match a whole "life L of S, N.". */
static int
is_whole(const char *text)
{
	int life, of, n, end = -1;

	return sscanf(text, "life %d of %d, %d.%n", &life, &of, &n, &end) ==
		   3 &&
	       end == (int)strlen(text);
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* No text occurs twice; this sorts them. */
static void
expect_once(char **texts, size_t n)
{
	size_t i;

	qsort(texts, n, sizeof(char *), compare_texts);
	for (i = 1; i < n; i++)
		assert_string_not_equal(texts[i - 1], texts[i]);
}

/* The messages that were seen are in the history, in their order and once; it may have more. */
static void
expect_history(struct mortal *m)
{
	struct store_rig rig;
	struct store_range all = { .limit = PAGE, .messages_only = 1 };
	char **texts;
	size_t i, at = 0;

	store_rig_init(&rig);
	free(rig.file);
	rig.file = path_join(m->server.dir, "tchat.db");
	rig.settings.file = rig.file;
	store_rig_open(&rig);
	store_rig_query(&rig, "#lobby", &all);
	assert_int_equal(rig.result, STORE_OK);
	texts = xcalloc(rig.nevents + 1, sizeof(char *));
	for (i = 0; i < rig.nevents; i++) {
		char *text = texts[i] = rig.events[i]->text;

		if (!is_whole(text))
			fail_msg("torn: \"%s\"", text);
		if (at < m->nseen && strcmp(text, m->seen[at]) == 0)
			at++;
	}
	if (at < m->nseen)
		fail_msg("seen, and not in the history in its order: \"%s\"",
		    m->seen[at]);
	expect_once(texts, rig.nevents);
	m->nkept = rig.nevents;
	free(texts);
	store_rig_clear(&rig);
}

void
mortal_live_and_die(struct mortal *m)
{
	if (m->lives == 0)
		e2e_server_start(&m->server, m->more);
	else
		e2e_server_restart(&m->server, m->more);
	live(m);
	m->lives++;
	expect_history(m);
}

void
mortal_expect_seen_once(struct mortal *m)
{
	assert_true(m->nseen > 0);
	expect_once(m->seen, m->nseen);
}

void
mortal_clear(struct mortal *m)
{
	size_t i;

	for (i = 0; i < m->nseen; i++)
		free(m->seen[i]);
	free(m->seen);
	e2e_server_free(&m->server);
	memset(m, 0, sizeof(*m));
}
