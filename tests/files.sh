#!/bin/sh
# files: does HACKING.md's list name every file of the tree's sources, and only
# such as there are? Run from the top. --write writes the list anew, with what the
# first comment of each file says it is for.
set -eu

list_files() {
	find common server client tests/support tests/bench tests/fuzz tests/e2e \
	    contrib man \( -name '*.[ch]' -o -name '*.sh' -o -name '*.[1578]' \) |
	    LC_ALL=C sort
}

# a.h speaks for a.c: one line a pair.
list_modules() {
	list_files | sed 's/\.[ch]$//' | uniq
}

# The first sentence of the first comment, without "name: ".
purpose() {
	case $1 in
	*.sh) sed -n '2,9s/^# *//p' "$1" ;;
	*.[1578]) sed -n 's/^\.Nd //p' "$1" ;;
	*) sed -n '1,12{s,^/\* *,,;s, *\*/$,,;s,^ \* \{0\,1\},,;p;}' "$1" ;;
	esac | tr '\n' ' ' | sed 's/^ *//; s/^[a-z_0-9]*: //; s/[.;] .*//; s/[.:;] *$//; s/ *$//' |
	    sed '/.\{101\}/s/^\(.\{40,99\}\)[,:(].*/\1/
		/.\{101\}/s/^\(.\{1,100\}\) .*/\1/; s/[ ,:]*$//'
}

print_list() {
	for module in $(list_modules); do
		if [ -f "$module.h" ]; then
			file=$module.h
		elif [ -f "$module.c" ]; then
			file=$module.c
		else
			file=$module
		fi
		printf '    %-34s %s\n' "$module" "$(purpose "$file")"
	done
}

if [ "${1-}" = --write ]; then
	{
		sed '/^## The files/q' HACKING.md
		echo
		print_list
	} >HACKING.md.new
	mv HACKING.md.new HACKING.md
	exit 0
fi

status=0
listed=$(sed -n '/^## The files/,$s/^    \([^ ]*\) .*/\1/p' HACKING.md | LC_ALL=C sort)
there=$(list_modules | LC_ALL=C sort -u)
for module in $there; do
	if ! printf '%s\n' "$listed" | grep -qxF "$module"; then
		echo "files: HACKING.md does not name $module" >&2
		status=1
	fi
done
for module in $listed; do
	if ! printf '%s\n' "$there" | grep -qxF "$module"; then
		echo "files: HACKING.md names $module, which is not there" >&2
		status=1
	fi
done
exit $status
