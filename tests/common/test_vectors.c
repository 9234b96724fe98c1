/*
 * The test vectors shared by IRC parsers (YAML), from the folder in TCHAT_VECTORS, else from ../shared/data
 * beside the source tree. Without the folder there is nothing to test, and the program prints SKIP.
 */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <yaml.h>

#include "common/buf.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

struct yaml {
	yaml_document_t document;
	yaml_node_t *tests; /* the sequence of cases */
};

/* Return the folder of the vectors, which the caller frees; NULL if there is none. */
static char *
vectors_folder(void)
{
	const char *set = getenv("TCHAT_VECTORS");
	char exe[4096], *folder;
	ssize_t n;

	if (set != NULL && *set != '\0')
		return access(set, F_OK) == 0 ? xstrdup(set) : NULL;
	if (access("../shared/data", F_OK) == 0)
		return xstrdup("../shared/data");
	/* The top of the source tree is three folders above build/tests/common. */
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	exe[n > 0 ? n : 0] = '\0';
	xasprintf(&folder, "%s/../../../../shared/data", dirname(exe));
	if (access(folder, F_OK) == 0)
		return folder;
	free(folder);
	return NULL;
}

static struct view
text_of(yaml_node_t *node)
{
	assert_non_null(node);
	assert_int_equal(node->type, YAML_SCALAR_NODE);
	return (struct view){ (const char *)node->data.scalar.value,
		node->data.scalar.length };
}

/* Return the value of a key of a mapping, or NULL. */
static yaml_node_t *
member(struct yaml *y, yaml_node_t *map, const char *key)
{
	yaml_node_pair_t *pair;

	assert_int_equal(map->type, YAML_MAPPING_NODE);
	for (pair = map->data.mapping.pairs.start;
	     pair < map->data.mapping.pairs.top; pair++) {
		if (view_equal(text_of(yaml_document_get_node(
				   &y->document, pair->key)),
			view_of(key)))
			return yaml_document_get_node(
			    &y->document, pair->value);
	}
	return NULL;
}

/* Return it as text; "" if the key is missing. */
static struct view
member_text(struct yaml *y, yaml_node_t *map, const char *key)
{
	yaml_node_t *node = member(y, map, key);

	return node == NULL ? VIEW("") : text_of(node);
}

static int
count(yaml_node_t *sequence)
{
	if (sequence == NULL)
		return 0;
	assert_int_equal(sequence->type, YAML_SEQUENCE_NODE);
	return (int)(sequence->data.sequence.items.top -
		     sequence->data.sequence.items.start);
}

static yaml_node_t *
item(struct yaml *y, yaml_node_t *sequence, int i)
{
	return yaml_document_get_node(
	    &y->document, sequence->data.sequence.items.start[i]);
}

/* Skip the test if there is no folder; fail if the file is missing. */
static void
open_vectors(struct yaml *y, const char *name)
{
	char *folder = vectors_folder(), *path;
	yaml_parser_t parser;
	FILE *f;

	if (folder == NULL) {
		printf("SKIP %s: no folder of vectors\n", name);
		skip();
	}
	xasprintf(&path, "%s/%s", folder, name);
	f = fopen(path, "rb");
	if (f == NULL)
		fail_msg("cannot open %s", path);
	assert_int_equal(yaml_parser_initialize(&parser), 1);
	yaml_parser_set_input_file(&parser, f);
	if (!yaml_parser_load(&parser, &y->document))
		fail_msg("%s: %s", path, parser.problem);
	yaml_parser_delete(&parser);
	fclose(f);
	free(path);
	free(folder);
	y->tests =
	    member(y, yaml_document_get_root_node(&y->document), "tests");
	assert_true(count(y->tests) > 0);
}

static void
close_vectors(struct yaml *y, const char *name)
{
	printf("%s: %d cases\n", name, count(y->tests));
	yaml_document_delete(&y->document);
}

/* The tags of a line are exactly those of the table. */
static void
check_tags(struct yaml *y, yaml_node_t *tags, struct view raw)
{
	yaml_node_pair_t *pair;
	struct view value, key, all = raw;
	char plain[512];
	int n = 0;

	while (irc_tags_next(&all, &key, &value)) {
		char *name = xviewdup(key);

		assert_non_null(tags);
		assert_non_null(member(y, tags, name));
		free(name);
	}
	if (tags == NULL)
		return;
	for (pair = tags->data.mapping.pairs.start;
	     pair < tags->data.mapping.pairs.top; pair++, n++) {
		char *name = xviewdup(
		    text_of(yaml_document_get_node(&y->document, pair->key)));

		assert_int_equal(irc_tags_find(raw, name, &value), 1);
		assert_true(value.len <= sizeof(plain));
		assert_views(
		    ((struct view){ plain, irc_tag_unescape(plain, value) }),
		    text_of(yaml_document_get_node(&y->document, pair->value)));
		free(name);
	}
	assert_true(n > 0);
}

static void
check_atoms(struct yaml *y, yaml_node_t *atoms, const struct irc_msg *m)
{
	yaml_node_t *params = member(y, atoms, "params");
	int i;

	check_tags(y, member(y, atoms, "tags"), m->tags);
	assert_int_equal(
	    member(y, atoms, "source") != NULL, m->source.p != NULL);
	assert_views(m->source, member_text(y, atoms, "source"));
	assert_views(m->command, member_text(y, atoms, "verb"));
	assert_int_equal(m->nparams, count(params));
	for (i = 0; i < m->nparams; i++)
		assert_views(m->params[i], text_of(item(y, params, i)));
}

