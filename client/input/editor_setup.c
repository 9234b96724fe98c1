/*
 * editor_setup: readline's variables.
 */
#include "client/input/editor_setup.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>
#include <readline/tilde.h>

#include "common/file.h"

enum {
	HISTORY_MAX = 1000, /* lines kept, unless the inputrc says otherwise */
	INPUTRC_MAX = 1 << 20
};

static void
prep_terminal(int meta)
{
	(void)meta;
}

static void
deprep_terminal(void)
{
}

/* Readline goes by the environment's locale; ours may be another (DESIGN.md 8). */
static void
tell_locale(void)
{
	locale_t env = newlocale(LC_CTYPE_MASK, "", (locale_t)0);

	if (env == (locale_t)0 ||
	    strcmp(nl_langinfo_l(CODESET, env), "UTF-8") != 0)
		setenv("LC_ALL", setlocale(LC_CTYPE, NULL), 1);
	if (env != (locale_t)0)
		freelocale(env);
}

int
editor_setup_inputrc(char **cause)
{
	const char *name = getenv("INPUTRC");
	char *file;
	int fd = -1, rc = 0;

	file =
	    tilde_expand(name != NULL && name[0] != '\0' ? name : "~/.inputrc");
	if (file_may_exist(file) && strcmp(file, "/dev/null") != 0) {
		fd = file_open(file, INPUTRC_MAX, NULL, cause);
		rc = fd == -1 ? -1 : 0;
	}
	if (rc != 0)
		setenv("INPUTRC", "/dev/null", 1);
	if (fd != -1)
		close(fd);
	free(file);
	return rc;
}

void
editor_setup_open(void)
{
	rl_readline_name = "tchat";
	rl_instream = fopen("/dev/null", "r");
	rl_outstream = fopen("/dev/null", "w");
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_prep_term_function = prep_terminal;
	rl_deprep_term_function = deprep_terminal;
	tell_locale();
	using_history();
	stifle_history(HISTORY_MAX);
}

void
editor_setup_close(void)
{
	fclose(rl_instream);
	fclose(rl_outstream);
	rl_instream = rl_outstream = NULL;
}

/*
 * What would write to the terminal, wait, or break UTF-8: blink-matching-paren waits half
 * a second for the terminal; without ESC to end a search the editor could not.
 */
void
editor_setup_force(void)
{
	static const char *const settings[][2] = { { "bell-style", "none" },
		{ "blink-matching-paren", "off" }, { "convert-meta", "off" },
		{ "echo-control-characters", "off" },
		{ "enable-bracketed-paste", "off" }, { "input-meta", "on" },
		{ "isearch-terminators", "\\e\\C-J" },
		{ "output-meta", "on" } };

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		rl_variable_bind(settings[i][0], settings[i][1]);
	if (!history_is_stifled())
		stifle_history(HISTORY_MAX);
}

static int
is_blank(const char *line)
{
	return line[strspn(line, " \t\n")] == '\0';
}

void
editor_setup_add_history(const char *line)
{
	int at_end = where_history() == history_length;
	HIST_ENTRY *last = NULL;

	if (is_blank(line))
		return;
	if (history_length > 0)
		last = history_get(history_base + history_length - 1);
	if (last == NULL || strcmp(last->line, line) != 0)
		add_history(line);
	if (at_end)
		using_history();
}
