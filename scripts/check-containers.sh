# shellcheck shell=bash disable=SC2154 # root, maven_options and java_home come from ./check
# Sourced by ./check: builds the container images with podman and runs them. Needs root, for podman and the base image.

container_image=localhost/armfarm-check/farm
container_gazebo=localhost/armfarm-check/gazebo
container_roscore=localhost/armfarm-check/roscore
container_database=localhost/armfarm-check/database
container_base=docker.io/library/debian
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

# $1 the suite. From a registry, or made of Debian's own packages where none answers.
container_base_image() {
    local suite=$1 image=$container_base:$1-slim
    podman image exists "$image" && return
    timeout 120 podman pull -q "$image" && return
    echo "no image registry answers: making the base image with debootstrap"
    local tree=$root/.cache/container-base
    rm -rf "$tree"
    debootstrap --variant=minbase "$suite" "$tree" "$(debian_mirror)"
    cp -r /etc/apt/apt.conf.d "$tree/etc/apt/"
    if [[ $suite == bookworm ]]; then
        # The packages come from where this machine's come from.
        rm -f "$tree/etc/apt/sources.list"
        cp -r /etc/apt/sources.list* "$tree/etc/apt/"
    fi
    tar -C "$tree" -c . | podman import - "$image"
    rm -rf "$tree"
}

# Where this machine's apt gets Debian from.
debian_mirror() {
    # shellcheck disable=SC2016 # apt's own variable
    apt-get indextargets --format '$(SITE)' 'Codename: bookworm' | grep '/debian/\?$' | head -n 1
}

podman_build() {
    podman build --isolation=chroot --network=host --format docker "$@"
}

# With the libraries that Maven has here, so that the build needs neither the network nor this machine's certificates.
container_build() {
    local home repository
    (cd "$root" && mvn -B -ntp "${maven_options[@]}" -Dlint.skip -DskipTests -Dmaven.test.skip=true package)
    home=$(getent passwd "$(id -u)" | cut -d : -f 6)
    repository=$(sed -n 's/.*-Dmaven\.repo\.local=\([^ ]*\).*/\1/p' <<<"${MAVEN_OPTS:-} ${maven_options[*]}")
    podman_build --ignorefile docker/farm.Dockerfile.dockerignore \
        --volume "${repository:-$home/.m2/repository}:/repository" \
        --build-arg "MAVEN_OPTIONS=-o -Dmaven.repo.local=/repository" \
        -f docker/farm.Dockerfile -t "$container_image" .
}

container_build_roscore() {
    podman_build -f docker/roscore.Dockerfile -t "$container_roscore" docker
}

container_build_gazebo() {
    podman_build --ignorefile docker/gazebo.Dockerfile.dockerignore --build-arg "FARM_IMAGE=$container_image" \
        -f docker/gazebo.Dockerfile -t "$container_gazebo" .
}

container_is_not_root() {
    local image
    for image in "$@"; do
        [[ $(podman_run --rm --entrypoint id "$image" -u) == 10001 ]] || return 1
    done
}

container_runs_a_farm() {
    local report
    report=$(podman_run --rm --volume "$container_name:/data" "$container_image" \
        up --data /data --until attempts=40 --json)
    echo "$report"
    [[ $report == *'"stored":40,'* ]]
}

