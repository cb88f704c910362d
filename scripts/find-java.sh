# shellcheck shell=bash
# Sourced by ./armfarm, ./check and scripts beside this one.

# Prints the major version of the Java installation in folder $1, for example 17; nothing if it cannot be told.
java_major_of() {
    local version=
    if [[ -r $1/release ]]; then # much faster than starting a JVM
        version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release")
    fi
    if [[ -z $version ]]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
    fi
    version=${version#1.} # Java 8 calls itself 1.8
    printf '%s' "${version%%[!0-9]*}"
}

# Sets java_home and java_major, or says what is missing and returns 1.
find_java() {
    local binary
    if [[ -n ${JAVA_HOME:-} ]]; then
        java_home=$JAVA_HOME
        if [[ ! -x $java_home/bin/java ]]; then
            echo "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it." \
                "Point JAVA_HOME to a JDK 17 or newer, or unset it." >&2
            return 1
        fi
    elif binary=$(command -v java); then
        java_home=$(dirname "$(dirname "$(readlink -f "$binary")")")
        java_home=${java_home%/jre}
    else
        echo "No Java found: neither JAVA_HOME is set nor is java on the PATH. Install a JDK 17 or newer" \
            "(Debian, Ubuntu: apt-get install openjdk-17-jdk-headless)." >&2
        return 1
    fi
    java_major=$(java_major_of "$java_home")
    if [[ -z $java_major || $java_major -lt 17 ]]; then
        echo "Java in $java_home is version ${java_major:-unknown}, expected 17 or newer. Install a JDK 17 or newer" \
            "(Debian, Ubuntu: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME to one." >&2
        return 1
    fi
}

# Puts a Maven that fits on the PATH, after find_java: the installed one from 3.8 on, else the project's own mvnw, which fetches one
# at its first use. Returns 1 where there is neither. Needs root: the project's folder.
find_maven() {
    local version
    if command -v mvn >/dev/null; then
        version=$(JAVA_HOME=$java_home mvn --version 2>/dev/null |
            sed -n 's/.*Apache Maven \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
        [[ -z $version ]] || ((${version%.*} * 1000 + ${version#*.} < 3008)) || return 0
        echo "Maven ${version:-of unknown version} in $(command -v mvn) does not fit, 3.8 or newer is needed: taking ./mvnw." >&2
    fi
    [[ -x $root/mvnw ]] || return 1
    mkdir -p "$root/.cache/maven"
    # shellcheck disable=SC2016 # for the script to expand
    printf '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/../../mvnw" "$@"\n' >"$root/.cache/maven/mvn"
    chmod +x "$root/.cache/maven/mvn"
    PATH=$root/.cache/maven:$PATH
}

# Sets maven_options. Java takes the home folder from the user database and not from HOME; where that folder cannot be
# written, as for the user of a container, Maven could not keep its libraries anywhere.
find_maven_options() {
    local home
    maven_options=()
    home=$(getent passwd "$(id -u)" | cut -d : -f 6) || true
    if [[ ! -w ${home:-/nonexistent} && -n ${HOME:-} ]]; then
        maven_options=("-Dmaven.repo.local=$HOME/.m2/repository")
    fi
}
