/*
 * replay: a fuzz target without its fuzzer. Runs the target once on every file of the folders and
 * files on the command line; make check does so with the kept corpus. No input at all is a failure,
 * because nothing would be tested.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Run the target on one file. Returns 1, or 0 if it cannot be read. */
static int
replay_file(const char *name)
{
	struct stat st;
	uint8_t *data;
	size_t len;
	FILE *f;

	f = fopen(name, "rb");
	if (f == NULL || fstat(fileno(f), &st) == -1) {
		perror(name);
		exit(1);
	}
	/* exactly this size, so that a sanitizer detects a read past the end */
	len = (size_t)st.st_size;
	data = malloc(len > 0 ? len : 1);
	if (data == NULL || fread(data, 1, len, f) != len) {
		perror(name);
		exit(1);
	}
	fclose(f);
	LLVMFuzzerTestOneInput(data, len);
	free(data);
	return 1;
}

/* Run the target on every file in a folder; returns their number. */
static int
replay_folder(const char *folder)
{
	struct dirent *entry;
	char name[4096];
	int n = 0;
	DIR *dir;

	dir = opendir(folder);
	if (dir == NULL) {
		perror(folder);
		exit(1);
	}
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", folder, entry->d_name);
		n += replay_file(name);
	}
	closedir(dir);
	return n;
}

int
main(int argc, char **argv)
{
	struct stat st;
	int i, n = 0;

	for (i = 1; i < argc; i++) {
		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
			n += replay_folder(argv[i]);
		else
			n += replay_file(argv[i]);
	}
	printf("%d inputs\n", n);
	return n > 0 ? 0 : 1;
}
