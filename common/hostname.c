/*
 * hostname: check the form of a server or host name. RFC 1123 2.1.
 */
#include "common/names.h"

/* Letters, digits, and hyphens inside; not empty. */
static int
label_valid(struct view label)
{
	size_t i;
	char c;

	for (i = 0; i < label.len; i++) {
		c = label.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '-')
			return 0;
	}
	return label.len > 0 && label.p[0] != '-' &&
	       label.p[label.len - 1] != '-';
}

/* Needs at least one dot, which may be the last byte. */
int
hostname_valid(struct view name)
{
	struct view label;
	int dots = -1;

	if (name.len == 0 || name.len > HOST_BYTES)
		return 0;
	while (view_cut(&name, '.', &label)) {
		dots++;
		if (label.len == 0 && name.p == NULL && dots > 0)
			break;
		if (!label_valid(label))
			return 0;
	}
	return dots > 0;
}
