#!/bin/sh
# test_deps: contrib/deps.sh installs what is missing, and goes on without a test
# peer that the distribution lacks. The package tools are replaced by stubs.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"

# stub NAME: a program that runs the script on standard input.
stub() {
	{ echo '#!/bin/sh'; cat; } >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}

stub id <<'END'
echo 0
END
stub dpkg-query <<'END'
for package; do :; done
case " $INSTALLED " in
*" $package "*) echo "install ok installed" ;;
*)	exit 1 ;;
esac
END
stub apt-cache <<'END'
case " $LACKING " in
*" $2 "*) ;;
*)	[ ! -e "$WORK/index" ] || echo "$2 | 1.0 | somewhere" ;;
esac
END
stub apt-get <<'END'
echo "$*" >>"$WORK/apt"
case $* in
*update)	touch "$WORK/index" ;;
esac
END

# deps: run deps.sh for the tests with the stubs.
deps() {
	: >"$work/apt"
	WORK=$work PATH=$work/bin:$PATH INSTALLED=$installed LACKING=$lacking \
	    sh contrib/deps.sh check >"$work/out" 2>&1
}

fail() {
	echo "$1"
	cat "$work/out" "$work/apt"
	exit 1
}

# Without an index, it fetches one, then installs all but the lacking peers.
installed='' lacking='epic5 sic'
deps || fail "a lacking peer is an error"
grep -q '^deps: .*epic5 sic .*tests are skipped' "$work/out" ||
    fail "the lacking peers are not named"
grep -q 'install.* weechat-curses' "$work/apt" ||
    fail "the other peers are not installed"
! grep -q 'install.* \(epic5\|sic\)\( \|$\)' "$work/apt" ||
    fail "a lacking peer is asked for"

# With all but these installed, nothing is fetched or installed again.
installed=$(sed -n 's/.*--no-install-recommends//p' "$work/apt")
deps || fail "it fails with all installed"
[ ! -s "$work/apt" ] || fail "apt runs although nothing can be installed"
grep -q epic5 "$work/out" || fail "the lacking peers are named only once"

# Any other package is needed: apt is asked for it, and gives the reason.
installed='' lacking=libevent-dev
deps || fail "deps.sh fails although apt-get does not"
grep -q 'install.* libevent-dev' "$work/apt" ||
    fail "a package that the build needs is left out"
