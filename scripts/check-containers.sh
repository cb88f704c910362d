# shellcheck shell=bash disable=SC2154 # root, maven_options and java_home come from ./check
# Sourced by ./check: builds the container images with podman and runs them. Needs root, for podman and the base image.

container_image=localhost/armfarm-check/farm
container_base=docker.io/library/debian:bookworm-slim
container_log=$root/.cache/containers.log
container_name=armfarm-check-$$

# A runtime and limits that also work where no container service runs and cgroups are read-only.
podman_run() {
    podman --runtime runc --cgroup-manager cgroupfs run --network=host --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \
        "$@"
}

# Prints what failed and the end of the log; the caller counts it.
container_step() {
    local what=$1 since=$SECONDS
    shift
    printf '%s ... ' "$what"
    if "$@" >>"$container_log" 2>&1; then
        echo "ok, $((SECONDS - since)) s"
        container_passed=$((container_passed + 1))
    else
        echo "FAILED after $((SECONDS - since)) s; the end of $container_log:"
        tail -n 25 "$container_log" | sed 's/^/    /'
        container_failed=$((container_failed + 1))
        return 1
    fi
}

# From a registry, or made of Debian's own packages where none answers.
container_base_image() {
    podman image exists "$container_base" && return
    timeout 120 podman pull -q "$container_base" && return
    echo "no image registry answers: making the base image with debootstrap"
    local tree=$root/.cache/container-base
    rm -rf "$tree"
    debootstrap --variant=minbase bookworm "$tree" "$(debian_mirror)"
    # The packages come from where this machine's come from.
    rm -f "$tree/etc/apt/sources.list"
    cp -r /etc/apt/sources.list* /etc/apt/apt.conf.d "$tree/etc/apt/"
    tar -C "$tree" -c . | podman import - "$container_base"
    rm -rf "$tree"
}

# Where this machine's apt gets Debian from.
debian_mirror() {
    # shellcheck disable=SC2016 # apt's own variable
    apt-get indextargets --format '$(SITE)' 'Codename: bookworm' | grep '/debian/\?$' | head -n 1
}

# With the libraries that Maven has here, so that the build needs neither the network nor this machine's certificates.
container_build() {
    local home repository
    (cd "$root" && mvn -B -ntp "${maven_options[@]}" -Dlint.skip -DskipTests -Dmaven.test.skip=true package)
    home=$(getent passwd "$(id -u)" | cut -d : -f 6)
    repository=$(sed -n 's/.*-Dmaven\.repo\.local=\([^ ]*\).*/\1/p' <<<"${MAVEN_OPTS:-} ${maven_options[*]}")
    podman build --isolation=chroot --network=host --format docker --ignorefile docker/farm.Dockerfile.dockerignore \
        --volume "${repository:-$home/.m2/repository}:/repository" \
        --build-arg "MAVEN_OPTIONS=-o -Dmaven.repo.local=/repository" \
        -f docker/farm.Dockerfile -t "$container_image" .
}

container_is_not_root() {
    [[ $(podman_run --rm --entrypoint id "$container_image" -u) == 10001 ]]
}

container_runs_a_farm() {
    local report
    report=$(podman_run --rm --volume "$container_name:/data" "$container_image" \
        up --data /data --until attempts=40 --json)
    echo "$report"
    [[ $report == *'"stored":40,'* ]]
}

# Started as the image starts by itself, looked at from outside, and stopped as an operator would.
container_is_healthy_and_stops() {
    podman_run --detach --name "$container_name" --volume "$container_name:/data" "$container_image"
    local health=
    for _ in {1..60}; do
        podman healthcheck run "$container_name" || true # no service does it here
        health=$(podman inspect --format '{{.State.Health.Status}}' "$container_name")
        [[ $health == healthy ]] && podman logs "$container_name" 2>&1 | grep -q "^Started in" && break
        sleep 2
    done
    echo "health: $health"
    podman stop --time 30 "$container_name"
    podman logs "$container_name"
    local code
    code=$(podman inspect --format '{{.State.ExitCode}}' "$container_name")
    echo "exit code $code"
    podman rm "$container_name"
    [[ $health == healthy && $code == 0 ]]
}

container_data_is_sound() {
    podman_run --rm --volume "$container_name:/data" "$container_image" fsck --data /data
}

check_compose_file() {
    docker-compose -f docker/compose.yaml config --quiet
}

check_containers() {
    container_passed=0
    container_failed=0
    mkdir -p "$root/.cache"
    : >"$container_log"
    if [[ $(id -u) -ne 0 ]]; then
        echo "check: --containers needs root: podman and debootstrap do." >&2
        return 1
    fi
    install_packages podman runc debootstrap docker-compose uidmap fuse-overlayfs >>"$container_log" 2>&1 || {
        echo "check: --containers needs the Debian packages podman, runc, debootstrap and docker-compose;" \
            "they could not be installed. Log: $container_log" >&2
        return 1
    }
    find_maven_options
    container_step "compose file, read by docker-compose" check_compose_file || true
    if container_step "base image" container_base_image && container_step "farm image" container_build; then
        container_step "the image's user is not root" container_is_not_root || true
        container_step "a farm practises in a container" container_runs_a_farm || true
        container_step "it goes on, says that it is healthy, and stops when told" container_is_healthy_and_stops || true
        container_step "what both left in the volume is sound" container_data_is_sound || true
    fi
    podman rm --force "$container_name" >>"$container_log" 2>&1 || true
    podman volume rm --force "$container_name" >>"$container_log" 2>&1 || true
    echo
    echo "----- summary of --containers, after $((SECONDS / 60)) min $((SECONDS % 60)) s -----"
    echo "NOT RUN  a farm of several processes: the roles do not exist yet"
    echo "$container_passed passed, $container_failed failed, 0 skipped"
    ((container_failed == 0))
}
