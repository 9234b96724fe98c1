/*
 * spelling: enchant's dictionaries, and a hash of verdicts.
 */
#include "client/input/spelling.h"

#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <config.h>
#ifdef HAVE_ENCHANT
#include <enchant.h>
#endif
#include <utf8proc.h>
#include <uthash.h>

#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	DICTIONARIES_MAX = 8,
	VERDICTS_MAX = 5000,
	WORD_MAX = 64 /* bytes; a longer word is not checked */
};

struct verdict {
	UT_hash_handle hh;
	int wrong;
	char word[]; /* the key */
};

struct spelling {
	char *languages;
	pthread_t thread;
	int has_thread;
	atomic_int loaded;
	struct verdict *verdicts;
#ifdef HAVE_ENCHANT
	EnchantBroker *broker;
	EnchantDict *dictionaries[DICTIONARIES_MAX];
#endif
	size_t n;
};

#ifdef HAVE_ENCHANT

/* Return the language of the locale: "en_US.UTF-8" is "en_US", and C has none. The caller frees it. */
static char *
locale_language(void)
{
	const char *name = setlocale(LC_MESSAGES, NULL);
	struct view language = { name, 0 };

	if (name == NULL || strcmp(name, "C") == 0 ||
	    strcmp(name, "POSIX") == 0 || strncmp(name, "C.", 2) == 0)
		return xstrdup("");
	language.len = strcspn(name, ".@");
	return xviewdup(language);
}

static void *
load(void *arg)
{
	struct spelling *sp = arg;
	char *names = strcmp(sp->languages, "auto") == 0
			  ? locale_language()
			  : xstrdup(sp->languages);
	char *rest = names, *name, *state;

	sp->broker = enchant_broker_init();
	while ((name = strtok_r(rest, ", ", &state)) != NULL) {
		rest = NULL;
		if (sp->n == DICTIONARIES_MAX)
			break;
		sp->dictionaries[sp->n] =
		    enchant_broker_request_dict(sp->broker, name);
		if (sp->dictionaries[sp->n] != NULL)
			sp->n++;
	}
	free(names);
	atomic_store(&sp->loaded, 1);
	return NULL;
}

static void
start_loading(struct spelling *sp)
{
	sp->has_thread = pthread_create(&sp->thread, NULL, load, sp) == 0;
}

static void
free_dictionaries(struct spelling *sp)
{
	for (size_t i = 0; i < sp->n; i++)
		enchant_broker_free_dict(sp->broker, sp->dictionaries[i]);
	if (sp->broker != NULL)
		enchant_broker_free(sp->broker);
}

static int
check(const struct spelling *sp, struct view word)
{
	for (size_t i = 0; i < sp->n; i++)
		if (enchant_dict_check(
			sp->dictionaries[i], word.p, (ssize_t)word.len) <= 0)
			return 0;
	return sp->n > 0;
}

char **
spelling_suggest(struct spelling *sp, struct view word)
{
	char **all = xcalloc(1, sizeof(*all)), **some;
	size_t n = 0, k;

	for (size_t i = 0; i < spelling_wait(sp); i++) {
		some = enchant_dict_suggest(
		    sp->dictionaries[i], word.p, (ssize_t)word.len, &k);
		if (some == NULL)
			continue;
		all = xreallocarray(all, n + k + 1, sizeof(*all));
		for (size_t j = 0; j < k; j++)
			all[n++] = text_clean_dup(view_of(some[j]), 0);
		all[n] = NULL;
		enchant_dict_free_string_list(sp->dictionaries[i], some);
	}
	return all;
}

void
spelling_learn(struct spelling *sp, struct view word)
{
	struct verdict *v;

	if (spelling_wait(sp) > 0)
		enchant_dict_add(
		    sp->dictionaries[0], word.p, (ssize_t)word.len);
	HASH_FIND(hh, sp->verdicts, word.p, word.len, v);
	if (v != NULL)
		v->wrong = 0;
}

#else

static void
start_loading(struct spelling *sp)
{
	atomic_store(&sp->loaded, 1);
}

static void
free_dictionaries(struct spelling *sp)
{
	(void)sp;
}

static int
check(const struct spelling *sp, struct view word)
{
	(void)sp;
	(void)word;
	return 0;
}

char **
spelling_suggest(struct spelling *sp, struct view word)
{
	(void)sp;
	(void)word;
	return xcalloc(1, sizeof(char *));
}

