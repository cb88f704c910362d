#!/usr/bin/env bash
# Makes a release on this clone: two commits and a tag, and nothing is pushed. What is checked, and how to take it back:
# docs/releasing.md.
#
#   scripts/release.sh VERSION NEXT-SNAPSHOT [--check COMMAND]      for example scripts/release.sh 0.1.0 0.2.0-SNAPSHOT
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
cd "$root"
# shellcheck source=scripts/find-java.sh
source scripts/find-java.sh

fail() {
    printf 'release: %s\n' "$*" >&2
    exit 1
}

step() {
    printf 'release: %s\n' "$*" >&2
}

# The version in the root pom: the first one there is.
project_version() {
    sed -n 's#^    <version>\(.*\)</version>$#\1#p' pom.xml | head -n 1
}

# Puts version $2 in place of $1 in every pom: the root's own, and the modules' parent.
set_version() {
    local pom found
    for pom in pom.xml ./*/pom.xml; do
        found=$(grep -c "<version>$1</version>" "$pom") || true
        [[ $found == 1 ]] || fail "$pom names version $1 $found times, expected once. Correct it by hand; nothing was committed."
    done
    sed -i "s#<version>$1</version>#<version>$2</version>#" pom.xml ./*/pom.xml
}

# What stands under the heading of version $1 in the changelog, with its headings as lines that git does not take for comments.
changes_of() {
    awk -v heading="## [$1]" 'index($0, "## [") == 1 { inside = index($0, heading) == 1; next } inside' CHANGELOG.md |
        sed 's/^###* \(.*\)/\1:/' | sed -e '/./,$!d'
}

date_changelog() {
    sed -i "s/^## \[Unreleased\]$/## [$1] - $(date -u +%F)/" CHANGELOG.md
}

open_changelog() {
    sed -i "0,/^## \[$1\]/s//## [Unreleased]\n\n&/" CHANGELOG.md
}

version=${1:-}
next=${2:-}
check=(./check)
if [[ ${3:-} == --check && -n ${4:-} && $# -eq 4 ]]; then
    read -ra check <<<"$4"
elif [[ $# -ne 2 ]]; then
    fail "found $# arguments, expected VERSION NEXT-SNAPSHOT [--check COMMAND], for example 0.1.0 0.2.0-SNAPSHOT."
fi

[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "version '$version' is none, expected three numbers such as 0.1.0."
[[ $next =~ ^[0-9]+\.[0-9]+\.[0-9]+-SNAPSHOT$ ]] || fail "next version '$next' is none, expected for example 0.2.0-SNAPSHOT."
current=$(project_version)
[[ $current == *-SNAPSHOT ]] || fail "pom.xml has version $current, expected one that ends in -SNAPSHOT: was a release broken off?"
for pair in "${current%-SNAPSHOT} $version" "$version ${next%-SNAPSHOT}"; do
    older=${pair% *} newer=${pair#* }
    [[ $(printf '%s\n' "$older" "$newer" | sort -V | tail -n 1) == "$newer" ]] ||
        fail "version $newer would come after $older, but is smaller."
done
[[ ${next%-SNAPSHOT} != "$version" ]] || fail "next version $next is the snapshot of $version itself, expected a greater one."
[[ -z $(git status --porcelain) ]] || fail "there are changes in $root that no commit has. Commit or remove them: $(git status --short | head -n 3)"
git rev-parse -q --verify "refs/tags/v$version" >/dev/null && fail "tag v$version is there already."
grep -q '^## \[Unreleased\]$' CHANGELOG.md || fail "CHANGELOG.md has no heading '## [Unreleased]'."
[[ -n $(changes_of Unreleased) ]] || fail "CHANGELOG.md says nothing under [Unreleased]. Write down what changed, for operators and researchers."
snapshots=$(sed -n 's#.*<\(dep\.[^>]*\)>\(.*-SNAPSHOT\)</.*#\1 \2#p' pom.xml)
[[ -z $snapshots ]] || fail "libraries of a release must not be snapshots: $snapshots"
find_java || exit 1
find_maven || fail "Maven 3.8 or newer is needed, and ./mvnw is missing."
export JAVA_HOME=$java_home

step "version $version: poms and changelog"
set_version "$current" "$version"
date_changelog "$version"
git add -u
git commit -q -m "Release $version"
undo="To take the commit back: git reset --keep HEAD^"

step "checking it with '${check[*]}'"
"${check[@]}" || fail "the check is red. Put it right on main first. $undo"
[[ -z $(git status --porcelain) ]] || fail "the check left changes behind: $(git status --short | head -n 3). $undo"

step "building, and writing the bill of materials"
find_maven_options
mvn -B -ntp -q -Dstyle.color=never "${maven_options[@]}" -Dlint.skip -Dmaven.test.skip=true -Psbom package ||
    fail "the build with the bill of materials failed. $undo"
built=$(./armfarm --version)
[[ $built == "armfarm $version+$(git rev-parse HEAD | cut -c 1-12)" ]] ||
    fail "what was built calls itself '$built', expected armfarm $version and the commit. $undo"

step "tag v$version"
{ printf 'Armfarm %s\n\n' "$version" && changes_of "$version"; } | git tag -a "v$version" --cleanup=verbatim -F - || fail "the tag could not be made. $undo"

step "next version $next"
set_version "$version" "$next"
open_changelog "$version"
git add -u
git commit -q -m "Begin version ${next%-SNAPSHOT}"
step "done, and nothing was pushed. Bill of materials: $(echo ./*/target/sbom.json)"
step "look at 'git log -2 -p' and 'git show v$version', then: git push origin HEAD v$version"
step "or take it back: git tag -d v$version && git reset --keep HEAD~2"
