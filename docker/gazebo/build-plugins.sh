#!/usr/bin/env bash
# Compiles robot-simulation/gazebo inside a tree of make-tree.sh; what did not change is not compiled again.
# Usage: docker/gazebo/build-plugins.sh TREE
set -euo pipefail

script=$(readlink -f "${BASH_SOURCE[0]}")
sources=$(dirname "$(dirname "$(dirname "$script")")")/robot-simulation/gazebo

fail() {
    echo "build-plugins: $*" >&2
    exit 1
}

tree=${1:?the tree that make-tree.sh printed}
[[ -e $tree/armfarm-complete ]] || fail "$tree is no complete tree: make it with docker/gazebo/make-tree.sh"
if [[ -n ${ARMFARM_GAZEBO_TREE:-} && -e $tree/armfarm/build/libarmfarm_arm.so ]]; then
    exit 0 # made elsewhere, as in the container image
fi
[[ $(id -u) -eq 0 ]] || fail "root is needed to work inside $tree: run it with sudo."
if [[ -z ${ARMFARM_INSIDE:-} ]]; then
    # The mounts end with this process, however it ends.
    ARMFARM_INSIDE=1 exec unshare --mount "$script" "$tree"
fi

mkdir -p "$tree/armfarm/source" "$tree/armfarm/build"
mount --bind "$sources" "$tree/armfarm/source"
mount -t proc proc "$tree/proc"
log=$tree/armfarm/build.log
if ! chroot "$tree" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/tmp LANG=C.UTF-8 \
    sh -c 'cmake -S /armfarm/source -B /armfarm/build && make -j2 -C /armfarm/build' >"$log" 2>&1; then
    grep -m 5 -E 'error|Error' "$log" >&2 || tail -n 5 "$log" >&2
    fail "the plugins could not be compiled; see $log"
fi
