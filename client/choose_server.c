/*
 * choose_server: a numbered list, and a line from the user.
 */
#include "client/choose_server.h"

#include <stdlib.h>
#include <string.h>

#include "client/config/recent_servers.h"
#include "client/irc/words.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { TRIES_MAX = 5 };

/* The recent servers first, then the others of tchat.conf in its order. */
static void
collect(const struct client_config *known, struct string_list *names)
{
	const struct setting_sections *servers = &known->servers;

	recent_servers_read(names);
	for (size_t i = 0; i < servers->n; i++)
		if (!string_list_has(names, servers->v[i].title))
			string_list_add(names, servers->v[i].title);
}

static const struct setting_section *
find_section(const struct client_config *known, const char *name)
{
	for (size_t i = 0; i < known->servers.n; i++)
		if (strcmp(known->servers.v[i].title, name) == 0)
			return &known->servers.v[i];
	return NULL;
}

/* Append the host of a section, if its name is another one, and its port. */
static void
add_host(const struct client_config *known,
    const struct setting_section *section, struct buf *out)
{
	const struct client_config *values = section->values;
	const char *host = values->host != NULL ? values->host : section->title;
	long long port =
	    settings_is_given(section, "port") ? values->port : known->port;

	if (strcmp(host, section->title) != 0)
		buf_printf(out, "  %s:%lld", host, port);
}

static void
print_known(const struct client_config *known, const struct string_list *names,
    FILE *out)
{
	const struct setting_section *section;
	struct buf line = { 0 }, clean = { 0 };

	for (size_t i = 0; i < names->n; i++) {
		buf_reset(&line);
		buf_reset(&clean);
		buf_printf(&line, "%3zu  %s", i + 1, names->v[i]);
		section = find_section(known, names->v[i]);
		if (section != NULL)
			add_host(known, section, &line);
		text_clean(&clean, buf_view(&line), 0);
		fprintf(out, "%s\n", buf_str(&clean));
	}
	buf_clear(&line);
	buf_clear(&clean);
}

/* Return the server that the answer names; NULL if it is a number without one. */
static char *
answer_of(const struct string_list *names, struct view answer)
{
	long long n;

	if (view_to_int(answer, 0, 1000000, &n) != 0)
		return xviewdup(answer);
	if (n < 1 || (size_t)n > names->n)
		return NULL;
	return xstrdup(names->v[n - 1]);
}

/* Ask once. Returns 1 and *answer, which is NULL if nothing was entered; 0: the answer was wrong. */
static int
ask(const struct string_list *names, FILE *in, FILE *out, char **answer)
{
	char *line = NULL;
	size_t size = 0;
	struct view text;
	ssize_t n;

	fputs(names->n > 0 ? _("Number, name or host: ")
			   : _("Host (such as chat.example.org:5000): "),
	    out);
	fflush(out);
	n = getline(&line, &size, in);
	*answer = NULL;
	if (n == -1)
		putc('\n', out);
	text = n == -1
		   ? VIEW("")
		   : words_trim(words_skip((struct view){ line, (size_t)n }));
	if (text.len > 0)
		*answer = answer_of(names, text);
	if (text.len > 0 && *answer == NULL)
		fprintf(out, _("There is no server %.*s.\n"), VIEW_ARG(text));
	free(line);
	return text.len == 0 || *answer != NULL;
}

char *
choose_server_from(const struct client_config *known, FILE *in, FILE *out)
{
	struct string_list names = { 0 };
	char *answer = NULL;

	collect(known, &names);
	if (names.n > 0)
		fputs(_("Servers, the most recent first:\n"), out);
	print_known(known, &names, out);
	for (int i = 0; i < TRIES_MAX && !ask(&names, in, out, &answer); i++)
		;
	string_list_clear(&names);
	return answer;
}

char *
choose_server(const struct client_config *known)
{
	/* Read no more than the line: the rest of the keyboard is for the screen. */
	setvbuf(stdin, NULL, _IONBF, 0);
	return choose_server_from(known, stdin, stdout);
}
