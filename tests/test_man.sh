#!/bin/sh
# man.sh lets a good page pass and names each fault planted in one.
set -eu

man=$(cd "$(dirname "$0")" && pwd)/man.sh
for tool in mandoc groff; do
	if ! command -v $tool >/dev/null; then
		echo "test_man: skipped, $tool is not here"
		exit 0
	fi
done
page=$(mktemp)
trap 'rm -f "$page"' EXIT

# write LINE...: a page with these lines in it.
write() {
	printf '%s\n' '.Dd November 21, 2026' '.Dt PAGE 7' '.Os' '.Sh NAME' \
	    '.Nm page' '.Nd a page' '.Sh DESCRIPTION' "$@" >"$page"
}

tries=0
good() {
	tries=$((tries + 1))
	write "$@"
	if ! out=$(sh "$man" "$page" 2>&1); then
		echo "test_man: a good page was refused: $*: $out" >&2
		exit 1
	fi
}

# refused WORD LINE...: the page is refused, and WORD is in the reason.
refused() {
	word=$1
	shift
	tries=$((tries + 1))
	write "$@"
	if out=$(sh "$man" "$page" 2>&1); then
		echo "test_man: this passed: $*" >&2
		exit 1
	fi
	case $out in
	*"$word"*) ;;
	*)	echo "test_man: no \"$word\" in: $out" >&2
		exit 1 ;;
	esac
}

good 'Words.' '.Bl -column -compact "draft/short"' \
    '.It Ic draft/short Ta before-connect' '.It Ic x Ta y' '.El'
good '.Ql text=green\esea' '.Ic a Ns b' 'A tilde \(ti and \&.' \
    '.Lk https://example.org "A page"'
refused registrationbefore '.Bl -column -compact "short"' \
    '.It Ic draft/registration Ta before-connect' '.El'
refused 'not allowed' '.Ql text=green\\sea'
refused 'not allowed' 'a \s+1size'
echo "test_man: $tries tries"
