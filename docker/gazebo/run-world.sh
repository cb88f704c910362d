#!/usr/bin/env bash
# Runs Gazebo with FOLDER/world.sdf inside a tree of make-tree.sh, without a screen. Ends when its standard input ends:
# gzserver is interrupted, and killed 10 seconds later. Processes and mounts end with it, however it ends.
# Usage: docker/gazebo/run-world.sh TREE FOLDER; takes ROS_MASTER_URI, ROS_IP and GAZEBO_MASTER_URI from the environment.
set -euo pipefail

fail() {
    echo "run-world: $*" >&2
    exit 1
}

script=$(readlink -f "${BASH_SOURCE[0]}")
tree=$(readlink -f "${1:?the tree that make-tree.sh printed}")
folder=$(readlink -f "${2:?the folder with world.sdf}")
[[ -e $tree/armfarm/build/libarmfarm_arm.so ]] || fail "$tree has no plugins: compile them with docker/gazebo/build-plugins.sh"
[[ -r $folder/world.sdf ]] || fail "there is no $folder/world.sdf"
[[ $(id -u) -eq 0 ]] || fail "root is needed to work inside $tree: run it with sudo."
if [[ -z ${ARMFARM_INSIDE:-} ]]; then
    ARMFARM_INSIDE=1 exec unshare --mount --pid --fork --kill-child=KILL "$script" "$tree" "$folder"
fi

mount -t proc proc "$tree/proc"
mount --rbind /dev "$tree/dev"
mount -t tmpfs tmpfs "$tree/tmp"
mount --bind "$folder" "$tree/mnt"
cat >"$tree/tmp/serve" <<'EOS'
set -eu
mkdir -p /mnt/home /tmp/.X11-unix
mkfifo /tmp/display
Xvfb -displayfd 3 -screen 0 640x480x24 -nolisten tcp 3>/tmp/display >/mnt/xvfb.log 2>&1 </dev/null &
read -r number </tmp/display
export HOME=/mnt/home LANG=C.UTF-8 DISPLAY=:$number
set +u # for variables that setup.sh extends
. /usr/share/gazebo/setup.sh
export GAZEBO_MODEL_DATABASE_URI= GAZEBO_IP=127.0.0.1
export GAZEBO_PLUGIN_PATH="/armfarm/build:$GAZEBO_PLUGIN_PATH"
export ROS_LOG_DIR=/mnt/home
exec gzserver --verbose /mnt/world.sdf
EOS
chroot "$tree" /usr/bin/env -i PATH=/usr/bin:/bin ROS_MASTER_URI="$ROS_MASTER_URI" ROS_IP="${ROS_IP:-127.0.0.1}" \
    GAZEBO_MASTER_URI="$GAZEBO_MASTER_URI" bash /tmp/serve </dev/null &
server=$!
exec 4<&0
{
    cat <&4 >/dev/null
    kill -INT "$server"
    sleep 10
    kill -KILL "$server"
} 2>/dev/null &
status=0
wait "$server" || status=$?
exit "$status"
