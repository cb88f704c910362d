#!/usr/bin/env bash
# Runs Gazebo with FOLDER/world.sdf inside a tree of make-tree.sh, without a screen. Ends when its standard input ends:
# gzserver is interrupted, and killed 10 seconds later. Processes and mounts end with it, however it ends.
# Without root there are no mounts and no chroot: Gazebo then runs by the tree's own loader and libraries, as in the container
# image, and Xvfb is this system's.
# Usage: docker/gazebo/run-world.sh TREE FOLDER [OPTION OF GZSERVER...]; takes ROS_MASTER_URI, ROS_IP and GAZEBO_MASTER_URI from
# the environment.
set -euo pipefail

fail() {
    echo "run-world: $*" >&2
    exit 1
}

script=$(readlink -f "${BASH_SOURCE[0]}")
tree=$(readlink -f "${1:?the tree that make-tree.sh printed}")
folder=$(readlink -f "${2:?the folder with world.sdf}")
options=("${@:3}")
[[ -e $tree/armfarm/build/libarmfarm_arm.so ]] || fail "$tree has no plugins: compile them with docker/gazebo/build-plugins.sh"
[[ -r $folder/world.sdf ]] || fail "there is no $folder/world.sdf"

# $1 the folder, $2 a folder for what is needed while it runs, $3 the tree, empty inside it, then options
serve=$(
    cat <<'EOS'
set -eu
folder=$1
scratch=$2
tree=$3
shift 3
mkdir -p "$folder/home" /tmp/.X11-unix
mkfifo "$scratch/display"
Xvfb -displayfd 3 -screen 0 640x480x24 -nolisten tcp 3>"$scratch/display" >"$folder/xvfb.log" 2>&1 </dev/null &
echo "$!" >"$scratch/xvfb.pid"
read -r number <"$scratch/display"
export HOME=$folder/home LANG=C.UTF-8 DISPLAY=:$number GAZEBO_MODEL_DATABASE_URI= GAZEBO_IP=127.0.0.1 ROS_LOG_DIR=$folder/home
if [ -n "$tree" ]; then
    lib=$tree/usr/lib/x86_64-linux-gnu
    export GAZEBO_RESOURCE_PATH="$tree/usr/share/gazebo-11" GAZEBO_MODEL_PATH="$tree/usr/share/gazebo-11/models"
    export GAZEBO_PLUGIN_PATH="$tree/armfarm/build:$lib/gazebo-11/plugins"
    export OGRE_RESOURCE_PATH="$lib/OGRE-1.9.0" LIBGL_DRIVERS_PATH="$lib/dri"
    path=$lib:$lib/pulseaudio:$tree/usr/lib:$lib/blas:$lib/lapack:$lib/gazebo-11/plugins
    exec "$lib/ld-2.31.so" --library-path "$path" "$tree/usr/bin/gzserver" --verbose "$@" "$folder/world.sdf"
fi
set +u # for variables that setup.sh extends
. /usr/share/gazebo/setup.sh
export GAZEBO_MODEL_DATABASE_URI= GAZEBO_PLUGIN_PATH="/armfarm/build:$GAZEBO_PLUGIN_PATH"
exec gzserver --verbose "$@" "$folder/world.sdf"
EOS
)
environment=(
    PATH=/usr/bin:/bin ROS_MASTER_URI="$ROS_MASTER_URI" ROS_IP="${ROS_IP:-127.0.0.1}" GAZEBO_MASTER_URI="$GAZEBO_MASTER_URI"
)
if [[ $(id -u) -ne 0 ]]; then
    command -v Xvfb >/dev/null || fail "without root Xvfb of this system is needed: apt-get install xvfb, or run it with sudo."
    scratch=$(mktemp -d)
    # Without a process namespace, what it started must be ended one by one.
    trap 'kill "$(cat "$scratch/xvfb.pid")" "$watcher" 2>/dev/null; rm -rf "$scratch"' EXIT
    /usr/bin/env -i "${environment[@]}" bash -c "$serve" serve "$folder" "$scratch" "$tree" "${options[@]}" </dev/null &
else
    if [[ -z ${ARMFARM_INSIDE:-} ]]; then
        ARMFARM_INSIDE=1 exec unshare --mount --pid --fork --kill-child=KILL "$script" "$tree" "$folder" "${options[@]}"
    fi
    mount -t proc proc "$tree/proc"
    mount --rbind /dev "$tree/dev"
    mount -t tmpfs tmpfs "$tree/tmp"
    mount --bind "$folder" "$tree/mnt"
    chroot "$tree" /usr/bin/env -i "${environment[@]}" bash -c "$serve" serve /mnt /tmp "" "${options[@]}" </dev/null &
fi
server=$!
exec 4<&0
{
    cat <&4 >/dev/null
    kill -INT "$server"
    sleep 10
    kill -KILL "$server"
} 2>/dev/null &
watcher=$!
status=0
wait "$server" || status=$?
exit "$status"
