/*
 * fuzz_server_config: any settings file is refused with printable lines, or its values are in their
 * ranges, can be formatted and parsed again, and can be written back one by one without changing the
 * others.
 * Input: the file.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/settings_save.h"
#include "common/xmalloc.h"
#include "server/config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { INPUT_MAX = 16 * 1024 };

static void
require(int truth)
{
	if (!truth)
		abort();
}

/* Messages for a terminal contain no controls. */
static void
check_cause(const char *cause)
{
	require(cause != NULL && cause[0] != '\0');
	for (; *cause != '\0'; cause++)
		require(*cause == '\n' ||
			((unsigned char)*cause >= ' ' && *cause != 0x7f));
}

/* A value formatted as text and parsed again is the same, and therefore in its range. */
static void
check_values(const struct config *c)
{
	const struct setting *s;
	struct config again;
	char *text, *cause = NULL, *back;

	config_init(&again);
	for (s = config_settings; s->name != NULL; s++) {
		text = settings_get(config_settings, c, s->name);
		if (text == NULL || s->type == SETTING_SECTIONS ||
		    (s->type == SETTING_LIST && text[0] == '\0')) {
			free(text);
			continue;
		}
		require(settings_set(config_settings, &again, s->name, text,
			    &cause) == 0);
		back = settings_get(config_settings, &again, s->name);
		require(back != NULL && strcmp(back, text) == 0);
		free(back);
		free(text);
	}
	config_clear(&again);
}

/* Writing a value back succeeds. settings_edit itself checks that this changes no other one. */
static void
check_edit(const struct config *c, const uint8_t *data, size_t size)
{
	const struct setting *s = config_settings;
	char *text, *edited, *cause = NULL;
	size_t row = size;

	for (size_t i = 0; i < size; i++)
		row = 31 * row + data[i];
	for (row %= 64; row > 0 && s[1].name != NULL; row--)
		s++;
	text = xviewdup((struct view){ (const char *)data, size });
	edited = settings_edit(config_settings, c,
	    &(struct settings_change){ .name = s->name }, text, "f", &cause);
	if (edited == NULL)
		require(!setting_in_file(s) || s->type == SETTING_SECTIONS ||
			s->type == SETTING_STRING);
	free(cause);
	free(edited);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char file[64], program[] = "tchat-server", flag[] = "-f";
	char *argv[] = { program, flag, file, NULL };
	struct config c;
	char *cause = NULL;
	int fd = memfd_create("settings", MFD_CLOEXEC), status;

	if (size > INPUT_MAX)
		size = INPUT_MAX;
	require(fd != -1 && fchmod(fd, 0600) == 0);
	require(write(fd, data, size) == (ssize_t)size);
	snprintf(file, sizeof(file), "/proc/self/fd/%d", fd);
	status = config_load(&c, 3, argv, &cause);
	require(status == 0 || status == 1);
	if (status == 0) {
		check_values(&c);
		check_edit(&c, data, size);
	} else {
		check_cause(cause);
	}
	free(cause);
	config_clear(&c);
	close(fd);
	return 0;
}