# Its whole way: Gazebo in the same container, without root, and arms that are reached over ROS.
container_runs_gazebo() {
    local report
    report=$(podman_run --rm "$container_gazebo" \
        up --sim gazebo --arms 2 --until attempts=20 --data /data --config /opt/armfarm/container.yaml --port 0 --json)
    echo "$report"
    [[ $report =~ \"stored\":2[0-9], ]]
}

# Waits until the image's own check says healthy; nothing asks by itself here.
container_await_health() {
    local name=$1 health=
    for _ in {1..60}; do
        podman healthcheck run "$name" || true
        health=$(podman inspect --format '{{.State.Health.Status}}' "$name")
        echo "health: $health"
        [[ $health == healthy ]] && return
        sleep 2
    done
    return 1
}

# A ROS master that is healthy, takes a parameter, and has the node of /rosout.
container_runs_roscore() {
    local name=$container_name-roscore port result=0
    port=$(free_port)
    podman_run --detach --name "$name" --env "ROS_MASTER_URI=http://127.0.0.1:$port" --env ROS_HOSTNAME=127.0.0.1 \
        "$container_roscore" -p "$port"
    container_await_health "$name" && podman exec "$name" rosparam set /armfarm 42 &&
        [[ $(podman exec "$name" rosparam get /armfarm) == 42 ]] &&
        podman exec "$name" rosnode list | grep -x /rosout || result=1
    podman logs "$name"
    podman rm --force --time 5 "$name"
    return "$result"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Prometheus' own checker reads what a farm in a container tells.
container_metrics_are_sound() {
    local page
    page=$(podman exec "$1" bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /metrics HTTP/1.0\r\n\r\n" >&3 && cat <&3' |
        sed '1,/^\r$/d')
    grep '^armfarm_attempts_stored_total ' <<<"$page"
    local problems
    problems=$("$ARMFARM_PROMTOOL" check metrics <<<"$page" 2>&1) || return 1
    echo "$problems"
    [[ -z $problems ]]
}

# Started as the image starts by itself, looked at from outside, and stopped as an operator would.
container_is_healthy_and_stops() {
    podman_run --detach --name "$container_name" --volume "$container_name:/data" "$container_image"
    local health=failed metrics=failed
    container_await_health "$container_name" && health=healthy
    for _ in {1..60}; do
        podman logs "$container_name" 2>&1 | grep -q "^Started in" && break
        sleep 2
    done
    container_metrics_are_sound "$container_name" && metrics=sound
    podman stop --time 30 "$container_name"
    podman logs "$container_name"
    local code
    code=$(podman inspect --format '{{.State.ExitCode}}' "$container_name")
    echo "exit code $code"
    podman rm "$container_name"
    [[ $health == healthy && $metrics == sound && $code == 0 ]]
}

container_data_is_sound() {
    podman_run --rm --volume "$container_name:/data" "$container_image" fsck --data /data
}

# $1 the folder with the configuration, $2 a name, $3 --detach or --rm, then the command and its options.
container_role() {
    local folder=$1 name=$2 how=$3
    shift 3
    timeout 600 podman --runtime runc --cgroup-manager cgroupfs run "$how" --name "$container_name-$name" --network=host \
        --ulimit nofile=1024:1024 --ulimit nproc=4096:4096 --restart=no \
        --volume "$folder:/etc/armfarm:ro" --volume "$container_name-shards:/shards" "$container_image" "$@"
}

# Every role in a container of its own: PostgreSQL, ROS master, broker, controller, store, trainer and four arms, on this
# machine's loopback. Ends when the controller has reached its target.
container_runs_the_roles() {
    local folder kafka_port database_port ros_port role result=0
    folder=$(mktemp -d)
    kafka_port=$(free_port)
    database_port=$(free_port)
    ros_port=$(free_port)
    podman_build -t "$container_database" - <<'EOF'
FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql && rm -rf /var/lib/apt/lists/*
USER postgres
ENV PATH=/usr/lib/postgresql/15/bin:$PATH
EOF
    echo secret >"$folder/password"
    cat >"$folder/farm.yaml" <<EOF
farm: {arms: 4}
evaluation: {attempts: 0}
kafka: {bootstrap_servers: "127.0.0.1:$kafka_port"}
ros: {master_uri: "http://127.0.0.1:$ros_port/"}
postgres:
  jdbc_url: jdbc:postgresql://127.0.0.1:$database_port/postgres
  user: postgres
  password_file: /etc/armfarm/password
images: {folder: /shards}
EOF
    chmod -R a+rX "$folder"
    podman_run --detach --name "$container_name-database" --volume "$folder:/etc/armfarm:ro" --entrypoint bash "$container_database" -c "
        initdb --pgdata /tmp/data --username postgres --pwfile /etc/armfarm/password --auth scram-sha-256 --data-checksums &&
        exec postgres -D /tmp/data -p $database_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp"
    podman_run --detach --name "$container_name-roscore" --env "ROS_MASTER_URI=http://127.0.0.1:$ros_port" \
        --env ROS_HOSTNAME=127.0.0.1 "$container_roscore" -p "$ros_port"
    container_role "$folder" broker --detach broker --data /data --port "$kafka_port"
    for role in store trainer arm-1 arm-2 arm-3 arm-4; do
        container_role "$folder" "$role" --detach "${role%-*}" --data /data --config /etc/armfarm/farm.yaml
    done
    container_role "$folder" controller --rm controller --data /data --config /etc/armfarm/farm.yaml \
        --until attempts=60 --port 0 --json >"$folder/report" || result=1
    cat "$folder/report"
    grep -q '"stored":6[0-9],' "$folder/report" || result=1
    for role in arm-1 arm-2 arm-3 arm-4 trainer store broker roscore database; do
        echo "----- $role"
        podman stop --time 30 "$container_name-$role" || result=1
        podman logs "$container_name-$role" 2>&1 | tail -n 20
        [[ $role == database || $role == roscore || $(podman inspect --format '{{.State.ExitCode}}' "$container_name-$role") == 0 ]] || result=1
        podman rm --force "$container_name-$role"
    done
    podman volume rm --force "$container_name-shards"
    rm -rf "$folder"
    return "$result"
}

check_compose_files() {
    docker-compose -f docker/compose.single.yaml --profile gazebo config --quiet || return 1
    local profile
    for profile in sim lab gpu; do
        docker-compose -f docker/compose.yaml --profile "$profile" config --quiet || return 1
    done
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
    want_promtool || {
        echo "check: --containers needs promtool: ${notes[*]}" >&2
        return 1
    }
    find_maven_options
    container_step "compose files, all profiles read by docker-compose" check_compose_files || true
    container_step "alert rules, their tests, and Prometheus' configuration" check_monitoring || true
    if container_step "base image, Debian 12" container_base_image bookworm &&
        container_step "farm image" container_build; then
        container_step "its user is not root" container_is_not_root "$container_image" || true
        container_step "a farm practises in a container" container_runs_a_farm || true
        container_step "it goes on, is healthy, tells sound metrics, and stops when told" container_is_healthy_and_stops || true
        container_step "what both left in the volume is sound" container_data_is_sound || true
        if container_step "roscore image" container_build_roscore; then
            container_step "a ROS master runs in it, healthy, not as root" check_roscore || true
            container_step "each role in a container of its own: controller, store, trainer, four arms" \
                container_runs_the_roles || true
        fi
        if container_step "base image, Debian 11" container_base_image bullseye &&
            container_step "gazebo image" container_build_gazebo; then
            container_step "its user is not root" container_is_not_root "$container_gazebo" || true
            container_step "two arms practise in Gazebo in a container" container_runs_gazebo || true
        fi
    fi
    podman rm --force "$container_name" >>"$container_log" 2>&1 || true
    podman volume rm --force "$container_name" >>"$container_log" 2>&1 || true
    echo
    echo "----- summary of --containers, after $((SECONDS / 60)) min $((SECONDS % 60)) s -----"
    echo "NOT RUN  trainer-gpu image: 2.4 GB of CUDA, and no GPU to run it on"
    echo "NOT RUN  Kafka, PostgreSQL, Prometheus and Grafana of the lab's compose file: their images come from a registry"
    echo "$container_passed passed, $container_failed failed, 0 skipped"
    ((container_failed == 0))
}

check_roscore() {
    container_is_not_root "$container_roscore" && container_runs_roscore
}
