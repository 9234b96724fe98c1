/*
 * late: in capitals only, as clients write, and as few people do.
 */
#include "server/proto/plain/late.h"

#include "common/irc_msg.h"
#include "server/net/sniff.h"
#include "server/proto/plain/plain.h"

enum { LATE_MAX = 2048 /* bytes kept back */ };

static unsigned
registration_command(struct view line)
{
	struct irc_msg m;

	if (sniff_line(line) != SNIFF_IRC || irc_msg_parse(&m, line) != 0)
		return 0;
	if (view_equal(m.command, VIEW("NICK")))
		return LATE_NICK;
	if (view_equal(m.command, VIEW("USER")))
		return LATE_USER;
	if (view_equal(m.command, VIEW("CAP")) ||
	    view_equal(m.command, VIEW("PASS")))
		return LATE_OTHER;
	return 0;
}

enum late_verdict
late_take(struct plain *p, struct view line)
{
	unsigned what = registration_command(line);

	if (what == 0 || p->late.len + line.len > LATE_MAX)
		return LATE_TALK;
	if (((p->late_has | what) & (LATE_NICK | LATE_USER)) ==
	    (LATE_NICK | LATE_USER))
		return LATE_IRC;
	p->late_has |= what;
	buf_add_view(&p->late, line);
	buf_add_char(&p->late, '\n');
	return LATE_KEPT;
}
