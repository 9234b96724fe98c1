#!/bin/sh
# deps: install the packages that the named goals of the Makefile need, or print
# their names. Usage: deps.sh GOAL... ("everything" is a goal too).
# Does nothing, and fetches no package index, if everything is installed.
# The peers are optional: if the distribution lacks one, its tests are skipped.
set -eu

build='autoconf pkg-config libncurses-dev libreadline-dev libevent-dev
	libutf8proc-dev uthash-dev libcrypt-dev libsqlite3-dev
	libjansson-dev libssl-dev libgsasl-dev libicu-dev libpcre2-dev
	libenchant-2-dev'
tests='libcmocka-dev libvterm-dev libyaml-dev hunspell-en-us'
peers='netcat-openbsd telnet tmux weechat-curses irssi ii sic epic5 openssl
	catgirl python3'
times='faketime'
clang='clang libclang-rt-dev'
lint='clang-format clang-tidy cppcheck groff-base mandoc shellcheck'

# A compiler is there already where there is any.
cc=${CC:-cc}
if ! command -v "${cc%% *}" >/dev/null; then
	build="gcc libc6-dev $build"
fi

wanted=
for goal; do
	case $goal in
	all|run|install|uninstall|dist|build/*)
		wanted="$wanted $build" ;;
	tests|unit|bench|tsan)
		wanted="$wanted $build $tests" ;;
	check|e2e|coverage|distcheck)
		wanted="$wanted $build $tests $peers $times" ;;
	bench-count)
		wanted="$wanted $build $tests valgrind" ;;
	times)
		wanted="$wanted $build $tests $times" ;;
	esac
	case $goal in
	tsan)	wanted="$wanted $clang" ;;
	asan)	wanted="$wanted $build $tests $peers $clang" ;;
	fuzz)	wanted="$wanted $build $tests $clang" ;;
	lint)	wanted="$wanted $lint" ;;
	tidy)	wanted="$wanted $build $tests clang $lint" ;;
	help|clean|distclean)
		;;
	everything)
		wanted="$wanted $build $tests $peers $times $clang $lint" ;;
	esac
done

installed() {
	dpkg-query -W -f '${Status}' "$1" 2>/dev/null |
	    grep -q ' installed$'
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
	cat <<-END
		deps: not a Debian system, so nothing is installed. Debian's names of
		what is needed, to be installed by your system's own means:
		$(echo "$wanted" | tr -s ' \t\n' '\n' | sort -u | tr '\n' ' ')
	END
	exit 0
fi

missing=
for package in $(echo "$wanted" | tr -s ' \t\n' '\n' | sort -u); do
	installed "$package" || missing="$missing $package"
done

# True if a package index of apt has the package.
available() {
	apt-cache madison "$1" 2>/dev/null | grep -q .
}

is_peer() {
	case " $(echo "$peers" | tr -s '\t\n' ' ') " in
	*" $1 "*) true ;;
	*)	false ;;
	esac
}

# Move the peers that the distribution lacks from $missing to $lacking. Every
# Debian has libc6: without it, the index was never fetched and proves nothing.
lacking=
drop_lacking() {
	kept=
	available libc6 || return 0
	for package in $missing; do
		if is_peer "$package" && ! available "$package"; then
			lacking="$lacking $package"
		else
			kept="$kept $package"
		fi
	done
	missing=$kept
}

print_lacking() {
	[ -z "$lacking" ] ||
	    echo "deps: not in this distribution:$lacking (test peers only:" \
		"their tests are skipped)"
}

drop_lacking
if [ -z "$missing" ]; then
	print_lacking
	exit 0
fi

echo "deps: missing:$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
	as_root=sudo
	[ -t 0 ] || as_root='sudo -n'
	if ! command -v sudo >/dev/null || ! $as_root true; then
		echo "deps: installing needs root, and sudo does not work here." \
		    "As root: apt-get install$missing" >&2
		exit 1
	fi
fi
# $as_root and $missing are lists of words
# shellcheck disable=SC2086
apt() {
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
	    -o DPkg::Lock::Timeout=300 "$@" </dev/null
}
apt update || echo "deps: apt-get update failed; using the old index" >&2
missing="$missing$lacking"
lacking=
drop_lacking
print_lacking
[ -n "$missing" ] || exit 0
# shellcheck disable=SC2086
apt install --no-install-recommends $missing
