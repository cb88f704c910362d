#!/usr/bin/env bash
# Prints which code a build is made of: the first 12 digits of the commit, with "-dirty" when what is compiled (src/main and
# the pom.xml files) differs from it; "unknown" where that cannot be told, as in an archive of the sources.
#
#   scripts/code-version.sh                            prints it
#   scripts/code-version.sh COMMIT VERSION FILE        writes "VERSION+COMMIT" to FILE, as the build does; an empty COMMIT is
#                                                      found out, another one is believed (a container build has no history)
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

in_git() {
    # Another owner's clone is only read here. A hook sets variables that mean another repository.
    env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE git --no-optional-locks -c safe.directory="$root" -C "$root" "$@"
}

find_commit() {
    local top commit changes
    command -v git >/dev/null || return 1
    top=$(in_git rev-parse --show-toplevel 2>/dev/null) || return 1
    # An archive that was unpacked inside somebody else's repository is not of that repository.
    [[ $(readlink -f "$top") == "$root" ]] || return 1
    commit=$(in_git rev-parse --verify --quiet HEAD) || return 1
    changes=$(in_git status --porcelain --untracked-files=all -- pom.xml '*/pom.xml' '*/src/main/*' 2>/dev/null) || return 1
    printf '%s%s\n' "${commit:0:12}" "${changes:+-dirty}"
}

commit=${1:-}
[[ -n $commit ]] || commit=$(find_commit) || commit=unknown
if (($# < 3)); then
    echo "$commit"
    exit 0
fi
mkdir -p "$(dirname "$3")"
# Written only when it is another one, so that an incremental build finds nothing new.
[[ -e $3 && $(<"$3") == "$2+$commit" ]] || echo "$2+$commit" >"$3"
