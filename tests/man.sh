#!/bin/sh
# man: what mandoc -T lint does not find in the manuals.
# - A formatter glues a macro's text to the next word (where a column is too narrow, say): each word of the page as
#   text must also be a word of the page as HTML, where cells and blocks are apart.
# - An escape swallows text: only the escapes below are allowed.
# Formatters: mandoc, and groff, which man(1) of most Linux distributions uses.
# Usage: man.sh PAGE...
set -u

status=0
complain() {
	echo "man: $1: $2" >&2
	status=1
}

for tool in mandoc groff; do
	if ! command -v $tool >/dev/null; then
		echo "man: $tool is not here: run 'make deps lint'" >&2
		exit 1
	fi
done

# The words of standard input, each once.
words() {
	LC_ALL=C tr -cs 'A-Za-z0-9_' '\n' | LC_ALL=C sort -u
}

# The page as HTML without tags. What ends a block or a cell separates words.
as_html() {
	mandoc -T html -O fragment "$1" | sed \
	    -e 's/href="\(https*:[^"]*\)"/> \1 </g' \
	    -e 's/<\/*\(br\|dd\|div\|dl\|dt\|h1\|h2\|li\|p\|pre\|section\|td\|th\|tr\)[ >/]/ &/g' \
	    -e 's/<[^>]*>//g' \
	    -e 's/&#[xX]*[0-9A-Fa-f]*;/ /g' -e 's/&[a-z]*;/ /g'
}

# as_text FORMATTER PAGE: the page as on a terminal, without overstrike. It is so wide for groff that no word is
# hyphenated; columns keep their widths.
as_text() {
	case $1 in
	mandoc)	mandoc -T ascii "$2" ;;
	groff)	groff -mandoc -Tascii -P-cbou -rLL=9000n "$2" ;;
	esac | sed "s/.$backspace//g"
}

temp=$(mktemp -d)
backspace=$(printf '\b')
trap 'rm -rf "$temp"' EXIT
for page; do
	bad=$(grep -n '\\[^]&e~|"(-]' "$page")
	[ -z "$bad" ] || complain "$page" "an escape that is not allowed: $bad"
	# groff names the system in the footer.
	{ as_html "$page"; echo BSD; } | words >"$temp/html"
	for how in mandoc groff; do
		as_text $how "$page" | words >"$temp/text"
		glued=$(LC_ALL=C comm -13 "$temp/html" "$temp/text" | tr '\n' ' ')
		[ -z "$glued" ] || complain "$page" \
		    "$how leaves no space between two words: $glued"
	done
done
exit $status
