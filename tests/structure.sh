#!/bin/sh
# structure: print how the sources hang together: files and lines, cycles of
# includes between folders and between modules, cycles of calls between files,
# files with one caller, long functions.
# Usage: structure.sh BUILD, a folder with the objects of both programs.
#
# A module is x.c with x.h. A call is a relocation in an object's code. A table of
# functions is data, so a dispatch table makes no call to its handlers.
set -eu

build=$1
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find common server client -name '*.[ch]' | LC_ALL=C sort >"$work/files"
find common server client -name '*.c' | LC_ALL=C sort >"$work/sources"

# say_cycles TITLE FILE
say_cycles() {
	awk -v title="$1" '
		{ names += NF; if (NF > most) most = NF }
		END {
			printf "%s: %d names in %d cycles", title, names, NR
			print NR ? ", the largest has " most : ""
		}' "$2"
	sed 's/^/    /' "$2"
}

# The includes of ours: "FILE INCLUDED".
# shellcheck disable=SC2046	# a list; our names have no spaces
grep -H '^[ 	]*#[ 	]*include "' $(cat "$work/files") |
    sed 's/^\([^:]*\):[^"]*"\([^"]*\)".*/\1 \2/' |
    grep -v ' config\.h$' >"$work/includes"

sed 's/\.[ch]\b//g' "$work/includes" | sh tests/cycles.sh >"$work/module_cycles"
sed 's,/[^/ ]* , ,; s,/[^/]*$,,' "$work/includes" | sh tests/cycles.sh >"$work/folder_cycles"

# "SYMBOL FILE" for what each object defines, "FILE SYMBOL" for what its code uses.
while read -r source; do
	object=$build/${source%.c}.o
	if [ ! -f "$object" ]; then
		echo "structure: $object is missing: run 'make'" >&2
		exit 1
	fi
	nm --defined-only --extern-only "$object" |
	    awk -v file="$source" '{ print $3, file }' >>"$work/defined"
	objdump -r "$object" | awk -v file="$source" '
		/^RELOCATION RECORDS FOR/ { code = /\[\.text/; next }
		code && NF == 3 { sub(/[-+]0x[0-9a-f]+$/, "", $3); print file, $3 }
	' | LC_ALL=C sort -u >>"$work/used"
done <"$work/sources"
awk 'NR == FNR { file[$1] = $2; next }
	$2 in file && file[$2] != $1 { print $1, file[$2] }' \
    "$work/defined" "$work/used" | LC_ALL=C sort -u >"$work/calls"
sh tests/cycles.sh <"$work/calls" >"$work/call_cycles"

awk '{ callers[$2]++; caller[$2] = $1 }
	END { for (f in callers) if (callers[f] == 1) print f, caller[f] }' \
    "$work/calls" | LC_ALL=C sort >"$work/one_caller"

# A function's name stands at the start of a line, and its braces too.
# shellcheck disable=SC2046
awk '
	/^[a-zA-Z_][a-zA-Z_0-9]*\(/ { name = $0; sub(/\(.*/, "", name) }
	/^\{/ { from = FNR }
	/^\}/ && from {
		if (FNR - from > 41)
			printf "%d %s %s\n", FNR - from - 1, FILENAME, name
		from = 0
	}' $(cat "$work/sources") | sort -rn >"$work/long"

lines=$(xargs cat <"$work/files" | wc -l)
echo "files: $(wc -l <"$work/files"), of which $(wc -l <"$work/sources") are .c"
echo "lines: $lines"
say_cycles 'include cycles between folders' "$work/folder_cycles"
say_cycles 'include cycles between modules' "$work/module_cycles"
say_cycles 'call cycles between .c files' "$work/call_cycles"
echo ".c files that one other file calls: $(wc -l <"$work/one_caller")"
awk '{ printf "    %s (%s)\n", $1, $2 }' "$work/one_caller"
echo "functions of more than 40 lines: $(wc -l <"$work/long")"
sed 's/^/    /' "$work/long"
