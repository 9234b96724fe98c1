#!/bin/sh
# coverage: how many lines of each folder a run of the tests has reached, by
# gcov. Usage: coverage.sh BUILD, of a build with --coverage that was run.
set -u

build=$1
find "$build/common" "$build/server" "$build/client" -name '*.gcno' |
while read -r notes; do
	gcov -n -o "$(dirname "$notes")" "$notes" 2>/dev/null
done | awk '
/^File / {
	name = $2
	gsub(/\047/, "", name)
}
/^Lines executed:/ && name ~ /^(common|server|client)\/.*\.c$/ {
	split($2, part, /[:%]/)
	lines = $4
	ran = part[2] * lines / 100
	folder = name
	sub(/\/[^\/]*$/, "", folder)
	sum[folder] += lines
	hit[folder] += ran
	sum["total"] += lines
	hit["total"] += ran
	name = ""
}
END {
	for (folder in sum)
		if (sum[folder] > 0)
			printf "%s %d %d %.1f\n", folder, hit[folder] + 0.5, \
			    sum[folder], 100 * hit[folder] / sum[folder]
}' | sort | awk '
BEGIN { printf "%-24s %7s %7s %7s\n", "folder", "reached", "lines", "%" }
$1 == "total" { total = $0; next }
{ printf "%-24s %7d %7d %7.1f\n", $1, $2, $3, $4 }
END {
	if (split(total, t, " ") != 4)
		exit 1
	printf "%-24s %7d %7d %7.1f\n", t[1], t[2], t[3], t[4]
}'
