/*
 * help: HELP, which shows the syntax and help text of a command's row (checklist 52).
 */
#include "common/i18n.h"
#include "common/text.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

enum { INDEX_WIDTH = 60 }; /* width of a line of command names */

static void
show_text(struct request *req, struct view subject, struct view text)
{
	struct view line;

	while (view_cut(&text, '\n', &line)) {
		reply_begin(req, "705");
		reply_param(req, subject);
		reply_end_view(req, line);
	}
}

static void
show_command(struct request *req, const struct irc_command *cmd)
{
	struct view name = view_of(cmd->name);
	int has_syntax = cmd->syntax[0] != '\0';

	reply_begin(req, "704");
	reply_param(req, name);
	irc_trailing_fmt(&req->w, "%s%s%s", cmd->name, has_syntax ? " " : "",
	    has_syntax ? _(cmd->syntax) : "");
	reply_end(req, NULL);
	show_text(req, name, view_of(_(cmd->help)));
	if (cmd->flags & COMMAND_OPERATOR)
		show_text(req, name, view_of(_("For server operators.")));
	reply_about(req, "706", name, _("End of HELP"));
}

/* Reply with the names of all commands, several on a line. */
static void
show_index(struct request *req)
{
	static const struct view subject = { "index", 5 };
	const struct irc_command *cmd;
	struct buf line = { 0 };
	size_t i;

	reply_about(
	    req, "704", subject, _("Commands (HELP NAME explains one):"));
	for (i = 0; (cmd = irc_command_at(i)) != NULL; i++) {
		if (line.len > 0)
			buf_add_char(&line, ' ');
		buf_add_str(&line, cmd->name);
		if (line.len < INDEX_WIDTH && irc_command_at(i + 1) != NULL)
			continue;
		reply_begin(req, "705");
		reply_param(req, subject);
		reply_end_view(req, buf_view(&line));
		buf_reset(&line);
	}
	buf_clear(&line);
	reply_about(req, "706", subject, _("End of HELP"));
}

static void
cmd_help(struct request *req)
{
	struct view subject = request_param(req, 0);
	const struct irc_command *cmd = irc_command_find(subject);

	if (subject.len == 0 || view_equal_nocase(subject, VIEW("index")))
		show_index(req);
	else if (cmd != NULL)
		show_command(req, cmd);
	else
		reply_about(req, "524", subject, _("No help on this subject"));
}

const struct irc_command irc_help_commands[] = {
	{ "HELP", cmd_help, REGISTERED, 0, 1, 2, COMMAND_NO_ROOM,
	    N_("[subject]"), N_("Explains a command.") },
	{ "HELPOP", cmd_help, REGISTERED, 0, 1, 2, COMMAND_NO_ROOM,
	    N_("[subject]"), N_("The same as HELP.") },
	{ .name = NULL },
};
