#!/usr/bin/env bash
# Writes THIRD-PARTY.md anew: asks Maven for every library that is shipped and its licence. To be run after a change of
# dependencies; the build's ThirdPartyIT says when. Needs the network the first time.
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
cd "$root"
# shellcheck source=scripts/find-java.sh
source scripts/find-java.sh

fail() {
    printf 'third-party: %s\n' "$*" >&2
    exit 1
}

find_java || exit 1
find_maven || fail "Maven 3.8 or newer is needed, and ./mvnw is missing."
export JAVA_HOME=$java_home
find_maven_options

folder=farm-cli/target/third-party
log=.cache/third-party.log
mkdir -p .cache
rm -rf "$folder" farm-cli/target/lib # of libraries that are no longer used
echo "third-party: asking Maven; log: $log" >&2
if ! mvn -B -ntp -Dstyle.color=never "${maven_options[@]}" -Dlint.skip -Dmaven.test.skip=true -Dlicense.force -Pthird-party package >"$log" 2>&1; then
    { grep -E '^\[WARNING\].*([Ll]icen[sc]e|third)|^ -.*\(.*:.*\)' "$log" || tail -n 20 "$log"; } | cut -c 1-200 >&2
    fail "a library has no licence, or one that is not among those we take. Look it up. No licence in its pom: name it in" \
        "config/third-party/missing.properties. Another licence: see docs/decisions/third-party.md, then either do without the" \
        "library, or add the licence to the profile 'third-party' in farm-cli/pom.xml and the reason to that page."
fi
[[ -s $folder/table.md ]] || fail "Maven wrote no $folder/table.md; log: $log"
{
    cat config/third-party/head.txt
    grep '^|' "$folder/table.md" | grep -v '^| `armfarm:' | LC_ALL=C sort -u
    cat config/third-party/tail.txt
} >THIRD-PARTY.md
echo "third-party: THIRD-PARTY.md names $(grep -c '^| `.*:' THIRD-PARTY.md) libraries" >&2
git diff --stat -- THIRD-PARTY.md >&2 || true
