#!/bin/bash
# test_run: tests/run.sh counts the tests of a program and names the skipped ones,
# with the reasons.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# program WORDS: a test program with that output; WORDS is how cmocka begins a count.
program() {
	{
		printf '#!/bin/sh\ncat <<"LOG"\n'
		sed "s/COUNT /$1/" <<'END'
[==========] COUNT Running 4 test(s).
[ RUN      ] first
SKIP: nosuch is not installed
[  SKIPPED ] first
[ RUN      ] second
[       OK ] second
[ RUN      ] third
[  SKIPPED ] third
[ RUN      ] fourth
[       OK ] fourth
[==========] COUNT 4 test(s) run.
[  PASSED  ] 2 test(s).
[  SKIPPED ] COUNT 2 test(s), listed below:
[  SKIPPED ] first
[  SKIPPED ] third

 2 SKIPPED TEST(S)
LOG
END
	} >"$work/test_some"
	chmod +x "$work/test_some"
}

cat >"$work/expected" <<'END'
skipped: test_some: first: nosuch is not installed
skipped: test_some: third
2 passed, 0 failed, 2 skipped
END

# cmocka 1.1.5 and 1.1.8
for words in '' 'tests: '; do
	program "$words"
	bash tests/run.sh "$work/test_some" >"$work/out" || {
		cat "$work/out"
		exit 1
	}
	tail -n 3 "$work/out" | sed "s|$work/||" >"$work/end"
	diff "$work/expected" "$work/end"
done

# A program that ends before its summary has failed, whatever it returns.
for words in '' 'tests: '; do
	program "$words"
	sed -i '/test(s) run/,/TEST(S)/d' "$work/test_some"
	! bash tests/run.sh "$work/test_some" >"$work/out" || {
		cat "$work/out"
		exit 1
	}
	grep -qx '0 passed, 1 failed, 2 skipped' "$work/out" ||
	    grep -qx '0 passed, 1 failed' "$work/out"
done
