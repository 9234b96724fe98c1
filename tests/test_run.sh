#!/bin/bash
# test_run: tests/run.sh counts the tests of a program and names the skipped ones,
# with the reasons.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/test_some" <<'END'
#!/bin/sh
cat <<'LOG'
[==========] Running 4 test(s).
[ RUN      ] first
SKIP: nosuch is not installed
[  SKIPPED ] first
[ RUN      ] second
[       OK ] second
[ RUN      ] third
[  SKIPPED ] third
[ RUN      ] fourth
[       OK ] fourth
[==========] 4 test(s) run.
[  PASSED  ] 2 test(s).
[  SKIPPED ] 2 test(s), listed below:
[  SKIPPED ] first
[  SKIPPED ] third

 2 SKIPPED TEST(S)
LOG
END
chmod +x "$work/test_some"

bash tests/run.sh "$work/test_some" >"$work/out" || {
	cat "$work/out"
	exit 1
}
tail -n 3 "$work/out" | sed "s|$work/||" >"$work/end"
cat >"$work/expected" <<'END'
skipped: test_some: first: nosuch is not installed
skipped: test_some: third
2 passed, 0 failed, 2 skipped
END
diff "$work/expected" "$work/end"
