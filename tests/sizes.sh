#!/bin/sh
# sizes: how big the programs' parts are, by folder: files, lines, the longest
# file, and bytes of machine code and tables; and that the layers hold.
# Usage: sizes.sh BUILD, a folder with the objects of both programs.
set -eu

build=$1
cd "$(dirname "$0")/.."

# folder DIR: one row; DIR's own files, not those of the folders in it.
folder() {
	objects=
	for source in "$1"/*.c; do
		object=$build/${source%.c}.o
		[ ! -f "$object" ] || objects="$objects $object"
	done
	# shellcheck disable=SC2086	# a list; our names have no spaces
	bytes=$(size -B $objects | awk 'NR > 1 { sum += $1 + $2 } END { print sum + 0 }')
	wc -l "$1"/*.[ch] | awk -v dir="$1" -v bytes="$bytes" '
		$2 != "total" {
			files++; lines += $1
			if ($1 > most) { most = $1; longest = $2 }
		}
		END {
			sub(/.*\//, "", longest)
			printf "%-22s %5d %7d %9d   %d %s\n",
			    dir, files, lines, bytes, most, longest
		}'
}

printf '%-22s %5s %7s %9s   %s\n' folder files lines 'code, B' 'longest file'
find common server client -name '*.c' | sed 's|/[^/]*$||' |
    LC_ALL=C sort -u | while read -r dir; do
	folder "$dir"
done | tee "$build/sizes"
awk '{
	side = $1; sub(/\/.*/, "", side)
	files[side] += $2; lines[side] += $3; bytes[side] += $4
}
END {
	for (side in files)
		printf "%-22s %5d %7d %9d\n",
		    "all of " side, files[side], lines[side], bytes[side] | "sort"
}' "$build/sizes"
sh tests/layers.sh