static void
msg_split__passes(void **state)
{
	struct yaml y;
	struct irc_msg m;
	yaml_node_t *test;
	int i;

	(void)state;
	open_vectors(&y, "msg-split.yaml");
	for (i = 0; i < count(y.tests); i++) {
		test = item(&y, y.tests, i);
		assert_int_equal(
		    irc_msg_parse(&m, member_text(&y, test, "input")), 0);
		check_atoms(&y, member(&y, test, "atoms"), &m);
	}
	close_vectors(&y, "msg-split.yaml");
}

/* Write the atoms with the writer, part by part. */
static size_t
write_atoms(struct yaml *y, yaml_node_t *atoms, char *line, size_t size)
{
	yaml_node_t *tags = member(y, atoms, "tags");
	yaml_node_t *params = member(y, atoms, "params");
	yaml_node_pair_t *pair;
	struct irc_writer w;
	int i;

	irc_begin(&w, line, size, LINE_TAGS_SERVER);
	for (pair = tags == NULL ? NULL : tags->data.mapping.pairs.start;
	     pair != NULL && pair < tags->data.mapping.pairs.top; pair++) {
		char *name = xviewdup(
		    text_of(yaml_document_get_node(&y->document, pair->key)));

		irc_tag(&w, name,
		    text_of(yaml_document_get_node(&y->document, pair->value)));
		free(name);
	}
	if (member(y, atoms, "source") != NULL)
		irc_source(&w, member_text(y, atoms, "source"));
	irc_command_view(&w, member_text(y, atoms, "verb"));
	for (i = 0; i + 1 < count(params); i++)
		irc_param(&w, text_of(item(y, params, i)));
	if (i < count(params))
		irc_trailing(&w, text_of(item(y, params, i)));
	return irc_end(&w);
}

static int
is_among(struct yaml *y, yaml_node_t *matches, struct view line)
{
	int i;

	for (i = 0; i < count(matches); i++) {
		if (view_equal(text_of(item(y, matches, i)), line))
			return 1;
	}
	return 0;
}

/* With the writer, and by formatting the parsed line. */
static void
msg_join__passes(void **state)
{
	struct yaml y;
	yaml_node_t *test, *atoms, *matches;
	char line[1024], again[1024];
	struct irc_msg m;
	size_t n;
	int i;

	(void)state;
	open_vectors(&y, "msg-join.yaml");
	for (i = 0; i < count(y.tests); i++) {
		test = item(&y, y.tests, i);
		atoms = member(&y, test, "atoms");
		matches = member(&y, test, "matches");
		n = write_atoms(&y, atoms, line, sizeof(line));
		assert_true(n > 2);
		if (!is_among(&y, matches, (struct view){ line, n - 2 }))
			fail_msg("case %d: %.*s", i, (int)n, line);
		assert_int_equal(
		    irc_msg_parse(&m, (struct view){ line, n - 2 }), 0);
		check_atoms(&y, atoms, &m);
		n = irc_msg_format(&m, again, sizeof(again));
		assert_true(n > 2);
		if (!is_among(&y, matches, (struct view){ again, n - 2 }))
			fail_msg("case %d: %.*s", i, (int)n, again);
	}
	close_vectors(&y, "msg-join.yaml");
}

static void
check_mask(struct yaml *y, yaml_node_t *test, const char *key, int expected)
{
	yaml_node_t *names = member(y, test, key);
	int i;

	for (i = 0; i < count(names); i++)
		assert_int_equal(mask_match(member_text(y, test, "mask"),
				     text_of(item(y, names, i))),
		    expected);
}

static void
mask_match__passes(void **state)
{
	struct yaml y;
	int i;

	(void)state;
	open_vectors(&y, "mask-match.yaml");
	for (i = 0; i < count(y.tests); i++) {
		check_mask(&y, item(&y, y.tests, i), "matches", 1);
		check_mask(&y, item(&y, y.tests, i), "fails", 0);
	}
	close_vectors(&y, "mask-match.yaml");
}

static void
userhost_split__passes(void **state)
{
	struct irc_source s;
	struct yaml y;
	yaml_node_t *test, *atoms;
	int i;

	(void)state;
	open_vectors(&y, "userhost-split.yaml");
	for (i = 0; i < count(y.tests); i++) {
		test = item(&y, y.tests, i);
		atoms = member(&y, test, "atoms");
		irc_source_split(member_text(&y, test, "source"), &s);
		assert_views(s.nick, member_text(&y, atoms, "nick"));
		assert_views(s.user, member_text(&y, atoms, "user"));
		assert_views(s.host, member_text(&y, atoms, "host"));
	}
	close_vectors(&y, "userhost-split.yaml");
}

static void
validate_hostname__passes(void **state)
{
	struct yaml y;
	yaml_node_t *test;
	int i;

	(void)state;
	open_vectors(&y, "validate-hostname.yaml");
	for (i = 0; i < count(y.tests); i++) {
		test = item(&y, y.tests, i);
		assert_int_equal(hostname_valid(member_text(&y, test, "host")),
		    view_equal(member_text(&y, test, "valid"), VIEW("true")));
	}
	close_vectors(&y, "validate-hostname.yaml");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(msg_split__passes),
		cmocka_unit_test(msg_join__passes),
		cmocka_unit_test(mask_match__passes),
		cmocka_unit_test(userhost_split__passes),
		cmocka_unit_test(validate_hostname__passes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
