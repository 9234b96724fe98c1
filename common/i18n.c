/* i18n: messages in the user's language, by gettext. */
#include "common/i18n.h"

#include <locale.h>

static int translating; /* a translation is loaded */

void
i18n_open(const char *folder)
{
	setlocale(LC_MESSAGES, "");
	bindtextdomain("tchat", folder);
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
