#!/bin/sh
# hacking: fail if HACKING.md is too long, names something that is not in the tree, or leaves out a folder of sources.
# Usage: hacking.sh [DIR], the top of the tree, by default this one.
#
# It looks at the words between backticks, and at the commands in indented lines:
#	a path (its first folder is one of ours)	exists; * is allowed; below build/ the source of it exists
#	a name with an underscore			is a word of a source file
#	a word after "make"				is a target of the Makefile, or of a path as above
set -eu

cd "${1:-"$(dirname "$0")/.."}"
page=HACKING.md
max_lines=500
max_bytes=46080
folders='common|server|client|tests|man|contrib|po|debian'
status=0

complain() {
	echo "hacking: $page: $*" >&2
	status=1
}

# Print the words between backticks, a pair per line.
spans() {
	# shellcheck disable=SC2016
	tr '\n' ' ' <"$page" | grep -o '`[^`]*`' | tr -d '`'
}

# Print all text that is code: the same, and the indented lines.
code() {
	spans
	grep -E '^ {4,}[^ ]' "$page" || :
}

check_path() {
	path=${1#build/}
	path=${path%/}
	# The pattern in a path is meant as one.
	# shellcheck disable=SC2086
	set -- $path
	if [ -e "$1" ] || [ -e "$1.c" ]; then
		return
	fi
	complain "there is no $path"
}

check_target() {
	grep -Eq "^(#: *)?$1( .*)?(:|  )" Makefile || complain "make has no target $1"
}

check_name() {
	grep -rqw --include='*.[ch]' --include='*.sh' -- "$1" common server client tests ||
	    complain "$1 is in no source"
}

# The words after make, up to a comment, another command or an assignment.
targets() {
	sed -n 's/^ *make \([^#&|;]*\).*/\1/p' | tr -s ' ' '\n' |
	    grep -Ex '[a-z][a-z-]*' || :
}

if [ "$(wc -l <"$page")" -gt "$max_lines" ]; then
	complain "it has more than $max_lines lines"
fi
if [ "$(wc -c <"$page")" -gt "$max_bytes" ]; then
	complain "it has more than $max_bytes bytes"
fi

words=$(code | sed 's/#.*//' | tr -cs 'A-Za-z0-9_./*+-' '\n' | LC_ALL=C sort -u)
for path in $(echo "$words" | grep -E "^(build/)?($folders)/" || :); do
	check_path "$path"
done
for name in $(spans | grep -Ex '[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)+_?(\(\))?' |
    tr -d '()' | LC_ALL=C sort -u || :); do
	check_name "$name"
done
for target in $(code | targets | LC_ALL=C sort -u); do
	check_target "$target"
done
for folder in $(find common server client -name '*.c' | sed 's,/[^/]*$,,' | LC_ALL=C sort -u); do
	grep -q "^| \`$folder/\`" "$page" || complain "the folder $folder/ is not in its table"
done
exit $status
