#!/bin/sh
# checklist.sh finds the tests of each point, and says which points have none.
set -eu

checklist=$(cd "$(dirname "$0")" && pwd)/checklist.sh
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
mkdir -p "$top/tests/server"

# All points that must have a test, "1 to 3, 5" and so on, but not $1.
write_tests() {
	cat >"$top/tests/server/test_a.c" <<-END
		/* The file's own comment counts for none: checklist 1 to 67. */

		/* checklist 1 to $1 */
		static int
		helper(void)
		{
		}

		/* checklist 1 to $2: the first ones. */
		static void
		a__does_this__when_that(void **state)
		{
			(void)state;
			/* checklist $3,
			 * $4 and 54 */
		}

		/* Checklist, point 66. */
		static void
		a__does_more(void **state)
		{
		}
	END
}

wrong() {
	echo "$*"
	exit 1
}

write_tests 67 20 21 "22 to 53, 55 to 65"
said=$("$checklist" tests "$top") || wrong "all have tests, but: $said"
[ "$said" = "checklist: 66 points held by 2 tests, 1 later" ] ||
    wrong "all have tests, but: $said"

write_tests 67 20 22 "23 to 53, 55 to 65"
said=$("$checklist" tests "$top") && wrong "point 21 has no test, unnoticed"
case $said in
*"checklist: 21 ("*)	;;
*)			wrong "point 21 has no test, but: $said" ;;
esac

write_tests 67 20 21 "22 to 68"
said=$("$checklist" tests "$top") && wrong "there is no point 68, unnoticed"
case $said in
*"a__does_this__when_that names point 68"*)	;;
*)	wrong "there is no point 68, but: $said" ;;
esac

write_tests 67 20 21 "22 to 53, 55 to 65"
table=$("$checklist" table "$top") || wrong "the table cannot be printed"
printf '%s\n' "$table" |
    grep -q '^| 66 |.*| \*\*test_a\*\* a__does_more |$' ||
    wrong "the table lacks 66"
printf '%s\n' "$table" | grep -q '^| 67 |.*| later |$' ||
    wrong "the table lacks 67"
echo "checklist.sh: all as it should be"
