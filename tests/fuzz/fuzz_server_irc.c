/*
 * fuzz_server_irc: IRC clients send anything to a whole server (tests/support/fuzz_server.h checks
 * what they get), and it still answers them. This target covers the parser of every command: MODE,
 * TBAN, LIST, CHATHISTORY, SEARCH, BATCH, KLINE and so on.
 * Input: a script for fuzz_server_play: 0 is ada, an operator of the server with an account and all
 * capabilities, 1 is bob with some, 2 is cid with none, 3 has not registered.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/support/fuzz_server.h"

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

/* Every connected client is still answered, and no batch is left open. */
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
		    p->closed);
		for (int k = 0; k < FUZZ_BATCHES; k++)
			require(p->batches[k][0] == '\0');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_server f;

	set_up(&f);
	fuzz_server_play(&f, (struct view){ (const char *)data, size });
	check_end(&f);
	fuzz_server_close(&f);
	return 0;
}
