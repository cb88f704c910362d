#!/usr/bin/env bash
# Writes the API documentation of all modules to target/javadoc, and fails on what javadoc calls an error: a reference to nothing, a
# tag that does not exist, broken HTML. Builds first if the sources differ from the last build.
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
cd "$root"
# shellcheck source=scripts/find-java.sh
source scripts/find-java.sh

fail() {
    printf 'javadoc: %s\n' "$*" >&2
    exit 1
}

find_java || exit 1
[[ -x $java_home/bin/javadoc ]] ||
    fail "Java in $java_home has no javadoc: a JDK is needed (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless)."
version=$(./armfarm --version) # builds where that is needed: libraries and generated sources

join() {
    local IFS=:
    echo "$*"
}

rm -rf target/javadoc
mkdir -p target
"$java_home/bin/javadoc" -quiet -d target/javadoc \
    -encoding UTF-8 -charset UTF-8 --release 17 -notimestamp \
    -windowtitle "Armfarm" -doctitle "${version/armfarm/Armfarm}" \
    -Xdoclint:all,-missing -Xmaxwarns 1000 -Xmaxerrs 1000 \
    -cp "$(join ./*/target/classes "farm-cli/target/lib/*")" -sourcepath "$(join ./*/src/main/java)" -subpackages armfarm ||
    fail "there are errors above: correct those comments."
echo "javadoc: target/javadoc/index.html" >&2
