/*
 * late_irc: detect IRC clients that register late. Upper case only: clients send that, people rarely do.
 */
#include "server/plain/late_irc.h"

#include "common/irc_msg.h"
#include "common/text.h"
#include "server/net/detect.h"

enum { LATE_MAX = 2048 /* bytes of held lines */ };

static unsigned
registration_command(struct view line)
{
	struct irc_msg m;

	if (detect_line(line) != DETECT_IRC || irc_msg_parse(&m, line) != 0)
		return 0;
	if (view_equal(m.command, VIEW("NICK")))
		return LATE_NICK;
	if (view_equal(m.command, VIEW("USER")))
		return LATE_USER;
	if (view_equal(m.command, VIEW("CAP")) ||
	    view_equal(m.command, VIEW("PASS")) ||
	    view_equal(m.command, VIEW("AUTHENTICATE")))
		return LATE_OTHER;
	return 0;
}

enum late_irc_result
late_irc_take(struct late_irc *late, struct view typed)
{
	struct view line = text_skip_invisible(typed);
	unsigned what = registration_command(line);

	if (what == 0)
		return LATE_TALK;
	if (((late->commands | what) & LATE_CLIENT) == LATE_CLIENT)
		return LATE_IRC;
	if (late->lines.len + line.len > LATE_MAX)
		return what == LATE_OTHER ? LATE_KEPT : LATE_TALK;
	late_irc_keep(late, typed);
	late->commands |= what;
	return LATE_KEPT;
}

void
late_irc_keep(struct late_irc *late, struct view typed)
{
	buf_add_view(&late->lines, text_skip_invisible(typed));
	buf_add_char(&late->lines, '\n');
}
