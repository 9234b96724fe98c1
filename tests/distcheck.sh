#!/bin/sh
# distcheck: from a tarball alone, configure, build, check, install, uninstall,
# and make the same tarball again. Usage: distcheck.sh TARBALL
# CHECK=unit in the environment runs a shorter check.
set -eu

tarball=$(cd "$(dirname "$1")" && pwd)/${1##*/}
name=$(basename "$tarball" .tar.gz)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset BUILD MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
jobs=$(nproc 2>/dev/null || echo 2)

step() {
	echo "== distcheck: $*"
}

cd "$work"
tar -xzf "$tarball"
cd "$name"

step configure
./configure --prefix=/opt/tchat
step build
make -j"$jobs"
step check
make -j"$jobs" "${CHECK:-check}"

step install
make install DESTDIR="$work/root"
root=$work/root/opt/tchat
for program in tchat tchat-server; do
	"$root/bin/$program" -V
done
for page in man/*; do
	[ -f "$root/share/man/man${page##*.}/${page##*/}" ] || {
		echo "distcheck: $page was not installed"
		exit 1
	}
done
grep -qx 'ExecStart=/opt/tchat/bin/tchat-server' \
    "$root/lib/systemd/system/tchat-server.service"
[ -f "$root/lib/sysusers.d/tchat-server.conf" ]
[ -f "$root/share/doc/tchat/SECURITY.md" ]
step uninstall
make uninstall DESTDIR="$work/root"
left=$(find "$work/root" ! -type d)
if [ -n "$left" ]; then
	echo "distcheck: uninstall left $left"
	exit 1
fi

step 'install with another PREFIX, without configuring again'
make install DESTDIR="$work/other" PREFIX=/usr
[ -x "$work/other/usr/bin/tchat" ]
grep -qx 'ExecStart=/usr/bin/tchat-server' \
    "$work/other/usr/lib/systemd/system/tchat-server.service"
make uninstall DESTDIR="$work/other" PREFIX=/usr
[ -z "$(find "$work/other" ! -type d)" ]

step 'dist again'
make dist
tar -tzf "$tarball" | sort >"$work/first"
tar -tzf "$name.tar.gz" | sort >"$work/second"
diff "$work/first" "$work/second"
echo "== distcheck: $name.tar.gz is good"
