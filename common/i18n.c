/* i18n: messages in the user's language, by gettext. */
#include "common/i18n.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/xmalloc.h"

static int translating; /* a translation is loaded */

/* Return PREFIX/share/locale if this program is in PREFIX/bin and that folder exists, else NULL. The caller frees it. */
static char *
installed_folder(void)
{
	char program[PATH_MAX], *slash, *folder;
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (n <= 0)
		return NULL;
	program[n] = '\0';
	slash = strrchr(program, '/');
	if (slash == NULL || slash - program < 4 ||
	    strncmp(slash - 4, "/bin", 4) != 0)
		return NULL;
	slash[-4] = '\0';
	xasprintf(&folder, "%s/share/locale", program);
	if (access(folder, X_OK) == 0)
		return folder;
	free(folder);
	return NULL;
}

void
i18n_open(const char *folder)
{
	char *installed = installed_folder();

	setlocale(LC_MESSAGES, "");
	bindtextdomain("tchat", installed != NULL ? installed : folder);
	free(installed);
	bind_textdomain_codeset("tchat", "UTF-8");
	textdomain("tchat");
	/* The translation of "" is the header of the file; without a file it is "". */
	translating = gettext("")[0] != '\0';
}

const char *
i18n_translate(const char *text)
{
	/* gettext takes a lock for each text, and translates "" to the header. */
	if (!translating || text[0] == '\0')
		return text;
	return gettext(text);
}
