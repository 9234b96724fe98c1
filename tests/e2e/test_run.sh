#!/bin/sh
# make run without a terminal is a real conversation that ends with 0; it ends
# otherwise when a line does not arrive, and says which.
set -eu

build=${TCHAT_BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# As the Makefile names it: from here.
bash contrib/run.sh "$(realpath --relative-to=. "$build")" </dev/null

# A client that says and shows nothing.
ln -s "$build/tchat-server" "$work/tchat-server"
printf '#!/bin/sh\nexec cat >/dev/null\n' >"$work/tchat"
chmod +x "$work/tchat"
if PATIENCE=1 bash contrib/run.sh "$work" </dev/null >"$work/said" 2>&1; then
	echo "no line arrived at bob, and run.sh ends with 0"
	exit 1
fi
grep -q 'bob never saw: Hello' "$work/said"
grep -q 'ann never saw: Hello' "$work/said"

# No server at all.
rm "$work/tchat-server"
printf '#!/bin/sh\necho "no such luck" >&2\nexit 1\n' >"$work/tchat-server"
chmod +x "$work/tchat-server"
if bash contrib/run.sh "$work" </dev/null >"$work/said" 2>&1; then
	echo "there is no server, and run.sh ends with 0"
	exit 1
fi
grep -q 'no such luck' "$work/said"
left=$(find "$work" -name 'run.*')
if [ -n "$left" ]; then
	echo "run.sh leaves $left"
	exit 1
fi
