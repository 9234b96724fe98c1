/*
 * fuzz_server_irc: IRC clients say whatever they like to a whole server (tests/support/fuzz_server.h
 * checks what they are sent), and it still answers them. This is the target of every parser of a
 * command: MODE, TBAN, LIST, CHATHISTORY, SEARCH, BATCH, KLINE and so on.
 *
 * Input: lines. One that begins with a digit is said by that client: 0 is ada, an operator of the
 * server with all capabilities and an account, 1 is bob with some, 2 cid with none, 3 has not
 * registered. "~" lets a second pass, "!" and a digit end a connection and make a new one. Any
 * other line is ada's.
 */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/support/fuzz_server.h"

enum { LINES_MAX = 120 };

static const char ada[] =
    "CAP LS 302\r\n"
    "CAP REQ :account-notify account-tag away-notify batch cap-notify chghost "
    "draft/chathistory draft/event-playback draft/message-redaction "
    "draft/multiline draft/read-marker echo-message extended-join "
    "invite-notify\r\n"
    "CAP REQ :labeled-response message-tags multi-prefix server-time setname "
    "soju.im/search standard-replies draft/channel-rename extended-monitor\r\n"
    "NICK ada\r\nUSER ada 0 * :Ada\r\nCAP END\r\n"
    "JOIN #tea\r\nTOPIC #tea :on tea\r\n"
    "PRIVMSG #tea :one cup\r\nPRIVMSG #tea :two cups of tea\r\n";
static const char bob[] =
    "CAP REQ :batch message-tags draft/chathistory draft/multiline\r\n"
    "NICK bob\r\nUSER bob 0 * :Bob\r\nCAP END\r\nJOIN #tea\r\n"
    "PRIVMSG #tea :three\r\nPRIVMSG ada :hi\r\n";
static const char cid[] = "NICK cid\r\nUSER cid 0 * :Cid\r\nJOIN #tea,#b\r\n";

static void
set_up(struct fuzz_server *f)
{
	fuzz_server_open(f);
	for (int i = 0; i < FUZZ_PEERS; i++)
		fuzz_server_connect(f, i, 0);
	fuzz_server_send(f, 0, view_of(ada));
	fuzz_server_send(f, 1, view_of(bob));
	fuzz_server_send(f, 2, view_of(cid));
	fuzz_server_log_in(f, "ada");
	fuzz_server_oper(f, "ada");
}

static void
do_line(struct fuzz_server *f, struct view line, struct buf *out)
{
	int peer = 0;

	if (line.len > 0 && line.p[0] == '~') {
		fuzz_server_pass(f, 1);
		return;
	}
	if (line.len > 1 && line.p[0] == '!' && line.p[1] >= '0' &&
	    line.p[1] < '0' + FUZZ_PEERS) {
		fuzz_server_connect(f, line.p[1] - '0', 0);
		fuzz_server_run(f);
		return;
	}
	if (line.len > 0 && line.p[0] >= '0' && line.p[0] < '0' + FUZZ_PEERS) {
		peer = line.p[0] - '0';
		line.p++;
		line.len--;
	}
	buf_reset(out);
	buf_add_view(out, line);
	buf_add_str(out, "\r\n");
	fuzz_server_send(f, peer, buf_view(out));
}

/* Whoever is still connected is answered, and nothing is left open. */
static void
check_end(struct fuzz_server *f)
{
	struct fuzz_peer *p;

	fuzz_server_run(f);
	for (int i = 0; i < FUZZ_PEERS; i++) {
		p = &f->peers[i];
		if (p->fd == -1 || p->closed)
			continue;
		require(
		    fuzz_server_ask(f, i, "PING the-end\r\n", " :the-end") ||
		    p->closed || i == FUZZ_PEERS - 1);
		for (int k = 0; k < FUZZ_BATCHES; k++)
			require(p->batches[k][0] == '\0');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest = { (const char *)data, size }, line;
	struct fuzz_server f;
	struct buf out = { 0 };

	set_up(&f);
	for (int i = 0; i < LINES_MAX && view_cut(&rest, '\n', &line); i++)
		do_line(&f, line, &out);
	check_end(&f);
	fuzz_server_close(&f);
	buf_clear(&out);
	return 0;
}
