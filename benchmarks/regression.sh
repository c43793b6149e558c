#!/bin/sh
# Compares the CPU time of this checkout's pipeline with that of an older version, both in one run. For use before a
# release; it is not a part of the tests. See docs/performance.md.
#
#   benchmarks/regression.sh [OPTION ...]      against the version in benchmarks/baseline
#   BASELINE=REVISION benchmarks/regression.sh against another one
#
# Options are those of `./jisu-logs bench regression --help`. Ends with 1 if this checkout needs more than the limit.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
baseline=${BASELINE:-$(sed '/^#/d;/^$/d' "$here/benchmarks/baseline")}
commit=$(git -C "$here" rev-parse --verify --quiet "$baseline^{commit}") || {
  echo "regression.sh: there is no revision '$baseline' in this repository" >&2
  exit 2
}
old="$here/target/baseline/$commit"

if [ ! -f "$old/app/target/lib/jisu-logs-app.jar" ]; then
  echo "Building the baseline $baseline ..." >&2
  rm -rf "$old"
  mkdir -p "$old"
  git -C "$here" archive "$commit" | tar -x -C "$old"
  (cd "$old" && mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl app -am package)
fi

exec "$here/jisu-logs" bench regression --old "$old/app/target/lib" "$@"
