/*
 * i18n: messages in the user's language, by gettext.
 *
 * Mark what users read: _("...") returns the translation; N_("...") marks a text in a constant table, which
 * _(row->text) translates where it is used; ngettext(one, many, n) chooses the plural. Log lines, protocol tokens and
 * names of settings are not translated: programs and searches rely on them.
 *
 * `make pot` writes all marked texts to po/tchat.pot; `make unmarked` prints texts that look as if a mark is missing.
 */
#ifndef TCHAT_COMMON_I18N_H
#define TCHAT_COMMON_I18N_H

#include <libintl.h>

#define _(text)	 i18n_translate(text)
#define N_(text) text

/*
 * Load the translation that the environment asks for (LC_ALL, LC_MESSAGES, LANG, LANGUAGE) from a folder of
 * LANGUAGE/LC_MESSAGES/tchat.mo. If the program is in PREFIX/bin and PREFIX/share/locale exists, that folder is used
 * instead: `make install PREFIX=...` may put the program anywhere. Without a translation, texts stay English. Call once,
 * before any other thread runs.
 */
void	i18n_open(const char *folder);

/* Return the translation of text, or text itself. The result lives as long as the program. */
const char *i18n_translate(const char *text) __attribute__((format_arg(1)));

#endif
