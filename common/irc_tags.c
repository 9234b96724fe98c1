/*
 * irc_tags: read the tags of a message. IRCv3 message-tags.
 */
#include <string.h>

#include "common/irc_msg.h"

int
irc_tags_next(struct view *rest, struct view *key, struct view *value)
{
	struct view tag;

	while (view_cut(rest, ';', &tag)) {
		if (tag.p == NULL || tag.len == 0 || *tag.p == '=')
			continue;
		*value = tag;
		view_cut(value, '=', key);
		return 1;
	}
	return 0;
}

int
irc_tags_find(struct view tags, const char *key, struct view *value)
{
	struct view wanted = view_of(key), k, v;
	int found = 0;

	while (irc_tags_next(&tags, &k, &v)) {
		if (view_equal(k, wanted)) {
			*value = v;
			found = 1;
		}
	}
	return found;
}

/* "Escaping values": a backslash before any other byte, or at the end, is dropped. */
size_t
irc_tag_unescape(char *dst, struct view value)
{
	static const char coded[] = ":s\\rn", plain[] = "; \\\r\n";
	const char *at;
	size_t i, len = 0;

	for (i = 0; i < value.len; i++) {
		if (value.p[i] != '\\') {
			dst[len++] = value.p[i];
			continue;
		}
		if (++i == value.len)
			break;
		at = memchr(coded, value.p[i], sizeof(coded) - 1);
		dst[len++] = at != NULL ? plain[at - coded] : value.p[i];
	}
	return len;
}