void
spelling_learn(struct spelling *sp, struct view word)
{
	(void)sp;
	(void)word;
}

#endif

struct spelling *
spelling_new(const char *languages)
{
	struct spelling *sp = xcalloc(1, sizeof(*sp));

	sp->languages = xstrdup(languages);
	if (strcmp(languages, "off") == 0)
		atomic_store(&sp->loaded, 1);
	else
		start_loading(sp);
	return sp;
}

static void
forget_verdicts(struct spelling *sp)
{
	struct verdict *v, *next;

	HASH_ITER (hh, sp->verdicts, v, next) {
		HASH_DEL(sp->verdicts, v);
		free(v);
	}
}

void
spelling_free(struct spelling *sp)
{
	if (sp == NULL)
		return;
	spelling_wait(sp);
	free_dictionaries(sp);
	forget_verdicts(sp);
	free(sp->languages);
	free(sp);
}

const char *
spelling_languages(const struct spelling *sp)
{
	return sp->languages;
}

size_t
spelling_wait(struct spelling *sp)
{
	if (sp->has_thread)
		pthread_join(sp->thread, NULL);
	sp->has_thread = 0;
	return sp->n;
}

int
spelling_is_wrong(struct spelling *sp, struct view word)
{
	struct verdict *v;

	if (!atomic_load(&sp->loaded) || word.len > WORD_MAX)
		return 0;
	HASH_FIND(hh, sp->verdicts, word.p, word.len, v);
	if (v != NULL)
		return v->wrong;
	if (HASH_COUNT(sp->verdicts) >= VERDICTS_MAX)
		forget_verdicts(sp);
	v = xcalloc(1, sizeof(*v) + word.len + 1);
	memcpy(v->word, word.p, word.len);
	v->wrong = check(sp, word);
	HASH_ADD_KEYPTR(hh, sp->verdicts, v->word, word.len, v);
	return v->wrong;
}

/* True for a letter of a language that has words with spaces between them. */
static int
is_letter(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return c < 0x2e80 || (c >= 0xa640 && c < 0xac00);
	default:
		return 0;
	}
}

static int
is_inside(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == '-';
}

static int
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/*
 * Return the part of a chunk (what is between spaces) without punctuation at its ends, or an empty view if something
 * else than letters is in it. Something before it that makes it a name (#room, @nick, /path) counts too.
 */
static struct view
core_of(struct view chunk)
{
	struct view rest = chunk, core = { chunk.p, 0 };
	int begun = 0, ended = 0;
	uint32_t c;
	size_t n;

	for (; rest.len > 0; rest.p += n, rest.len -= n) {
		c = text_decode(rest, &n);
		if (is_letter(c)) {
			if (ended)
				return VIEW("");
			if (!begun)
				core.p = rest.p;
			begun = 1;
			core.len = (size_t)(rest.p + n - core.p);
		} else if ((c >= '0' && c <= '9') ||
			   (c < 0x80 && strchr("#@/_\\$<=~&+%", (int)c))) {
			return VIEW("");
		} else if (begun && !is_inside(c)) {
			ended = 1;
		}
	}
	return core;
}

/* True for a word in capitals, or with capitals in it: a name or an abbreviation. */
static int
has_inner_capital(struct view word)
{
	uint32_t c;
	size_t n;
	int first = 1;

	for (; word.len > 0; word.p += n, word.len -= n) {
		c = text_decode(word, &n);
		if (!first && utf8proc_category((utf8proc_int32_t)c) ==
				  UTF8PROC_CATEGORY_LU)
			return 1;
		first = 0;
	}
	return 0;
}

/* Call fn for each part between hyphens. */
static void
each_part(struct view core, void (*fn)(struct view word, void *ctx), void *ctx)
{
	struct view part;

	while (view_cut(&core, '-', &part)) {
		while (part.len > 0 && part.p[part.len - 1] == '\'')
			part.len--;
		if (part.len > 1 && !has_inner_capital(part))
			fn(part, ctx);
	}
}

void
spelling_each_word(
    struct view text, void (*fn)(struct view word, void *ctx), void *ctx)
{
	struct view chunk;

	while (text.len > 0) {
		chunk = (struct view){ text.p, 0 };
		while (chunk.len < text.len && !is_space(text.p[chunk.len]))
			chunk.len++;
		if (chunk.len > 0)
			each_part(core_of(chunk), fn, ctx);
		else
			chunk.len = 1;
		text.p += chunk.len;
		text.len -= chunk.len;
	}
}
