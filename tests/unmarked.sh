#!/bin/sh
# unmarked: print the texts that look as if users read them and have no mark for gettext (common/i18n.h).
# Usage: XGETTEXT="xgettext OPTION..." unmarked.sh FILE.c...
#
# A guess, for a person to judge: strings with two words, outside of log calls. It always succeeds.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v xgettext >/dev/null; then
	echo "unmarked: xgettext is missing: install gettext" >&2
	exit 1
fi

# texts OUTPUT OPTION...: "FILE:LINE<tab>TEXT" for each text.
texts() {
	output=$1
	shift
	: >"$work/po"
	# shellcheck disable=SC2086	# a command with its options
	$XGETTEXT --sort-by-file -o "$work/po" "$@" 2>/dev/null
	awk '
		function found(text,	i) {
			gsub(/""/, "", text)
			for (i = 1; i <= n; i++)
				print place[i] "\t" text
		}

		/^#: / { n = split(substr($0, 4), place, " "); next }
		/^msgid / { text = substr($0, 7); more = 1; next }
		/^msgid_plural / { found(text); text = substr($0, 14); next }
		/^"/ && more { text = text $0; next }
		/^msgstr/ {
			more = 0
			found(text)
			n = 0
		}' "$work/po" | sort -u >"$output"
}

texts "$work/marked" "$@"
texts "$work/all" -a "$@"
cut -f 2- "$work/marked" >"$work/marked_texts"
awk -F '\t' 'NR == FNR { marked[$0]; next } !($2 in marked)' "$work/marked_texts" "$work/all" |
    grep '[a-z][a-z]* [a-z(%]' | sort -t: -k1,1 -k2,2n >"$work/left"

# Leave out calls of the log, static_assert and SQL.
while IFS='	' read -r place text; do
	file=${place%%:*} line=${place##*:}
	from=$((line > 2 ? line - 2 : 1))
	if sed -n "${from},${line}p" "$file" |
	    grep -q 'log_\(error\|warn\|info\|debug\)(\|static_assert\|SELECT\|INSERT\|UPDATE \|DELETE\|CREATE '; then
		continue
	fi
	printf '%s: %s\n' "$place" "$text"
done <"$work/left"
