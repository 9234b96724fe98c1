#!/bin/sh
# dist: make tchat-VERSION.tar.gz: the files that git knows, or in an unpacked
# tarball those its MANIFEST lists, with configure made already.
# Usage: dist.sh VERSION
set -eu

name=tchat-$1
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

if [ -f MANIFEST ]; then
	cp MANIFEST "$stage/list"
else
	git ls-files >"$stage/list"
	# configure's template goes with it
	printf '%s\n' configure config.h.in MANIFEST >>"$stage/list"
fi
LC_ALL=C sort -u -o "$stage/list" "$stage/list"

mkdir "$stage/$name"
cp "$stage/list" "$stage/$name/MANIFEST"
while read -r file; do
	# what is deleted here and not yet in git stays out
	[ -f "$file" ] || continue
	mkdir -p "$stage/$name/$(dirname "$file")"
	cp -p "$file" "$stage/$name/$file"
done <<END
$(grep -vx MANIFEST "$stage/list")
END

# One time for all: nothing looks older than what it is made from.
when=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner \
    --mode='u+rw,go-w,a+rX' --mtime="@$when" -cf "$stage/$name.tar" "$name"
gzip -9n "$stage/$name.tar"
mv "$stage/$name.tar.gz" .
echo "$name.tar.gz"
