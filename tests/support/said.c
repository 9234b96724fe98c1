/*
 * said: send messages and expect history replies.
 */
#include "tests/support/said.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

static void
take_tag(const char *line, const char *key, char out[SAID_TAG])
{
	const char *at = strstr(line, key);
	size_t n;

	assert_non_null(at);
	at += strlen(key);
	n = strcspn(at, "; ");
	assert_true(n < SAID_TAG);
	memcpy(out, at, n);
	out[n] = '\0';
}

void
said_say(
    struct irc_client *c, const char *room, const char *text, struct said *said)
{
	const char *line;

	irc_rig_pass(c->rig, 1);
	client_send(c, "PRIVMSG %s :%s", room, text);
	line = client_line(c);
	assert_non_null(line);
	snprintf(said->line, sizeof(said->line), "%s", line);
	take_tag(line, "msgid=", said->id);
	take_tag(line, "time=", said->time);
}

void
said_say_many(struct irc_client *c, const char *room, struct said *said, int n)
{
	char text[16];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "m%d", i);
		said_say(c, room, text, &said[i]);
	}
}

void
said_expect_page(struct irc_client *c, const char *target,
    const struct said *said, const char *which)
{
	char pattern[700], id[SAID_TAG];
	const char *line = client_line(c);
	int i, n;

	assert_non_null(line);
	snprintf(pattern, sizeof(pattern), " chathistory %s", target);
	assert_non_null(strstr(line, pattern));
	take_tag(line, "BATCH +", id);
	for (; sscanf(which, "%d%n", &i, &n) == 1; which += n) {
		snprintf(pattern, sizeof(pattern), "@batch=%s;%s", id,
		    said[i].line + 1);
		client_expect(c, pattern);
	}
	snprintf(pattern, sizeof(pattern), ":chat.test BATCH -%s", id);
	client_expect(c, pattern);
}
