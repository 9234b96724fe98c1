#!/bin/sh
# cycles: read "FROM TO" lines; print a line of names for each set of names that lead to each other.
set -eu

LC_ALL=C sort -u | awk '
	$1 != $2 {
		next_of[$1] = next_of[$1] " " $2
		seen_name[$1]; seen_name[$2]
	}

	# Mark in reach[start, x] all x that start leads to.
	function follow(start,	stack, top, x, part, n, i) {
		stack[top = 1] = start
		while (top > 0) {
			x = stack[top--]
			n = split(next_of[x], part, " ")
			for (i = 1; i <= n; i++)
				if (!((start, part[i]) in reach)) {
					reach[start, part[i]]
					stack[++top] = part[i]
				}
		}
	}

	END {
		for (x in seen_name)
			follow(x)
		for (x in seen_name) {
			if (!((x, x) in reach) || x in done)
				continue
			set = ""
			for (y in seen_name)
				if ((x, y) in reach && (y, x) in reach) {
					done[y]
					set = set " " y
				}
			print set
		}
	}' | while read -r set; do
	# shellcheck disable=SC2086	# a list of names
	printf '%s\n' $set | LC_ALL=C sort | tr '\n' ' '
	echo
done
