#!/bin/sh
# files: print every file of the tree, a line each, with what its first comment
# says it is for. A pair of a.c and a.h is one line. Run it from the top.
set -eu

list_files() {
	find common server client tests/support tests/bench tests/fuzz tests/e2e \
	    contrib man \( -name '*.[ch]' -o -name '*.sh' -o -name '*.[1578]' \) |
	    LC_ALL=C sort
}

# The comment in a.h describes a.c too.
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

print_list
