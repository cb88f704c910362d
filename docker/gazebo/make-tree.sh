#!/usr/bin/env bash
# Makes a folder with Debian 11, Gazebo 11, ROS 1 and a compiler: Debian 12 and later have no Gazebo. Prints its path.
# The folder's name holds a hash of the package list, so one that is complete already is used as it is.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: docker/gazebo/make-tree.sh [CACHE]

Makes CACHE/tree-<hash> (default: .cache/gazebo) and prints its path; some 2 GB, five to ten minutes the first time.
Needs root and mmdebstrap (apt-get install --no-install-recommends mmdebstrap debian-archive-keyring).
The packages come from the Debian mirror of this machine's own apt sources, or from ARMFARM_DEBIAN_MIRROR.
With ARMFARM_GAZEBO_TREE, prints that folder and makes nothing, as in the container image.
TEXT
}

suite=bullseye
packages=(
    gazebo gazebo-plugin-base libgazebo-dev
    libroscpp-dev libactionlib-dev libactionlib-msgs-dev ros-actionlib-msgs
    lib{std,sensor,geometry,trajectory}-msgs-dev ros-{std,trajectory}-msgs python3-gencpp
    g++ cmake make pkg-config xvfb
)

fail() {
    echo "make-tree: $*" >&2
    exit 1
}

# The first error in a log of mmdebstrap.
reason() {
    grep -m 1 '^E:' "$1" || echo "no answer within the time limit"
}

# The address that this machine's apt has for Debian's main archive.
mirror() {
    if [[ -n ${ARMFARM_DEBIAN_MIRROR:-} ]]; then
        echo "$ARMFARM_DEBIAN_MIRROR"
        return
    fi
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        sed -n 's/^Debian \(.*\)/\1/p' | head -n 1
}

case ${1:-} in
    -h | --help)
        usage
        exit 0
        ;;
esac
if [[ -n ${ARMFARM_GAZEBO_TREE:-} ]]; then
    [[ -e $ARMFARM_GAZEBO_TREE/armfarm-complete ]] ||
        fail "ARMFARM_GAZEBO_TREE is $ARMFARM_GAZEBO_TREE, which is no complete tree: found no armfarm-complete in it."
    echo "$ARMFARM_GAZEBO_TREE"
    exit 0
fi
root=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
cache=${1:-$root/.cache/gazebo}
hash=$(printf '%s\n' "$suite" "${packages[@]}" | sha256sum | cut -c 1-12)
mkdir -p "$cache"
tree=$(readlink -f "$cache")/tree-$hash
if [[ -e $tree/armfarm-complete ]]; then
    echo "$tree"
    exit 0
fi

[[ $(id -u) -eq 0 ]] || fail "root is needed to make $tree: run it with sudo, or give a folder in which it is made already."
command -v mmdebstrap >/dev/null ||
    fail "mmdebstrap is not installed: apt-get install --no-install-recommends mmdebstrap debian-archive-keyring"
address=$(mirror)
[[ -n $address ]] ||
    fail "this machine's apt sources name no Debian archive: set ARMFARM_DEBIAN_MIRROR to one that has $suite."
log=$cache/make-tree.log
# A mirror that does not answer is given up soon; apt's own patience is many minutes.
patience=(--aptopt='Acquire::http::Timeout "20"' --aptopt='Acquire::https::Timeout "20"' --aptopt='Acquire::Retries "2"')
echo "make-tree: making $tree with ${#packages[@]} packages and what they need; the log is $log" >&2
if ! timeout -k 10 180 unshare --mount mmdebstrap --simulate --variant=minbase --mode=root "${patience[@]}" \
    "$suite" /dev/null "$address" \
    >"$log" 2>&1; then
    fail "$suite cannot be read from $address ($(reason "$log")). It may have moved to Debian's archive of old" \
        "releases: set ARMFARM_DEBIAN_MIRROR to a mirror that has it, or copy a finished $tree from another machine."
fi

rm -rf --one-file-system "$tree.new"
included=$(IFS=,; echo "${packages[*]}")
# Its mounts of /proc and others end with it, however it ends: what is left can then be removed.
if ! unshare --mount mmdebstrap --variant=minbase --mode=root --include="$included" "${patience[@]}" \
    --aptopt='Acquire::Languages "none"' --aptopt='Apt::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$suite" "$tree.new" "$address" >>"$log" 2>&1; then
    rm -rf --one-file-system "$tree.new"
    fail "the packages could not be installed from $address: $(reason "$log"); see $log"
fi
mkdir -p "$tree.new/armfarm"
touch "$tree.new/armfarm-complete"
rm -rf --one-file-system "$tree"
mv "$tree.new" "$tree"
echo "$tree"
