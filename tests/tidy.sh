#!/bin/sh
# tidy: clang-tidy on one file. Its count of what it hides is left out, and so
# is what its analyzer finds by way of the macros of uthash and queue.h, whose
# lists it can't follow: it sees memory used after it left the list and was freed.
# Usage: tidy.sh FLAG... -- FILE
set -u

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

for file; do :; done
flags=
for word; do
	[ "$word" != -- ] || break
	flags="$flags $word"
done

# $flags is a list
# shellcheck disable=SC2086
clang-tidy --quiet "$file" -- $flags >"$log" 2>&1
status=$?
if [ $status -eq 1 ]; then
	# Only findings end it with 1; those that are kept decide.
	grep -Ev '^([0-9]+ warnings? |Suppressed )' "$log" | awk '
	function finding_ends() {
		if (text != "" && !(analyzer && macros)) {
			printf "%s", text
			kept++
		}
		if (text != "")
			all++
		text = ""
		analyzer = macros = 0
	}
	/: (warning|error): / {
		finding_ends()
		analyzer = /\[clang-analyzer-/
	}
	/\/(uthash|queue)\.h:|[^A-Z](TAILQ|LIST|HASH)_[A-Z]+ ?\(/ { macros = 1 }
	{ text = text $0 "\n" }
	END {
		finding_ends()
		exit kept > 0 || all == 0
	}'
	status=$?
elif [ $status -ne 0 ]; then
	cat "$log"
fi
[ $status -eq 0 ] || echo "tidy: $file: FAILED"
exit $status
