/*
 * fuzz_server_plain: users of nc type anything; what they and IRC clients get is clean
 * (tests/support/fuzz_server.h), and they are still answered at the end.
 * Input: a script for fuzz_server_play: 0 is ann and 1 is ben, both with nc; 2 is cid, an IRC client
 * and the operator of #tea; 3 is a new peer with nc.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/support/fuzz_server.h"

static const char cid[] =
    "NICK cid\r\nUSER cid 0 * :Cid\r\nJOIN #tea\r\nTOPIC #tea :on tea\r\n"
    "PRIVMSG #tea :one cup\r\nPRIVMSG #lobby :two cups of tea\r\n";

static void
set_up(struct fuzz_server *f)
{
	fuzz_server_open(f);
	fuzz_server_connect(f, 0, 1);
	fuzz_server_connect(f, 1, 1);
	fuzz_server_connect(f, 2, 0);
	fuzz_server_connect(f, 3, 1);
	fuzz_server_send(f, 2, view_of(cid));
	fuzz_server_send(f, 0, VIEW("/nick ann\n/join den\nhello\n"));
	fuzz_server_send(f, 1, VIEW("/nick ben\n/join den\n"));
}

/* 0 and 1 get at least a message about an unknown command. */
static void
check_end(struct fuzz_server *f)
{
	/* IAC SE, twice because an IAC may have come before, ends a telnet subnegotiation. */
	static const char ask[] = "\xff\xf0\xff\xf0\n/the-end\n";
	struct fuzz_peer *p;

	for (int i = 0; i < 2; i++) {
		p = &f->peers[i];
		require(fuzz_server_ask(f, i, ask, "the-end") || p->closed);
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
